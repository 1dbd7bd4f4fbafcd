"""The names that a library knows: what a query may ask for, and what a mistyped one meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from broadsheet.library.query.fields import shown
from broadsheet.library.query.parse import FACETS, FacetField, FacetTerm, Note, Query
from broadsheet.library.query.terms import Facet
from broadsheet.text.did_you_mean import nearest
from broadsheet.text.folding import name_key


@dataclass(frozen=True, slots=True)
class Name:
    """A topic, provider, type or category, and how many articles carry it.

    `key` is what makes it the same name: `name_key(text)`.
    """

    kind: FacetField
    text: str
    key: str
    count: int


class Names:
    """The names of a library at one moment, by kind, in the order of the index: frequent first."""

    def __init__(self, facets: Iterable[Facet] = ()) -> None:
        self._by_kind: dict[FacetField, list[Name]] = {kind: [] for kind in FACETS}
        for facet in facets:
            name = Name(facet.kind, facet.name, name_key(facet.name), facet.count)
            self._by_kind[facet.kind].append(name)
        self._keys = {
            kind: {name.key: name.text for name in names} for kind, names in self._by_kind.items()
        }

    def of(self, kind: FacetField) -> Sequence[Name]:
        """Return the names of a kind."""
        return self._by_kind[kind]

    def has(self, kind: FacetField, text: str) -> bool:
        """Tell whether there is a name of a kind that is `text`, accents and case aside."""
        return name_key(text) in self._keys[kind]

    def nearest(self, kind: FacetField, text: str) -> str | None:
        """Return the name of a kind that `text` may have meant."""
        keys = self._keys[kind]
        key = nearest(name_key(text), list(keys))
        return None if key is None else keys[key]


def check_names(query: Query, names: Names) -> Query:
    """Return `query` with a note for every name in its text that no article carries."""
    notes = [
        Note(part.start, part.end, _missing(part.term, names))
        for part in query.parts
        if isinstance(part.term, FacetTerm) and _is_missing(part.term, names)
    ]
    return replace(query, notes=tuple(sorted((*query.notes, *notes), key=lambda n: n.start)))


def _is_missing(term: FacetTerm, names: Names) -> bool:
    # A provider goes by its domain as well, which `Names` does not know.
    is_domain = term.field == "provider" and "." in term.value
    return not is_domain and not names.has(term.field, term.value)


def _missing(term: FacetTerm, names: Names) -> str:
    meant = names.nearest(term.field, term.value)
    hint = f": did you mean `{meant}`?" if meant else " in this library."
    return f"There is no {term.field} `{shown(term.value)}`{hint}"
