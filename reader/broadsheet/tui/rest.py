"""Gives memory back while nobody does anything."""

import asyncio
import gc
from collections.abc import Callable
from time import monotonic

_QUIET = 2.0
"""Seconds without a key until memory is given back: it takes longer than drawing a frame."""


class Rest:
    """Waits until nothing has happened for a while, then calls `give_back` and frees memory.

    That happens once after each time that something happened, so rest itself costs nothing.
    """

    def __init__(self, give_back: Callable[[], None]) -> None:
        self._give_back = give_back
        self._last = 0.0
        self._waiting: asyncio.TimerHandle | None = None

    def put_off(self) -> None:
        """Wait again from now on. This is called for every key, so it takes no time."""
        self._last = monotonic()
        if self._waiting is None:
            self._wait(_QUIET)

    def close(self) -> None:
        """Wait no more."""
        if self._waiting is not None:
            self._waiting.cancel()

    def _wait(self, seconds: float) -> None:
        self._waiting = asyncio.get_running_loop().call_later(seconds, self._end_waiting)

    def _end_waiting(self) -> None:
        left = self._last + _QUIET - monotonic()
        if left > 0:
            self._wait(left)
            return
        self._waiting = None
        self._give_back()
        gc.collect()
        trim()


def trim() -> None:
    """Give the system what the program no longer needs; not every system can take it."""
    import ctypes

    # Without this, the C library keeps it for later: 1 to 4 MB.
    malloc_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if malloc_trim is not None:
        malloc_trim(0)
