"""What the index counts as articles come and go, because counting them all takes long."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable


class Counts:
    """How many articles there are, of each facet and of each score; the caller owns transactions.

    Of some articles `facet_ids` are the ids of all their names; `qualities` and `heats` hold one
    for each of them. None stands where an article has none.
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
        """Note articles more."""
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
        """Note articles less."""
        self._articles -= len(qualities)
        self._facets.subtract(facet_ids)
        self._qualities.subtract(qualities)
        self._heats.subtract(heats)

    def write(self) -> None:
        """Write what was noted since; called at the end of each batch, inside its transaction."""
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
