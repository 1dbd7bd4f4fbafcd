from collections import Counter
from pathlib import Path

import pytest
from rich.style import Style

from broadsheet.tui.widgets.article_table import ArticleTable
from broadsheet.tui.widgets.line_list import Piece
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader


@pytest.fixture
def library(news: Path) -> Path:
    """A title with trains, a provider and an author of that name, two texts and something else."""
    write_article(news, "1.md", "Night trains return", "excerpt: Trains, trains.")
    write_article(news, "2.md", "Timetables", "provider: {name: Trains Weekly}")
    write_article(news, "3.md", "Wagons", "authors: [Tom Trains]")
    long = "Nothing here. " * 30
    write_article(
        news, "4.md", "Prices", "publishedDateTime: 2023-05-01", body=f"{long}Old trains."
    )
    write_article(news, "5.md", "Weather", "excerpt: It snows on all trains!")
    write_article(news, "6.md", "Else", "excerpt: Rain.")
    return news


def lines(table: ArticleTable) -> list[str]:
    """Return what the table shows."""
    return [table.render_line(y).text.strip() for y in range(table.size.height)]


async def see(reading: RunningReader, text: str) -> list[str]:
    """Return what the table shows once that includes `text`."""
    table = reading.main.table
    await reading.until(lambda: any(text in line for line in lines(table)))
    return [line for line in lines(table) if line]


@pytest.mark.usefixtures("large")
async def test_names_and_texts_follow_the_titles(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library, size=(160, 60)) as reading:
        await reading.press(*"/trains")
        assert reading.titles == [
            *("Night trains return", "Timetables", "Wagons", "Prices", "Weather"),
        ]
        shown = await see(reading, "snows")
        assert any(line.startswith("── by provider or author: 2 ──") for line in shown)
        at = next(n for n, line in enumerate(shown) if line.startswith("── in the text: 2 ──"))
        assert shown[at + 2] == "Old trains."
        assert shown[at + 4] == "It snows on all trains!"
        await reading.press("escape", "slash", *"text:trains")
        shown = await see(reading, "snows")
        assert len(shown) == 2 * len(reading.titles)
        prices = next(n for n, line in enumerate(shown) if "Prices" in line)
        assert shown[prices + 1] == "Old trains."


async def test_each_sentence_belongs_to_its_article(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library, size=(160, 60)) as reading:
        table = reading.main.table
        await reading.press(*"/trains", "enter", "j", "j", "j")
        assert reading.title == "Prices"
        await see(reading, "Old trains.")
        drawn = lines(table)
        first = next(y for y, line in enumerate(drawn) if "Prices" in line)
        for y, kind in ((first, "line--cursor"), (first + 1, "line--cursor-below")):
            cursor = table.style_of(kind).bgcolor
            assert any(part.style and part.style.bgcolor == cursor for part in table.render_line(y))
        matched = [
            part.text
            for part in table.render_line(first + 1)
            if part.style == table.style_of("line--cursor-below", "line--match") + Style(bold=False)
        ]
        assert matched == ["trains"]
        await reading.press("j")
        assert reading.title == "Weather"
        await reading.press("k", "k")
        assert reading.title == "Wagons"


async def test_a_click_on_a_heading_moves_nothing(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library, size=(160, 60)) as reading:
        await reading.press(*"/trains", "enter")
        await see(reading, "in the text: 2")
        y = next(y for y, line in enumerate(lines(reading.main.table)) if "in the text" in line)
        await reading.pilot.click("#table", offset=(20, y))
        await reading.settle()
        assert reading.title == "Night trains return"
        await reading.pilot.click("#table", offset=(20, y + 2))  # the sentence
        await reading.settle()
        assert reading.title == "Prices"


async def test_what_only_the_text_has_is_shown_without_titles(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, size=(160, 60)) as reading:
        await reading.press(*"/snows")
        assert reading.titles == ["Weather"]
        assert (await see(reading, "It snows"))[0].startswith("── in the text: 1")
        await reading.press(*" -prices")
        assert reading.titles == ["Weather"]
        await reading.press("escape")
        assert len(reading.titles) == 6
        assert not any(line.startswith("──") for line in lines(reading.main.table))


@pytest.mark.usefixtures("large")
async def test_what_texts_add_draws_no_title_again(
    open_reader: OpenReader, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = Counter[str]()
    pieces = ArticleTable.pieces

    def noted(table: ArticleTable, index: int, width: int) -> list[Piece]:
        row = table._row(index)
        assert row is not None
        drawn[row.title] += 1
        return pieces(table, index, width)

    async with open_reader(library, size=(160, 60)) as reading:
        await reading.press("slash", *"train")
        await see(reading, "snows")
        monkeypatch.setattr(ArticleTable, "pieces", noted)
        await reading.press("s")
        table = reading.main.table
        await reading.until(lambda: not table._second.quoted.missing(table.ids[-2:]))
        await reading.settle()
        assert drawn["Night trains return"] == 1
        assert drawn["Prices"] == 2  # without its sentence, and with it
