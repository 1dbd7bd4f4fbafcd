"""The names in an index: found as they are typed, so that nobody waits for all of them."""

import sqlite3
from collections.abc import Callable, Collection, Sequence

from broadsheet.damage import typed
from broadsheet.library.index.makeup import Makeup, makeup_of
from broadsheet.library.query.dates import When
from broadsheet.library.query.names import Alike, Name, Names
from broadsheet.library.query.terms import FACETS, FacetField
from broadsheet.records import record
from broadsheet.text.folding import name_key

_COMMON = 1000
"""Names of a kind, the most frequent first, that a mistyped one is compared with."""

_IN_USE = "(count > 0 OR position IS NOT NULL)"


@record
class Facet:
    """A topic, provider, author or the like: how many articles carry it, how many unread."""

    kind: FacetField
    name: str
    count: int
    parent: str = ""
    position: int | None = None
    unread: int = 0


class IndexNames(Names):
    """Asks the index that `connection` returns, which may be another one each time."""

    def __init__(
        self,
        connection: Callable[[], sqlite3.Connection],
        note_on_front: Callable[[When], str] = lambda _: "",
    ) -> None:
        self._connection = connection
        self._note_on_front = note_on_front
        self._makeup: Makeup | None = None

    def begun(self, kinds: Collection[FacetField], begun: str, most: int) -> list[Name]:
        """Return the names with a word that begins like this; see `Names.begun`."""
        key = name_key(begun) + (" " if begun[-1:].isspace() else "")
        found = " UNION ALL ".join(facets_of(kind, "instr(words, ' ' || ?1)") for kind in kinds)
        rows = self._connection().execute(
            f"SELECT kind, name, key, total FROM ({found}) "
            "ORDER BY substr(key, 1, length(?1)) <> ?1, total DESC, key LIMIT ?2",
            (key, most),
        )
        by_name = {kind: kind for kind in FACETS}
        return [Name(by_name[kind], *rest) for kind, *rest in typed(rows, str, str, str, int)]

    def has(self, kind: FacetField, text: str) -> bool:
        """Tell whether `text` is the name of a kind, or a provider's domain."""
        key = name_key(text)
        domain = key.removeprefix("www.")
        ((found,),) = self._connection().execute(
            f"SELECT EXISTS (SELECT 1 FROM facets WHERE kind = ? AND key = ? AND {_IN_USE}) "
            "OR EXISTS (SELECT 1 FROM facets WHERE kind = 'provider' AND kind = ? "
            f"AND domain_key > '' AND domain_key IN (?, ?) AND {_IN_USE})",
            (kind, key, kind, domain, f"www.{domain}"),
        )
        return bool(found)

    def alike(self, kind: FacetField, text: str, most: int) -> Alike:
        """Return the names that a query takes when no name is exactly `text`."""
        words = [f" {word}" for word in name_key(text).split()]
        if not words:
            return Alike(0, ())
        condition = " AND ".join(["instr(words, ?)"] * len(words))
        rows = self._connection().execute(
            f"SELECT name, count(*) OVER () FROM ({facets_of(kind, condition)}) "
            "ORDER BY total DESC, key LIMIT ?",
            (*words, most),
        )
        found = [*typed(rows, str, int)]
        return Alike(found[0][1] if found else 0, tuple(name for name, _ in found))

    def common(self, kind: FacetField) -> Sequence[tuple[str, str]]:
        """Return key and text of the most frequent names of a kind."""
        rows = self._connection().execute(
            f"SELECT key, name FROM ({facets_of(kind)}) ORDER BY total DESC, key LIMIT ?",
            (_COMMON,),
        )
        return [*typed(rows, str, str)]

    def has_field(self, field: str) -> bool:
        """Tell whether any article has `field`."""
        if self._makeup is None:
            self._makeup = makeup_of(self._connection())
        return self._makeup.has(field)

    def note_on_front(self, when: When) -> str:
        """Return what there is to say about the day of a front page."""
        return self._note_on_front(when)


def facets_of(kind: FacetField, condition: str = "1") -> str:
    """Return the query for the names of a kind that articles carry or topics files describe.

    A provider with several domains is one name: only there do rows have to be grouped, which takes
    ten times as long.
    """
    total, grouped = ("sum(count)", " GROUP BY key") if kind == "provider" else ("count", "")
    return (
        f"SELECT kind, name, key, {total} AS total, parent, position FROM facets "
        f"WHERE kind = '{kind}' AND {_IN_USE} AND {condition}{grouped}"
    )
