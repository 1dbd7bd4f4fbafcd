"""The index file: where it is, how it is opened, and what happens when it is damaged or old."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

from reader.paths import cache_folder

VERSION = 2
"""Raised whenever schema.sql or the meaning of a column changes: an older index is rebuilt."""

_BUSY_SECONDS = 10.0


class IndexUnavailableError(Exception):
    """The index can neither be opened nor made; the message says why, for a person."""


def index_path(root: Path) -> Path:
    """Return where the index of the library at `root` is kept: one file a library."""
    real = root.resolve()
    name = blake2b(str(real).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return cache_folder() / "libraries" / f"{name}.sqlite"


def open_index(path: Path) -> sqlite3.Connection:
    """Open the index at `path`, making it, or making it anew where it is damaged or older.

    Raises `IndexUnavailableError` when the folder cannot be written or the disk is full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = _connect(path)
        if connection is None:
            discard_index(path)
            connection = _connect(path)
    except (OSError, sqlite3.Error) as error:
        raise IndexUnavailableError(f"the index {path} cannot be opened: {error}") from error
    if connection is None:
        raise IndexUnavailableError(f"the index {path} is damaged and cannot be replaced")
    return connection


def discard_index(path: Path) -> None:
    """Delete the index at `path`: it is a cache, and the folder is the truth."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()


@contextmanager
def writer_lock(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the right to write the index at `path`; yields False where another process has it.

    Raises `IndexUnavailableError` where the cache folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock_file = path.with_suffix(".lock").open("ab")
    except OSError as error:
        raise IndexUnavailableError(f"the index {path} cannot be written: {error}") from error
    with lock_file as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def _connect(path: Path) -> sqlite3.Connection | None:
    """Connect to the index, or return None where what is there is not an index of this version."""
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # A cache may lose its last moments in a power cut, so it need not wait for the disk.
        connection.execute("PRAGMA synchronous = NORMAL")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            version = _create(connection)
        if version == VERSION:
            connection.execute("SELECT count(*) FROM meta").fetchone()
            return connection
    except sqlite3.OperationalError:
        connection.close()
        raise
    except sqlite3.DatabaseError:
        pass
    connection.close()
    return None


def _create(connection: sqlite3.Connection) -> int:
    schema = files("reader.library").joinpath("schema.sql").read_text("utf-8")
    connection.executescript(f"BEGIN IMMEDIATE; {schema} PRAGMA user_version = {VERSION}; COMMIT;")
    return VERSION
