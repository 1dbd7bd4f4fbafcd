"""What the articles of a library have, which decides about columns, orders and notes."""

import sqlite3
from typing import Literal, NamedTuple

from broadsheet.damage import typed

_FIELDS = frozenset({"quality", "heat", "date", "provider", "author"})


class Makeup(NamedTuple):
    """Which `fields` at least one article of a library has."""

    fields: frozenset[str] = _FIELDS
    source: Literal["provider", "author", ""] = "provider"
    """What tells best where articles are from; empty if it is the same for all."""

    def has(self, field: str) -> bool:
        """Tell whether any article has `field`, which may also be a sort key."""
        if field == "merit":
            return not self.fields.isdisjoint({"quality", "heat"})
        return field not in _FIELDS or field in self.fields


EVERYTHING = Makeup()


def makeup_of(connection: sqlite3.Connection) -> Makeup:
    """Return what the articles of an index have, from its counts."""
    rows = connection.execute(
        "SELECT DISTINCT field, 1 FROM scores UNION ALL "
        "SELECT 'date', EXISTS (SELECT 1 FROM articles WHERE listed > ?) UNION ALL "
        "SELECT key, value FROM meta WHERE key IN ('articles', 'provided', 'authored')",
        (-(2**63),),
    )
    counts = dict(typed(rows, str, int))
    articles, provided, authored = (
        counts.pop(key, 0) for key in ("articles", "provided", "authored")
    )
    counts |= {"provider": provided, "author": authored}
    fields = frozenset(field for field, count in counts.items() if count > 0)
    several = _are_several(connection, "provider")
    if (
        2 * authored > articles
        and _are_several(connection, "author")
        and (authored > 2 * provided or not several)
    ):
        return Makeup(fields, "author")
    return Makeup(fields, "provider" if several else "")


def _are_several(connection: sqlite3.Connection, kind: str) -> bool:
    found = connection.execute(
        "SELECT DISTINCT key FROM facets WHERE kind = ? AND count > 0 LIMIT 2", (kind,)
    )
    return len(found.fetchall()) > 1
