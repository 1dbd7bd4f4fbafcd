"""Reads from the marks file what the user did that stories depend on."""

import sqlite3
from contextlib import closing
from pathlib import Path

from broadsheet.library.stories.partings import Pair

_MOST_LIKED = 20_000
"""Marks that are looked at, the latest ones: what somebody liked years ago says little."""

_POINTS = f"""
SELECT key, read + 3 * later + 5 * starred FROM marks WHERE read OR later OR starred
ORDER BY max(read_at, later_at, starred_at) DESC LIMIT {_MOST_LIKED}
"""
_PARTED = "SELECT one, other FROM partings WHERE parted"


def liked_in(path: Path) -> tuple[tuple[int, int], ...]:
    """Return the keys of what the user read, starred and kept for later, each with its points.

    Empty if the marks file at `path` cannot be read.
    """
    return tuple(_pairs(path, _POINTS))


def partings_in(path: Path) -> frozenset[Pair]:
    """Return the pairs of articles that the user says are not one story.

    Empty if the marks file at `path` has none or cannot be read.
    """
    return frozenset(_pairs(path, _PARTED))


def _pairs(path: Path, query: str) -> list[tuple[int, int]]:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()
    except (sqlite3.Error, ValueError):
        return []
