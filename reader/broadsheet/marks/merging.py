"""Merging the marks of two places: for each mark of each article, the latest change wins."""

import sqlite3
from collections.abc import Iterable, Iterator

from broadsheet.marks.changes import transaction
from broadsheet.marks.database import next_revision
from broadsheet.marks.model import KINDS, Adoption, Mark, MarkedArticle

LEAST_KEY = -(2**63)

_COLUMNS = "key, url, read, read_at, starred, starred_at, later, later_at"

# At equal times a mark that is set wins, so that the result does not depend on the order in which
# files are merged, or how often.
_NEWER = "(excluded.{0}_at, excluded.{0}) > ({0}_at, {0})"


_OF_KINDS = [f"{kind}{suffix}" for kind in KINDS for suffix in ("", "_at", "_step")]


def _newest(*, steps: str = "") -> str:
    """Return the ON CONFLICT clause for articles with marks; `steps`: the steps of changed ones."""
    assignments = []
    for kind in KINDS:
        columns = [(kind, f"excluded.{kind}"), (f"{kind}_at", f"excluded.{kind}_at")]
        if steps:
            columns.append((f"{kind}_step", steps.format(kind)))
        assignments += [
            f"{column} = CASE WHEN {_NEWER.format(kind)} THEN {new} ELSE {column} END"
            for column, new in columns
        ]
    newer = " OR ".join(_NEWER.format(kind) for kind in KINDS)
    return f"ON CONFLICT (key) DO UPDATE SET {', '.join(assignments)} WHERE {newer}"


def merge(connection: sqlite3.Connection, entries: Iterable[MarkedArticle]) -> int:
    """Merge `entries` into the marks in one transaction; return how many articles changed.

    An error while reading `entries` changes nothing.
    """
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS incoming (key INTEGER PRIMARY KEY, url TEXT NOT NULL,"
        " read, read_at, starred, starred_at, later, later_at)"
    )
    with transaction(connection, temporary=True):
        connection.execute("DELETE FROM incoming")  # left by a merge that failed
        connection.executemany(
            f"INSERT INTO incoming ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) {_newest()}",
            (_values(entry) for entry in entries),
        )
    with transaction(connection):
        # With step 0, what was merged is not undone together with an earlier step.
        cursor = connection.execute(
            f"INSERT INTO marks ({_COLUMNS}) SELECT {_COLUMNS} FROM incoming"
            f" WHERE true ORDER BY key {_newest(steps='0')}"
        )
        if cursor.rowcount:
            next_revision(connection)
    connection.execute("DELETE FROM incoming")
    return cursor.rowcount


def adopt(connection: sqlite3.Connection, adoptions: Iterable[Adoption]) -> int:
    """Copy the marks under earlier keys of articles to their keys; return how many got some.

    What could be undone still can. The marks under the earlier key stay, because other articles
    or other libraries may need them.
    """
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS adopting"
        " (earlier INTEGER, key INTEGER, url TEXT, until INTEGER, PRIMARY KEY (earlier, key))"
    )
    with transaction(connection, temporary=True):
        connection.execute("DELETE FROM adopting")  # left by an adoption that failed
        connection.executemany("INSERT OR IGNORE INTO adopting VALUES (?, ?, ?, ?)", adoptions)
    with transaction(connection):
        cursor = connection.execute(
            f"INSERT INTO marks (key, url, {', '.join(_OF_KINDS)})"
            f" SELECT a.key, a.url, {', '.join(map(_if_in_time, _OF_KINDS))}"
            " FROM adopting a JOIN marks m ON m.key = a.earlier WHERE true"
            f" {_newest(steps='excluded.{}_step')}"
        )
        if cursor.rowcount:
            connection.execute(
                "INSERT OR IGNORE INTO undo SELECT u.step, a.key, u.was_step"
                " FROM adopting a CROSS JOIN undo u ON u.key = a.earlier"
            )
            # No version makes such keys any more. If an undo changed the marks under them, these
            # would be the latest change, and would be adopted again.
            connection.execute(
                "UPDATE marks SET read_step = 0, starred_step = 0, later_step = 0"
                " WHERE key IN (SELECT earlier FROM adopting) AND substr(url, 1, 5) = 'hash:'"
            )
            next_revision(connection)
    connection.execute("DELETE FROM adopting")
    return cursor.rowcount


def _if_in_time(column: str) -> str:
    kind, *_ = column.split("_")
    return f"CASE WHEN m.{kind}_at <= a.until THEN m.{column} ELSE 0 END"


def entries(connection: sqlite3.Connection, first: int = LEAST_KEY) -> Iterator[MarkedArticle]:
    """Yield the marks of every article in the order of their keys, beginning at `first`."""
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
