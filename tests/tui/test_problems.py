"""The list of problems, and the way from a problem to its line in the file."""

from pathlib import Path

import pytest

from broadsheet.tui.screens.source import WrappedLines
from tests.files import touch_later, write_article
from tests.tui.conftest import OpenReader, RunningReader


def window(reading: RunningReader) -> WrappedLines:
    """Return the lines of the window in front."""
    return reading.app.screen.query_one("#text", WrappedLines)


def rows(reading: RunningReader) -> list[str]:
    """Return the rows of the window in front, without their numbers."""
    return [text for _, text in window(reading)._rows]


def write_broken(folder: Path) -> None:
    """Write an article whose fifth line is wrong."""
    (folder / "broken.md").write_text(
        '---\ntitle: "A title"\noriginalUrl: https://e.example/x\n'
        "excerpt: fine\nquality: not a number at all\n---\nA body.\n"
    )


async def test_enter_on_a_problem_shows_the_file_at_its_line(
    open_reader: OpenReader, news: Path
) -> None:
    write_broken(news)
    async with open_reader(news) as reading:
        await reading.press("P")
        assert rows(reading)[0].startswith("broken.md:5: quality:")
        await reading.press("enter")
        assert rows(reading)[window(reading).cursor] == "quality: not a number at all"
        await reading.press("escape")
        assert rows(reading)[0].startswith("broken.md:5: quality:")
        await reading.press("escape")
        assert reading.app.screen is reading.main


async def test_problems_wrap_at_words(open_reader: OpenReader, news: Path) -> None:
    write_broken(news)
    async with open_reader(news, (50, 24)) as reading:
        await reading.press("P")
        sentence = str(reading.main.index.now.problems()[0])
        assert len(rows(reading)) > 1
        assert " ".join(rows(reading)) == sentence


async def test_the_source_keeps_its_line_when_the_window_changes(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "Long lines", body="\n".join("word " * 30 for _ in range(20)))
    async with open_reader(news, (120, 40)) as reading:
        await reading.press("v", "G", "k", "k")
        number = window(reading).number
        await reading.pilot.resize_terminal(60, 30)
        await reading.settle()
        assert window(reading).number == number


async def test_a_library_without_problems_says_so(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "Fine")
    async with open_reader(news) as reading:
        await reading.press("P", "enter")
        said = rows(reading)
        assert said[0].startswith("No problems: every file of this library can be read")
        assert "check --skipped" in said[1]


async def test_that_there_are_no_problems_is_a_sentence_without_a_number(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news) as reading:
        await reading.press("P")
        pieces = window(reading).pieces(0, 70)
        assert [text.partition(":")[0] for text, _ in pieces] == ["No problems"]


async def test_files_that_are_not_shown_are_counted_at_the_top_and_listed_by_p(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "Fine")
    (news / "b.md").write_text('---\ntitle: "Only a title"\n---\n')
    async with open_reader(news) as reading:
        assert "P 1 not shown" in str(reading.main.title_bar.content)
        await reading.press("P")
        assert rows(reading) == ["b.md: a title, but neither a link nor a body"]
        await reading.press("escape")
        write_broken(news)
    async with open_reader(news) as reading:
        assert "P 1 problem" in str(reading.main.title_bar.content)
        await reading.press("P")
        assert [row.partition(":")[0] for row in rows(reading)] == ["broken.md", "b.md"]


@pytest.mark.usefixtures("followed")
async def test_a_file_that_is_fixed_leaves_the_list_at_once(
    open_reader: OpenReader, news: Path
) -> None:
    write_broken(news)
    (news / "title.md").write_text("---\ntitle: Only a title\n---\n")
    async with open_reader(news) as reading:
        await reading.press("P")
        assert [row.partition(":")[0] for row in rows(reading)] == ["broken.md", "title.md"]
        broken = news / "broken.md"
        broken.write_text(broken.read_text().replace("not a number at all", "40"))
        touch_later(broken)
        await reading.until(lambda: rows(reading)[0].startswith("title.md"))
        assert "files not shown (1)" in str(window(reading).border_title)
        write_article(news, "title.md", "A title")
        await reading.until(lambda: rows(reading)[0].startswith("No problems"))
