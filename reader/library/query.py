"""The query language: what the search bar, saved views and `broadsheet list` understand.

A query is a row of terms that must all hold. Text becomes a typed `Query` here, and SQL in
`reader.library.query_sql`. Nothing that is typed raises: a term that cannot be understood is
searched for as words, and a note says why. A quote inside quotes is written twice.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial
from typing import Self, TypeGuard

from reader.articles.text import fold
from reader.library.dates import Ago, When, parse_when
from reader.library.query_terms import (
    FACETS,
    FLAGS,
    OPERATORS,
    SORT_FIELDS,
    Comparison,
    FacetField,
    FacetTerm,
    Flag,
    Measure,
    MeasureField,
    Missing,
    Operator,
    Phrase,
    Range,
    SortField,
    SortKey,
    Term,
    Test,
    Top,
    Word,
    quoted,
)

__all__ = [
    "FACETS",
    "SORT_FIELDS",
    "FacetField",
    "FacetTerm",
    "Note",
    "Query",
    "QueryError",
    "SortField",
    "SortKey",
    "Term",
    "facet_query",
    "facet_term",
    "parse",
    "parse_sort",
]

MAX_TERMS = 200
"""SQLite nests no expression deeper than 1,000; nobody types this many."""

MAX_LENGTH = 1_000
"""Characters of one term's value."""

_TOKEN = re.compile(
    r"""
    (?=\S) (?P<minus>-?)
    (?: (?P<name>[^\W\d_]{1,20}) : )?
    (?: "(?P<quoted>(?:[^"]|"")*+) (?:"|\Z) | (?P<bare>\S*) )
    """,
    re.VERBOSE,
)
_UNTYPABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}")
_TOP = re.compile(r"top(100|[1-9][0-9]?)%")
_NO_SORT_KEY = f"A sort needs a key: one of {', '.join(SORT_FIELDS)}."


class QueryError(ValueError):
    """A part of a query cannot be understood; the message is a sentence for who typed it."""


@dataclass(frozen=True, slots=True)
class Note:
    """What was not understood, in a sentence; `start` and `end` are its place in the text."""

    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, and in which order; `str` gives the text back, tidied.

    Two queries that ask the same in the same words are equal, whatever the notes.
    """

    terms: tuple[Term, ...] = ()
    sort: tuple[SortKey, ...] = ()
    notes: tuple[Note, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        parts = [str(term) for term in self.terms]
        if self.sort:
            parts.append("sort:" + ",".join(map(str, self.sort)))
        return " ".join(parts)

    @property
    def words(self) -> str:
        """The words to be found in titles, folded, for `reader.library.titles.TitleSearch`."""
        return " ".join(fold(term.text) for term in self.terms if _is_searched(term))

    def facet(self, kind: FacetField) -> tuple[str, ...]:
        """Return the values that are asked for of `kind`, as they were typed."""
        return tuple(
            term.value
            for term in self.terms
            if isinstance(term, FacetTerm) and term.field == kind and not term.negated
        )

    def without_words(self) -> Self:
        """Return the query without `words`: what SQL alone can answer."""
        return replace(self, terms=tuple(term for term in self.terms if not _is_searched(term)))

    def with_term(self, term: Term) -> Self:
        """Return the query with `term` at its end, unless it asks for that already."""
        return self if term in self.terms else replace(self, terms=(*self.terms, term))

    def without_term(self, term: Term) -> Self:
        """Return the query without `term`."""
        return replace(self, terms=tuple(other for other in self.terms if other != term))

    def replace_facets(self, kind: FacetField, names: Iterable[str]) -> Self:
        """Return the query asking for the `names` of `kind`, and for no other of that kind."""
        others = tuple(
            term
            for term in self.terms
            if not isinstance(term, FacetTerm) or term.field != kind or term.negated
        )
        return replace(self, terms=(*others, *(facet_term(kind, name) for name in names)))

    def with_sort(self, keys: Sequence[SortKey]) -> Self:
        """Return the query in the order `keys`."""
        return replace(self, sort=tuple(keys))


def facet_term(kind: FacetField, name: str) -> FacetTerm:
    """Return the term that asks for the topic, provider, type or category `name`."""
    return FacetTerm(kind, _tidy(name))


def facet_query(kind: FacetField, name: str) -> Query:
    """Return the query for all articles of the topic, provider, type or category `name`."""
    return Query((facet_term(kind, name),))


def parse_sort(text: str) -> tuple[SortKey, ...]:
    """Return the keys of `text`, such as `-heat,date`; raises QueryError naming what is no key."""
    keys: dict[SortField, SortKey] = {}
    for part in _sort_parts(text):
        key = _sort_key(part)
        keys.setdefault(key.field, key)
    if not keys:
        raise QueryError(_NO_SORT_KEY)
    return tuple(keys.values())


def parse(text: str) -> Query:
    """Return the query that `text` asks for; never raises, whatever is typed."""
    parser = _Parser()
    for count, match in enumerate(_TOKEN.finditer(_UNTYPABLE.sub(" ", text))):
        if count == MAX_TERMS:
            sentence = f"A query has {MAX_TERMS} terms at most: the rest is left out."
            parser.notes.append(Note(match.start(), len(text), sentence))
            break
        parser.read(match)
    return Query(tuple(parser.terms), tuple(parser.sort.values()), tuple(parser.notes))


class _LeftOutError(QueryError):
    """A part of a query asks for nothing, or nothing yet."""


class _Parser:
    """What was understood of a text so far."""

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self.sort: dict[SortField, SortKey] = {}
        self.notes: list[Note] = []

    def read(self, match: re.Match[str]) -> None:
        """Add one term of the text, or what it is searched for as, and a note."""
        negated = bool(match["minus"])
        name, bare = match["name"], match["bare"]
        is_phrase = bare is None
        written = match["quoted"].replace('""', '"') if is_phrase else bare
        if len(written) > MAX_LENGTH:
            self._note(match, f"Only the first {MAX_LENGTH:,} characters of this are looked for.")
        value = _tidy(written)
        try:
            if name is None:
                self._add_words(match, (Phrase if is_phrase else Word)(value, negated))
            elif not value and _is_part_of_headline(name):
                self._add_words(match, _as_words(name, value, negated))
            elif fold(name) == "sort":
                self._read_sort(match, value)
            else:
                self.terms.append(_field_term(name, value, negated))
        except _LeftOutError as error:
            self._note(match, str(error))
        except QueryError as error:
            self._note(match, f"{error} It is searched for as words.")
            self._add_words(match, _as_words(name, value, negated))

    def _add_words(self, match: re.Match[str], term: Word | Phrase) -> None:
        if fold(term.text):
            self.terms.append(term)
        else:
            self._note(match, "There is no letter or digit to search for in this: it is left out.")

    def _read_sort(self, match: re.Match[str], value: str) -> None:
        if match["minus"]:
            raise _LeftOutError("`sort:` cannot be negated: write `sort:-heat` for best first.")
        if not value:
            raise _LeftOutError(_no_value("sort"))
        for part in _sort_parts(value):
            try:
                key = _sort_key(part)
            except QueryError as error:
                self._note(match, str(error))
            else:
                self.sort.setdefault(key.field, key)

    def _note(self, match: re.Match[str], sentence: str) -> None:
        self.notes.append(Note(match.start(), match.end(), sentence))


def _is_part_of_headline(name: str) -> bool:
    """Tell `Xbox: what is new` from a field that is not finished or misspelt."""
    known = (*_FIELDS, "sort")
    return fold(name) not in known and _meant(fold(name), known) is None


def _field_term(name: str, value: str, negated: bool) -> Term:
    field_name = fold(name)
    make = _FIELDS.get(field_name)
    if make is None:
        meant = _meant(field_name, (*_FIELDS, "sort"))
        hint = f": did you mean `{meant}:`?" if meant else "."
        raise QueryError(f"`{name}:` is not a field{hint}")
    if not value or (field_name not in FACETS and not value.strip("<>=.")):
        raise _LeftOutError(_no_value(field_name))
    return make(value, negated)


def _no_value(name: str) -> str:
    return f"`{name}:` has no value yet: it is left out."


def _facet(kind: FacetField, value: str, negated: bool) -> FacetTerm:
    return FacetTerm(kind, value, negated)


def _measure(name: MeasureField, value: str, negated: bool) -> Measure:
    return Measure(name, _test(name, value.casefold()), negated)


def _since(operator: Operator, value: str, negated: bool) -> Measure:
    return Measure("date", Comparison(operator, _bound("date", value)), negated)


def _flag(kind: str, value: str, negated: bool) -> Flag:
    name = f"{kind}:{fold(value)}"
    if name in FLAGS:
        return Flag(name, negated)
    known = [flag for flag in FLAGS if flag.startswith(kind)]
    meant = _meant(name, known)
    raise QueryError(
        f"`{_shown(name)}` is not known: "
        + (f"did you mean `{meant}`?" if meant else f"there is {', '.join(known)}.")
    )


_FIELDS: dict[str, Callable[[str, bool], Term]] = {
    **{kind: partial(_facet, kind) for kind in FACETS},
    "quality": partial(_measure, "quality"),
    "heat": partial(_measure, "heat"),
    "date": partial(_measure, "date"),
    "after": partial(_since, ">="),
    "before": partial(_since, "<"),
    "newer": partial(_since, ">="),
    "older": partial(_since, "<"),
    "is": partial(_flag, "is"),
    "has": partial(_flag, "has"),
}


def _test(name: MeasureField, text: str) -> Test:
    if text == "none":
        return Missing()
    if name != "date" and (top := _TOP.fullmatch(text)):
        return Top(int(top[1]))
    low, dots, high = text.partition("..")
    if dots:
        return Range(
            _bound(name, low) if low else None,
            _bound(name, high) if high else None,
        )
    operator = next((sign for sign in OPERATORS if text.startswith(sign)), None)
    value = _bound(name, text.removeprefix(operator or ""))
    if operator is None:
        # `date:7d` is the last seven days, not the second they began.
        operator = ">=" if isinstance(value, Ago) else "="
    return Comparison(operator, value)


def _bound(name: MeasureField, text: str) -> int | When:
    text = text.strip()
    if name == "date":
        when = parse_when(text)
        if when is None:
            raise QueryError(
                f"`{_shown(text)}` is not a date: "
                "write `2023`, `2023-05`, `2023-05-18`, `today`, `7d` or `3m`."
            )
        return when
    if not _NUMBER.fullmatch(text):
        raise QueryError(
            f"`{name}:` takes a number (`>50`, `50..90`), `top10%` or `none`: "
            f"`{_shown(text)}` is none of these."
        )
    return int(text)


def _sort_parts(text: str) -> list[str]:
    return [part for part in (part.strip().casefold() for part in text.split(",")) if part]


def _sort_key(part: str) -> SortKey:
    name = part.removeprefix("-")
    for known in SORT_FIELDS:
        if known == name:
            return SortKey(known, descending=part.startswith("-"))
    if not name:
        raise QueryError(_NO_SORT_KEY)
    meant = _meant(name, SORT_FIELDS)
    hint = f"did you mean `{meant}`?" if meant else f"there is {', '.join(SORT_FIELDS)}."
    raise QueryError(f"`{_shown(name)}` is not a sort key: {hint}")


def _as_words(name: str, value: str, negated: bool) -> Word:
    return Word(f"{name}:{quoted(value) if value else ''}", negated)


def _is_searched(term: Term) -> TypeGuard[Word]:
    return isinstance(term, Word) and not term.negated


def _meant(word: str, known: Sequence[str]) -> str | None:
    begun = (name for name in known if len(word) > 2 and name.startswith(word))
    return next(begun, None) or next(iter(get_close_matches(word, known, 1, 0.7)), None)


def _shown(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _tidy(text: str) -> str:
    return " ".join(_UNTYPABLE.sub(" ", text)[:MAX_LENGTH].split())
