"""Broadsheet's own files: private, locked, and told apart.

What someone reads is nobody else's business. Files and folders that an earlier version left open to
others are closed too.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

_POLL_SECONDS = 0.05
_FOLDER = 0o700
_FILE = 0o600
_OTHERS = 0o077


def private_folder(folder: Path) -> None:
    """Create `folder` for its owner only, or close it to others; raises `OSError`."""
    try:
        folder.mkdir(mode=_FOLDER, exist_ok=True)
    except FileNotFoundError:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=_FOLDER, exist_ok=True)
    close_to_others(folder)


def private_file(path: Path) -> None:
    """Create an empty file at `path` for its owner only, or close it to others.

    Raises `OSError` if it does not exist and cannot be created.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _FILE))
    except FileExistsError:
        close_to_others(path)


def close_to_others(*paths: Path) -> None:
    """Remove the permissions of everyone but the owner from those of `paths` that exist."""
    for path in paths:
        # Files of other users, or on a disk without permissions, stay as they are.
        with suppress(OSError):
            mode = path.stat().st_mode
            if mode & _OTHERS:
                path.chmod(mode & 0o777 & ~_OTHERS)


def file_identity(path: Path) -> tuple[int, int] | None:
    """Return what tells the file at `path` from another that takes its place; None without one."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def write_ahead(connection: sqlite3.Connection, wait: float = 10.0) -> None:
    """Let a database keep a log, so that it is read while it is written; waits `wait` seconds.

    SQLite itself does not wait where two processes turn the log on at the same time.
    """
    until = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_POLL_SECONDS)
        else:
            return


class FileLock:
    """A lock between processes on the file at `path`: shared by many, or held by one alone.

    The kernel releases it when the process ends, however it ends. Raises `OSError` if the file
    cannot be created.
    """

    def __init__(self, path: Path) -> None:
        private_file(path)
        self._path = path
        self._file = path.open("ab")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the lock."""
        self._file.close()

    def is_in_place(self) -> bool:
        """Tell whether the file is still where others look for it; if not, it locks nothing."""
        status = os.fstat(self._file.fileno())
        return file_identity(self._path) == (status.st_dev, status.st_ino)

    def share(self) -> None:
        """Hold the lock together with others; waits while one process holds it alone."""
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def hold_alone(self, wait: float | None = None) -> bool:
        """Hold the lock alone; False if others kept it for `wait` seconds (None: wait forever)."""
        if wait is None:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            return True
        until = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    return False
                time.sleep(_POLL_SECONDS)
            else:
                return True


@contextmanager
def held_alone(path: Path, wait: float) -> Iterator[bool]:
    """Hold the lock at `path` for a block of one process at a time; False after `wait` seconds.

    Where no lock can be kept, the block goes without one.
    """
    try:
        private_folder(path.parent)
        lock = FileLock(path)
    except OSError:
        yield True
        return
    with lock:
        yield lock.hold_alone(wait)
