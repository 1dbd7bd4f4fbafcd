"""The scroll bar shows where one is, and can be grabbed there."""

import pytest
from rich.console import Console

from broadsheet.tui.widgets.slim_scroll_bar import SlimScrollBar


def drawn(lines: int, position: float, height: int = 4) -> tuple[str, list[str]]:
    """Return what is drawn from top to bottom, and what a press of the mouse does on each line."""
    console = Console(width=1)
    options = console.options.update(height=height)
    bar = SlimScrollBar(lines, height, position)
    segments = [s for line in console.render_lines(bar, options, pad=False) for s in line]
    does = [s.style.meta.get("@mouse.down", "") if s.style else "" for s in segments]
    return "".join(s.text for s in segments), does


@pytest.mark.parametrize(
    ("lines", "position", "bar"),
    [
        (8, 0, "▐▐  "),
        (8, 1, "▗▐▝ "),
        (8, 4, "  ▐▐"),
        (1_000_000, 0, "▐   "),
        (1_000_000, 999_996, "   ▐"),
    ],
)
def test_the_thumb_is_as_long_as_what_is_in_sight_and_where_it_is(
    lines: int, position: float, bar: str
) -> None:
    assert drawn(lines, position)[0] == bar


def test_a_mouse_grabs_the_thumb_and_pages_beside_it() -> None:
    assert drawn(12, 4)[1] == ["scroll_up", "grab", "grab", "scroll_down"]


def test_nothing_is_drawn_if_all_is_in_sight() -> None:
    assert drawn(4, 0) == ("    ", [""] * 4)
