"""A file of the library, and its fingerprint."""

import os
from functools import cache
from pathlib import Path
from typing import NamedTuple, Self

_INT64 = (1 << 63) - 1

_MOUNTS = "/proc/self/mountinfo"
_NUMBERED_AGAIN = ("fuse", "vfat", "msdos", "exfat")
"""File systems that give their files new inodes at each mount, or even more often."""

Stamp = tuple[int, int, int]
"""What `stamp` returns."""

Fingerprint = tuple[str, int, int, int, int]
"""A `FoundFile`, as it comes out of the index."""


class FoundFile(NamedTuple):
    """A file that may be an article. `path` is `stored`, relative to the library.

    The rest is the file's fingerprint: a file that still has it is not read again. Size and time
    of modification alone would miss changes that keep both (`touch -d`, rsync, a restored backup);
    no program can set the time of the last change to the inode. All are -1 if they are unknown.
    """

    path: str
    size: int = -1
    mtime_ns: int = -1
    ctime_ns: int = -1
    inode: int = -1

    @classmethod
    def of(cls, path: str, status: os.stat_result) -> Self:
        """Return the file at `path` with the fingerprint that `status` gives it."""
        # As `_make` does it, in half the time: a large library has a million of them.
        return tuple.__new__(cls, (path, status.st_size, *stamp(status)))


def stamp(status: os.stat_result) -> Stamp:
    """Return what changes when a file or folder does: its two times of change, and its inode."""
    # SQLite's integers have a sign, inodes have none.
    inode = 0 if status.st_dev in _devices_numbered_again() else status.st_ino & _INT64
    return status.st_mtime_ns, status.st_ctime_ns, inode


@cache
def _devices_numbered_again() -> frozenset[int]:
    """Return the devices whose inodes say nothing, as far as the system tells (Linux does)."""
    try:
        mounts = Path(_MOUNTS).read_text("utf-8", "replace").splitlines()
    except OSError:
        return frozenset()
    found: set[int] = set()
    for mount in mounts:
        where, _, what = mount.partition(" - ")
        if what.startswith(_NUMBERED_AGAIN):
            major, minor = where.split()[2].split(":")
            found.add(os.makedev(int(major), int(minor)))
    return frozenset(found)


def found_at(location: str, path: str, folder: int | None = None) -> FoundFile | None:
    """Return the file at `location`; None if it vanished since its folder was listed.

    A relative location is below the open `folder`: that is found faster than an absolute path.
    """
    try:
        status = os.stat(location, dir_fd=folder)
    except OSError:
        return FoundFile(path) if _is_there(location, folder) else None
    return FoundFile.of(path, status)


def _is_there(location: str, folder: int | None) -> bool:
    """Whether there is anything at all, be it a link to nowhere."""
    try:
        os.stat(location, dir_fd=folder, follow_symlinks=False)
    except OSError:
        return False
    return True
