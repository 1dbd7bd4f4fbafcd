"""Counts that are updated as articles come and go, because counting all of them takes long."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from broadsheet.damage import typed


def article_count(connection: sqlite3.Connection) -> int:
    """Return how many articles there are, as far as batches have ended."""
    rows = connection.execute("SELECT coalesce(max(value), 0) FROM meta WHERE key = 'articles'")
    ((count,),) = typed(rows, int)
    return int(count)


class Counted(NamedTuple):
    """What is counted of some articles; of scores and sources, one value for each article."""

    facet_ids: Iterable[int | None]
    """The ids of all their names."""

    qualities: Collection[int | None]
    heats: Iterable[int | None]
    sources: Iterable[tuple[bool, bool]]
    """Whether an article has a provider, and whether it has an author."""

    def articles(self) -> Counter[str]:
        """Return how many there are, and how many of them have a provider and an author."""
        found = Counter(self.sources)
        return Counter(
            articles=len(self.qualities),
            provided=sum(count for (has_provider, _), count in found.items() if has_provider),
            authored=sum(count for (_, has_author), count in found.items() if has_author),
        )


class Counts:
    """Counts articles, and how many have each facet and score; the caller owns transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._articles = Counter[str]()
        self._facets = Counter[int | None]()
        self._qualities = Counter[int | None]()
        self._heats = Counter[int | None]()

    def add(self, added: Counted) -> None:
        """Count added articles."""
        self._articles.update(added.articles())
        self._facets.update(added.facet_ids)
        self._qualities.update(added.qualities)
        self._heats.update(added.heats)

    def take(self, removed: Counted) -> None:
        """Count removed articles."""
        self._articles.subtract(removed.articles())
        self._facets.subtract(removed.facet_ids)
        self._qualities.subtract(removed.qualities)
        self._heats.subtract(removed.heats)

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
