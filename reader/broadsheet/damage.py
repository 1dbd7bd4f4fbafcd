"""Damage to files of ours: how it is told from other failures, and how it is noticed."""

import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import UnionType
from typing import Any

_NOT_THE_FILE = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_AUTH,
}


_SEAL_BYTES = 4
_PIECE_BYTES = 1 << 16


class DamagedError(sqlite3.DatabaseError):
    """A database that SQLite accepts does not hold what was written; the message says where."""


FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What is raised where a database of ours cannot be read or written.

SQLite quotes a damaged file in its messages, which Python may then fail to decode.
"""


def is_damage(error: BaseException) -> bool:
    """Tell whether `error` is the fault of the file, not of the disk, another program or ours."""
    if isinstance(error, UnicodeDecodeError):
        return True
    # Misuse of the module is a fault of ours.
    if not isinstance(error, sqlite3.Error) or isinstance(
        error, sqlite3.ProgrammingError | sqlite3.InterfaceError
    ):
        return False
    code = error_code(error)
    return code is None or code not in _NOT_THE_FILE


def error_code(error: Exception) -> int | None:
    """Return SQLite's primary code of `error`; None for an error raised by Python."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF  # the higher bits are details of the same code


def sealed(data: bytes | bytearray) -> bytes:
    """Return `data` with a checksum behind it, for `unsealed`."""
    return bytes(data) + zlib.crc32(data).to_bytes(_SEAL_BYTES, "little")


def unsealed(blob: object) -> memoryview:
    """Return what was `sealed`; raises `DamagedError` if it changed since."""
    if not isinstance(blob, bytes):
        raise DamagedError("there is something else in the place of a blob")
    data = memoryview(blob)[:-_SEAL_BYTES]
    if blob[-_SEAL_BYTES:] != zlib.crc32(data).to_bytes(_SEAL_BYTES, "little"):
        raise DamagedError("a blob does not match its checksum")
    return data


def unsealed_numbers(
    connection: sqlite3.Connection, table: str, column: str, row: int
) -> "array[int]":
    """Return the numbers of an `array("q")` whose bytes were `sealed`; raises `DamagedError`.

    Read in pieces, which takes a third of the processor time if there are a million.
    """
    numbers, checksum = array("q"), 0
    with connection.blobopen(table, column, row, readonly=True) as blob:
        size = len(blob) - _SEAL_BYTES
        if size % numbers.itemsize:
            raise DamagedError("a blob has lost part of a number")
        for start in range(0, size, _PIECE_BYTES):
            piece = blob.read(min(_PIECE_BYTES, size - start))
            checksum = zlib.crc32(piece, checksum)
            numbers.frombytes(piece)
        if blob.read() != checksum.to_bytes(_SEAL_BYTES, "little"):
            raise DamagedError("a blob does not match its checksum")
    return numbers


def typed(rows: Iterable[tuple[Any, ...]], *types: type | UnionType) -> Iterator[tuple[Any, ...]]:
    """Yield `rows`; raises `DamagedError` at a value that has another type than its column."""
    for row in rows:
        if not all(map(isinstance, row, types)):
            raise DamagedError("a value has another type than its column")
        yield row


@contextmanager
def decoding() -> Iterator[None]:
    """Raise `DamagedError` for what Python cannot make of the content of a database."""
    try:
        yield
    except (TypeError, ValueError, LookupError, OverflowError) as error:
        raise DamagedError(f"the content makes no sense: {error}") from error
