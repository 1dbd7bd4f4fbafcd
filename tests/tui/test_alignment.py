"""What stands right of a text stays in its column, however wide a terminal draws the text."""

import re
from collections.abc import Callable

import pytest
import rich.cells
from wcwidth import wcwidth

from broadsheet.text.cells import width_of
from broadsheet.tui.alignment import aligned, is_steady
from broadsheet.tui.cells import count_as_terminals_do, fit, steady
from tests.text.samples import MANY_SCRIPTS
from tests.text.test_cells import characters

WIDTHS: dict[str, Callable[[str], int]] = {
    "as counted": width_of,
    "as in kitty": lambda character: max(0, wcwidth(character)),
    "two cells for all that is odd": lambda c: width_of(c) if is_steady(c) else 2,
    "no cell for all that is odd": lambda c: width_of(c) if is_steady(c) else 0,
}
_PIECE = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[[0-9;]*m|.", re.DOTALL)


def drawn(output: str, width: Callable[[str], int]) -> dict[tuple[int, int], str]:
    """Draw `output` as a terminal does that counts as `width` has it."""
    cells: dict[tuple[int, int], str] = {}
    row = column = 1
    for piece in _PIECE.finditer(output):
        if piece[1]:
            row, column = int(piece[1]), int(piece[2])
        elif not piece[0].startswith("\x1b"):
            for place in range(width(piece[0])):
                cells[row, column + place] = piece[0]
            column += width(piece[0])
    return cells


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("title", MANY_SCRIPTS)
def test_what_follows_a_text_is_in_its_column(title: str, width: Callable[[str], int]) -> None:
    count_as_terminals_do()
    title = rich.cells.set_cell_size(title, 80)
    output = f"\x1b[3;5H\x1b[1m{title}\x1b[0m┃ 7 ┃"
    cells = drawn(f"\x1b[3;1H{'x' * 100}{aligned(output)}", width)
    assert [cells[3, column] for column in range(85, 90)] == list("┃ 7 ┃")


def test_nothing_of_what_was_there_before_shines_through() -> None:
    count_as_terminals_do()
    title = rich.cells.set_cell_size(MANY_SCRIPTS[0], 70)
    before = f"\x1b[1;1H{'x' * 80}"
    cells = drawn(before + aligned(f"\x1b[1;1H{title}┃"), WIDTHS["as in kitty"])
    assert "x" not in [cells[1, column] for column in range(1, 71)]


def test_a_text_never_reaches_beyond_its_cells() -> None:
    count_as_terminals_do()
    for title in MANY_SCRIPTS[:-1]:
        title = rich.cells.set_cell_size(title, 40)
        cells = drawn("\x1b[1;41H|" + aligned(f"\x1b[1;1H{title}"), WIDTHS["as counted"])
        assert cells[1, 41] == "|"


def test_what_every_terminal_agrees_about_is_written_as_it_is() -> None:
    output = "\x1b[1;1H\x1b[38;2;1;2;3mPlain, ŁÓDŹ, Київ, 日本語, 한국 ┃▂\x1b[0m\n"
    assert aligned(output) == output


def test_textual_counts_as_the_commands_do() -> None:
    count_as_terminals_do()
    # No text from a file has the fillers; the emoji style counts with what it follows.
    not_counted = {"\ufe0f", "\u3164", "\uffa0"}
    narrower = {c for c in characters() if rich.cells.cell_len(c) < width_of(c)} - not_counted
    assert not narrower


@pytest.mark.parametrize("title", ["👩‍👩‍👧 at home", "By ✈️ with ❤️", "🇫🇷 wins", "Well done 👍🏽"])
@pytest.mark.parametrize("width", [3, 8, 20])
def test_what_fits_a_column_is_as_wide_once_its_emoji_are_apart(title: str, width: int) -> None:
    shown = fit(title, width)
    assert steady(shown) == shown
    assert rich.cells.cell_len(shown) == width
