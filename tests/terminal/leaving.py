"""Leaving the reader as a person does."""

from tests.terminal.terminal import Terminal


def assert_leaves_well(terminal: Terminal) -> None:
    """Press q: the reader ends, and leaves the terminal as it was."""
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.left_behind() == []
