"""Moving whole database files about, so that no moment leaves less than there was."""

import os
from pathlib import Path

from broadsheet.marks.database import SUFFIXES


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
