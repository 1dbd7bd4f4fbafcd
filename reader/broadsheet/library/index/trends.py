"""How many articles topics had in each of the last weeks."""

import sqlite3

from broadsheet.damage import typed

WEEKS = 8

_WEEK = 7 * 86_400


def weekly(connection: sqlite3.Connection) -> dict[str, tuple[int, ...]]:
    """Return the articles per week of each topic that had some, by its key, the last week last.

    Weeks are counted back from the newest article.
    """
    (newest,) = connection.execute("SELECT max(listed) FROM articles").fetchone()
    if newest is None:
        return {}
    rows = connection.execute(
        "SELECT f.key, (? - a.listed) / ?, count(*) FROM articles a, json_each(a.topics) t "
        "JOIN facets f ON f.id = t.value WHERE a.listed > ? GROUP BY 1, 2",
        (newest, _WEEK, newest - WEEKS * _WEEK),
    )
    found: dict[str, list[int]] = {}
    for key, ago, count in typed(rows, str, int, int):
        found.setdefault(key, [0] * WEEKS)[WEEKS - 1 - ago] = count
    return {key: tuple(counts) for key, counts in found.items()}
