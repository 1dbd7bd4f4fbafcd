"""Counts that are updated as articles come and go, because counting all of them takes long."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable

from broadsheet.damage import typed


def article_count(connection: sqlite3.Connection) -> int:
    """Return how many articles there are, as far as batches have ended."""
    rows = connection.execute("SELECT coalesce(max(value), 0) FROM meta WHERE key = 'articles'")
    ((count,),) = typed(rows, int)
    return int(count)


class Counts:
    """Counts articles, and how many have each facet and each score; the caller owns transactions.

    `facet_ids` holds the ids of all names of the articles that are added or removed; `qualities`
    and `heats` hold one value for each article, None for an article without one. `sources` says of
    each article whether it has a provider, and whether it has an author.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._articles = Counter[str]()
        self._facets = Counter[int | None]()
        self._qualities = Counter[int | None]()
        self._heats = Counter[int | None]()

    def add(
        self,
        facet_ids: Iterable[int | None],
        qualities: Collection[int | None],
        heats: Iterable[int | None],
        sources: Iterable[tuple[bool, bool]],
    ) -> None:
        """Count added articles."""
        self._articles["articles"] += len(qualities)
        self._articles.update(_with_sources(sources))
        self._facets.update(facet_ids)
        self._qualities.update(qualities)
        self._heats.update(heats)

    def take(
        self,
        facet_ids: Iterable[int | None],
        qualities: Collection[int | None],
        heats: Iterable[int | None],
        sources: Iterable[tuple[bool, bool]],
    ) -> None:
        """Count removed articles."""
        self._articles["articles"] -= len(qualities)
        self._articles.subtract(_with_sources(sources))
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
        self._connection.executemany(
            "INSERT INTO meta VALUES (?, ?) "
            "ON CONFLICT DO UPDATE SET value = value + excluded.value",
            [*self._articles.items()],
        )
        self._articles.clear()
        self._facets.clear()


def _with_sources(sources: Iterable[tuple[bool, bool]]) -> Counter[str]:
    found = Counter(sources)
    return Counter(
        provided=sum(count for (has_provider, _), count in found.items() if has_provider),
        authored=sum(count for (_, has_author), count in found.items() if has_author),
    )
