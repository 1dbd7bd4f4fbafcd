"""Finding words in the article that is being read."""

from pathlib import Path

import pytest

from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader


@pytest.fixture
def library(news: Path) -> Path:
    body = "\n\n".join(f"Paragraph {number} of the Élysée. " + "word " * 60 for number in range(30))
    fields = ("excerpt: In short, it is the elysee.", 'publishedDateTime: "2024-01-02"')
    write_article(news, "a.md", "The Élysée at night", *fields, body=body)
    write_article(news, "b.md", "Another title", body="Nothing of the kind.")
    return news


def lines(reading: RunningReader) -> list[str]:
    return [strip.text.strip(" ▐▝▗") for strip in reading.app.screen._compositor.render_strips()]


def note(reading: RunningReader) -> str:
    """Return the line that counts, "" if there is none."""
    return next((line for line in lines(reading) if "this article" in line.lower()), "")


async def test_slash_finds_in_the_text_while_one_reads_alone(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, (80, 24)) as reading:
        await reading.type_ahead("z", "/", *"elyx", "backspace", *"see")
        assert note(reading) == "1 of 32 in this article"
        await reading.press("down", "down", "enter")
        assert note(reading) == "3 of 32 in this article"
        await reading.press(*"nnnn", "enter", "N")
        assert note(reading) == "7 of 32 in this article"
        assert any("Paragraph 4 " in line for line in lines(reading))
        top = reading.main.detail.scroll_y
        await reading.press("G", "n")
        assert note(reading) == "8 of 32 in this article"
        await reading.press("g", "N", *"NNNNNNN")
        assert note(reading) == "32 of 32 in this article"
        assert any("Paragraph 29 " in line for line in lines(reading))
        assert reading.main.detail.scroll_y > top
        await reading.press("/", *"kind", "enter", "n")
        assert note(reading) == "These words are not in this article."
        await reading.press("escape")
        assert reading.main.panes.is_reading
        assert not note(reading)
        await reading.press("n")
        assert reading.title == "Another title"


async def test_other_panes_and_articles_end_it_and_slash_is_for_headlines_there(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, (160, 40)) as reading:
        await reading.press("enter")
        bottom = lines(reading)[-1]
        assert "/ Find" not in bottom
        assert ("/ Search" in bottom, "# Find" in bottom) == (True, True)
        await reading.press("#", *"paragraph", "enter", "n")
        assert "/ Other words" in lines(reading)[-1]
        assert note(reading) == "2 of 30 in this article"
        assert reading.is_in("detail")
        await reading.press("escape")
        assert reading.is_in("detail")
        assert not note(reading)
        await reading.press("#", *"paragraph", "enter", "tab", "h")
        await reading.press("h")
        assert not note(reading)
        await reading.press("enter", "/", *"another", "enter")
        assert reading.titles == ["Another title"]


async def test_slash_twice_searches_the_headlines(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        await reading.press("z", "/", "/", *"another")
        assert reading.titles == ["Another title"]
        await reading.press("escape")
        assert reading.main.panes.is_reading


async def test_words_are_found_in_the_source_too(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library, (80, 24)) as reading:
        await reading.press("v")
        await reading.until(lambda: reading.app.screen is not reading.main)
        await reading.type_ahead("/", *"graph 7", "enter")
        assert "1 of 1 in this text" in lines(reading)[-2]
        assert any("Paragraph 7 of the" in line for line in lines(reading))
        await reading.press("/", *"ELYSEE", "enter", "n", "n", "N")
        assert "11 of 32 in this text" in lines(reading)[-2]
        assert any("Paragraph 8 of the" in line for line in lines(reading))
        await reading.press("escape")
        assert reading.app.screen is not reading.main
        await reading.press("q")
        assert reading.app.screen is reading.main
