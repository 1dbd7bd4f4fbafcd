"""Keys typed from the first moment of a start: each does what it says, or nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.files import write_article
from tests.terminal.reader_env import read_opened
from tests.terminal.terminal import Terminal

Reader = Callable[..., Terminal]

ARTICLES = 300


@pytest.fixture
def library(news: Path) -> Path:
    """More articles than are shown at first, so that the table is filled in two steps."""
    for number in range(ARTICLES):
        write_article(news, f"{number}.md", f"Oxen quarrel {number}")
    return news


def press_until_shown(terminal: Terminal, key: str) -> None:
    """Press `key` twenty times a second until the articles are there, and a little longer."""
    shown = 0

    def is_shown(terminal: Terminal) -> bool:
        nonlocal shown
        terminal.press(key)
        shown += f"{ARTICLES} articles" in terminal.text
        return shown > 5

    terminal.wait_for(is_shown, "all articles")
    terminal.settle()


def test_nothing_that_is_typed_during_the_start_is_searched_for(
    started_reader: Reader, library: Path, browser_record: Path
) -> None:
    for _ in ("first run", "second run"):
        terminal = started_reader(str(library))
        press_until_shown(terminal, "j")
        assert f"of {ARTICLES} articles" not in terminal.text
        terminal.press("q")
        terminal.wait_exit()
    terminal = started_reader(str(library))
    press_until_shown(terminal, "o")
    assert f"of {ARTICLES} articles" not in terminal.text
    assert all(
        address.startswith("https://example.com/") for (address,) in read_opened(browser_record)
    )


def test_q_during_the_start_leaves(started_reader: Reader, library: Path) -> None:
    terminal = started_reader(str(library))

    def has_left(terminal: Terminal) -> bool:
        if terminal.exit_status is None:
            terminal.press("q")
        return terminal.exit_status is not None

    terminal.wait_for(has_left, "its end")
    assert terminal.exit_status == 0
    assert terminal.clean_on_exit()
