"""The folder on disk: which files may be articles, and which of them changed."""

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, Self

from broadsheet.articles.model import Problem
from broadsheet.text.door import clean_line

SUFFIXES = (".md", ".markdown", ".txt", ".html")
TOPICS_FOLDER = "_data/topics"

_SILENT = 5000

_TOGETHER = 50
"""So many files are compared at once, which costs least where none of them changed."""

_AT_ONCE = 500
"""So many files are looked at in one go: before the first of them is told, that takes 2 ms."""

_INT64 = (1 << 63) - 1

Stamp = tuple[int, int, int]
"""What `stamp` returns."""

Fingerprint = tuple[str, int, int, int, int]
"""A `FoundFile`, as it comes out of the index."""


class FolderGoneError(Exception):
    """The library's folder is not there, or cannot be listed."""


class FoundFile(NamedTuple):
    """A file that may be an article. `path` is relative to the library, with forward slashes.

    The rest is the file's fingerprint: a file that still has it is not read again. Size and time
    of modification alone would miss what keeps both (`touch -d`, rsync, a restored backup): the
    time of the last change to the inode cannot be set by anybody. All are -1 if they are unknown.
    """

    path: str
    size: int = -1
    mtime_ns: int = -1
    ctime_ns: int = -1
    inode: int = -1

    @classmethod
    def of(cls, path: str, status: os.stat_result) -> Self:
        """Return the file at `path` with the fingerprint that `status` gives it."""
        return cls(path, status.st_size, *stamp(status))


def stamp(status: os.stat_result) -> Stamp:
    """Return what changes when a file or folder does: its two times of change, and its inode."""
    # SQLite's integers have a sign, inodes have none.
    return status.st_mtime_ns, status.st_ctime_ns, status.st_ino & _INT64


@dataclass(slots=True)
class Changes:
    """What `compare` found: how many files, how many of them to read; the paths of the vanished."""

    looked_at: int = 0
    to_read: int = 0
    gone: list[str] = field(default_factory=list)


def walk(
    root: Path,
    problems: list[Problem] | None = None,
    folders: dict[str, Stamp] | None = None,
    *,
    below: str = "",
    in_order: bool = True,
    names_only: bool = False,
) -> Iterator[FoundFile]:
    """Yield every candidate file below `root`, or `root` itself where it is a file.

    They come in the order of their paths, a folder's when all its names are known; with `in_order`
    false at once, as the file system has them. With `names_only` nothing is asked of the files,
    which is for those that will be read whatever they are. `below` is a folder inside `root`, to
    look only at that. Hidden files and folders are skipped. Links to folders are followed, each
    real folder once, so that a loop of links ends. What cannot be listed is appended to `problems`;
    where that is the whole library, `FolderGoneError` is raised. `folders` is told each folder that
    is listed ('' for `root`), and its stamp just before.
    """
    problems = [] if problems is None else problems
    folders = {} if folders is None else folders
    if root.is_file():
        yield from filter(None, [found_at(str(root), root.name)])
        return
    seen: set[tuple[int, int]] = set()

    def entries(prefix: str) -> Iterator[FoundFile | str]:
        """Yield the files of a folder, and the folders in it as paths with a slash."""
        names = _listing(root, prefix, seen, folders, problems, in_order=in_order)
        paths = (path for name in names if _is_sayable(path := prefix + name, problems))
        while part := list(islice(paths, _AT_ONCE)):
            if names_only:
                yield from (path if path[-1] == "/" else FoundFile(path) for path in part)
            else:
                with _telling(root, prefix, problems):
                    yield from _looked_at(root, prefix, part)

    pending = [entries(f"{below}/" if below else "")]
    while pending:
        for entry in pending[-1]:
            if isinstance(entry, str):
                pending.append(entries(entry))
                break
            yield entry
        else:
            pending.pop()


def count_files(root: Path) -> int:
    """Return how many candidate files are below `root`, asking for nothing but their names."""
    if root.is_file():
        return 1
    seen: set[tuple[int, int]] = set()
    pending, count = [""], 0
    while pending:
        prefix = pending.pop()
        for name in _listing(root, prefix, seen, {}, [], in_order=False):
            if name.endswith("/"):
                pending.append(prefix + name)
            else:
                count += 1
    return count


def look_at(root: Path, path: str) -> Iterator[FoundFile]:
    """Yield what is at `path` below the folder `root`: a file, those of a folder, or nothing."""
    if any(part.startswith(".") for part in path.split("/")):
        return
    location = f"{root}/{path}"
    if os.path.isdir(location):  # noqa: PTH112 - a Path would lose a trailing blank or dot
        yield from walk(root, below=path)
    elif path.lower().endswith(SUFFIXES):
        yield from filter(None, [found_at(location, path)])


def compare(
    found: Iterable[FoundFile], known: Iterable[Fingerprint], changes: Changes
) -> Iterator[FoundFile | None]:
    """Yield the files of `found` that are new or differ from `known`; now and then None.

    That is so that something can be said where there is much to look at and nothing to read. Both
    must be in the order of their paths. `changes` is told what there was to see; it is whole
    when `found` is exhausted.
    """
    files, rest = iter(found), iter(known)
    ahead: list[Fingerprint] = []
    while part := list(islice(files, _TOGETHER)):
        changes.looked_at += len(part)
        last = part[-1].path
        while (not ahead or ahead[-1][0] <= last) and (more := list(islice(rest, _TOGETHER))):
            ahead += more
        end = bisect_right(ahead, last, key=itemgetter(0))
        beside, ahead = ahead[:end], ahead[end:]
        if beside != part:
            others = {other[0]: other for other in beside}
            for file in part:
                if others.pop(file.path, None) != file:
                    changes.to_read += 1
                    yield file
            changes.gone += others
        if changes.looked_at % _SILENT == 0:
            yield None
    changes.gone += (path for path, *_ in chain(ahead, rest))


def is_text(path: str) -> bool:
    """Tell whether the name of a file is text: whether the index can hold it."""
    if path.isascii():
        return True
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _listing(
    root: Path,
    prefix: str,
    seen: set[tuple[int, int]],
    folders: dict[str, Stamp],
    problems: list[Problem],
    *,
    in_order: bool,
) -> Iterator[str]:
    """Yield the names of the candidate files in a folder, and those of its folders with a slash.

    The slash puts what a folder holds in its place among the files beside it.
    """
    names = _names(root, prefix, seen, folders)
    with _telling(root, prefix, problems):
        yield from sorted(names) if in_order else names


@contextmanager
def _telling(root: Path, prefix: str, problems: list[Problem]) -> Iterator[None]:
    """Note that a folder cannot be listed; raise FolderGoneError where it is the whole library."""
    try:
        yield
    except OSError as error:
        reason = f"this folder cannot be listed: {error.strerror or error}"
        if not prefix:
            raise FolderGoneError(f"{root}: {reason}") from error
        problems.append(Problem(clean_line(prefix), clean_line(reason)))


def _names(
    root: Path, prefix: str, seen: set[tuple[int, int]], folders: dict[str, Stamp]
) -> Iterator[str]:
    folder = f"{root}/{prefix}"
    status = os.stat(folder)  # noqa: PTH116 - a Path would lose a trailing blank or dot
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return
    seen.add(identity)
    folders[prefix] = stamp(status)
    with os.scandir(folder) as listing:
        for entry in listing:
            name = entry.name
            if name[0] == ".":
                continue
            if _is_folder(entry):
                yield f"{name}/"
            elif name.endswith(SUFFIXES) or name.lower().endswith(SUFFIXES):
                yield name


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_sayable(path: str, problems: list[Problem]) -> bool:
    if is_text(path):
        return True
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    problems.append(Problem(clean_line(shown), "rename it: its name is not UTF-8 text"))
    return False


def _looked_at(root: Path, prefix: str, paths: Sequence[str]) -> list[FoundFile | str]:
    """Return the files at `paths` in a folder, and unchanged those that end in a slash."""
    start = len(prefix)
    folder = os.open(f"{root}/{prefix}", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        return [
            entry
            for path in paths
            if (entry := path if path[-1] == "/" else found_at(path[start:], path, folder))
        ]
    finally:
        os.close(folder)


def found_at(location: str, path: str, folder: int | None = None) -> FoundFile | None:
    """Return the file at `location`; None where it vanished since its folder was listed.

    A relative location is below the open `folder`: that is found faster than a whole path.
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
