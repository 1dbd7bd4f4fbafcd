"""Leaving the reader as a person does."""

from tests.terminal.terminal import Terminal
from tests.waiting import PATIENCE


def assert_leaves_well(terminal: Terminal, timeout: float = PATIENCE) -> None:
    """Press q: the reader ends, and leaves the terminal as it was."""
    terminal.press("q")
    assert terminal.wait_exit(timeout) == 0
    assert terminal.left_behind() == []
