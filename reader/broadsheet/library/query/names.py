"""The names in a library: what a query can ask for, and what a mistyped name may mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from broadsheet.library.query.fields import shown
from broadsheet.library.query.parse import FACETS, FacetField, FacetTerm, Note, Query
from broadsheet.library.query.terms import Facet
from broadsheet.text.counting import counted
from broadsheet.text.did_you_mean import nearest
from broadsheet.text.folding import fold, name_key

_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A topic, provider, author, feed, type or category, and how many articles carry it.

    `key` is what makes it the same name: `name_key(text)`.
    """

    kind: FacetField
    text: str
    key: str
    count: int


class Names:
    """The names in a library at one moment, by kind, most frequent first."""

    def __init__(self, facets: Iterable[Facet] = ()) -> None:
        self._by_kind: dict[FacetField, list[Name]] = {kind: [] for kind in FACETS}
        self._domains: set[str] = set()
        for facet in facets:
            name = Name(facet.kind, facet.name, name_key(facet.name), facet.count)
            self._by_kind[facet.kind].append(name)
            self._domains.update(domain.removeprefix("www.") for domain in facet.domains)
        self._keys = {
            kind: {name.key: name.text for name in names} for kind, names in self._by_kind.items()
        }

    def of(self, kind: FacetField) -> Sequence[Name]:
        """Return the names of a kind."""
        return self._by_kind[kind]

    def has(self, kind: FacetField, text: str) -> bool:
        """Tell whether `text` is the name of a kind, or a provider's domain.

        Accents and case do not matter.
        """
        key = name_key(text)
        is_domain = kind == "provider" and key.removeprefix("www.") in self._domains
        return is_domain or key in self._keys[kind]

    def alike(self, kind: FacetField, text: str) -> list[Name]:
        """Return the names of a kind that have every word of `text`, or a word beginning with it.

        This is what a query takes when no name is exactly `text`.
        """
        begun = [f" {word}" for word in name_key(text).split()]
        return [
            name
            for name in self._by_kind[kind]
            if begun and all(word in name_words(name.key) for word in begun)
        ]

    def nearest(self, kind: FacetField, text: str) -> str | None:
        """Return the name of a kind that `text` may have meant."""
        keys = self._keys[kind]
        key = nearest(name_key(text), list(keys))
        return None if key is None else keys[key]


def name_words(key: str) -> str:
    """Return the words of a name, given its `name_key`, each with a space before it.

    A word with a sign in it (`c++`, `the-verge`) is followed by what it is without the sign.
    """
    folded = fold(key)
    return f" {key}" if folded == key else f" {key} {folded}"


def check_names(query: Query, names: Names) -> Query:
    """Return `query` with a note for every name in its text that no article carries exactly."""
    notes = [
        Note(part.start, part.end, _taken_for(part.term, names))
        for part in query.parts
        if isinstance(part.term, FacetTerm) and not names.has(part.term.field, part.term.value)
    ]
    return replace(query, notes=tuple(sorted((*query.notes, *notes), key=lambda n: n.start)))


def _taken_for(term: FacetTerm, names: Names) -> str:
    missing = f"There is no {term.field} `{shown(term.value)}`"
    alike = names.alike(term.field, term.value)
    if alike:
        some = ", ".join(name.text for name in alike[:_MOST_SHOWN])
        number = counted(len(alike), "name matches", "names match")
        return f"{missing}: {number}: {some}{'…' if len(alike) > _MOST_SHOWN else '.'}"
    meant = names.nearest(term.field, term.value)
    return missing + (f": did you mean `{meant}`?" if meant else " in this library.")
