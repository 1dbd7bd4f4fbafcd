"""The reader in plain lines."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broadsheet.cli.main import main
from broadsheet.config.reading import read_settings
from broadsheet.config.settings import Settings, StorySettings
from broadsheet.history import History
from broadsheet.library.library import Library
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.marks.store import Marks
from broadsheet.pages.store import Page, PageStore
from broadsheet.paths import marks_path
from broadsheet.plain.reader import PlainReader
from tests.files import write_article, write_settings
from tests.library.stories.events import ALONE, LEAK, write_event

pytestmark = pytest.mark.usefixtures("forked")

Talk = Callable[..., list[str]]


@pytest.fixture
def talk(news: Path) -> Talk:
    """Opens the library, types commands, and returns the lines that were said."""

    def talk(*commands: str, settings: Settings | None = None) -> list[str]:
        bring_up_to_date(news)
        typed, said = iter(commands), io.StringIO()

        def ask() -> str:
            said.write("> \n")
            try:
                return next(typed)
            except StopIteration:
                raise EOFError from None

        with Marks(marks_path()) as marks:
            PlainReader(Library(news), settings or Settings(), marks, ask, said).run()
        return said.getvalue().splitlines()

    return talk


@pytest.fixture
def library(news: Path) -> Path:
    write_article(
        *(news, "a.md", "Chips are scarce", "publishedDateTime: 2023-05-18T16:00:00Z"),
        *("provider: IBM", "quality: 59", "topics: [AI]", "excerpt: In short."),
        "related: [{title: Models grow}, {title: Elsewhere, webUrl: https://example.org/e}]",
        body="First *paragraph*.\n\nSecond, with <b>tags</b>.",
    )
    write_article(news, "b.md", "Models grow", "date: 2023-05", "type: video", "provider: Meta")
    return news


def test_the_list_says_everything_in_words(library: Path, talk: Talk) -> None:
    assert talk("q")[:4] == [
        "Broadsheet, news. Type ? for help.",
        "1. Chips are scarce (IBM, 18 May 2023, unread)",
        "2. Models grow (Meta, May 2023, video, unread)",
        "Articles 1 to 2 of 2.",
    ]


def test_what_rules_mute_is_counted_and_found_by_asking(library: Path, talk: Talk) -> None:
    write_settings('[[rules]]\nquery = "provider:Meta"\n')
    said = talk("/is:muted")
    assert "Articles 1 to 1 of 1. Muted: 1." in said
    assert "1. Models grow (Meta, May 2023, video, unread)" in said


def test_an_article_is_read_and_marked(library: Path, talk: Talk) -> None:
    said = talk("1", "s", "u", "/is:read")
    at = said.index("> ") + 1
    assert said[at : said.index("> ", at)] == [
        *("Chips are scarce", "", "IBM, 18 May 2023, quality 59, unread.", "", "Topics: AI.", ""),
        *("In short.", "", "First paragraph.", "", "Second, with tags.", ""),
        "It has 2 related items: type r.",
    ]
    assert "Now read, starred: Chips are scarce" in said
    assert "Undone: star removed from “Chips are scarce”." in said
    assert said[-3:] == [
        "1. Chips are scarce (IBM, 18 May 2023, read)",
        "Articles 1 to 1 of 1, for is:read.",
        "> ",
    ]


def test_a_mark_that_is_removed_is_named(library: Path, talk: Talk) -> None:
    said = talk("1", "s", "s", "b", "b")
    assert "No longer starred. Now read: Chips are scarce" in said
    assert "No longer kept for later. Now read: Chips are scarce" in said


def test_related_items_and_links_are_followed_by_number(library: Path, talk: Talk) -> None:
    said = talk("1", "r", "r 2", "l", "r 1", "r 3")
    assert "Related 1: Models grow" in said
    assert "Related 2: Elsewhere (not in the library)" in said
    assert "It is not in the library. Its address is https://example.org/e" in said
    assert any(line.startswith("Link 1: article, https://example.com/") for line in said)
    assert "Meta, May 2023, unread." in said
    assert "There is no related item 3." in said


def test_the_full_text_is_read_if_it_is_there(library: Path, talk: Talk) -> None:
    said = talk("f", "1", "f")
    assert "Type the number of an article first." in said
    assert "Its full text is not here: “broadsheet text” fetches full texts." in said
    with Library(library).open_index() as index:
        [row] = (row for row in index.rows([1, 2]).values() if row.path == "a.md")
    page = Page("## Why\n\nIt is *dry*.", "https://example.com/a", "Chips")
    PageStore().keep(row.mark, page)
    assert talk("1", "f")[-5:-1] == ["Why", "", "It is dry.", ""]


def test_words_are_found_in_what_was_read(news: Path, talk: Talk) -> None:
    body = f"First comes Élan {'and so on ' * 9}vital.\n\nSecond, with nothing.\n\nelan vital"
    write_article(news, "a.md", "Chips are scarce", body=body)
    said = talk("#first", "1", "#so on elan", "#on  vital", "#ELAN", "#")
    answers = [answer.strip() for answer in "\n".join(said).split("> \n")]
    assert answers[1] == "Type the number of an article first."
    assert answers[3] == "Found in 0 paragraphs."
    assert answers[4].startswith("First comes Élan and so on")
    assert answers[4].endswith("and so on vital.\n\nFound in 1 paragraph.")
    assert answers[5].endswith("elan vital\n\nFound in 2 paragraphs.")
    assert answers[6].startswith("Type words after the sign")


def test_words_for_commands_are_understood(library: Path, talk: Talk) -> None:
    said = talk(
        "help", "next", "read 1", "next", "next", "k", "k", "back", "search models", "list 2", "q"
    )
    answers = [answer.strip("> \n") for answer in "\n".join(said).split("> \n")[1:]]
    assert "j reads the next article of the list" in answers[0]
    assert answers[1] == "Type the number of an article first."
    read = ["Chips are scarce", "Models grow", "This was the last", "Chips are scarce"]
    for answer, beginning in zip(answers[2:], [*read, "This is the first"], strict=False):
        assert answer.startswith(beginning)
    assert answers[7].startswith("1. Chips are scarce")
    assert answers[8].startswith("1. Models grow")
    assert answers[9] == "There is no command list 2. Type ? for help."


def test_an_excerpt_that_the_body_begins_with_is_read_once(news: Path, talk: Talk) -> None:
    opening = "It opens with words enough to be known."
    write_article(news, "a.md", "Twice", f"excerpt: {opening}", body=f"{opening}\n\nThen more.")
    assert "\n".join(talk("1")).count(opening) == 1


def test_a_long_title_breaks_between_words(news: Path, talk: Talk) -> None:
    write_article(news, "a.md", "Fourteen letters " * 8)
    lines = talk("q")[1:-2]
    assert ("Fourteen letters " * 8).strip() in " ".join(lines)
    assert max(map(len, lines)) < 80


def test_pages_searches_and_views(news: Path, talk: Talk) -> None:
    for number in range(25):
        write_article(news, f"{number}.md", f"Title {number}", f"date: 2023-05-{number + 1:02}")
    said = talk("p", "", "", "", "p", "/title 7", "v", "v 9", "nonsense", "26", "/topc:x")
    assert said.count("Articles 11 to 20 of 25.") == 2
    assert "Articles 21 to 25 of 25." in said
    assert "These were the last articles." in said
    assert "These are the first articles." in said
    assert any(line.startswith("1. Title 7 (") for line in said)
    assert "View 1: Front page" in said
    assert "There is no view 9." in said
    assert "There is no command nonsense. Type ? for help." in said
    assert "There is no article 26 in this list." in said
    assert any("topc" in line for line in said)


def test_news_is_announced(library: Path) -> None:
    bring_up_to_date(library)
    said = io.StringIO()

    def typed() -> Iterator[str]:
        yield "R"
        write_article(library, "c.md", "Something new")
        yield "R"
        yield "q"

    with Marks(marks_path()) as marks:
        PlainReader(Library(library), Settings(), marks, typed().__next__, said).run()
    assert said.getvalue().splitlines()[-2:] == ["Nothing new.", "1 new article."]


def test_a_hostile_or_vanished_article_harms_nothing(news: Path, talk: Talk) -> None:
    write_article(news, "a.md", "\x1b]52;c;aGk=\x07Evil", body="x\x1b[2Jy")
    said = talk("/evil", "1", "\x1b[A", "9" * 5_000)
    assert not any("\x1b" in line for line in said)
    assert "xy" in said


def test_a_folder_that_is_gone_is_said_and_the_dialogue_goes_on(library: Path) -> None:
    bring_up_to_date(library)
    said = io.StringIO()

    def typed() -> Iterator[str]:
        library.rename(library.with_name("elsewhere"))
        yield "R"
        yield "?"

    commands = typed()
    with Marks(marks_path()) as marks:
        PlainReader(Library(library), Settings(), marks, lambda: next(commands, "q"), said).run()
    assert f"There is no folder {library}" in said.getvalue()
    assert "Enter or n lists the next articles" in said.getvalue()


def test_it_runs_without_a_terminal(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("/chips\nq\n"))
    assert main(["--plain", str(library)]) == 0
    assert "Articles 1 to 1 of 1, for chips." in capsys.readouterr().out


def test_an_order_that_is_none_is_said_and_not_used(library: Path, talk: Talk) -> None:
    said = talk("q", settings=Settings(sort="beauty"))
    assert said[1].startswith("The order in the settings is not used: ")
    assert "1. Chips are scarce (IBM, 18 May 2023, unread)" in said


def test_views_are_as_they_are_after_a_change_of_them_is_undone(library: Path, talk: Talk) -> None:
    with Marks(marks_path()) as marks:
        History(marks).save_view("Chips", "chips")
    settings, _ = read_settings()
    said = talk("v", "u", "v", settings=settings)
    before, undone, after = "\n".join(said).split("> \n")[1:4]
    assert "Chips" in before
    assert "“Chips” is removed again" in undone
    assert "Chips" not in after


def test_every_command_answers_on_an_empty_library(news: Path, talk: Talk) -> None:
    commands = [*"npajkvRolrsbmfu?h1", "", "o 0", "r 1", "v 9", "/text:zzz", "/front:2030-01-01"]
    said = "\n".join(talk(*commands, settings=Settings(views=()))).split("> ")
    answers = dict(zip(commands, said[1:], strict=False))
    assert [command for command, answer in answers.items() if not answer.strip()] == []
    for command in "jkolrsbmf":
        assert "Type the number of an article first." in answers[command]


def test_arguments_that_a_command_does_not_take_do_nothing(library: Path, talk: Talk) -> None:
    said = talk("1", "s 2", "o x", "q 1", "2 x", "o 0", "r 0")
    for command in ("s 2", "o x", "q 1", "2 x"):
        assert f"There is no command {command}. Type ? for help." in said
    assert "There is no link 0." in said
    assert not any(line.startswith(("Now ", "Opened ")) for line in said)


def test_p_goes_to_the_first_articles_after_others_were_removed(news: Path) -> None:
    files = [write_article(news, f"{number}.md", f"Title {number}") for number in range(12)]
    bring_up_to_date(news)
    said = io.StringIO()

    def typed() -> Iterator[str]:
        yield ""
        for path in files[4:]:
            path.unlink()
        yield from ("R", "p", "a", "q")

    with Marks(marks_path()) as marks:
        PlainReader(Library(news), Settings(), marks, typed().__next__, said).run()
    assert said.getvalue().splitlines()[-1] == "Articles 1 to 4 of 4."
    assert "These are the first articles." in said.getvalue()


@pytest.fixture
def told(news: Path) -> Path:
    """A library that tells two stories, and articles that belong to none."""
    write_event(news, "leak", LEAK, day="2023-05-19")
    write_event(news, "alone", ALONE, day="2023-05-17")
    return news


def test_a_story_is_one_line_and_its_sources_are_listed_and_read(told: Path, talk: Talk) -> None:
    lead, second, third = (title for _, title, _ in LEAK)
    said = talk("1", "sources", "t 2", "j", "t 9")
    assert said[1].startswith(f"1. {lead} (")
    assert "told by 2 more sources" in " ".join(said[1:3])
    assert f"Articles 1 to {1 + len(ALONE)} of {1 + len(ALONE)}. In their stories: 2 more." in said
    assert "2 more articles tell this story: type t." in said
    assert [line[:9] for line in said if line.startswith("Source ")] == ["Source 1.", "Source 2."]
    text = " ".join(said)
    assert second in text
    assert third in said, "it was read"
    assert ALONE[-1][1] in said, "the list goes on from the lead"
    assert "There is no source 9." in said


def test_the_front_page_says_why_each_story_is_on_it(told: Path, talk: Talk) -> None:
    said = talk("front")
    text = " ".join(said[said.index("> ") + 1 :])
    assert "points: quality 99 plus " in text
    assert " for 2 more sources" in text
    assert "≈" not in text
    assert "for front:today." in text


def test_what_is_read_with_a_lead_follows_the_settings(told: Path, talk: Talk) -> None:
    said = talk("1", "/is:read", settings=Settings(stories=StorySettings(read="all")))
    assert "Articles 1 to 1 of 1, for is:read. In their stories: 2 more." in said
