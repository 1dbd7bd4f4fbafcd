"""Lists of ids in the index, in pieces: a few ids are put in their places without the other pieces.

The functions know nothing of what a list is for; see `ready_lists` and `ready_leads`.
"""

import json
import sqlite3
import sys
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from broadsheet.damage import DamagedError, sealed, unsealed_numbers
from broadsheet.library.query.order import ORDER_VALUES, order_key
from broadsheet.library.query.terms import SortKey

_PIECE = 8192
"""Ids of a piece when it is written; one that has grown to twice as many is divided."""

_BYTES = 8
_APART = 1 << 32
"""Between the numbers of two pieces there is room for others."""

_FEW_SOUGHT = 100
"""Looking for one number takes a hundredth of the time of going through all of them."""

_LOWEST_BYTE = 0 if sys.byteorder == "little" else -1


def stored(connection: sqlite3.Connection, name: str) -> "array[int] | None":
    """Return a list as it was written; None if there is none."""
    pieces = _Pieces(connection, name)
    if not len(pieces):
        return None
    ids = array("q")
    for number in range(len(pieces)):
        ids += pieces.read(number)
    return ids


def write(connection: sqlite3.Connection, name: str, ids: "array[int]") -> None:
    """Write a list under its name."""
    connection.execute("DELETE FROM ready_lists WHERE name = ?", (name,))
    connection.executemany(
        "INSERT INTO ready_lists VALUES (?, ?, ?)",
        (
            (name, start // _PIECE * _APART, sealed(ids[start : start + _PIECE].tobytes()))
            for start in range(0, len(ids) or 1, _PIECE)
        ),
    )


def update(
    connection: sqlite3.Connection,
    name: str,
    places: "Places",
    before: Collection[int],
    now: Collection[int],
) -> int:
    """Put the articles `now` in their places in a list, in place of all that changed.

    `before` are those of what changed that were in it. Returns how many the list has by then.
    """
    pieces = _Pieces(connection, name)
    piece_of = _pieces_for(pieces, places, {*before, *now})
    gone = _places_of(pieces, piece_of, {*before})
    stayed: dict[int, array[int]] = {}
    for number in gone.keys() | {piece_of[one] for one in now}:
        stayed[number] = pieces[number][:]
        for place in sorted(gone[number], reverse=True):
            del stayed[number][place]
    arriving = defaultdict[int, list[tuple[int, int]]](list)
    for place, one in places.among({one: stayed[piece_of[one]] for one in now}):
        arriving[piece_of[one]].append((place, one))
    for number, ids in stayed.items():
        pieces.replace(number, _with(ids, arriving[number]))
    return pieces.total


def _pieces_for(pieces: "_Pieces", places: "Places", ids: Iterable[int]) -> dict[int, int]:
    """Return the piece in which each of some articles belongs, of those that the index has."""
    heads, pieces_with_head = array("q"), list[int]()
    for number in range(len(pieces)):
        for head in pieces.beginning(number):
            if head not in places.changed:
                heads.append(head)
                pieces_with_head.append(number)
                break
    return {
        one: pieces_with_head[place - 1] if place else 0
        for place, one in places.among(dict.fromkeys(places.known(ids), heads))
    }


def _places_of(
    pieces: "_Pieces", piece_of: Mapping[int, int], before: set[int]
) -> defaultdict[int, list[int]]:
    """Return the places of some articles by piece, of pieces that have any."""
    near = defaultdict[int, set[int]](set)
    for one in before & piece_of.keys():
        near[piece_of[one]].add(one)
        near[piece_of[one] + 1].add(one)  # it may have been the first there
    gone, missing = defaultdict[int, list[int]](list), {*before}
    for number in near.keys() & range(len(pieces)):
        if places := places_of(near[number], pieces[number]):
            gone[number] += places
            missing.difference_update(pieces[number][place] for place in places)
    if missing:  # their values changed, or they are in no index any more
        for number in range(len(pieces)):
            if places := places_of(missing, pieces[number]):
                gone[number] += places
    return gone


class _Pieces:
    """The pieces of a list, read when they are needed, and kept unless `read` is asked for one."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._rows = connection.execute(
            f"SELECT rowid, piece, length(ids) / {_BYTES} FROM ready_lists "
            "WHERE name = ? ORDER BY piece",
            (name,),
        ).fetchall()
        self.total: int = sum(count for _, _, count in self._rows)
        self._read: dict[int, array[int]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: int) -> "array[int]":
        if number not in self._read:
            self._read[number] = self.read(number)
        return self._read[number]

    def read(self, number: int) -> "array[int]":
        """Read a piece."""
        return unsealed_numbers(self._connection, "ready_lists", "ids", self._rows[number][0])

    def beginning(self, number: int) -> Iterable[int]:
        """Yield the ids of a piece, of which only the first is read if no other is asked for."""
        row, _, count = self._rows[number]
        if count:
            with self._connection.blobopen("ready_lists", "ids", row, readonly=True) as blob:
                first = array("q", blob.read(_BYTES))
            yield from first
        yield from self[number][1:]

    def replace(self, number: int, ids: "array[int]") -> None:
        """Write other ids into a piece."""
        row, piece, count = self._rows[number]
        self.total += len(ids) - count
        room = self._rows[number + 1][1] - piece if number + 1 < len(self._rows) else _APART
        half = len(ids) // 2 if len(ids) > 2 * _PIECE and room > 1 else len(ids)
        self._connection.execute(
            "UPDATE ready_lists SET ids = ? WHERE rowid = ?", (sealed(ids[:half].tobytes()), row)
        )
        if half < len(ids):
            self._connection.execute(
                "INSERT INTO ready_lists VALUES (?, ?, ?)",
                (self._name, piece + room // 2, sealed(ids[half:].tobytes())),
            )


class Values(dict[int, tuple[Any, ...]]):
    """The `ORDER_VALUES` of articles, for places in several orders, read when they are needed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, article_id: int) -> tuple[Any, ...]:
        row = self._connection.execute(
            f"SELECT {ORDER_VALUES} FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        if row is None:
            raise DamagedError("the index names an article that it does not have")
        self[article_id] = row
        return self[article_id]

    def read(self, article_ids: Iterable[int]) -> None:
        """Read the values of those of some articles that the index has, all at once."""
        # Not `difference`, which would go through all that is known.
        unknown = [one for one in {*article_ids} if one not in self]
        rows = self._connection.execute(
            f"SELECT id, {ORDER_VALUES} FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(unknown),),
        )
        self.update((article_id, tuple(values)) for article_id, *values in rows)


class Places:
    """The places of articles in the order of `key`.

    Raises `DamagedError` for the id of an article that is not in the index.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        changed: set[int],
        key: SortKey,
        values: Values | None = None,
    ) -> None:
        self.changed = changed
        self._order = order_key(key)
        self._values = Values(connection) if values is None else values

    def of(self, before: "array[int]", now: Iterable[int]) -> "array[int]":
        """Return the ids of `before`, with the articles `now` in place of all that changed."""
        stayed = without(before, self.changed)
        return _with(stayed, self.among(dict.fromkeys(now, stayed)))

    def among(self, lists: Mapping[int, "array[int]"]) -> list[tuple[int, int]]:
        """Return, in order, each article and its place in the list that is given for it."""
        self._values.read(lists)
        keys = {one: self._key(one) for one in lists}
        # Not from the last place on: from the start, most searches ask for the same first values.
        return [
            (bisect_left(lists[one], keys[one], key=self._key), one)
            for one in sorted(lists, key=keys.__getitem__)
        ]

    def known(self, article_ids: Iterable[int]) -> list[int]:
        """Return those of some articles that the index has."""
        self._values.read(article_ids)
        return [one for one in article_ids if one in self._values]

    def _key(self, article_id: int) -> tuple[Any, ...]:
        return self._order(self._values[article_id])


def _with(stayed: "array[int]", arriving: Iterable[tuple[int, int]]) -> "array[int]":
    """Return the ids that `stayed`, with others in their places, which are ascending."""
    placed, start = array("q"), 0
    for place, article_id in arriving:
        placed += stayed[start:place]
        placed.append(article_id)
        start = place
    return placed + stayed[start:]


def without(ids: "array[int]", changed: set[int]) -> "array[int]":
    """Return the ids that did not change."""
    if len(changed) > _FEW_SOUGHT:
        return array("q", [one for one in ids if one not in changed])
    stayed = ids[:]
    for place in places_of(changed, ids):
        del stayed[place]
    return stayed


def places_of(some: AbstractSet[int], ids: "array[int]") -> list[int]:
    """Return the places of `some` among `ids`, the last one first, of those that are there."""
    if len(some) > _FEW_SOUGHT:
        some = {*some}.intersection(ids)  # most often there are few in a piece
    if len(some) > _FEW_SOUGHT:
        return [place for place in reversed(range(len(ids))) if ids[place] in some]
    # One byte of each number can be searched far more quickly than numbers can.
    column = ids.tobytes()[_LOWEST_BYTE :: ids.itemsize]
    places = (_place_of(one, ids, column) for one in some)
    return sorted((place for place in places if place >= 0), reverse=True)


def _place_of(one: int, ids: "array[int]", column: bytes) -> int:
    """Return where a number is among `ids`, whose lowest bytes are `column`; -1 if it is not."""
    lowest = one & 0xFF
    at = column.find(lowest)
    while at >= 0 and ids[at] != one:
        at = column.find(lowest, at + 1)
    return at
