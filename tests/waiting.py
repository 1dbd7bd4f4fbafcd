"""Waits for what comes about by itself; a wait ends with it, so a limit can be generous."""

import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds after which a test gives up: more than what a busy machine ever needs."""


def wait_until(happened: Callable[[], object], what: str) -> None:
    """Return once something has happened. Raises TimeoutError, with `what` did not."""
    until = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > until:
            raise TimeoutError(f"not within {PATIENCE:g} s: {what}")
        time.sleep(0.01)
