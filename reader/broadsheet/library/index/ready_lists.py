"""Lists of ids that the index keeps ready, because a query for them takes long in a big library.

Writing a list takes long, too. So a few articles that changed are only noted, and put in their
places whenever a list is read, until `refresh` writes the lists: after more changes, or when nobody
waits. While many articles change, queries give the answer.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import accumulate, pairwise

from broadsheet.damage import DamagedError, typed
from broadsheet.library.index import database
from broadsheet.library.index.counts import article_count
from broadsheet.library.index.database import read_ids
from broadsheet.library.index.stored_lists import Places, Values, stored, update, write
from broadsheet.library.query.order import order_by
from broadsheet.library.query.terms import SortField, SortKey
from broadsheet.text.folding import name_key

NEWEST_FIRST = (SortKey("date", descending=True),)
"""The order of a topic's list, because that is what choosing a topic shows."""

_BEST_FIRST = (SortKey("quality", descending=True), SortKey("heat", descending=True))
"""The other orders of the table. `in_order` turns them round for the worst first."""

_OLDEST_FIRST = SortKey("date")
_NEWEST_FIRST = order_by(NEWEST_FIRST)

_ARTICLES = "SELECT id FROM articles"
_CHANGED = "SELECT article_id FROM ready_changed"

_LAST_ID = "last id in ready lists"
"""In `meta`: the highest id that an article had when the lists were written."""

_NOTED_SHARE = 100
"""One article in this many may be noted as changed. If more are, the lists are dropped: a query is
faster than putting that many articles in their places."""

FEW_NOTED = 64
"""Articles that can be put in their places whenever a list is read: a few tenths of a
millisecond for each."""

MOST_LEFT = 2
"""Articles for which it is not worth writing the lists even when nobody waits."""

_BIG = 1000
"""A topic with fewer articles needs no list: the query is quick."""

_LISTS_KEPT = 10_000
"""How many lists of topics are cached: most articles share a few."""


def in_order(
    connection: sqlite3.Connection, sort: Sequence[SortKey], values: Values | None = None
) -> "array[int] | None":
    """Return the ids of all articles in the order `sort`; None if there is no such list.

    Who asks for several orders in a row gives the `values` for all of them.
    """
    if len(sort) != 1:
        return None
    field, descending = sort[0].field, sort[0].descending
    with snapshot(connection):
        if descending or field not in ("quality", "heat"):
            return _of_all(connection, sort[0], values)
        ids = _of_all(connection, SortKey(field, descending=True), values)
        return None if ids is None else _worst_first(connection, field, ids)


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Read a single state of the index with several queries, while another process writes it."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()


def _worst_first(
    connection: sqlite3.Connection, field: SortField, best_first: "array[int]"
) -> "array[int]":
    """Reverse the order of the values; articles without a value stay last."""
    counts = connection.execute(
        "SELECT count FROM scores WHERE field = ? ORDER BY value DESC", (field,)
    )
    return _turned(best_first, accumulate(count for (count,) in counts))


def _turned(best_first: "array[int]", ends: Iterable[int]) -> "array[int]":
    """Reverse the order of the runs that end at `ends`; what follows the last one stays."""
    ids = array("q")
    for start, end in reversed([*pairwise([0, *ends])]):
        ids += best_first[start:end]
    return ids + best_first[len(ids) :]


def of_topic(connection: sqlite3.Connection, name: str) -> "array[int] | None":
    """Return the ids of the articles of a topic, `NEWEST_FIRST`; None if there is no list."""
    with snapshot(connection):
        row = connection.execute(
            "SELECT id FROM facets WHERE kind = 'topic' AND key = ?", (name_key(name),)
        ).fetchone()
        if row is None:
            return None
        return _current(connection, _topic(row[0]), NEWEST_FIRST[0], _of_topic(row[0]))


def note_changed(connection: sqlite3.Connection, article_ids: Iterable[int]) -> None:
    """Note articles that came, went or changed, in the transaction that changes them.

    With more than `FEW_NOTED`, no list is used until `refresh` has put them in their places. With
    too many for that, all lists are dropped.
    """
    ((length,),) = connection.execute(
        "SELECT sum(length(ids)) / 8 FROM ready_lists WHERE name = ?", (_NEWEST_FIRST,)
    )
    if length is None:
        return
    connection.executemany(
        "INSERT OR IGNORE INTO ready_changed VALUES (?)",
        [(article_id,) for article_id in article_ids],
    )
    ((changed,),) = connection.execute("SELECT count(*) FROM ready_changed")
    if changed > max(FEW_NOTED, length // _NOTED_SHARE):
        connection.execute("DELETE FROM ready_lists")
        connection.execute("DELETE FROM ready_changed")


def are_ready(connection: sqlite3.Connection) -> bool:
    """Tell whether the lists can be used as they are."""
    ((are_there, noted),) = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM ready_lists), (SELECT count(*) FROM ready_changed)"
    )
    return bool(are_there and noted <= FEW_NOTED)


def are_behind(connection: sqlite3.Connection) -> bool:
    """Tell whether it is worth writing the lists when nobody waits."""
    ((noted,),) = connection.execute("SELECT count(*) FROM ready_changed")
    return bool(noted > MOST_LEFT)


def refresh(connection: sqlite3.Connection) -> None:
    """Make the lists, or put what changed in its place; the caller owns the transaction."""
    changed = read_ids(connection, _CHANGED)
    if changed:
        _update(connection, set(changed))
        connection.execute("DELETE FROM ready_changed")
    else:
        for key in _BEST_FIRST:
            order = _order(key)
            write(connection, order, read_ids(connection, f"{_ARTICLES} ORDER BY {order}"))
        _gather_by_date(connection)
    database.set_note(connection, _LAST_ID, database.noted(connection, "last_id") or 0)


def _gather_by_date(connection: sqlite3.Connection) -> None:
    """Make the lists that are sorted by date with one query: both orders, and the big topics."""
    of_topic = {topic_id: array("q") for topic_id in _big_topics(connection)}

    @lru_cache(_LISTS_KEPT)
    def arrays_of(topics: str) -> list["array[int]"]:
        return [of_topic[topic_id] for topic_id in json.loads(topics) if topic_id in of_topic]

    newest_first, ends = array("q"), list[int]()
    before: int | None = None
    for article_id, date, topics in connection.execute(
        f"SELECT id, listed, topics FROM articles ORDER BY {_NEWEST_FIRST}"
    ):
        if date != before:
            ends.append(len(newest_first))
            before = date
        newest_first.append(article_id)
        for ids in arrays_of(topics):
            ids.append(article_id)
    if before is not None:
        ends.append(len(newest_first))
    write(connection, _NEWEST_FIRST, newest_first)
    write(connection, _order(_OLDEST_FIRST), _turned(newest_first, ends))
    for topic_id, ids in of_topic.items():
        write(connection, _topic(topic_id), ids)


def _update(connection: sqlite3.Connection, changed: set[int]) -> None:
    """Put the `changed` articles in their places among the others.

    Raises `DamagedError` if a list was damaged where they are, because it would stay so for ever.
    """
    values = Values(connection)
    orders = {
        _order(key): Places(connection, changed, key, values)
        for key in (*_BEST_FIRST, *NEWEST_FIRST, _OLDEST_FIRST)
    }
    last = int(database.noted(connection, _LAST_ID) or 0)
    before = {one for one in changed if one <= last}
    topics = _topics_of(connection, changed)
    count = article_count(connection)
    for name, places in orders.items():
        _check(update(connection, name, places, before, topics), count)
    big = _big_topics(connection)
    names = [_topic(topic_id) for topic_id in big]
    connection.execute(
        "DELETE FROM ready_lists WHERE name LIKE 'topic %' AND name NOT IN "
        "(SELECT value FROM json_each(?))",
        (json.dumps(names),),
    )
    known = {name for (name,) in connection.execute("SELECT DISTINCT name FROM ready_lists")}
    places = orders[_NEWEST_FIRST]
    for topic_id, name in zip(big, names, strict=True):
        now = [one for one, of_it in topics.items() if topic_id in of_it]
        if name not in known:
            ids = read_ids(connection, _of_topic(topic_id))
            write(connection, name, places.of(array("q"), ids))
        elif before or now:
            _check(update(connection, name, places, before, now), big[topic_id])


def _topics_of(connection: sqlite3.Connection, changed: set[int]) -> dict[int, set[int]]:
    """Return the topics of those changed articles that the index has."""
    rows = connection.execute(
        "SELECT id, topics FROM articles WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([*changed]),),
    )
    return {article_id: {*json.loads(topics)} for article_id, topics in rows}


def _check(length: int, count: int) -> None:
    if length != count:
        raise DamagedError("a ready list does not hold the ids of the articles")


def _big_topics(connection: sqlite3.Connection) -> dict[int, int]:
    """Return the topics that have a list, and how many articles each has."""
    rows = connection.execute(
        "SELECT id, count FROM facets WHERE kind = 'topic' AND count >= ?", (_BIG,)
    )
    return dict(typed(rows, int, int))


def _order(key: SortKey) -> str:
    return order_by((key,))


def _topic(topic_id: int) -> str:
    return f"topic {topic_id}"


def _of_topic(topic_id: int) -> str:
    return f"SELECT article_id AS id FROM article_topics WHERE topic_id = {topic_id}"


def _of_all(
    connection: sqlite3.Connection, key: SortKey, values: Values | None
) -> "array[int] | None":
    ids = _current(connection, _order(key), key, _ARTICLES, values)
    if ids is not None and len(ids) != article_count(connection):
        raise DamagedError("a list of all articles does not hold as many as there are")
    return ids


def _current(
    connection: sqlite3.Connection,
    name: str,
    key: SortKey,
    query: str,
    values: Values | None = None,
) -> "array[int] | None":
    """Return the list `name`, of what `query` finds; None if there is none, or too much changed."""
    changed = read_ids(connection, f"{_CHANGED} LIMIT {FEW_NOTED + 1}")
    if len(changed) > FEW_NOTED:
        return None
    ids = stored(connection, name)
    if ids is None or not changed:
        return ids
    now = read_ids(connection, f"SELECT id FROM ({query}) WHERE id IN ({_CHANGED})")
    return Places(connection, {*changed}, key, values).of(ids, now)
