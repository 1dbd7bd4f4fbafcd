"""Nothing of a file reaches the terminal but as letters, and nothing of it runs."""

from pathlib import Path

import pytest

from tests.hostile_library import write_hostile_library
from tests.terminal.conftest import StartReader
from tests.terminal.sequences import foreign_sequences
from tests.terminal.terminal import Terminal


def walk_through(terminal: Terminal, count: int) -> None:
    for _ in range(count):
        terminal.press("j")
        terminal.settle(0.1)
    for key in ("v", "L", "P", "?"):
        terminal.press(key)
        terminal.settle()
        terminal.press("G")
        terminal.settle()
        terminal.press("esc")
        terminal.settle()


@pytest.mark.parametrize(("columns", "rows"), [(160, 50), (80, 24)])
def test_a_hostile_library_is_only_shown(
    reader: StartReader, news: Path, browser_record: Path, columns: int, rows: int
) -> None:
    count = write_hostile_library(news)
    terminal = reader(str(news), columns=columns, rows=rows)
    terminal.wait_for_text(f"{count}")
    terminal.settle()
    terminal.press("g")
    walk_through(terminal, count)
    terminal.press("tab")
    terminal.press("G")
    terminal.settle()
    terminal.press("tab")
    terminal.press("G")
    terminal.settle()
    for column in range(2, columns, 7):
        for row in range(1, rows - 1, 6):
            terminal.wheel(column, row, "down")
    terminal.settle()
    assert foreign_sequences(terminal.raw) == []
    assert not browser_record.exists()
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.left_behind() == []
