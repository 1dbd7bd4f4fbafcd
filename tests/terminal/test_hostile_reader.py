"""Nothing of a file reaches the terminal but as letters, and nothing of it runs."""

from functools import partial
from pathlib import Path

import pytest

from tests.hostile_library import write_hostile_library, write_packed_articles
from tests.terminal.conftest import StartReader
from tests.terminal.leaving import assert_leaves_well
from tests.terminal.sequences import foreign_sequences
from tests.terminal.terminal import Terminal


def look_at_each(terminal: Terminal, beginnings: list[str]) -> None:
    """Read one article after the other, to its end."""
    for beginning in beginnings:
        terminal.press("enter")
        terminal.wait_for(partial(_is_read, beginning), f"{beginning} shown")
        terminal.press("G")
        terminal.settle()
        terminal.press("h", "j")


def _is_read(beginning: str, terminal: Terminal) -> bool:
    """Whether the pane of the article has the keys and shows the one that begins so."""
    text = terminal.text
    in_the_table = 2 if "PROVIDER" in text else 0
    return "━Article" in text.replace(" ", "") and text.count(beginning) > in_the_table


def open_each_window(terminal: Terminal) -> None:
    for key in ("v", "L", "P", "?"):
        terminal.press(key)
        terminal.settle()
        terminal.press("G")
        terminal.settle()
        terminal.press("esc")
        terminal.settle()


def page_through(terminal: Terminal) -> None:
    for key in ("g", "pgdn", "pgdn", "pgdn", "G"):
        terminal.press(key)
        terminal.settle()


@pytest.mark.parametrize(("columns", "rows", "articles"), [(160, 50, None), (80, 24, 2)])
def test_a_hostile_library_is_only_shown(
    reader: StartReader,
    news: Path,
    browser_record: Path,
    columns: int,
    rows: int,
    articles: int | None,
) -> None:
    beginnings = write_packed_articles(news)
    write_hostile_library(news)
    terminal = reader(str(news), columns=columns, rows=rows)
    terminal.wait_for_text(beginnings[0])
    terminal.wait_for_text("articles")
    look_at_each(terminal, beginnings[:articles])
    open_each_window(terminal)
    page_through(terminal)
    terminal.press("tab")
    terminal.press("G")
    terminal.settle()
    terminal.press("tab")
    terminal.press("G")
    terminal.settle()
    for column in range(2, columns, 40):
        for row in range(1, rows - 1, 9):
            terminal.wheel(column, row, "down")
    terminal.settle()
    assert foreign_sequences(terminal.raw) == []
    assert not browser_record.exists()
    terminal.press("h")  # where the article fills the screen, q would leave that first
    assert_leaves_well(terminal)
