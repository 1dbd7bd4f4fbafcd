"""Bringing together the marks of two places: the newest word on each mark of each article wins."""

import sqlite3
from collections.abc import Iterable, Iterator

from broadsheet.marks.changes import transaction
from broadsheet.marks.database import next_revision
from broadsheet.marks.model import KINDS, Mark, MarkedArticle

LEAST_KEY = -(2**63)

_COLUMNS = "key, url, read, read_at, starred, starred_at, later, later_at"

# At the same time a mark that is set wins. So the order in which files are merged, and how often,
# makes no difference.
_NEWER = "(excluded.{0}_at, excluded.{0}) > ({0}_at, {0})"


def _newest(*, with_steps: bool) -> str:
    """Return what INSERT is to do where the article has marks already."""
    assignments = []
    for kind in KINDS:
        columns = [(kind, f"excluded.{kind}"), (f"{kind}_at", f"excluded.{kind}_at")]
        if with_steps:  # nothing that is merged can be undone by the step that came before it
            columns.append((f"{kind}_step", "0"))
        assignments += [
            f"{column} = CASE WHEN {_NEWER.format(kind)} THEN {new} ELSE {column} END"
            for column, new in columns
        ]
    newer = " OR ".join(_NEWER.format(kind) for kind in KINDS)
    return f"ON CONFLICT (key) DO UPDATE SET {', '.join(assignments)} WHERE {newer}"


def merge(connection: sqlite3.Connection, entries: Iterable[MarkedArticle]) -> int:
    """Merge `entries` into the marks, in one transaction; returns how many articles they changed.

    An error while `entries` is read changes nothing.
    """
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS incoming (key INTEGER PRIMARY KEY, url TEXT NOT NULL,"
        " read, read_at, starred, starred_at, later, later_at)"
    )
    with transaction(connection, temporary=True):
        connection.execute("DELETE FROM incoming")  # of a merge that failed
        connection.executemany(
            f"INSERT INTO incoming ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            f" {_newest(with_steps=False)}",
            (_values(entry) for entry in entries),
        )
    with transaction(connection):
        cursor = connection.execute(
            f"INSERT INTO marks ({_COLUMNS}) SELECT {_COLUMNS} FROM incoming"
            f" WHERE true ORDER BY key {_newest(with_steps=True)}"
        )
        if cursor.rowcount:
            next_revision(connection)
    connection.execute("DELETE FROM incoming")
    return cursor.rowcount


def entries(connection: sqlite3.Connection, first: int = LEAST_KEY) -> Iterator[MarkedArticle]:
    """Yield the marks of every article, by key, from the key `first` on."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM marks WHERE key >= ? ORDER BY key", (first,))
    for key, url, read, read_at, starred, starred_at, later, later_at in rows:
        mark = Mark(bool(read), read_at, bool(starred), starred_at, bool(later), later_at)
        yield MarkedArticle(key, url, mark)


def _values(entry: MarkedArticle) -> tuple[int, str, bool, int, bool, int, bool, int]:
    mark = entry.mark
    return (
        entry.key,
        entry.url,
        mark.read,
        mark.read_at,
        mark.starred,
        mark.starred_at,
        mark.later,
        mark.later_at,
    )
