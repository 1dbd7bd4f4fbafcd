"""Changing marks and undoing it, each in one transaction, for one article or a million."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate

from broadsheet.marks.database import next_revision
from broadsheet.marks.model import MarkKind, Step

_MOST_STEPS = 100
_MOST_UNDONE = 2_000_000  # marks in all steps together: some 40 MB; the last step is always kept

_ENOUGH = 10_000
"""Articles of a step after which it is settled whether any is in a library."""

AreHere = Callable[[Sequence[int]], bool]
"""Tells whether a library has an article of some, by their keys."""

_TABLES = (
    "CREATE TEMP TABLE IF NOT EXISTS unsorted (key INTEGER, url TEXT NOT NULL)",
    "CREATE TEMP TABLE IF NOT EXISTS chosen (key INTEGER PRIMARY KEY, url TEXT NOT NULL)",
)


def turn(
    connection: sqlite3.Connection,
    kind: MarkKind,
    value: bool,
    articles: Iterable[tuple[int, str]],
    session: int | None,
) -> Step:
    """Set the mark `kind` of `articles` (key and address) to `value`; no `session`: not undoable.

    Marks that already have that value keep their time, and undoing this step leaves them alone.
    """
    # Slow work comes before the transaction, so that other processes can write in the meantime.
    with _chosen(connection, articles), transaction(connection):
        connection.execute(
            f"DELETE FROM chosen WHERE ? = coalesce("
            f"(SELECT {kind} FROM marks WHERE marks.key = chosen.key), 0)",
            (value,),
        )
        (count,) = connection.execute("SELECT count(*) FROM chosen").fetchone()
        if count == 0:
            return Step(kind, value, 0)
        step = next_revision(connection)
        if session is not None:
            _note(connection, step, kind, value, count, session)
        connection.execute(
            f"INSERT INTO marks (key, url, {kind}, {kind}_at, {kind}_step)"
            " SELECT key, url, ?, ?, ? FROM chosen WHERE true ORDER BY key"
            f" ON CONFLICT (key) DO UPDATE SET {kind} = excluded.{kind},"
            f" {kind}_at = max(excluded.{kind}_at, {kind}_at + 1),"
            f" {kind}_step = excluded.{kind}_step",
            (value, _moment(kind, value), step),
        )
    return Step(kind, value, count)


def note_other(connection: sqlite3.Connection, change: str, session: int) -> None:
    """Note a `change` of something other than marks, to be undone in turn with the steps."""
    with transaction(connection):
        note_in_turn(connection, change, session)


def note_in_turn(connection: sqlite3.Connection, change: str, session: int) -> None:
    """Do the same inside a transaction."""
    connection.execute(
        "INSERT INTO other_steps (id, session, change) VALUES (?, ?, ?)",
        (next_revision(connection), session, change),
    )
    connection.execute(
        "DELETE FROM other_steps WHERE id <= "
        "(SELECT id FROM other_steps ORDER BY id DESC LIMIT 1 OFFSET ?)",
        (_MOST_STEPS,),
    )


def turn_back(
    connection: sqlite3.Connection,
    session: int,
    before: int,
    undo_other: Callable[[str], None],
    are_here: AreHere,
) -> Step | None:
    """Undo the last step of `session`, or else the last up to revision `before`, of any session.

    A mark that was changed after that step, by anyone, is left alone. If the last step is a change
    of something else, `undo_other` is called with it; if that raises, the step stays. Steps of
    other sessions are passed over if they marked only articles that `are_here` does not know.
    Returns None if no marks were undone.
    """
    with transaction(connection):
        found = _last(connection, session, before, are_here)
        if found is None:
            return None
        step, kind, value, count, change = found
        if change is not None:
            undo_other(change)
            connection.execute("DELETE FROM other_steps WHERE id = ?", (step,))
            next_revision(connection)
            return None
        keys = _some_of(connection, step)
        # The undo is the latest word, also in a merge: it gets a new time, not the old one.
        cursor = connection.execute(
            f"UPDATE marks SET {kind} = ?, {kind}_at = max(?, {kind}_at + 1), {kind}_step ="
            f" (SELECT was_step FROM undo WHERE step = {kind}_step AND undo.key = marks.key)"
            f" WHERE {kind}_step = ? AND key IN (SELECT key FROM undo WHERE step = ?)",
            (not value, _moment(kind, not value), step, step),
        )
        _forget(connection, step)
        next_revision(connection)
    # Adopted marks are counted once in the step, but changed under each of their keys.
    kept = max(0, count - cursor.rowcount)
    return Step(kind, not value, cursor.rowcount, kept, keys[0] if len(keys) == 1 else None)


def _last(
    connection: sqlite3.Connection, session: int, before: int, are_here: AreHere
) -> tuple[int, MarkKind, bool, int, str | None] | None:
    """Return the step that `turn_back` undoes: its number, what it did, or a change noted."""
    rows = connection.execute(
        "SELECT id, session, kind, value, count, NULL FROM steps WHERE session = ?1 OR id <= ?2"
        " UNION ALL"
        " SELECT id, session, NULL, NULL, 0, change FROM other_steps"
        " WHERE session = ?1 OR id <= ?2"
        " ORDER BY id DESC",
        (session, before),
    ).fetchall()
    for step, by, kind, value, count, change in rows:
        if by == session or change is not None or are_here(_some_of(connection, step)):
            return step, kind, value, count, change
    return None


def _some_of(connection: sqlite3.Connection, step: int) -> list[int]:
    """Return the keys of articles that a step marked, but not of a million."""
    rows = connection.execute("SELECT key FROM undo WHERE step = ? LIMIT ?", (step, _ENOUGH))
    return [key for (key,) in rows]


@contextmanager
def transaction(connection: sqlite3.Connection, *, temporary: bool = False) -> Iterator[None]:
    """Commit the block as one: afterwards all of it is on the disk, or nothing.

    With `temporary`, the block writes only temporary tables, and no other process has to wait.
    """
    connection.execute("BEGIN" if temporary else "BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        # After some errors SQLite has already rolled back.
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def _chosen(connection: sqlite3.Connection, articles: Iterable[tuple[int, str]]) -> Iterator[None]:
    """Put `articles` into a temporary table, each once, for the length of the block."""
    for table in _TABLES:
        connection.execute(table)
    with transaction(connection, temporary=True):
        connection.execute("DELETE FROM chosen")  # left by a step that failed
        # Keys are hashes: sorting a million of them first halves the time to write them.
        connection.executemany("INSERT INTO unsorted VALUES (?, ?)", articles)
        connection.execute(
            "INSERT OR IGNORE INTO chosen SELECT key, url FROM unsorted ORDER BY key"
        )
        connection.execute("DELETE FROM unsorted")
    yield
    connection.execute("DELETE FROM chosen")


def _moment(kind: MarkKind, value: bool) -> int:
    """Return the time of a change; removing a star counts as just after the star was set.

    In a merge it then removes that star, but not one that was set elsewhere in the meantime.
    """
    return 0 if kind == "starred" and not value else time.time_ns() // 1_000_000


def _note(
    connection: sqlite3.Connection,
    step: int,
    kind: MarkKind,
    value: bool,
    count: int,
    session: int,
) -> None:
    connection.execute(
        "INSERT INTO steps (id, session, kind, value, count) VALUES (?, ?, ?, ?, ?)",
        (step, session, kind, value, count),
    )
    connection.execute(
        f"INSERT INTO undo (step, key, was_step) SELECT ?, key, coalesce({kind}_step, 0)"
        " FROM chosen LEFT JOIN marks USING (key) ORDER BY key",
        (step,),
    )
    steps = connection.execute("SELECT id, count FROM steps ORDER BY id DESC").fetchall()
    totals = accumulate(count for _, count in steps)
    for place, ((old, _), total) in enumerate(zip(steps, totals, strict=True)):
        if place >= _MOST_STEPS or (place > 0 and total > _MOST_UNDONE):
            _forget(connection, old)


def _forget(connection: sqlite3.Connection, step: int) -> None:
    connection.execute("DELETE FROM undo WHERE step = ?", (step,))
    connection.execute("DELETE FROM steps WHERE id = ?", (step,))
