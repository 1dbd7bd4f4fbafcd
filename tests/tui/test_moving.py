"""The keys for moving in an article and in the help: lines, pages, both ends, and items."""

from pathlib import Path

import pytest
from textual.widget import Widget

from broadsheet.tui.widgets.detail_items import ItemList
from broadsheet.tui.widgets.detail_pane import DetailPane
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader


@pytest.fixture
def library(news: Path) -> Path:
    """One article of many lines, with three related items."""
    related = [
        line
        for number in (1, 2, 3)
        for line in (
            f"  - title: Related {number}",
            f"    webUrl: https://example.org/{number}",
        )
    ]
    body = "\n\n".join(f"Paragraph {number}." for number in range(60))
    write_article(news, "a.md", "A long one", "related:", *related, body=body)
    return news


async def article(reading: RunningReader) -> DetailPane:
    await reading.press("enter")
    assert reading.main.focused is reading.main.detail
    return reading.main.detail


def selected(pane: DetailPane) -> tuple[str, int] | None:
    lists = [items for items in (pane.related, pane.links) if items.selected is not None]
    assert len(lists) <= 1
    return next(((str(items.id), items.selected or 0) for items in lists), None)


async def assert_moves_by(reading: RunningReader, pane: Widget, page: int) -> None:
    for key, by in (
        ("j", 1),
        ("down", 1),
        ("k", -1),
        ("pagedown", page),
        ("space", page),
        ("pageup", -page),
        ("ctrl+d", page // 2),
        ("ctrl+u", -(page // 2)),
    ):
        before = round(pane.scroll_y)
        await reading.press(key)
        assert round(pane.scroll_y) - before == by, key
    await reading.press("G")
    assert round(pane.scroll_y) == pane.max_scroll_y > 0
    await reading.press("g")
    assert pane.scroll_y == 0


async def test_an_article_scrolls_by_lines_pages_and_to_its_ends(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        pane = await article(reading)
        await assert_moves_by(reading, pane, pane.size.height - 1)


async def test_the_help_scrolls_as_an_article_does(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library, (120, 30)) as reading:
        await reading.press("question_mark")
        window = reading.app.screen.query_one("#help")
        await assert_moves_by(reading, window, window.size.height - 1)


async def test_the_cursor_walks_over_the_items_in_sight_and_back_to_the_text(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        pane = await article(reading)
        await reading.press("G")
        last = len(pane.links.items) - 1
        assert selected(pane) == ("detail-links", last)
        end = pane.scroll_y
        await reading.press("j")
        assert selected(pane) == ("detail-links", last)
        stops = [("detail-links", n) for n in range(last)] + [
            ("detail-related", n) for n in (0, 1, 2)
        ]
        for stop in [*stops[:last][::-1], *stops[last:][::-1]]:
            await reading.press("k")
            assert selected(pane) == stop
        await reading.press("k")
        assert selected(pane) is None
        assert pane.scroll_y < end
        await reading.press("pagedown")
        assert selected(pane) is None


async def test_going_on_brings_the_next_item_into_sight(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, (120, 14)) as reading:
        pane = await article(reading)
        await reading.press("G", *["k"] * 3)
        stop = selected(pane)
        assert stop is not None
        items = pane.query_one(f"#{stop[0]}", ItemList)
        line = items.region.y + items.top_of(stop[1])
        assert pane.region.y <= line < pane.region.bottom - 1


async def test_a_click_on_an_item_selects_and_follows_it(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        pane = await article(reading)
        await reading.press("G")
        await reading.pilot.click("#detail-related", offset=(6, pane.related.top_of(1)))
        await reading.settle()
        assert selected(pane) == ("detail-related", 1)
        assert "https://example.org/2" in reading.said
        await reading.press("y")
        assert "Copied https://example.org/2" in reading.said
