"""Keys typed from the first moment of a start: each does what it says, or nothing."""

import time
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


class Finger:
    """Presses one key twenty times a second, as a keyboard does while a key is held down."""

    def __init__(self, key: str) -> None:
        self._key, self._pressed_at = key, 0.0

    def presses(self, terminal: Terminal) -> bool:
        """Press the key if it is time to; return whether it was."""
        # What is typed before the reader has the terminal is echoed, and looked at at once.
        if time.monotonic() - self._pressed_at < 0.05:
            return False
        self._pressed_at = time.monotonic()
        terminal.press(self._key)
        return True


def press_until_shown(terminal: Terminal, key: str) -> None:
    """Hold `key` down until the articles are there, and a little longer."""
    shown, finger = 0, Finger(key)

    def is_shown(terminal: Terminal) -> bool:
        nonlocal shown
        if finger.presses(terminal):
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
    terminal, finger = started_reader(str(library)), Finger("q")

    def has_left(terminal: Terminal) -> bool:
        if terminal.exit_status is None:
            finger.presses(terminal)
        return terminal.exit_status is not None

    terminal.wait_for(has_left, "its end")
    assert terminal.exit_status == 0
    assert terminal.clean_on_exit()
