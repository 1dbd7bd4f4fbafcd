"""Signals: which end the reader, and which belong to a program that has the terminal."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
_FROM_THE_KEYBOARD = (signal.SIGINT, signal.SIGQUIT)

_LONG_ENOUGH = 1.0
"""Seconds after the first signal before another one ends the program at once."""


@contextmanager
def ended_by_signals(end: Callable[[int], None], at_once: Callable[[], None]) -> Iterator[None]:
    """Call `end` with the number of a signal that asks the program to end.

    If another one comes a second later, the program is stuck: `at_once` is called, and the process
    ends there and then, with the status that shells give to the signal.
    """
    first: float | None = None

    def handle(number: int, _frame: object) -> None:
        nonlocal first
        if first is None:
            first = time.monotonic()
            end(number)
        elif time.monotonic() - first > _LONG_ENOUGH:
            at_once()
            os._exit(128 + number)

    with _handled(_ENDING, handle):
        yield


@contextmanager
def another_program_has_the_terminal() -> Iterator[None]:
    """Leave the signals of Ctrl+C and Ctrl+backslash to another program."""

    # A handler, not SIG_IGN, which the program would inherit.
    def leave(_number: int, _frame: object) -> None:
        pass

    with _handled(_FROM_THE_KEYBOARD, leave):
        yield


@contextmanager
def _handled(
    signals: tuple[signal.Signals, ...], handle: Callable[[int, object], None]
) -> Iterator[None]:
    before = [(number, signal.signal(number, handle)) for number in signals]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
