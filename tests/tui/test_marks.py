from pathlib import Path

import pytest

from broadsheet.config.settings import Settings
from broadsheet.marks.model import key_of
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from broadsheet.tui.widgets.table_columns import LATER, SEEN, STARRED, UNREAD
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader


@pytest.fixture
def library(news: Path) -> Path:
    """Four articles, Alpha the newest."""
    for number, title in enumerate(("Delta", "Gamma", "Beta", "Alpha"), 1):
        write_article(
            news,
            f"{title}.md",
            title,
            f"publishedDateTime: 2023-01-0{number}T10:00:00Z",
            f"topics: [{'Odd' if number % 2 else 'Even'}]",
        )
    return news


def line_of(reading: RunningReader, title: str) -> str:
    """Return the line of the table that an article stands on."""
    table = reading.main.table
    lines = ["".join(s.text for s in table.render_line(y)) for y in range(table.size.height)]
    return next(line for line in lines if title in line)


def sidebar(reading: RunningReader) -> str:
    """Return what the sidebar says."""
    pane = reading.main.sidebar
    return "\n".join("".join(s.text for s in pane.render_line(y)) for y in range(pane.size.height))


async def test_keys_mark_the_article_and_take_the_mark_away(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        assert line_of(reading, "Alpha").startswith(UNREAD)
        await reading.type("m", "s", "b")
        await reading.until(lambda: LATER in line_of(reading, "Alpha"))
        assert line_of(reading, "Alpha").startswith(f"{SEEN}{STARRED}{LATER}")
        await reading.type("m", "s", "b")
        await reading.until(lambda: LATER not in line_of(reading, "Alpha"))
        assert line_of(reading, "Alpha").startswith(f"{UNREAD}  ")


async def test_each_mark_says_what_it_did_and_where_it_leads(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        for key, sentence in {
            "b": "Kept for later. The view Later has 1 article.",
            "s": "Starred. The view Starred has 1 article.",
            "m": "Marked as read.",
        }.items():
            await reading.type(key)
            await reading.until(lambda sentence=sentence: sentence in reading.said)  # type: ignore[misc]
        await reading.type("b")
        await reading.until(lambda: "longer kept for later. The view Later has 0" in reading.said)


async def test_marks_are_there_after_the_index_was_deleted_and_the_file_moved(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.type("j", "s")
        await reading.until(lambda: STARRED in line_of(reading, "Beta"))
        index = reading.main.library.index_path
    for file in index.parent.glob(f"{index.stem}*"):
        file.unlink(missing_ok=True)  # what reads last removes files of its own
    (library / "moved").mkdir()
    (library / "Beta.md").rename(library / "moved" / "b.md")
    async with open_reader(library) as reading:
        await reading.press("slash", *"is:starred", "enter")
        assert reading.titles == ["Beta"]


async def test_all_that_is_shown_is_marked_after_a_question_and_undone_in_one_step(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"topic:Odd", "enter", "A", "n")
        assert UNREAD in line_of(reading, "Beta")
        await reading.type("A", "y")
        await reading.until(lambda: UNREAD not in line_of(reading, "Beta"))
        await reading.press("escape")
        assert line_of(reading, "Alpha").startswith(UNREAD)
        assert UNREAD not in line_of(reading, "Delta")
        await reading.type("u")
        await reading.until(lambda: UNREAD in line_of(reading, "Delta"))
        assert line_of(reading, "Beta").startswith(UNREAD)


async def test_undo_goes_back_many_steps_and_says_when_there_are_no_more(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.type("s", "j", "s", "j", "b")
        await reading.until(lambda: LATER in line_of(reading, "Gamma"))
        await reading.type("u", "u", "u", "u")
        await reading.until(lambda: "nothing to undo" in reading.said)
        for title in ("Alpha", "Beta", "Gamma"):
            assert line_of(reading, title).startswith(f"{UNREAD}  ")


async def test_what_was_undone_is_said_without_doubt(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        for key, sentence in (
            ("s", "Undone: star removed from “Alpha”."),
            ("b", "Undone: “Alpha” is no longer kept for later."),
            ("m", "Undone: “Alpha” is marked as unread again."),
        ):
            await reading.type(key, "u")
            await reading.until(lambda sentence=sentence: sentence in reading.said)  # type: ignore[misc]


async def test_the_last_step_is_undone_after_a_restart(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.type("A", "y")
        await reading.until(lambda: UNREAD not in line_of(reading, "Delta"))
    async with open_reader(library) as reading:
        assert UNREAD not in line_of(reading, "Alpha")
        await reading.type("u")
        await reading.until(lambda: UNREAD in line_of(reading, "Alpha"))


async def test_what_was_marked_in_another_library_before_is_not_undone(
    open_reader: OpenReader, library: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    write_article(other, "other.md", "In another library")
    async with open_reader(library) as reading:
        await reading.type("A", "y")
        await reading.until(lambda: UNREAD not in line_of(reading, "Delta"))
    async with open_reader(other) as reading:
        await reading.type("s")
        await reading.until(lambda: STARRED in line_of(reading, "In another library"))
    async with open_reader(library) as reading:
        await reading.type("u")
        await reading.until(lambda: UNREAD in line_of(reading, "Alpha"))
        await reading.type("u")
        await reading.until(lambda: "nothing to undo" in reading.said)
    async with open_reader(other) as reading:
        assert STARRED in line_of(reading, "In another library")


async def test_the_next_unread_article_is_found_both_ways(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.type("j", "m", "j", "m")
        await reading.until(lambda: UNREAD not in line_of(reading, "Gamma"))
        await reading.press("g", "n")
        assert reading.title == "Delta"
        await reading.press("N")
        assert reading.title == "Alpha"
        await reading.press("N")
        assert reading.title == "Alpha"
        assert "no unread" in reading.said


async def test_an_article_is_read_when_it_was_open_not_when_the_cursor_passed(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, settings=Settings(read_after=0.0)) as reading:
        await reading.press("j", "j", "k")
        assert line_of(reading, "Gamma").startswith(UNREAD)
        await reading.type("enter")
        await reading.until(lambda: UNREAD not in line_of(reading, "Beta"))
        assert line_of(reading, "Alpha").startswith(UNREAD)


async def test_nothing_is_read_by_itself_where_that_is_left_to_the_person(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, settings=Settings(read_after=None)) as reading:
        await reading.press("enter")
        await reading.press("tab", "tab", "s")
        await reading.until(lambda: STARRED in line_of(reading, "Alpha"))
        assert line_of(reading, "Alpha").startswith(UNREAD)


async def test_the_sidebar_counts_what_is_unread(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        assert sidebar(reading).startswith("▌All articles           4 ")
        await reading.type("m")
        await reading.until(lambda: "3/4" in sidebar(reading))
        even = next(line for line in sidebar(reading).split("\n") if "Even" in line)
        assert "1/2" in even


async def test_what_another_reader_marks_is_seen(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        with Marks(marks_path()) as other, reading.main.library.open_index() as index:
            row = next(iter(index.rows(reading.main.table.ids[:1]).values()))
            other.mark("starred", True, [(row.mark, row.url)])
        await reading.until(lambda: STARRED in line_of(reading, "Alpha"))


async def test_an_article_in_two_files_is_marked_once_for_both(
    open_reader: OpenReader, news: Path
) -> None:
    for name in ("a.md", "b.md"):
        write_article(news, name, f"In {name}", url="https://example.com/same?utm_source=x")
    async with open_reader(news) as reading:
        await reading.type("s")
        await reading.until(lambda: STARRED in line_of(reading, "In a.md"))
        assert STARRED in line_of(reading, "In b.md")


async def test_an_article_without_an_address_keeps_its_marks(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "Nowhere else", url="", body="All of it is here.")
    async with open_reader(news) as reading:
        await reading.type("s")
        await reading.until(lambda: STARRED in line_of(reading, "Nowhere else"))
    (news / "a.md").rename(news / "z.md")
    async with open_reader(news) as reading:
        assert STARRED in line_of(reading, "Nowhere else")


@pytest.mark.usefixtures("followed")
async def test_marks_of_an_earlier_version_are_found_while_the_reader_is_open(
    open_reader: OpenReader, news: Path
) -> None:
    for number in (1, 2):
        (news / f"{number}.md").write_text(f"---\ntitle: Weekly update\n---\n\nWeek {number}.\n")
    known_as = "hash:1c6b1844590456a04f02438be918d46e"
    with Marks(marks_path()) as marks:
        marks.mark("starred", True, [(key_of(known_as) or 0, known_as)])
    async with open_reader(news) as reading:
        await reading.until(lambda: STARRED in line_of(reading, "Weekly update"))
        await reading.pilot.press("s")
        await reading.until(lambda: STARRED not in line_of(reading, "Weekly update"))
        await reading.press("slash", *"is:starred", "enter")
        assert reading.titles == ["Weekly update"]
