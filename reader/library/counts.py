"""What the index counts as articles come and go, because counting them all takes long."""

import sqlite3
from collections import Counter
from collections.abc import Iterable


class Counts:
    """How many articles there are, of each facet and of each score; the caller owns transactions.

    `facet_ids` are ids of names, None where an article has none.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._articles = 0
        self._facets = Counter[int]()
        self._scores = Counter[tuple[str, int]]()

    def add(self, facet_ids: Iterable[int | None], quality: int | None, heat: int | None) -> None:
        """Note an article more."""
        self._note(facet_ids, quality, heat, 1)

    def take(self, facet_ids: Iterable[int | None], quality: int | None, heat: int | None) -> None:
        """Note an article less."""
        self._note(facet_ids, quality, heat, -1)

    def write(self) -> None:
        """Write what was noted since; called at the end of each batch, inside its transaction."""
        self._connection.executemany(
            "UPDATE facets SET count = count + ? WHERE id = ?",
            [(change, facet_id) for facet_id, change in self._facets.items()],
        )
        self._connection.executemany(
            "INSERT INTO scores VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET count = count + excluded.count",
            [(*score, change) for score, change in self._scores.items()],
        )
        self._connection.execute("DELETE FROM scores WHERE count = 0")
        self._connection.execute(
            "INSERT INTO meta VALUES ('articles', ?) "
            "ON CONFLICT DO UPDATE SET value = value + excluded.value",
            (self._articles,),
        )
        self._articles = 0
        self._facets.clear()
        self._scores.clear()

    def _note(
        self, facet_ids: Iterable[int | None], quality: int | None, heat: int | None, change: int
    ) -> None:
        self._articles += change
        for facet_id in facet_ids:
            if facet_id is not None:
                self._facets[facet_id] += change
        if quality is not None:
            self._scores["quality", quality] += change
        if heat is not None:
            self._scores["heat", heat] += change
