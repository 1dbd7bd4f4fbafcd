"""Bringing the index up to date with the folder: in batches, with progress, interruptible."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from reader.articles.model import Article, NotAnArticle, Problem, Unreadable
from reader.articles.read import read_article
from reader.library.database import discard_index, index_path, open_index, writer_lock
from reader.library.folder import FoundFile, walk
from reader.library.progress import Progress
from reader.library.topics import read_topics
from reader.library.writer import IndexWriter, ReadFile

_FIRST_BATCH_FILES = 100
_BATCH_SECONDS = 0.4
"""Longer batches cost less; shorter ones show sooner. The first rows are wanted at once."""


class FolderGoneError(Exception):
    """The library's folder is not there, or cannot be listed."""


def sync(
    root: Path, *, rebuild: bool = False, wait: bool = True
) -> Generator[Progress, None, None]:
    """Make the index of the library at `root` say what its files say, yielding progress.

    Each batch is one transaction: stopped at any point, the next run goes on from there. With
    `wait` false an index that another process is writing is left to it. Raises `FolderGoneError`
    and `database.IndexUnavailableError`.
    """
    if not root.exists():
        raise FolderGoneError(f"there is no folder {root}")
    path = index_path(root)
    with writer_lock(path, wait=wait) as held:
        if not held:
            yield Progress("busy")
            return
        if rebuild:
            discard_index(path)
        with closing(open_index(path)) as connection:
            yield from _Run(root, IndexWriter(connection)).steps()


def bring_up_to_date(
    root: Path,
    *,
    rebuild: bool = False,
    wait: bool = True,
    report: Callable[[Progress], None] | None = None,
) -> Progress:
    """Run `sync` to its end, handing each step to `report`; return the last one."""
    progress = Progress()
    for progress in sync(root, rebuild=rebuild, wait=wait):
        if report is not None:
            report(progress)
    return progress


class _Run:
    def __init__(self, root: Path, writer: IndexWriter) -> None:
        self._root = root
        self._base = root.parent if root.is_file() else root
        self._writer = writer
        self._began = time.monotonic()
        self._progress = Progress()

    def steps(self) -> Iterator[Progress]:
        yield self._step()
        known = self._writer.fingerprints()
        folder_problems: list[Problem] = []
        found = list(walk(self._root, folder_problems))
        if not self._root.exists():
            raise FolderGoneError(f"the folder {self._root} vanished while it was being read")
        fresh = [file for file in found if known.get(file.path) != (file.size, file.mtime_ns)]
        removed = known.keys() - {file.path for file in found}
        yield self._step(phase="reading", files=len(found), to_read=len(fresh))
        for batch in _batches(self._base, fresh):
            self._writer.put(batch)
            added = sum(read.file.path not in known for read in batch)
            yield self._step(
                read=self._progress.read + len(batch),
                added=self._progress.added + added,
                changed=self._progress.changed + len(batch) - added,
            )
        if removed:
            self._writer.remove(removed)
        topics, topic_problems = read_topics(self._base)
        self._writer.set_topics(topics)
        self._writer.set_folder_problems(
            folder_problems + topic_problems, (file.path for file in found)
        )
        yield self._step(phase="done", removed=len(removed))

    def _step(self, **changes: object) -> Progress:
        seconds = time.monotonic() - self._began
        self._progress = replace(self._progress, seconds=seconds, **changes)  # type: ignore[arg-type]
        return self._progress


def _batches(base: Path, files: Iterable[FoundFile]) -> Iterator[list[ReadFile]]:
    batch: list[ReadFile] = []
    until = time.monotonic() + _BATCH_SECONDS
    for number, file in enumerate(files, 1):
        batch.append(_read(base, file))
        if number == _FIRST_BATCH_FILES or time.monotonic() >= until:
            yield batch
            batch = []
            until = time.monotonic() + _BATCH_SECONDS
    if batch:
        yield batch


def _read(base: Path, file: FoundFile) -> ReadFile:
    match read_article(base, file.path, with_fields=False):
        case Article() as article:
            return ReadFile(file, article, problems=article.problems)
        case Unreadable(problems=problems):
            return ReadFile(file, None, "cannot be read", problems)
        case NotAnArticle(reason=reason):
            return ReadFile(file, None, reason)
