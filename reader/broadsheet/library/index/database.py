"""The index file: where it is, how it is opened, and what happens when it is damaged or old."""

import errno
import os
import sqlite3
import stat
import tempfile
import time
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from broadsheet.damage import FAULTS, decoding, error_code, is_damage
from broadsheet.library.index.checksum import checksum_file
from broadsheet.own_files import (
    FileLock,
    close_to_others,
    private_file,
    private_folder,
    write_ahead,
)
from broadsheet.paths import cache_folder
from broadsheet.records import record

VERSION = 29
"""Raised whenever schema.sql or the meaning of a column changes: an older index is rebuilt."""

_BUSY_SECONDS = 10.0
_TURN_SECONDS = 0.1
"""The timeout while a connection is being opened, so that nobody waits long for a turn."""

_POLL_SECONDS = 0.02

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class IndexUnavailableError(Exception):
    """The index can neither be opened nor created; the message tells the user why."""


@record
class IndexPlace:
    """Where an index is stored. If that is not the cache folder, `note` tells the user why."""

    path: Path
    note: str = ""


def index_place(root: Path) -> IndexPlace:
    """Return where the index of the library at `root` is stored: one file per library.

    If the cache folder cannot be written, that is a private folder for temporary files.
    """
    real = root.resolve()
    name = blake2b(str(real).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    folder = cache_folder() / "libraries"
    try:
        private_folder(cache_folder())
        private_folder(folder)
        if os.access(folder, os.W_OK | os.X_OK):
            return IndexPlace(folder / f"{name}.sqlite")
        reason = "it may not be written"
    except OSError as error:
        reason = error.strerror or str(error)
    note = f"the cache folder {folder} cannot be used ({reason}): the index will not be kept"
    return IndexPlace(_private_folder() / f"{name}.sqlite", note)


def index_path(root: Path) -> Path:
    """Return the file that holds the index of the library at `root`; see `index_place`."""
    return index_place(root).path


def open_index(path: Path) -> sqlite3.Connection:
    """Open the index at `path`; creates it if there is none, or if it is damaged or too old.

    Raises `IndexUnavailableError` when the folder cannot be written or the disk is full.
    """
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection = _opened(path)
        except (OSError, *FAULTS) as error:
            is_busy = not isinstance(error, OSError) and error_code(error) in _BUSY
            if not is_busy or time.monotonic() > until:
                raise unavailable(path, error) from error
            time.sleep(_POLL_SECONDS)
        else:
            break
    if connection is None:
        raise IndexUnavailableError(f"the index {path} is damaged and cannot be replaced")
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000:.0f}")
    return connection


def _opened(path: Path) -> sqlite3.Connection | None:
    """Open the index once, without waiting long for others; None if it is damaged for good."""
    private_folder(path.parent)
    with _replacing(path):
        connection = _connect(path)
        if connection is None:
            _delete(path)
            connection = _connect(path)
    return connection


def unavailable(path: Path, error: Exception) -> IndexUnavailableError:
    """Return `error` as a sentence for the user."""
    if isinstance(error, OSError):
        code = sqlite3.SQLITE_FULL if error.errno in _FULL else None
    else:
        code = error_code(error)
    match code:
        case sqlite3.SQLITE_FULL:
            return IndexUnavailableError(f"the disk is full: the index {path} cannot be written")
        case sqlite3.SQLITE_IOERR:  # SQLite reports a quota or a limit like this, too
            return IndexUnavailableError(
                f"the disk is full, or broken: the index {path} cannot be written ({error})"
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return IndexUnavailableError(f"another program keeps the index {path} locked")
        case _:
            return IndexUnavailableError(f"the index {path} cannot be opened: {error}")


def discard_index(path: Path) -> None:
    """Delete the index at `path`: it is a cache, and the folder is the truth."""
    with _replacing(path):
        _delete(path)


@contextmanager
def _replacing(path: Path) -> Iterator[None]:
    """Let no other process open, close or delete the index at `path` meanwhile.

    An index is several files. To delete those of one while another process creates the next would
    take its log away, and nobody would see what is written from then on. SQLite deletes the log,
    too, when the last connection is closed. A connection that waited for a lock meanwhile would
    have the old file, and the new log.
    """
    with FileLock(path.with_suffix(".opening")) as lock:
        lock.hold_alone()
        yield


class _Connection(sqlite3.Connection):
    """A connection to the index at `path`."""

    path: Path

    def close(self) -> None:
        """Close the connection, while no other process deletes or creates the index."""
        try:
            with _replacing(self.path):
                super().close()
        except OSError:  # the folder is gone
            super().close()


def _delete(path: Path) -> None:
    for file in (checksum_file(path), *_files(path)):
        file.unlink(missing_ok=True)


def _files(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in ("", "-wal", "-shm")]


@contextmanager
def writer_lock(path: Path, *, seconds: float | None = None) -> Iterator[bool]:
    """Hold the right to write the index at `path`; yields False if another process keeps it.

    It waits for that process, no longer than `seconds`. Raises `IndexUnavailableError` if the cache
    folder cannot be written.
    """
    try:
        private_folder(path.parent)
        lock = FileLock(path.with_suffix(".lock"))
    except OSError as error:
        raise IndexUnavailableError(f"the index {path} cannot be written: {error}") from error
    with lock:
        yield lock.hold_alone(seconds)


def read_ids(
    connection: sqlite3.Connection, query: str, parameters: Sequence[str | int | float] = ()
) -> "array[int]":
    """Return the ids that `query` finds, in its order."""
    with decoding():
        return array("q", chain.from_iterable(connection.execute(query, parameters)))


def noted(connection: sqlite3.Connection, key: str) -> str | int | None:
    """Return what the table `meta` says under `key`; None if it says nothing."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else row[0]


def set_note(connection: sqlite3.Connection, key: str, value: str | int) -> None:
    """Have the table `meta` say `value` under `key`."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _connect(path: Path) -> sqlite3.Connection | None:
    """Connect to the index; returns None if the file is not an index of this version."""
    private_file(path)
    close_to_others(*_files(path), checksum_file(path))
    connection = sqlite3.connect(
        path,
        timeout=_TURN_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=_Connection,
        uri=True,
    )
    connection.path = path
    try:
        write_ahead(connection, _TURN_SECONDS)
        # A cache may lose its last moments in a power cut, so it need not wait for the disk.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cell_size_check = ON")  # finds damage earlier
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            version = _create(connection)
        if version == VERSION:
            connection.execute("SELECT count(*) FROM meta").fetchone()
            return connection
    except FAULTS as error:
        sqlite3.Connection.close(connection)
        if not is_damage(error):
            raise
        return None
    sqlite3.Connection.close(connection)
    return None


def _create(connection: sqlite3.Connection) -> int:
    """Create the tables of all rooms, unless another process just did."""
    from importlib.resources import files

    schema = "".join(
        files(f"broadsheet.library.{room}").joinpath(f"{name}.sql").read_text("utf-8")
        for room, name in (
            *(("index", "schema"), ("titles", "titles"), ("texts", "texts")),
            ("stories", "stories"),
        )
    )
    try:
        connection.executescript(
            f"BEGIN IMMEDIATE; {schema} PRAGMA user_version = {VERSION}; COMMIT;"
        )
    except sqlite3.OperationalError:
        connection.rollback()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != VERSION:
            raise
    return VERSION


def _private_folder() -> Path:
    """Return a folder that only this user can read."""
    try:
        folder = Path(tempfile.gettempdir()) / f"broadsheet-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
    except OSError as error:
        raise IndexUnavailableError(f"there is no place for the index: {error}") from error
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise IndexUnavailableError(f"there is no place for the index: {folder} is not private")
    return folder
