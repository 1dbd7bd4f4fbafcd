from pathlib import Path

import pytest

from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader

large = pytest.mark.usefixtures("large")


@pytest.fixture
def library(news: Path) -> Path:
    """Articles of two topics and two providers."""
    for number, (title, topic, provider) in enumerate(
        [("Chips are scarce", "AI Hardware", "Initech"), ("Models grow", "AI", "Globex")], 1
    ):
        write_article(
            news,
            f"{number}.md",
            title,
            f"publishedDateTime: 2023-01-0{number}T1{number}:00:00Z",
            f"topics: [{topic}]",
            f"provider: {{name: {provider}}}",
            f"quality: {number * 40}",
        )
    return news


def note(reading: RunningReader) -> str:
    """Return the line below the search bar."""
    return str(reading.main.search.note.content)


def choices(reading: RunningReader) -> list[str]:
    """Return what is offered below the search bar."""
    shown = reading.main.search.choices
    return [choice.label for choice in shown._choices] if shown.display else []


@large
async def test_a_mistyped_field_is_pointed_out_and_the_rest_still_holds(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"topic:AI qualty:>5")
        assert "did you mean “quality:”" in note(reading)
        bar = reading.main.search.input
        understood, unknown = bar._value.spans[0], bar._value.spans[-1]
        assert (understood.start, understood.end) == (0, 8)
        assert (unknown.start, unknown.end) == (9, 18)
        assert "underline" in str(unknown.style)


@large
async def test_a_name_that_the_library_has_not_is_pointed_out(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *'topic:"AI Hardwra" ')
        assert "did you mean “AI Hardware”" in note(reading)


async def test_tab_completes_fields_and_names(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"prov")
        assert choices(reading) == ["provider:"]
        await reading.press("tab", *"ini")
        assert choices(reading) == ["Initech"]
        await reading.press("tab")
        assert reading.titles == ["Chips are scarce"]
        assert choices(reading) == []
        await reading.press(*"is:unr", "tab")
        assert reading.main.search.value == "provider:Initech is:unread "
        await reading.press("tab")
        assert reading.main.panes.current == "table"
        assert reading.main.focused is reading.main.table


async def test_tab_behind_a_value_that_was_typed_whole_is_for_the_next_term(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"is:unread", "tab", *"chips")
        assert reading.main.search.value == "is:unread chips"
        await reading.press("tab")
        assert reading.main.focused is reading.main.table


async def test_the_arrows_choose_among_completions(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"topic:a")
        assert set(choices(reading)) == {"AI", "AI Hardware"}
        second = choices(reading)[1]
        await reading.press("down", "down", "enter")
        assert second in reading.main.search.value.replace('"', "")
        assert len(reading.titles) == 1


async def test_up_brings_back_earlier_searches_after_a_restart_too(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"chips", "enter", "escape")
        await reading.press("slash", *"models", "enter", "escape")
    async with open_reader(library) as reading:
        await reading.press("slash", "up")
        assert reading.main.search.value == "models"
        assert reading.titles == ["Models grow"]
        await reading.press("up")
        assert reading.main.search.value == "chips"
        await reading.press("down", "down")
        assert reading.main.search.value == ""


@large
async def test_what_the_sidebar_shows_can_be_edited_in_the_bar(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("shift+tab")
        sidebar = reading.main.sidebar
        sidebar.cursor = next(i for i, e in enumerate(sidebar._entries) if e.name == "AI Hardware")
        await reading.press("enter")
        assert reading.titles == ["Chips are scarce"]
        await reading.press("slash")
        assert reading.main.search.value == 'topic:"AI Hardware" '
        await reading.press(*"topic:AI")
        assert len(reading.titles) == 2


async def test_a_paste_brings_no_control_characters_in(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash")
        reading.main.search.input.insert_text_at_cursor("chips\x1b[2J\x9b5n")
        await reading.settle()
        assert "\x1b" not in reading.main.search.value
        assert "\x9b" not in reading.main.search.value


async def test_the_hint_is_not_cut_at_80_columns(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library, (80, 24)) as reading:
        await reading.press("slash")
        assert note(reading).endswith("saves a view")
        assert len(note(reading)) < 80


async def test_a_library_that_ends_earlier_is_asked_for_its_own_last_days(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"newer:1m topic:AI")
        assert "newest:1m counts back" in reading.main.table._sentence
        await reading.press("escape", "slash", *"topic:AI quality:>90")
        assert "newest" not in reading.main.table._sentence


async def test_esc_goes_back_to_the_list_before_it_clears_the_search(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"chips", "enter", "enter")
        found = reading.titles
        assert reading.is_in("detail")
        await reading.press("escape")
        assert reading.is_in("table")
        assert reading.titles == found
        await reading.press("escape")
        assert len(reading.titles) > len(found)
        assert not reading.main.search.value


@pytest.mark.parametrize(
    ("query", "said", "instead"),
    [
        ("newer:7d", "The newest article here is of 2 January 2023.", "newest:7d"),
        ("after:2024 topic:AI", "newest article that matches the rest is of", "date:2023-01"),
        ("newest:1d quality:<50", "that matches the rest is of 1 Jan", "date:2023-01"),
        ("before:2020", "The oldest article here is of 1 January 2023: date:", "date:2023-01"),
        ("date:2021", "The newest article here is of 2 January 2023: date:", "date:2023-01"),
    ],
)
async def test_dates_without_articles_lead_to_those_that_have_some(
    open_reader: OpenReader, library: Path, query: str, said: str, instead: str
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *f"{query} ")
        assert said in " ".join(reading.main.table._sentence.split())
        await reading.press("enter")
        assert instead in reading.main.search.value
        assert reading.titles


async def test_enter_takes_what_an_empty_list_offers(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"chips zzz")
        assert "Press Enter for that search." in reading.main.table._sentence
        await reading.press("enter")
        assert reading.titles == ["Chips are scarce"]
        assert reading.main.search.value == "chips"
        assert reading.is_in("table")
        await reading.press("slash", "up")
        assert reading.main.search.value == "chips zzz"
        await reading.press("tab", "enter")
        assert reading.titles == ["Chips are scarce"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("unread chips", "is:unread chips"),
        ("unread articles 2023", "is:unread articles date:2023"),
        ("newest chips", "sort:-date chips"),
    ],
)
async def test_words_for_marks_types_and_dates_are_offered_as_terms(
    open_reader: OpenReader, library: Path, typed: str, offered: str
) -> None:
    write_article(library, "3.md", "All articles of ours", "publishedDateTime: 2023-04-01")
    async with open_reader(library) as reading:
        await reading.press("slash", *typed)
        said = " ".join(reading.main.table._sentence.split())
        assert f"{offered} finds 1 article. Press Enter" in said
        await reading.press("enter")
        assert (len(reading.titles), reading.main.search.value) == (1, offered)


async def test_a_click_takes_the_search_that_is_offered_in_its_line(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"topic:AI provider:Initech ")
        lines = reading.main.table._sentence.splitlines()
        row = next(n for n, line in enumerate(lines) if "Without provider" in line)
        await reading.pilot.click("#table", offset=(5, row + 1))
        await reading.settle()
        assert reading.titles == ["Models grow"]


async def test_an_empty_list_says_which_term_leaves_nothing(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"topic:AI provider:Initech ")
        said = " ".join(reading.main.table._sentence.split())
        assert "Without topic:AI, 1 article is found." in said
        assert "Without provider:Initech, 1 article is found." in said
        await reading.press(*"zzz")
        said = " ".join(reading.main.table._sentence.split())
        assert said.count("Without") == 1
        assert "Without topic:AI and zzz, 1 article is found." in said


async def test_the_order_that_was_chosen_outlasts_a_search(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("Q", "Q")
        before = reading.titles
        await reading.press("slash", *"chips", "escape")
        assert reading.titles == before
        assert "by quality ▲" in str(reading.main.title_bar.content)
        await reading.press("slash", *"is:unread", "enter")
        assert reading.titles == before


async def test_a_click_while_typing_is_for_the_line_that_was_clicked(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"is:unread ")
        first = reading.titles[0]
        await reading.pilot.click("#table", offset=(5, 0))
        await reading.settle()
        assert reading.is_in("table")
        assert reading.title == first


async def test_a_query_typed_again_behind_its_filters_is_not_doubled(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"topic:AI is:unread", "enter")
        await reading.press("slash", *"topic:AI is:unread quality:>5")
        assert "is:unread topic" not in str(reading.main.title_bar.view)
        await reading.press("enter")
        assert reading.main.search.value == "topic:AI is:unread quality:>5"
        assert reading.titles == ["Models grow"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('tag:"AI Hardware"', 'topic:"AI Hardware"'),
        ("topic:AI Hardware", 'topic:"AI Hardware"'),
        ("unread", "is:unread"),
    ],
)
async def test_an_empty_list_offers_what_was_meant(
    open_reader: OpenReader, library: Path, typed: str, meant: str
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *typed)
        assert f"{meant} finds" in reading.main.table._sentence
        await reading.press("enter")
        assert reading.main.search.value == meant
        assert reading.titles


async def test_an_empty_list_offers_a_word_of_titles_for_one_that_is_badly_misspelt(
    open_reader: OpenReader, library: Path
) -> None:
    write_article(library, "3.md", "Accelerator for models")
    async with open_reader(library) as reading:
        await reading.press("slash", *"models exelerator ")
        assert "models accelerator finds 1 article. Press Enter" in reading.main.table._sentence
        await reading.press("enter")
        assert reading.titles == ["Accelerator for models"]


async def test_what_to_write_instead_stays_below_the_bar_while_the_articles_are_looked_at(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"!Models", "enter")
        assert reading.titles == ["Models grow"]
        assert reading.main.search.note.display
        assert "write “-Models”" in note(reading)
        await reading.press("slash", "ctrl+u", *"models", "enter")
        assert not reading.main.search.note.display


async def test_completions_of_a_word_leave_what_it_finds_in_sight(
    open_reader: OpenReader, library: Path
) -> None:
    for number in range(9):
        write_article(library, f"more{number}.md", "Title", f'topics: ["Aix {number}"]')
    async with open_reader(library) as reading:
        await reading.press("slash", *"aix")
        shown = reading.main.search.choices
        assert (shown.count, shown.size.height) == (9, 2)
        await reading.press("down")
        assert shown.size.height == 8
        await reading.press("escape", "slash", *"topic:aix")
        assert shown.size.height == 8
