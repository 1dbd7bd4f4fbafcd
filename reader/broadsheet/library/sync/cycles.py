"""Switches Python's search for cycles off while a library is read, which makes hardly any."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Switch Python's search for cycles off during the block.

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
    """Search once for cycles among what was made since the last time."""
    gc.collect(0)
