"""Lists of the leads of stories that the index keeps ready: the views with one row per story.

They have the orders of `ready_lists`, and are used only while the stories are up to date. As there,
a few articles that lead or follow since are only noted at first.
"""

import json
import sqlite3
from array import array
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from broadsheet.damage import DamagedError, typed
from broadsheet.library.index import database, ready_lists, stored_lists
from broadsheet.library.index.counts import article_count
from broadsheet.library.index.database import read_ids
from broadsheet.library.index.stored_lists import Places, Values, places_of, stored
from broadsheet.library.query.order import order_by
from broadsheet.library.query.terms import SortField, SortKey
from broadsheet.library.titles import bitmaps

_FIELDS: tuple[SortField, ...] = ("quality", "heat", "date")
_ORDERS = [SortKey(field, descending) for field in _FIELDS for descending in (True, False)]

_FOLLOWERS, _THEIR_LEADS = "followers", "leads of followers"
_LAST_ID = "last id in lists of leads"
"""In `meta`: the highest id that an article had when the lists were written."""

_PAIRS = (
    "SELECT s.article_id, l.article_id FROM stories s "
    "JOIN stories l ON l.story = s.story AND l.is_lead WHERE NOT s.is_lead"
)
_AMONG = "s.article_id IN (SELECT value FROM json_each(?))"

_NOTED = "SELECT article_id FROM ready_leads_changed"
_READY = """
SELECT EXISTS (SELECT 1 FROM ready_lists WHERE name = ?), (SELECT count(*) FROM ready_leads_changed)
"""
_CHANGING = "SELECT EXISTS (SELECT 1 FROM story_changed)"

_FEW = 1000
"""Putting one article in a thousand in its place takes as long as making the lists again."""


class Followers(NamedTuple):
    """Articles that follow another one in their story, and, at the same place, which one."""

    ids: "array[int]"
    leads: "array[int]"


def in_order(connection: sqlite3.Connection, sort: Sequence[SortKey]) -> "array[int] | None":
    """Return the articles that follow no other in the order `sort`; None if there is no list."""
    if len(sort) != 1:
        return None
    with ready_lists.snapshot(connection):
        ((are_changing,),) = connection.execute(_CHANGING)
        return None if are_changing else _in_order(connection, sort[0])


def _in_order(connection: sqlite3.Connection, key: SortKey) -> "array[int] | None":
    ids = stored(connection, _name(key))
    noted = {*read_ids(connection, _NOTED)}
    if ids is None or not noted:
        return ids
    return Places(connection, noted, key).of(ids, _leading(connection, noted))


def followers(connection: sqlite3.Connection) -> Followers:
    """Return the followers of all stories, in any order."""
    with ready_lists.snapshot(connection):
        noted = {*read_ids(connection, _NOTED)}
        stayed = _stayed(connection, noted)
        if stayed is None:
            return _followers(connection, _PAIRS)
        return _joined(stayed[0], followers_among(connection, noted)) if noted else stayed[0]


def _stayed(connection: sqlite3.Connection, noted: set[int]) -> tuple[Followers, set[int]] | None:
    """Return the followers as they were written, without those `noted`, and which these were.

    None if they were not written.
    """
    ids = stored(connection, _FOLLOWERS)
    leads = stored(connection, _THEIR_LEADS)
    if ids is None or leads is None:
        return None
    if len(ids) != len(leads):
        raise DamagedError("the followers of stories are not as many as their leads")
    followed = set[int]()
    for place in places_of(noted, ids):
        followed.add(ids[place])
        del ids[place], leads[place]
    return Followers(ids, leads), followed


def _joined(one: Followers, other: Followers) -> Followers:
    return Followers(one.ids + other.ids, one.leads + other.leads)


def followers_among(connection: sqlite3.Connection, ids: Iterable[int]) -> Followers:
    """Return those of a few articles that follow another one."""
    return _followers(connection, f"{_PAIRS} AND {_AMONG}", json.dumps([*ids]))


def note(connection: sqlite3.Connection, touched: Collection[int] | None) -> None:
    """Note what changed, in the transaction that makes the stories; write the lists if it is much.

    Only the articles that are `touched` changed, or lead or follow others; None if all may have.
    """
    ((are_there, noted),) = connection.execute(_READY, (_FOLLOWERS,))
    if touched is not None and are_there:
        connection.executemany(
            "INSERT OR IGNORE INTO ready_leads_changed VALUES (?)", [(one,) for one in touched]
        )
        # Some may have been noted before; one more query would take longer.
        if noted + len(touched) > ready_lists.FEW_NOTED:
            refresh(connection)
    else:
        _write(connection, None)


def are_behind(connection: sqlite3.Connection) -> bool:
    """Tell whether it is worth writing the lists when nobody waits."""
    ((noted,),) = connection.execute("SELECT count(*) FROM ready_leads_changed")
    return bool(noted > ready_lists.MOST_LEFT)


def refresh(connection: sqlite3.Connection) -> None:
    """Write the lists again, if articles were noted; the caller owns the transaction."""
    noted = {*read_ids(connection, _NOTED)}
    ((are_changing,),) = connection.execute(_CHANGING)
    if noted and not are_changing:
        _write(connection, noted if len(noted) * _FEW <= article_count(connection) else None)


def _write(connection: sqlite3.Connection, noted: set[int] | None) -> None:
    """Write the lists, with the articles `noted` in their places; None to make them."""
    values = Values(connection)
    stayed = None if noted is None else _stayed(connection, noted)
    if noted is None or stayed is None:
        now = _followers(connection, _PAIRS)
        lengths = [_make(connection, key, now.ids, values) for key in _ORDERS]
    else:
        others, followed = stayed
        now = _joined(others, followers_among(connection, noted))
        last = int(database.noted(connection, _LAST_ID) or 0)
        before = {one for one in noted - followed if one <= last}
        leading = _leading(connection, noted)
        lengths = [
            stored_lists.update(
                connection, _name(key), Places(connection, noted, key, values), before, leading
            )
            for key in _ORDERS
        ]
    count = article_count(connection)
    if any(length + len(now.ids) != count for length in lengths):
        raise DamagedError("a list of leads does not hold as many as there are")
    stored_lists.write(connection, _FOLLOWERS, now.ids)
    stored_lists.write(connection, _THEIR_LEADS, now.leads)
    database.set_note(connection, _LAST_ID, database.noted(connection, "last_id") or 0)
    connection.execute("DELETE FROM ready_leads_changed")


def _name(key: SortKey) -> str:
    return f"leads {order_by((key,))}"


def _make(
    connection: sqlite3.Connection, key: SortKey, follow: "array[int]", values: Values
) -> int:
    """Make the list in an order; return how many it has."""
    ids = ready_lists.in_order(connection, [key], values) or array("q")
    leads = bytearray(b"\1") * (1 + max(0, max(ids, default=0), max(follow, default=0)))
    for article_id in follow:
        leads[article_id] = 0
    leading = bitmaps.in_order(ids, leads)
    stored_lists.write(connection, _name(key), leading)
    return len(leading)


def _leading(connection: sqlite3.Connection, touched: Iterable[int]) -> "array[int]":
    return read_ids(
        connection,
        "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?)) "
        "AND NOT EXISTS (SELECT 1 FROM stories s WHERE s.article_id = id AND NOT s.is_lead)",
        (json.dumps([*touched]),),
    )


def _followers(connection: sqlite3.Connection, query: str, *values: str) -> Followers:
    rows = [*typed(connection.execute(query, values), int, int)]
    return Followers(array("q", [one for one, _ in rows]), array("q", [lead for _, lead in rows]))
