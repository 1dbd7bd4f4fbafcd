"""Counts that are updated as articles come and go, because counting all of them takes long."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable


class Counts:
    """Counts articles, and how many have each facet and each score; the caller owns transactions.

    `facet_ids` holds the ids of all names of the articles that are added or removed; `qualities`
    and `heats` hold one value for each article, None for an article without one.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._articles = 0
        self._facets = Counter[int | None]()
        self._qualities = Counter[int | None]()
        self._heats = Counter[int | None]()

    def add(
        self,
        facet_ids: Iterable[int | None],
        qualities: Collection[int | None],
        heats: Iterable[int | None],
    ) -> None:
        """Count added articles."""
        self._articles += len(qualities)
        self._facets.update(facet_ids)
        self._qualities.update(qualities)
        self._heats.update(heats)

    def take(
        self,
        facet_ids: Iterable[int | None],
        qualities: Collection[int | None],
        heats: Iterable[int | None],
    ) -> None:
        """Count removed articles."""
        self._articles -= len(qualities)
        self._facets.subtract(facet_ids)
        self._qualities.subtract(qualities)
        self._heats.subtract(heats)

    def write(self) -> None:
        """Write the changes since the last call, inside the transaction of a batch."""
        self._connection.executemany(
            "UPDATE facets SET count = count + ? WHERE id = ?",
            [(change, facet_id) for facet_id, change in self._facets.items()],
        )
        for field, changes in (("quality", self._qualities), ("heat", self._heats)):
            self._connection.executemany(
                "INSERT INTO scores VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET count = count + excluded.count",
                [(field, value, change) for value, change in changes.items() if value is not None],
            )
            changes.clear()
        self._connection.execute("DELETE FROM scores WHERE count = 0")
        self._connection.execute(
            "INSERT INTO meta VALUES ('articles', ?) "
            "ON CONFLICT DO UPDATE SET value = value + excluded.value",
            (self._articles,),
        )
        self._articles = 0
        self._facets.clear()
