"""How the process that follows the folder and the one that looks at it talk to each other."""

import marshal
import os

TYPE_CHECKING = False  # as mypy takes it; to import `typing` would take 1 MB
if TYPE_CHECKING:
    from typing import Any

Said = tuple[str, "Any"]
"""What kind of request or answer it is, and what belongs to it."""

_LENGTH = 4


def send(pipe: int, said: Said) -> None:
    """Write all of a message; raises OSError if nobody is left to read it."""
    data = marshal.dumps(said)
    write_all(pipe, len(data).to_bytes(_LENGTH, "big") + data)


def receive(pipe: int) -> Said | None:
    """Wait for a message; return None if no more will come."""
    length = _read(pipe, _LENGTH)
    data = length and _read(pipe, int.from_bytes(length, "big"))
    # Only our own processes are at the other end.
    return marshal.loads(data) if data else None  # noqa: S302


def write_all(pipe: int, data: bytes) -> None:
    """Write `data`, in as many parts as it takes."""
    while data:
        data = data[os.write(pipe, data) :]


def _read(pipe: int, length: int) -> bytes:
    """Return `length` bytes; none if the other end is closed before they came."""
    data = b""
    while len(data) < length:
        more = os.read(pipe, length - len(data))
        if not more:
            return b""
        data += more
    return data
