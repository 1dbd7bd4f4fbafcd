"""Pairs of articles that the user says are not one story, kept with the marks."""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from broadsheet.marks.changes import note_in_turn, transaction
from broadsheet.marks.database import next_revision
from broadsheet.marks.model import LATEST, key_of, keys_of
from broadsheet.records import record

_COLUMNS = "one, other, one_url, other_url, parted, at"
_NEWER = "(excluded.at, excluded.parted) > (at, parted)"


@record
class Parting:
    """Two articles that were parted `at`, each by its key and what `key_of` made the key from."""

    one: tuple[int, str]
    other: tuple[int, str]
    parted: bool
    at: int

    @classmethod
    def of(cls, one: str, other: str, *, parted: bool, at: int) -> "Parting | None":
        """Return the parting of two addresses; None if they are none, or the same one."""
        keys = key_of(one), key_of(other)
        if keys[0] is None or keys[1] is None or keys[0] == keys[1] or not 0 <= at <= LATEST:
            return None
        first, second = sorted([(keys[0], one), (keys[1], other)])
        return cls(first, second, parted, at)

    def is_genuine(self) -> bool:
        """Tell whether the keys are those of the addresses, by any version of the rule."""
        return all(
            isinstance(url, str) and key in keys_of(url) for key, url in (self.one, self.other)
        ) and (isinstance(self.at, int) and 0 <= self.at <= LATEST)


def part(
    connection: sqlite3.Connection, parting: Parting, session: int, titles: Sequence[str] = ()
) -> bool:
    """Part two articles, to be undone in turn with the steps; False if they are parted already.

    `titles`, of the article that leaves and of the other one, are for the sentence of the undoing.
    """
    with transaction(connection):
        pair = parting.one[0], parting.other[0]
        if _is_parted(connection, pair):
            return False
        _set(connection, parting)
        note_in_turn(connection, json.dumps({"parted": pair, "titles": titles}), session)
    return True


def unpart(connection: sqlite3.Connection, change: str) -> None:
    """Undo a change that `part` noted, inside a transaction; any other change is left alone."""
    match json.loads(change):
        case {"parted": [int(one), int(other)]}:
            connection.execute(
                "UPDATE partings SET parted = 0, at = max(?, at + 1) WHERE one = ? AND other = ?",
                (time.time_ns() // 1_000_000, one, other),
            )


def partings(connection: sqlite3.Connection) -> Iterator[Parting]:
    """Yield all pairs that were ever parted."""
    for one, other, one_url, other_url, parted, at in connection.execute(
        f"SELECT {_COLUMNS} FROM partings"
    ):
        yield Parting((one, one_url), (other, other_url), bool(parted), at)


def readable_partings(connection: sqlite3.Connection) -> Iterator[Parting]:
    """Yield what can still be read of damaged marks."""
    with suppress(sqlite3.Error, UnicodeDecodeError, OverflowError):
        for parting in partings(connection):
            if parting.is_genuine():
                yield parting


def merge_partings(connection: sqlite3.Connection, merged: Iterable[Parting]) -> int:
    """Merge partings: of each pair the latest change wins. Returns how many changed."""
    with transaction(connection):
        changed = sum(_set(connection, parting) for parting in merged)
        if changed:
            next_revision(connection)
    return changed


def _is_parted(connection: sqlite3.Connection, pair: tuple[int, int]) -> bool:
    row = connection.execute(
        "SELECT 1 FROM partings WHERE one = ? AND other = ? AND parted", pair
    ).fetchone()
    return row is not None


def _set(connection: sqlite3.Connection, parting: Parting) -> int:
    (one, one_url), (other, other_url) = parting.one, parting.other
    cursor = connection.execute(
        f"INSERT INTO partings ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (one, other) DO UPDATE SET parted = excluded.parted, at = excluded.at"
        f" WHERE {_NEWER}",
        (one, other, one_url, other_url, parting.parted, parting.at),
    )
    return cursor.rowcount
