"""Switches Python's search for cycles off while a library is read, which makes hardly any."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Let no time be spent on looking through what is read, again and again, for cycles.

    Call `drop_new_cycles` now and then: what went wrong in a file keeps a cycle of frames.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def drop_new_cycles() -> None:
    """Look through what came about since the last time, once."""
    gc.collect(0)
