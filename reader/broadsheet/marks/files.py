"""Moving whole database files about, so that no moment leaves less than there was."""

import fcntl
import os
import time
from pathlib import Path
from typing import Self

from broadsheet.marks.database import SUFFIXES

_POLL_SECONDS = 0.05


def beside(path: Path, suffix: str) -> Path:
    """Return the path of the file that SQLite keeps beside the database `path`."""
    return path.with_name(path.name + suffix)


def sync_to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Delete the database at `path` and what SQLite keeps beside it, as far as it is there."""
    for suffix in SUFFIXES:
        beside(path, suffix).unlink(missing_ok=True)


def replace(path: Path, new: Path, aside: Path) -> None:
    """Put the closed database `new` at `path`, and keep what is there at `aside`."""
    sync_to_disk(new)
    # A log that stayed would be played into the new database. All of them are gone before it comes.
    for suffix in SUFFIXES:
        if beside(path, suffix).exists():
            beside(path, suffix).rename(beside(aside, suffix))
    new.replace(path)
    sync_to_disk(path.parent)


class Lock:
    """A lock between processes on the file `path`: held by many, or by one alone.

    Marks are used while it is shared, and replaced by a backup while it is held alone: a reader
    that has the old file open would write into what was put aside.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the lock up."""
        self._file.close()

    def share(self) -> None:
        """Hold the lock with others; waits while one holds it alone."""
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def hold_alone(self, wait: float) -> bool:
        """Hold the lock alone; False where others did not give it up within `wait` seconds."""
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
