"""Ids that the index keeps ready, because gathering them takes long in a big library.

They are there between two runs only: while articles change, SQL has the answer.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise

from reader.articles.text import name_key
from reader.library.query_sql import order_by
from reader.library.query_terms import SortField, SortKey

NEWEST_FIRST = (SortKey("date", descending=True),)
"""The order that the articles of a topic are kept in: what a person sees who chooses one."""

_BEST_FIRST = (SortKey("quality", descending=True), SortKey("heat", descending=True))
"""What else the table is sorted by; the worst first is had from the best first, see `in_order`."""

_BIG = 1000
"""A topic of fewer articles is gathered at once anyway."""

_LISTS_KEPT = 10_000
"""So many lists of topics are remembered: most articles have the same few."""


def in_order(connection: sqlite3.Connection, sort: Sequence[SortKey]) -> "array[int] | None":
    """Return the ids of all articles in the order `sort`; None where it is not kept."""
    match sort:
        case [SortKey("quality" | "heat" as field, descending=False)]:
            best_first = _read(connection, _order(SortKey(field, descending=True)))
            return None if best_first is None else _worst_first(connection, field, best_first)
        case [key]:
            return _read(connection, _order(key))
    return None


def _worst_first(
    connection: sqlite3.Connection, field: SortField, best_first: "array[int]"
) -> "array[int]":
    """Turn the values round, but neither the articles of one value nor those that have none."""
    counts = connection.execute(
        "SELECT count FROM scores WHERE field = ? ORDER BY value DESC", (field,)
    )
    return _turned(best_first, accumulate(count for (count,) in counts))


def _turned(best_first: "array[int]", ends: Iterable[int]) -> "array[int]":
    """Turn round the articles of each value, which end where `ends` says; those behind stay."""
    ids = array("q")
    for start, end in reversed([*pairwise([0, *ends])]):
        ids += best_first[start:end]
    return ids + best_first[len(ids) :]


def of_topic(connection: sqlite3.Connection, name: str) -> "array[int] | None":
    """Return the ids of the articles of a topic, `NEWEST_FIRST`; None where they are not kept."""
    row = connection.execute(
        "SELECT id FROM facets WHERE kind = 'topic' AND key = ?", (name_key(name),)
    ).fetchone()
    return None if row is None else _read(connection, _topic(row[0]))


def are_kept(connection: sqlite3.Connection) -> bool:
    """Tell whether there is nothing to `keep`."""
    return connection.execute("SELECT 1 FROM kept_ids LIMIT 1").fetchone() is not None


def keep(connection: sqlite3.Connection) -> None:
    """Gather the ids; the caller owns the transaction."""
    for key in _BEST_FIRST:
        order = _order(key)
        rows = connection.execute(f"SELECT id FROM articles ORDER BY {order}")
        _write(connection, order, array("q", chain.from_iterable(rows)))
    _keep_by_date(connection)


def _keep_by_date(connection: sqlite3.Connection) -> None:
    """Gather all that goes by the date in one go: the two orders, and the big topics."""
    big = connection.execute("SELECT id FROM facets WHERE kind = 'topic' AND count >= ?", (_BIG,))
    of_topic = {topic_id: array("q") for (topic_id,) in big}

    @lru_cache(_LISTS_KEPT)
    def arrays_of(topics: str) -> list["array[int]"]:
        return [of_topic[topic_id] for topic_id in json.loads(topics) if topic_id in of_topic]

    newest_first, ends = array("q"), list[int]()
    before: int | None = None
    for article_id, date, topics in connection.execute(
        f"SELECT id, date, topics FROM articles ORDER BY {order_by(NEWEST_FIRST)}"
    ):
        if date != before:
            ends.append(len(newest_first))
            before = date
        newest_first.append(article_id)
        for ids in arrays_of(topics):
            ids.append(article_id)
    if before is not None:
        ends.append(len(newest_first))
    _write(connection, order_by(NEWEST_FIRST), newest_first)
    _write(connection, _order(SortKey("date")), _turned(newest_first, ends))
    for topic_id, ids in of_topic.items():
        _write(connection, _topic(topic_id), ids)


def forget(connection: sqlite3.Connection) -> None:
    """Throw the ids away, in the transaction that changes articles."""
    connection.execute("DELETE FROM kept_ids")


def _order(key: SortKey) -> str:
    return order_by((key,))


def _topic(topic_id: int) -> str:
    return f"topic {topic_id}"


def _read(connection: sqlite3.Connection, name: str) -> "array[int] | None":
    row = connection.execute("SELECT ids FROM kept_ids WHERE name = ?", (name,)).fetchone()
    return None if row is None else array("q", row[0])


def _write(connection: sqlite3.Connection, name: str, ids: "array[int]") -> None:
    connection.execute("INSERT INTO kept_ids VALUES (?, ?)", (name, ids.tobytes()))
