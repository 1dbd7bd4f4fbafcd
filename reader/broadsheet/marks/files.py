"""Moving database files without losing anything if the program is killed in between."""

import os
from pathlib import Path

from broadsheet.marks.database import SUFFIXES


def companion(path: Path, suffix: str) -> Path:
    """Return the path of a file that SQLite keeps next to the database `path`."""
    return path.with_name(path.name + suffix)


def sync_to_disk(path: Path) -> None:
    """Wait until a file, or the list of names in a folder, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Delete the database at `path` and its companion files, if they exist."""
    for suffix in SUFFIXES:
        companion(path, suffix).unlink(missing_ok=True)


def replace(path: Path, new: Path, aside: Path) -> None:
    """Move the closed database `new` to `path`, and what is there to `aside`."""
    sync_to_disk(new)
    # A log left behind would be replayed into the new database: all files leave first.
    for suffix in SUFFIXES:
        if companion(path, suffix).exists():
            companion(path, suffix).rename(companion(aside, suffix))
    new.replace(path)
    sync_to_disk(path.parent)
