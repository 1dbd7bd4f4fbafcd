"""The names in a library: what a query can ask for, and what a mistyped name may mean."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from broadsheet.library.query.dates import When
from broadsheet.library.query.fields import shown
from broadsheet.library.query.parse import Note, Part, Query
from broadsheet.library.query.terms import (
    FacetField,
    FacetTerm,
    Front,
    Measure,
    Missing,
    Newest,
    Word,
)
from broadsheet.records import record
from broadsheet.text.counting import counted
from broadsheet.text.did_you_mean import nearest
from broadsheet.text.folding import fold, name_key

_MOST_SHOWN = 3
_MOST_WORDS = 4
"""Words behind a name that may belong to it."""


@record
class Name:
    """A topic, provider, author, feed, type or category, and how many articles carry it.

    `key` is what makes it the same name: `name_key(text)`.
    """

    kind: FacetField
    text: str
    key: str
    count: int


class Alike(NamedTuple):
    """How many names have the words that were typed, and the texts of the most frequent ones."""

    number: int
    texts: tuple[str, ...]


class Names(ABC):
    """What a query can ask for in a library: names by kind, most frequent first, and fields."""

    @abstractmethod
    def begun(self, kinds: Collection[FacetField], begun: str, most: int) -> list[Name]:
        """Return the names that begin with `begun`, then those with a later word that does."""

    @abstractmethod
    def has(self, kind: FacetField, text: str) -> bool:
        """Tell whether `text` is the name of a kind, or a provider's domain.

        Accents and case do not matter.
        """

    @abstractmethod
    def alike(self, kind: FacetField, text: str, most: int) -> Alike:
        """Return the names of a kind that have every word of `text`, or a word beginning with it.

        This is what a query takes when no name is exactly `text`.
        """

    @abstractmethod
    def common(self, kind: FacetField) -> Sequence[tuple[str, str]]:
        """Return key and text of the most frequent names of a kind."""

    @abstractmethod
    def has_field(self, field: str) -> bool:
        """Tell whether any article has `field`, which may also be a sort key."""

    def note_on_front(self, when: When) -> str:
        """Return what there is to say about the day of a front page; empty if it is as asked."""
        return ""

    def nearest(self, kind: FacetField, text: str) -> str | None:
        """Return the name of a kind that `text` may have meant: all of the name, or a word."""
        known = dict(self.common(kind))
        by_word = {word: key for key in reversed(known) for word in key.split()}
        meant = name_key(text)
        key = nearest(meant, list(known)) or by_word.get(nearest(meant, list(by_word)) or "")
        return None if key is None else known[key]


class NoNames(Names):
    """Names of an unknown library: completes none, and warns about none."""

    def begun(self, kinds: Collection[FacetField], begun: str, most: int) -> list[Name]:
        """Return no names."""
        return []

    def has(self, kind: FacetField, text: str) -> bool:
        """Let every name pass."""
        return True

    def alike(self, kind: FacetField, text: str, most: int) -> Alike:
        """Return no names."""
        return Alike(0, ())

    def common(self, kind: FacetField) -> Sequence[tuple[str, str]]:
        """Return no names."""
        return ()

    def has_field(self, field: str) -> bool:
        """Let every field pass."""
        return True


def name_words(key: str) -> str:
    """Return the words of a name, given its `name_key`, each with a space before it.

    A word with a sign in it (`c++`, `the-verge`) is followed by what it is without the sign.
    """
    folded = fold(key)
    return f" {key}" if folded == key else f" {key} {folded}"


def check_names(query: Query, names: Names) -> Query:
    """Return `query` with a note for every name and field in its text that no article has."""
    unquoted = [note for at in range(len(query.parts)) for note in _unquoted(at, query, names)]
    explained = {note.start for note in unquoted}
    notes = unquoted + [
        Note(part.start, part.end, sentence)
        for part in query.parts
        if part.start not in explained
        for sentence in (*_missing(part, query, names), *_other_day(part, names))
    ]
    # A note on a part that was not understood explains the others.
    return replace(query, notes=(*query.notes, *sorted(notes, key=lambda note: note.start)))


def finds_nothing(query: Query, names: Names) -> bool:
    """Tell whether `query` asks for a name or a field that no article has."""
    asked = (part for part in query.parts if part.kind != "sort")
    return any(True for part in asked for _ in _missing(part, query, names))


def no_such_field(field: str) -> str:
    """Return that there is no `field` to sort or search by."""
    a_field = {"author": "an author", "merit": "a quality or a heat"}.get(field, f"a {field}")
    return f"No article of this library has {a_field}."


def _missing(part: Part, query: Query, names: Names) -> Iterator[str]:
    """Yield a sentence for each name and field that a part of `query` asks for in vain."""
    match part.term:
        case FacetTerm(field, value) if not names.has(field, value):
            yield _taken_for(part.term, names)
        case Measure(field, test) if not isinstance(test, Missing) and not names.has_field(field):
            yield no_such_field(field)
        case Newest() if not names.has_field("date"):
            yield no_such_field("date")
    if part.kind == "sort":
        yield from (no_such_field(k.field) for k in query.sort if not names.has_field(k.field))


def _unquoted(at: int, query: Query, names: Names) -> Iterator[Note]:
    """Yield a note if the words behind a name belong to it: `author:ada lovelace`."""
    part = query.parts[at]
    if not isinstance(part.term, FacetTerm):
        return
    kind, value = part.term.field, part.term.value
    words = [
        following.term.text
        for following in takewhile(_is_plain_word, query.parts[at + 1 : at + 1 + _MOST_WORDS])
        if isinstance(following.term, Word)
    ]
    is_known = names.has(kind, value)
    for number in range(len(words), 0, -1):
        name = " ".join([value, *words[:number]])
        if names.has(kind, name) or (not is_known and names.alike(kind, name, 1).number):
            term = str(replace(part.term, value=name))
            sentence = f"A name with a space needs quotes: write “{shown(term)}”."
            yield Note(part.start, query.parts[at + number].end, sentence, term)
            return


def _is_plain_word(part: Part) -> bool:
    return part.kind == "words" and isinstance(part.term, Word) and not part.term.negated


def _other_day(part: Part, names: Names) -> Iterator[str]:
    """Yield a sentence if the front page that is shown is of another day than was asked for."""
    match part.term:
        case Front(when, negated=False) if note := names.note_on_front(when):
            yield note


def _taken_for(term: FacetTerm, names: Names) -> str:
    missing = f"There is no {term.field} “{shown(term.value)}”"
    alike = names.alike(term.field, term.value, _MOST_SHOWN)
    if alike.number:
        number = counted(alike.number, "name matches", "names match")
        end = "…" if alike.number > len(alike.texts) else "."
        return f"{missing}: {number}: {', '.join(alike.texts)}{end}"
    meant = names.nearest(term.field, term.value)
    return missing + (f": did you mean “{meant}”?" if meant else " in this library.")
