"""Which pane has the keys can be seen by the shape of its frame: no colour is needed for it."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.screen import Screen

from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader

TITLES = {"sidebar": "Library", "table": "Articles", "detail": "Article"}


@pytest.fixture
def library(news: Path) -> Path:
    for name in ("a", "b", "c"):
        write_article(
            news,
            f"{name}.md",
            f"Title {name}",
            f"originalUrl: https://example.com/{name}",
            f"webUrl: https://example.org/{name}",
            "topics: [AI]",
        )
    return news


def screen(reading: RunningReader) -> list[str]:
    return [strip.text for strip in reading.app.screen._compositor.render_strips()]


def frame_of(reading: RunningReader, title: str) -> str:
    """Return the sign right before the title in the frame of a pane; "" if it has none here."""
    for line in screen(reading):
        for sign in "━─":
            if f"{sign}{title}{sign}" in line.replace(" ", ""):
                return sign
    return ""


@pytest.mark.parametrize("size", [(120, 40), (200, 50)])
async def test_only_the_pane_with_the_keys_has_a_heavy_frame(
    open_reader: OpenReader, library: Path, size: tuple[int, int]
) -> None:
    async with open_reader(library, size) as reading:
        for pane in ("table", "detail", "sidebar"):
            reading.main.panes.focus(pane)
            await reading.settle()
            heavy = {other for other, title in TITLES.items() if frame_of(reading, title) == "━"}
            assert heavy == {pane}
            thin = {other for other, title in TITLES.items() if frame_of(reading, title) == "─"}
            assert thin == TITLES.keys() - {pane}


async def test_in_a_narrow_window_the_frame_costs_one_line(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, (80, 24)) as reading:
        assert frame_of(reading, "Articles") == "━"
        assert reading.main.table.size.width == 80
        assert reading.main.table.size.height == 20
        await reading.press("h")
        assert frame_of(reading, "Library") == "━"
        assert frame_of(reading, "Articles") == "─"
        await reading.press("l", "enter")
        assert frame_of(reading, "Article") == "━"
        assert reading.main.detail.size.height == 21


async def test_while_a_search_is_typed_no_pane_has_a_heavy_frame(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash")
        assert "━" not in "".join(screen(reading))


async def test_a_click_in_a_framed_list_is_for_the_line_under_the_pointer(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("L")
        links = reading.app.screen.query_one("#links")
        row = next(y for y, line in enumerate(screen(reading)) if "example.org/a" in line)
        await reading.pilot.click(offset=(links.region.x + 8, row))
        await reading.settle()
        assert "https://example.org/a" in reading.said


@pytest.mark.parametrize(
    ("keys", "pane"),
    [(["l", "h", "l"], "detail"), (["enter", "h", "enter", "h"], "table"), ("hlhlh", "sidebar")],
)
async def test_however_quickly_keys_follow_one_another_the_last_one_says_which_pane_has_the_keys(
    open_reader: OpenReader, library: Path, keys: list[str], pane: str
) -> None:
    async with open_reader(library) as reading:
        await reading.type_ahead(*keys)
        assert reading.is_in(pane)
        await reading.press({"detail": "h", "table": "l", "sidebar": "l"}[pane])
        assert reading.is_in({"detail": "table", "table": "detail", "sidebar": "table"}[pane])


async def test_a_change_of_pane_moves_nothing_and_styles_each_widget_at_most_twice(
    open_reader: OpenReader, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    styled: Counter[str] = Counter()
    laid_out: list[Screen[object]] = []
    apply, refresh_layout = Stylesheet.apply, Screen._refresh_layout

    def count_apply(sheet: Stylesheet, node: DOMNode, **of: Any) -> None:
        styled[str(node)] += 1
        apply(sheet, node, **of)

    def count_layout(screen: Screen[object], *size: Any, **of: Any) -> None:
        laid_out.append(screen)
        refresh_layout(screen, *size, **of)

    async with open_reader(library, (200, 50)) as reading:
        around = ("tab", "shift+tab", "shift+tab", "tab")
        await reading.press(*around)  # scroll bars are styled for the first time
        monkeypatch.setattr(Stylesheet, "apply", count_apply)
        monkeypatch.setattr(Screen, "_refresh_layout", count_layout)
        await reading.press(*around)
        assert reading.is_in("table")
        assert laid_out == []
        widgets = {name: times for name, times in styled.items() if "line--" not in name}
        assert max(widgets.values()) <= 2 * 4, widgets
        assert "Heading(id='detail-head')" not in widgets
