"""The door: one file of a library -> one article."""

import errno
import os
import stat
from pathlib import Path
from typing import NamedTuple

from broadsheet.articles.coerce import coerce
from broadsheet.articles.frontmatter import MAX_FILE, decode, read_front_matter
from broadsheet.articles.model import Article, NotAnArticle, Unreadable
from broadsheet.articles.report import Report
from broadsheet.text.door import clean_source

# A FIFO or a device that is called x.md must not keep the reader waiting, nor become its terminal.
_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY

_REASONS = {
    errno.EACCES: "you are not allowed to read this file",
    errno.EPERM: "you are not allowed to read this file",
    errno.ENOENT: "this file is gone, or a link to nowhere",
    errno.ELOOP: "this is a link that leads to itself",
    errno.EIO: "the disk cannot read this file",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
}
_NO_FILE = "this is no regular file"


class Loaded(NamedTuple):
    """What is in a file, or why that is nothing.

    Size (bytes) and time of change (nanoseconds) are those of the moment when it was opened, None
    where it could not be.
    """

    content: bytes | NotAnArticle | Unreadable
    size: int | None = None
    mtime_ns: int | None = None


def read_article(
    root: Path, path: str, *, with_fields: bool = True, with_texts: bool = True
) -> Article | NotAnArticle | Unreadable:
    """Read the file at `path`, relative to the folder `root`.

    Nothing is raised, whatever the file holds: problems come with the article. It is quicker
    without what is not needed, see `coerce`: the same problems are found.
    """
    return understand(
        path, load(root, path).content, with_fields=with_fields, with_texts=with_texts
    )


def load(root: Path, path: str) -> Loaded:
    """Return what is in a file, of a huge one no more than its beginning; or why that is nothing.

    For `understand`, and for whoever has many files to read: the two in turn, file by file, take
    longer than first many of the one and then as many of the other.
    """
    try:
        data, status = _read(f"{root}/{path}")
    except OSError as error:
        report = Report(path)
        report.add(_reason(error))
        return Loaded(Unreadable(path, report.problems()))
    content = NotAnArticle(path, _NO_FILE) if data is None else data
    return Loaded(content, status.st_size, status.st_mtime_ns)


def understand(
    path: str,
    content: bytes | NotAnArticle | Unreadable,
    *,
    with_fields: bool = True,
    with_texts: bool = True,
) -> Article | NotAnArticle | Unreadable:
    """Make of what was loaded what `read_article` returns."""
    if not isinstance(content, bytes):
        return content
    report = Report(path)
    front = read_front_matter(content, report)
    if front is None:
        return NotAnArticle(path, "no front matter")
    article = coerce(front, path, report, with_fields=with_fields, with_texts=with_texts)
    if article is not None:
        return article
    if problems := report.problems():
        return Unreadable(path, problems)
    return NotAnArticle(path, "no link and no body")


def read_source(root: Path, path: str) -> str:
    """Return a file as it stands, control characters drawn; if that is impossible, the reason."""
    try:
        data, _ = _read(f"{root}/{path}")
    except OSError as error:
        return _reason(error)
    return _NO_FILE if data is None else clean_source(decode(data, Report(path)))


def _read(location: str) -> tuple[bytes | None, os.stat_result]:
    """Return what is in a file, of a huge one no more than its beginning; None if it is no file.

    With it comes what the system said of it before anything was read.
    """
    descriptor = os.open(location, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return None, status
        # No more than was there when it was opened: another call would only say that this is all.
        data, size = b"", min(status.st_size, MAX_FILE + 1)
        while len(data) < size and (more := os.read(descriptor, size - len(data))):
            data += more
        return data, status
    finally:
        os.close(descriptor)


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0) or f"this file cannot be read: {error.strerror}"
