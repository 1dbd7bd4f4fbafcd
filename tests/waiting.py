"""Waits for what comes about by itself; a wait ends with it, so a limit can be generous."""

import time
from collections.abc import Callable
from contextlib import suppress

PATIENCE = 60.0
"""Seconds after which a test gives up: more than what a busy machine ever needs."""


def wait_until(happened: Callable[[], object], what: str) -> None:
    """Return once something has happened. Raises TimeoutError, with `what` did not."""
    until = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > until:
            raise TimeoutError(f"not within {PATIENCE:g} s: {what}")
        time.sleep(0.01)


def in_time(attempt: Callable[[float], None], seconds: float) -> None:
    """Try with this limit; with more time only after a failure, which a busy machine may cause."""
    for _ in range(2):
        with suppress(Exception):
            attempt(seconds)
            return
        seconds *= 6
    attempt(seconds)
