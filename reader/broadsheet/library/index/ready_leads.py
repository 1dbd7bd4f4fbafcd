"""Lists of the leads of stories that the index keeps ready: the views with one row per story.

They have the orders of `ready_lists`, and are used only while these and the stories are up to date.
"""

import json
import sqlite3
from array import array
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from broadsheet.damage import DamagedError, typed
from broadsheet.library.index import ready_lists
from broadsheet.library.index.counts import article_count
from broadsheet.library.index.database import read_ids
from broadsheet.library.query.sql import order_by
from broadsheet.library.query.terms import SortField, SortKey
from broadsheet.library.titles import bitmaps

_FIELDS: tuple[SortField, ...] = ("quality", "heat", "date")
_ORDERS = [SortKey(field, descending) for field in _FIELDS for descending in (True, False)]

_FOLLOWERS, _THEIR_LEADS = "followers", "leads of followers"

_PAIRS = (
    "SELECT s.article_id, l.article_id FROM stories s "
    "JOIN stories l ON l.story = s.story AND l.is_lead WHERE NOT s.is_lead"
)
_AMONG = "s.article_id IN (SELECT value FROM json_each(?))"

_FEW = 1000
"""Putting one article in a thousand in its place takes as long as making the lists again."""


class Followers(NamedTuple):
    """Articles that follow another one in their story, and, at the same place, which one."""

    ids: "array[int]"
    leads: "array[int]"


def in_order(connection: sqlite3.Connection, sort: Sequence[SortKey]) -> "array[int] | None":
    """Return the articles that follow no other in the order `sort`; None if there is no list."""
    rows = connection.execute("SELECT EXISTS (SELECT 1 FROM story_changed)")
    if len(sort) != 1 or rows.fetchone()[0]:
        return None
    return ready_lists.read(connection, _name(sort[0]))


def followers(connection: sqlite3.Connection) -> Followers:
    """Return the followers of all stories, in any order."""
    ids = ready_lists.stored(connection, _FOLLOWERS)
    leads = ready_lists.stored(connection, _THEIR_LEADS)
    if ids is None or leads is None:
        return _followers(connection, _PAIRS)
    if len(ids) != len(leads):
        raise DamagedError("the followers of stories are not as many as their leads")
    return Followers(ids, leads)


def followers_among(connection: sqlite3.Connection, ids: Iterable[int]) -> Followers:
    """Return those of a few articles that follow another one."""
    return _followers(connection, f"{_PAIRS} AND {_AMONG}", json.dumps([*ids]))


def refresh(connection: sqlite3.Connection, touched: Collection[int] | None) -> None:
    """Make the lists, in the transaction that makes the stories.

    Only the articles that are `touched` changed, or changed their stories; None if all may have.
    """
    count = article_count(connection)
    if ready_lists.stored(connection, _FOLLOWERS) is None:
        touched = None
    if touched is None or len(touched) * _FEW > count:
        now = _followers(connection, _PAIRS)
        lists = (_made(connection, key, now.ids) for key in _ORDERS)
    else:
        now = _updated(connection, {*touched})
        leading = _leading(connection, touched)
        lists = (_placed(connection, key, {*touched}, leading) for key in _ORDERS)
    ready_lists.write(connection, _FOLLOWERS, now.ids)
    ready_lists.write(connection, _THEIR_LEADS, now.leads)
    for key, ids in zip(_ORDERS, lists, strict=True):
        if len(ids) + len(now.ids) != count:
            raise DamagedError("a list of leads does not hold as many as there are")
        ready_lists.write(connection, _name(key), ids)


def _name(key: SortKey) -> str:
    return f"leads {order_by((key,))}"


def _made(connection: sqlite3.Connection, key: SortKey, follow: "array[int]") -> "array[int]":
    ids = ready_lists.in_order(connection, [key]) or array("q")
    leads = bytearray(b"\1") * (1 + max(0, max(ids, default=0), max(follow, default=0)))
    for article_id in follow:
        leads[article_id] = 0
    return bitmaps.in_order(ids, leads)


def _placed(
    connection: sqlite3.Connection, key: SortKey, touched: set[int], leading: "array[int]"
) -> "array[int]":
    before = ready_lists.stored(connection, _name(key)) or array("q")
    return ready_lists.Places(connection, touched, key).of(before, leading)


def _updated(connection: sqlite3.Connection, touched: set[int]) -> Followers:
    pairs = zip(*followers(connection), strict=True)
    kept = [(one, lead) for one, lead in pairs if one not in touched]
    now = followers_among(connection, touched)
    return Followers(
        array("q", [one for one, _ in kept]) + now.ids,
        array("q", [lead for _, lead in kept]) + now.leads,
    )


def _leading(connection: sqlite3.Connection, touched: Iterable[int]) -> "array[int]":
    return read_ids(
        connection,
        "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?)) "
        "AND id NOT IN (SELECT article_id FROM stories WHERE NOT is_lead)",
        (json.dumps([*touched]),),
    )


def _followers(connection: sqlite3.Connection, query: str, *values: str) -> Followers:
    rows = [*typed(connection.execute(query, values), int, int)]
    return Followers(array("q", [one for one, _ in rows]), array("q", [lead for _, lead in rows]))
