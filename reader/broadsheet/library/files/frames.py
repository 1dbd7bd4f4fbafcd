"""How a `workers.ReaderPool` and its readers talk: pickled lists, each after its length."""

import pickle
import struct
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar, cast

_LENGTH = struct.Struct(">I")

Item = TypeVar("Item")


def frame(items: Sequence[object]) -> bytes:
    """Return `items` in the form in which they are sent."""
    data = pickle.dumps(items, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


class Frames(Generic[Item]):
    """Puts lists together again from the bytes that arrive."""

    def __init__(self) -> None:
        self._arrived = bytearray()

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
            yield cast("list[Item]", items)
