"""The folder on disk: which files may be articles, and which of them changed."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.articles.model import Problem
from reader.articles.text import clean_line

SUFFIXES = (".md", ".markdown", ".txt", ".html")
TOPICS_FOLDER = "_data/topics"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may be an article. `path` is relative to the library, with forward slashes.

    Size (bytes) and time of change (nanoseconds) are the file's fingerprint: when both are as they
    were, the file is not read again.
    """

    path: str
    size: int
    mtime_ns: int


def walk(root: Path, problems: list[Problem] | None = None) -> Iterator[FoundFile]:
    """Yield every candidate file below `root`, or `root` itself where it is a file.

    Hidden files and folders are skipped. Links to folders are followed, each real folder once, so
    that a loop of links ends. What cannot be listed is appended to `problems`.
    """
    problems = [] if problems is None else problems
    if root.is_file():
        status = root.stat()
        yield FoundFile(root.name, status.st_size, status.st_mtime_ns)
        return
    seen: set[tuple[int, int]] = set()
    pending = [(root, "")]
    while pending:
        folder, prefix = pending.pop()
        try:
            entries = _entries(folder, seen)
        except OSError as error:
            reason = f"this folder cannot be listed: {error.strerror or error}"
            problems.append(Problem(clean_line(prefix or "."), clean_line(reason)))
            continue
        pending.extend(
            (folder / entry.name, f"{prefix}{entry.name}/")
            for entry in reversed(entries)
            if not entry.name.startswith(".") and _is_folder(entry)
        )
        for found in filter(None, (_candidate(entry, prefix) for entry in entries)):
            if _is_text(found.path):
                yield found
            else:
                name = os.fsencode(found.path).decode("utf-8", "backslashreplace")
                problems.append(Problem(clean_line(name), "rename it: its name is not UTF-8 text"))


def _entries(folder: Path, seen: set[tuple[int, int]]) -> list[os.DirEntry[str]]:
    """Return what a folder holds, by name; nothing of a folder that was seen before."""
    status = folder.stat()
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return []
    seen.add(identity)
    with os.scandir(folder) as listing:
        return sorted(listing, key=lambda entry: entry.name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _candidate(entry: os.DirEntry[str], prefix: str) -> FoundFile | None:
    if entry.name.startswith(".") or not entry.name.lower().endswith(SUFFIXES):
        return None
    try:
        if entry.is_dir():
            return None
        status = entry.stat()
    except OSError:
        return FoundFile(prefix + entry.name, -1, -1)
    return FoundFile(prefix + entry.name, status.st_size, status.st_mtime_ns)


def _is_text(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
