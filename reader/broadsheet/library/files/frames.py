"""How a `workers.ReaderPool` and its readers talk: pickled lists, each after its length.

The items are plain tuples: named ones take three times as long to pickle.
"""

import pickle
import struct
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

_LENGTH = struct.Struct(">I")

Item = TypeVar("Item")


def frame(items: Iterable[tuple[object, ...]]) -> bytes:
    """Return `items` in the form in which they are sent."""
    data = pickle.dumps([*items], pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


class Frames(Generic[Item]):
    """Puts lists together again from the bytes that arrive; `make` makes the items of tuples."""

    def __init__(self, make: Callable[[tuple[Any, ...]], Item]) -> None:
        self._arrived = bytearray()
        self._make = make

    def add(self, data: bytes) -> Iterator[list[Item]]:
        """Yield the lists that are complete now that `data` has arrived."""
        self._arrived += data
        while len(self._arrived) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._arrived)
            end = _LENGTH.size + length
            if len(self._arrived) < end:
                return
            # Only our own processes are at the other end.
            items = pickle.loads(self._arrived[_LENGTH.size : end])  # noqa: S301
            del self._arrived[:end]
            yield [*map(self._make, items)]
