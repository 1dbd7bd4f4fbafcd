"""The ids of names that articles share (the table `facets`), given out as articles are written."""

import sqlite3
from collections.abc import Iterable
from functools import lru_cache

from broadsheet.library.query.names import name_words
from broadsheet.library.query.terms import FacetField
from broadsheet.text.folding import name_key

_LISTS_KEPT = 10_000
"""How many lists of names are cached with their ids."""


class FacetIds:
    """Gives names their ids, and new names new ones; the caller owns transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str, str], int] = {}
        rows = connection.execute("SELECT EXISTS (SELECT 1 FROM facets)")
        ((self._has_earlier,),) = rows  # those are looked up when they are needed
        self._as_written: dict[tuple[str, str, str], int | None] = {}
        self.of_list = lru_cache(_LISTS_KEPT)(self._of_list)
        """Returns the ids of topics or authors, as a list and as text."""

    def of(self, kind: str, name: str, domain: str = "") -> int | None:
        """Return the id of a name; None if the name is empty."""
        written = (kind, name, domain)
        if written not in self._as_written:
            self._as_written[written] = self._find(*written) if name else None
        return self._as_written[written]

    def _of_list(self, kind: FacetField, names: Iterable[str]) -> tuple[list[int], str]:
        found = (self.of(kind, name) for name in names)
        ids = list(dict.fromkeys(facet_id for facet_id in found if facet_id is not None))
        return ids, str(ids)

    def _find(self, kind: str, name: str, domain: str) -> int:
        key, domain_key = name_key(name), name_key(domain)
        known = self._known.get((kind, key, domain_key))
        if known is None and self._has_earlier:
            rows = self._connection.execute(
                "SELECT min(id) FROM facets WHERE kind = ? AND key = ? AND domain_key = ?",
                (kind, key, domain_key),
            )
            ((known,),) = rows
        if known is None:
            ((known,),) = self._connection.execute(
                "INSERT INTO facets (kind, name, key, words, domain, domain_key) "
                "VALUES (?, ?, ?, ?, ?, ?) "
                "RETURNING id",
                (kind, name, key, name_words(key), domain, domain_key),
            ).fetchall()
        self._known[kind, key, domain_key] = known
        return known
