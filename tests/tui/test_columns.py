"""Columns of the table are chosen, moved and resized, with the mouse and by keys; all is kept."""

import json
from pathlib import Path

import pytest

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import TableSettings, settings_file
from broadsheet.library.index.makeup import Makeup
from broadsheet.paths import state_folder
from broadsheet.tui.screens.columns import ColumnLines
from broadsheet.tui.widgets.table_columns import Columns
from broadsheet.tui.widgets.table_head import TableHead
from tests.files import write_article, write_settings
from tests.tui.conftest import OpenReader, RunningReader

DEFAULT = TableSettings().columns


@pytest.fixture
def library(news: Path) -> Path:
    for number in range(3):
        provider = f"provider: {{name: Provider number {number}}}"
        write_article(news, f"{number}.md", f"Title {number}", provider, f"quality: {number}")
    return news


def head(reading: RunningReader) -> str:
    return reading.main.query_one(TableHead).render_line(0).text


async def drag_head(reading: RunningReader, start: int, end: int) -> None:
    """Drag the head of the table from one cell to another."""
    bar = reading.main.query_one(TableHead)
    await reading.pilot.mouse_down(bar, offset=(start, 0))
    await reading.pilot.hover(bar, offset=(end, 0))
    await reading.pilot.mouse_up(bar, offset=(end, 0))
    await reading.settle()


async def test_an_edge_of_the_head_is_dragged_and_the_width_is_kept(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, (160, 40)) as reading:
        start = head(reading).index("PROVIDER")
        sorted_before = reading.main.parts.list.is_sorted
        await drag_head(reading, start - 1, start - 11)
        assert head(reading).index("PROVIDER") == start - 10
        assert "Provider number 0" in reading.main.table.render_line(0).text
        assert reading.main.parts.list.is_sorted == sorted_before, "a drag is no click"
        await reading.until(
            lambda: json.loads((state_folder() / "layout.json").read_text())["columns"] != {}
        )
    async with open_reader(library, (160, 40)) as reading:
        assert head(reading).index("PROVIDER") == start - 10
        assert not settings_file().exists()


async def test_the_window_shows_moves_and_resizes_columns(
    open_reader: OpenReader, library: Path
) -> None:
    write_settings("# mine\n[table]\ncolumns = ['title', 'source']  # two\n")
    async with open_reader(library, (160, 40), read_settings()[0]) as reading:
        assert head(reading).split() == ["TITLE", "PROVIDER"]
        before = head(reading).index("PROVIDER")
        await reading.press("T", "j")
        lines = reading.app.screen.query_one(ColumnLines)
        assert ("whichever tells more: here the provider", "line--muted") in lines.pieces(1, 56)
        await reading.press("greater_than_sign", "greater_than_sign")
        assert head(reading).index("PROVIDER") == before - 2
        await reading.press("equals_sign")
        assert head(reading).index("PROVIDER") == before
        await reading.press("K")
        assert head(reading).split() == ["PROVIDER", "TITLE"]
        await reading.press("J", "j", "enter")
        await reading.until(lambda: len(read_settings()[0].table.columns) == 3)
        await reading.press("k", "k", "k", "enter")
        assert "The title is always shown." in reading.said
        await reading.press("escape")
    columns = read_settings()[0].table.columns
    assert columns[:2] == ("title", "source")
    assert settings_file().read_text("utf-8").startswith("# mine\n[table]\ncolumns = [")
    assert settings_file().read_text("utf-8").endswith("]  # two\n")


@pytest.mark.parametrize("width", [20, 48, 85, 120, 200, 300])
def test_own_widths_leave_the_title_its_least_and_fill_the_table(width: int) -> None:
    columns = Columns(DEFAULT, {"source": 30, "date": 4})
    fitting = {column.name: column.width for column in columns.fitting(width, Makeup())}
    assert sum(fitting.values()) + len(fitting) - 1 == width
    assert fitting["title"] >= min(20, width // 2)
    if width >= 85:
        assert fitting["provider"] == 30
        assert fitting["date"] == 4


def test_widths_stay_within_bounds_and_go_back_to_the_usual() -> None:
    columns = Columns(DEFAULT, {})
    usual = columns.fitting(200, Makeup())
    columns.resize("provider", -100)
    assert columns.width_of("source") == 3
    columns.resize("source", 100)
    assert columns.width_of("provider") == 60
    columns.resize("title", 5)
    columns.reset("provider")
    assert columns.fitting(200, Makeup()) == usual
