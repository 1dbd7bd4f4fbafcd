"""Writes the title search's part of the index, inside the transactions of `IndexWriter`.

Titles become a new part (titles.sql) when there are enough of them: in a long run, half as many
as it has written, so that its parts grow with it; and at its end. Until then they are pending, and
the titles that they replace in older parts are gone. Parts never change; they are merged until each
is a multiple of all smaller ones. The end of a run merges small parts, and more if many are big.
A thorough merge, when nobody waits for it, takes all of them. So each title is written a few times,
and the search mostly reads a single part: a million titles in one part take a third of the time
that they take in five.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate

from broadsheet.damage import sealed, unsealed_numbers
from broadsheet.library.query.order import order_by
from broadsheet.library.query.terms import SortKey
from broadsheet.library.titles.postings import write_part

BEST_FIRST = tuple(SortKey(name, descending=True) for name in ("quality", "heat", "date"))
"""The order of titles that match a query equally well."""

_FOUND_AT_ONCE = 2000
"""The first titles of a run, this many, can be found as soon as their batch is written."""

_SHARE_PENDING = 2
"""After that, one title in this many may be pending: parts grow by half."""

_MOST_PARTS = 8
"""This many parts, and a few small ones, may stay until a thorough merge: a search of nine takes a
third longer than one of five."""

_MOST_PARTS_MEANWHILE = 32
"""This many parts may pile up during a run; then the smaller half is merged."""

_SMALL = 20_000
"""This many titles are rewritten in no time."""

_APART = 4
"""A part with this many times the titles of all smaller ones is not worth rewriting."""

_MOSTLY = 4
"""If one title in this many is gone, the others are rewritten."""


def _key_part(column: str, bits: int) -> str:
    """Return SQL for a number below 2^bits that falls as `column` rises; the highest for NULL."""
    middle = 2 ** (bits - 1) - 1
    held = f"max({-middle}, min({middle}, {column}))"
    return f"CASE WHEN {column} IS NULL THEN {2**bits - 1} ELSE {middle} - {held} END"


# The order BEST_FIRST as one number of 63 bits. Values that do not fit (a quality above 8,191, a
# date after 2106) are ordered within a part only.
_KEY = (
    f"(({_key_part('quality', 14)}) << 49) | (({_key_part('heat', 16)}) << 33) "
    f"| ({_key_part('listed', 33)})"
)

_ROWS = (
    f"SELECT id, folded, {_KEY} FROM articles WHERE id IN (SELECT value FROM json_each(?)) "
    f"ORDER BY {order_by(BEST_FIRST)}"
)


class TitleWriter:
    """Keeps the titles that `TitleSearch` reads up to date; the caller owns transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._pending: set[int] = set()
        for (row,) in connection.execute("SELECT rowid FROM title_pending"):
            self._pending.update(unsealed_numbers(connection, "title_pending", "ids", row))
        self._added = array("q")
        self._gone: set[int] = set()
        self._written = 0

    @property
    def is_finished(self) -> bool:
        """Whether every title can be found, so that there is nothing to `finish`."""
        return not self._pending

    def add(self, article_id: int) -> None:
        """Note an article that was written because it is new or has changed.

        An article that has changed must be forgotten first.
        """
        self._added.append(article_id)

    def forget(self, article_id: int) -> None:
        """Note that an article is gone, or about to be added again."""
        self._gone.add(article_id)

    def flush(self) -> None:
        """Write what was noted, at the end of each batch, inside its transaction."""
        if self._gone:
            self._connection.executemany(
                "INSERT OR REPLACE INTO title_gone SELECT ?, coalesce(max(id), 0) FROM title_parts",
                [(article_id,) for article_id in self._gone],
            )
        self._gone.clear()
        self._pending.update(self._added)
        if self._written < _FOUND_AT_ONCE or len(self._pending) * _SHARE_PENDING > self._written:
            self._write_pending()
        elif self._added:
            self._connection.execute(
                "INSERT INTO title_pending VALUES (?)", (sealed(self._added.tobytes()),)
            )
        del self._added[:]

    def finish(self) -> None:
        """Write all pending titles, at the end of a run, in a transaction of its own.

        Small parts that they were to be merged with become one part with them at once.
        """
        parts = self._smallest_first()
        pending = len(self._pending)
        sizes = sorted([pending, *(size for _, size in parts)])
        count = smallest_to_merge(sizes)
        is_merged = count > 0 and pending <= sizes[count - 1]
        self._write_pending(parts[: count - 1] if is_merged else ())

    def tidy(self, *, thoroughly: bool = False) -> None:
        """Merge parts, in a transaction of its own.

        It may be called at any time, and writes only if there is something to merge. A thorough
        merge takes ten seconds after a first run of a million articles.
        """
        parts = self._smallest_first()
        ((gone,),) = self._connection.execute("SELECT count(*) FROM title_gone")
        are_mostly_gone = gone * _MOSTLY > sum(size for _, size in parts)
        sizes = [size for _, size in parts]
        count = smallest_to_merge(sizes)
        if are_mostly_gone:
            count = len(parts)
        elif thoroughly:
            count = max(count, smallest_to_even_out(sizes))
        if count:
            self._put_together(parts[:count])

    def _write_pending(self, merged: Sequence[tuple[int, int]] = ()) -> None:
        """Write the pending titles, and those of the parts that are to be `merged` with them."""
        if not self._pending:
            return
        self._put_together(merged, self._pending)
        self._connection.execute("DELETE FROM title_pending")
        self._written += len(self._pending)
        self._pending.clear()
        parts = self._smallest_first()
        if len(parts) > _MOST_PARTS_MEANWHILE:
            self._put_together(parts[: _MOST_PARTS_MEANWHILE // 2])

    def _put_together(self, parts: Sequence[tuple[int, int]], more: Iterable[int] = ()) -> None:
        """Merge these parts (id and size) and more articles into one part."""
        part_ids = [part_id for part_id, _ in parts]
        write_part(self._connection, self._rows([*self._current(part_ids), *more]))
        if not parts:
            return
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
        if not part_ids:
            return []
        gone = dict(self._connection.execute("SELECT article_id, last_part FROM title_gone"))
        current: list[int] = []
        for part_id in part_ids:
            ids = unsealed_numbers(self._connection, "title_parts", "ids", part_id)
            current += [article_id for article_id in ids if gone.get(article_id, 0) < part_id]
        return current

    def _rows(self, ids: Iterable[int]) -> sqlite3.Cursor:
        return self._connection.execute(_ROWS, (json.dumps(list(ids)),))


def smallest_to_merge(sizes: Sequence[int]) -> int:
    """Return how many of the smallest parts to merge; `sizes` ascend.

    What they become is not to be merged again before there are more parts.
    """
    count = smallest_to_even_out(sizes, at_most=_SMALL)
    # A few titles that came are no reason to rewrite many others.
    if sum(together > _SMALL for together in accumulate(sizes)) > _MOST_PARTS:
        count = len(sizes) - _MOST_PARTS // 2
    while count:
        left = sorted((sum(sizes[:count]), *sizes[count:]))
        more = smallest_to_even_out(left, at_most=_SMALL)
        if not more:
            break
        count += more - 1
    return count


def smallest_to_even_out(sizes: Sequence[int], at_most: int | None = None) -> int:
    """Return how many of the smallest parts to merge so that each is much larger than the next.

    Together they have no more than `at_most` titles. `sizes` ascend.
    """
    count = together = 0
    for number, size in enumerate(sizes, 1):
        if at_most is not None and together + size > at_most:
            break
        if size < together * _APART:
            count = number
        together += size
    return count
