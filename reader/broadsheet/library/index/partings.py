"""Which articles the user says are not one story; see `marks/partings.py`, which keeps them."""

import sqlite3
from contextlib import closing
from pathlib import Path

from broadsheet.library.stories.partings import Pair

_PARTED = "SELECT one, other FROM partings WHERE parted"


def partings_in(path: Path) -> frozenset[Pair]:
    """Return the pairs in the marks file at `path`; none if it has none or cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return frozenset((one, other) for one, other in connection.execute(_PARTED))
    except (sqlite3.Error, ValueError):
        return frozenset()
