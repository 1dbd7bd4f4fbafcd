"""The door: one file of a library -> one article."""

import os
from pathlib import Path
from typing import NamedTuple

from broadsheet.articles.coerce import coerce
from broadsheet.articles.frontmatter import MAX_FILE, decode, read_front_matter
from broadsheet.articles.model import Article, NotAnArticle, Unreadable
from broadsheet.articles.report import Report
from broadsheet.text.door import clean_source
from broadsheet.untrusted_file import NOT_A_FILE, read_untrusted, reason


class Loaded(NamedTuple):
    """What is in a file, or why it has no content.

    `status` is from the moment when the file was opened, None if it could not be.
    """

    content: bytes | NotAnArticle | Unreadable
    status: os.stat_result | None = None


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
        data, status = read_untrusted(f"{root}/{path}", MAX_FILE + 1)
    except OSError as error:
        report = Report(path)
        report.add(reason(error))
        return Loaded(Unreadable(path, report.problems()))
    content = NotAnArticle(path, NOT_A_FILE) if data is None else data
    return Loaded(content, status)


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
        data, _ = read_untrusted(f"{root}/{path}", MAX_FILE + 1)
    except OSError as error:
        return reason(error)
    return NOT_A_FILE if data is None else clean_source(decode(data, Report(path)))
