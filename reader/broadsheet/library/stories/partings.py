"""Pairs of articles that the user says are not one story, as the stories of an index know them."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping

from broadsheet.damage import typed

Pair = tuple[int, int]
"""The keys of the marks of two articles."""

_BY_KEY = """
WITH keys AS (SELECT value FROM json_each(?))
SELECT mark, id FROM articles WHERE mark IN keys
UNION SELECT key, article_id FROM earlier_keys WHERE key IN keys
"""


def respected(connection: sqlite3.Connection) -> frozenset[Pair]:
    """Return the pairs that the stories were made with."""
    rows = connection.execute("SELECT one, other FROM story_partings")
    return frozenset((one, other) for one, other in typed(rows, int, int))


def respect(connection: sqlite3.Connection, pairs: Collection[Pair]) -> None:
    """Note the pairs that the stories are made with."""
    connection.execute("DELETE FROM story_partings")
    connection.executemany("INSERT INTO story_partings VALUES (?, ?)", pairs)


def parted(connection: sqlite3.Connection, pairs: Collection[Pair]) -> Mapping[int, set[int]]:
    """Return the articles that each article of `pairs` is parted from."""
    apart: defaultdict[int, set[int]] = defaultdict(set)
    if not pairs:
        return apart
    ids: defaultdict[int, set[int]] = defaultdict(set)
    keys = json.dumps(sorted({key for pair in pairs for key in pair}))
    for key, article_id in typed(connection.execute(_BY_KEY, (keys,)), int, int):
        ids[key].add(article_id)
    for one, other in pairs:
        for article_id in ids.get(one, ()):
            apart[article_id] |= ids.get(other, set()) - {article_id}
        for article_id in ids.get(other, ()):
            apart[article_id] |= ids.get(one, set()) - {article_id}
    return apart
