"""Writing the title search's part of the index, inside the transactions of `IndexWriter`.

What a batch changed becomes a new part (titles.sql); what it replaces in older parts is noted as
gone. Parts are never changed, only put together: the small ones, as long as the next bigger one is
not much bigger than they are together. So a title is written anew a few times only, however many
batches there are, and the search meets a handful of parts.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence

from reader.library.postings import write_part
from reader.library.query_sql import order_by
from reader.library.query_terms import SortKey

BEST_FIRST = tuple(SortKey(name, descending=True) for name in ("quality", "heat", "date"))
"""The order of titles that fit a query equally well."""

_MOST_PARTS = 32
"""So many may gather during a run; then the smaller half is put together."""

_GROWTH = 4
"""A part stays as it is while it is so many times the size of all smaller ones together."""

_SMALL = 20_000
"""Parts that have no more titles together are put together at once: it takes no time."""


def _key_part(column: str, bits: int) -> str:
    """Return SQL for a number below 2^bits: the less the greater `column`; the most for none."""
    middle = 2 ** (bits - 1) - 1
    held = f"max({-middle}, min({middle}, {column}))"
    return f"CASE WHEN {column} IS NULL THEN {2**bits - 1} ELSE {middle} - {held} END"


# The order BEST_FIRST as one number of 63 bits. What does not fit into them (a quality above
# 8,191, a date after 2106) is only told apart within a part.
_KEY = (
    f"(({_key_part('quality', 14)}) << 49) | (({_key_part('heat', 16)}) << 33) "
    f"| ({_key_part('date', 33)})"
)

_ROWS = (
    f"SELECT id, folded, {_KEY} FROM articles WHERE id IN (SELECT value FROM json_each(?)) "
    f"ORDER BY {order_by(BEST_FIRST)}"
)


class TitleWriter:
    """Keeps what `TitleSearch` reads in step with the articles; the caller owns transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._added: set[int] = set()
        self._gone: set[int] = set()

    def add(self, article_id: int) -> None:
        """Note an article that was written: it is new, or its title, date or scores changed.

        One that was there before must be forgotten first.
        """
        self._added.add(article_id)

    def forget(self, article_id: int) -> None:
        """Note that an article is gone, or about to be added anew."""
        self._added.discard(article_id)
        self._gone.add(article_id)

    def flush(self) -> None:
        """Write what was noted; called at the end of each batch, inside its transaction."""
        if self._gone:
            self._connection.executemany(
                "INSERT OR REPLACE INTO title_gone SELECT ?, coalesce(max(id), 0) FROM title_parts",
                [(article_id,) for article_id in self._gone],
            )
        if self._added:
            write_part(self._connection, self._rows(self._added))
        self._gone.clear()
        self._added.clear()
        parts = self._smallest_first()
        if len(parts) > _MOST_PARTS:
            self._put_together(parts[: _MOST_PARTS // 2])

    def finish(self) -> None:
        """Put the parts together once a run is over; called inside a transaction of its own.

        It may be called at any other time, too: nothing is written where nothing is to be done.
        """
        parts = self._smallest_first()
        ((gone,),) = self._connection.execute("SELECT count(*) FROM title_gone")
        are_mostly_gone = gone * _GROWTH > sum(size for _, size in parts)
        count = len(parts) if are_mostly_gone else smallest_to_merge([size for _, size in parts])
        if count:
            self._put_together(parts[:count])

    def _put_together(self, parts: Sequence[tuple[int, int]]) -> None:
        """Make one of these parts (id and size)."""
        part_ids = [part_id for part_id, _ in parts]
        write_part(self._connection, self._rows(self._current(part_ids)))
        for part_id in part_ids:
            self._connection.execute("DELETE FROM title_parts WHERE id = ?", (part_id,))
            self._connection.execute(
                "DELETE FROM title_words WHERE id >= ? << 32 AND id < ? << 32",
                (part_id, part_id + 1),
            )
        self._connection.execute(
            "DELETE FROM title_gone WHERE last_part < (SELECT min(id) FROM title_parts)"
        )

    def _smallest_first(self) -> list[tuple[int, int]]:
        """Return id and size of every part."""
        return self._connection.execute(
            "SELECT id, size FROM title_parts ORDER BY size, id"
        ).fetchall()

    def _current(self, part_ids: Sequence[int]) -> list[int]:
        """Return the ids of the articles in these parts that are not gone."""
        gone = dict(self._connection.execute("SELECT article_id, last_part FROM title_gone"))
        current: list[int] = []
        for part_id in part_ids:
            ((blob,),) = self._connection.execute(
                "SELECT ids FROM title_parts WHERE id = ?", (part_id,)
            )
            ids = array("q", blob)
            current += [article_id for article_id in ids if gone.get(article_id, 0) < part_id]
        return current

    def _rows(self, ids: Iterable[int]) -> sqlite3.Cursor:
        return self._connection.execute(_ROWS, (json.dumps(list(ids)),))


def smallest_to_merge(sizes: Sequence[int]) -> int:
    """Return how many of the smallest parts to put together; `sizes` ascend."""
    together = 0
    to_merge = 0
    for count, size in enumerate(sizes, 1):
        if count > 1 and (size <= _GROWTH * together or size + together <= _SMALL):
            to_merge = count
        together += size
    return to_merge
