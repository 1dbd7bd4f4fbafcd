"""The query language: what the search bar, saved views and `broadsheet list` understand.

A query is a list of terms that must all hold. Text becomes a typed `Query` here, and SQL in
`broadsheet.library.query.sql`. Nothing that is typed raises: a term that cannot be understood is
searched for as words, and a note says why. A quote inside quotes is written twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Self, TypeGuard

from broadsheet.library.query.fields import (
    FOREIGN,
    LeftOutError,
    QueryError,
    check_word,
    field_term,
    is_part_of_headline,
    no_value,
    sort_key,
    sort_parts,
)
from broadsheet.library.query.terms import (
    FacetField,
    FacetTerm,
    Front,
    Phrase,
    SortField,
    SortKey,
    Term,
    TextTerm,
    Word,
    quoted,
)
from broadsheet.library.query.tokens import Token, tokens, without_controls
from broadsheet.records import record
from broadsheet.text.folding import fold
from broadsheet.text.patterns import compiled_later

FRONT_FIRST = (SortKey("front", descending=True),)
"""The order of a front page, if the query gives no other."""

MAX_TERMS = 200
"""SQLite limits expressions to a depth of 1,000; nobody types this many terms."""

MAX_LENGTH = 1_000
"""Characters of one term's value."""

_YEAR_NEXT = compiled_later(r" +([12][0-9]{3})(?!\S)")
_MONTH_MEANT = compiled_later(r"(-?[a-z]+:)[0-9]{4}(-[0-9]{2})")

_LONGEST_BARE = 12
"""Characters of the longest words that may stand for a term."""

PartKind = Literal["words", "phrase", "field", "sort", "unknown", "ignored"]
"""What a part of the text was taken for. `unknown` parts were not understood and are searched for
as words; `ignored` parts ask for nothing, or nothing yet. A note says why."""


@record
class Note:
    """A sentence about something in the text, from `start` to `end`, that was not understood."""

    start: int
    end: int
    sentence: str
    instead: str = ""
    """What to write there, if that is known."""


@record
class Part:
    """What the text from `start` to `end` was taken for, and the term it became, if any."""

    start: int
    end: int
    kind: PartKind
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for, and in which order; `str` returns the text, tidied.

    Two queries that ask the same in the same words are equal. `parts` and `notes` describe the text
    that was parsed, without spaces; a query that was changed afterwards has neither.
    """

    terms: tuple[Term, ...] = ()
    sort: tuple[SortKey, ...] = ()
    is_finished: bool = False
    """Whether the last term is a word that is complete, because something was typed after it."""

    parts: tuple[Part, ...] = field(default=(), compare=False)
    notes: tuple[Note, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        terms = [str(term) for term in self.terms]
        is_implied = self.sort == FRONT_FIRST and _asks_for_front(self.terms)
        keys = () if is_implied else self.sort
        sort = ["sort:" + ",".join(map(str, keys))] if keys else []
        if self._ends_in_word() and not self.is_finished:
            return " ".join([*sort, *terms])  # anything after the word would complete it
        end = " " if self._ends_in_word() and not sort else ""
        return " ".join([*terms, *sort]) + end

    @property
    def has_doubles(self) -> bool:
        """Whether the text that was parsed has a term twice."""
        return sum(part.term is not None for part in self.parts) > len(self.terms)

    @property
    def words(self) -> str:
        """The words to find in titles, folded, for `titles.search.TitleSearch`.

        They end in a space if the last one is complete.
        """
        words = " ".join(fold(term.text) for term in self.terms if _is_searched(term))
        is_open = self._ends_in_word() and not self.is_finished
        return words if is_open or not words else f"{words} "

    def facet(self, kind: FacetField) -> tuple[str, ...]:
        """Return the values of `kind` that are asked for, as they were typed."""
        return tuple(
            term.value
            for term in self.terms
            if isinstance(term, FacetTerm) and term.field == kind and not term.negated
        )

    def without_facet(self, kind: FacetField) -> Self:
        """Return the query without what `facet` returns."""
        asked = [FacetTerm(kind, value) for value in self.facet(kind)]
        return self._of([term for term in self.terms if term not in asked])

    def texts(self) -> tuple[TextTerm, ...]:
        """Return the terms that ask for words of texts, and are not negated."""
        return tuple(t for t in self.terms if isinstance(t, TextTerm) and not t.negated)

    def without_texts(self) -> Self:
        """Return the query without `texts`."""
        return self._of([term for term in self.terms if term not in self.texts()])

    def without_words(self) -> Self:
        """Return the query without `words`, which SQL can answer."""
        return self._of([term for term in self.terms if not _is_searched(term)])

    def _of(self, terms: Iterable[Term]) -> Self:
        return replace(self, terms=tuple(terms), is_finished=False, parts=(), notes=())

    def _ends_in_word(self) -> bool:
        return bool(self.terms) and _is_searched(self.terms[-1])


def facet_term(kind: FacetField, name: str) -> FacetTerm:
    """Return the term that asks for the topic, provider, author, feed, type or category `name`."""
    return FacetTerm(kind, _tidy(name))


def facet_query(kind: FacetField, name: str) -> Query:
    """Return the query for all articles of one topic, provider, author or other `name`."""
    return Query((facet_term(kind, name),))


def parse(text: str) -> Query:
    """Return the query that `text` asks for; never raises, whatever is typed."""
    parser = _Parser(text)
    for count, token in enumerate(tokens(text)):
        if count == MAX_TERMS:
            parser.leave_out(token.start, len(text.rstrip()))
            break
        parser.read(token)
    parser.note_on_bare_words(text)
    return parser.query(len(text))


class _Parser:
    """What has been understood of a text so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[Part] = []
        self._sort: dict[SortField, SortKey] = {}
        self._notes: list[Note] = []

    def query(self, length: int) -> Query:
        """Return all that was understood of a text of `length` characters."""
        asked = [part.term for part in self._parts if part.term is not None]
        # What is typed twice counts once. The last one stays, because it may be unfinished.
        terms = tuple(reversed(dict.fromkeys(reversed(asked))))
        last = self._parts[-1] if self._parts else None
        is_open = last is not None and last.term is not None and last.end == length
        is_finished = bool(terms) and _is_searched(terms[-1]) and not is_open
        sort = tuple(self._sort.values())
        if not sort and _asks_for_front(terms):
            sort = FRONT_FIRST
        return Query(terms, sort, is_finished, tuple(self._parts), tuple(self._notes))

    def note_on_bare_words(self, text: str) -> None:
        """Note what the words may stand for, if the query has nothing else."""
        if len(text) > _LONGEST_BARE or any(part.kind != "words" for part in self._parts):
            return
        from broadsheet.library.query.meant import bare_meant

        if known := bare_meant(" ".join(text.casefold().split())):
            term, found = known
            words = " ".join(text.split())
            sentence = f"“{words}” is looked for in titles. “{term}” finds {found}."
            self._notes.append(Note(0, len(text.rstrip()), sentence, term))

    def read(self, token: Token) -> None:
        """Add one term of the text, or the words that it is searched for as, and a note."""
        if len(token.value) > MAX_LENGTH:
            self._note(token, f"Only the first {MAX_LENGTH:,} characters of this are looked for.")
        kind, term = self._understood(token)
        self._parts.append(Part(token.start, token.end, kind, term))

    def leave_out(self, start: int, end: int) -> None:
        """Ignore the rest of the text."""
        self._parts.append(Part(start, end, "ignored"))
        sentence = f"A query has {MAX_TERMS} terms at most: the rest is left out."
        self._notes.append(Note(start, end, sentence))

    def _understood(self, token: Token) -> tuple[PartKind, Term | None]:
        try:
            if token.name is not None and fold(token.name) == "sort":
                self._read_sort(token)
                return "sort", None
            if token.value == "OR" and self._follows_facet:
                raise LeftOutError(f"“OR” is left out: {FOREIGN['OR']}.")
            return _term(token)
        except LeftOutError as error:
            self._note(token, str(error))
            return "ignored", None
        except QueryError as error:
            minus = "-" if token.is_negated and error.instead else ""
            self._note(token, f"{error} It is searched for as words.", minus + error.instead)
            self._add_year()
            words = _as_words(token)
            return ("unknown", words) if fold(words.text) else ("ignored", None)

    @property
    def _follows_facet(self) -> bool:
        return bool(self._parts) and isinstance(self._parts[-1].term, FacetTerm)

    def _add_year(self) -> None:
        """Take the year that follows the name of a month, in place of this year."""
        note = self._notes[-1]
        year = _YEAR_NEXT.match(self._text, note.end)
        if year is not None and (month := _MONTH_MEANT.fullmatch(note.instead)):
            instead = f"{month[1]}{year[1]}{month[2]}"
            sentence = note.sentence.replace(note.instead, instead)
            self._notes[-1] = Note(note.start, year.end(), sentence, instead)

    def _read_sort(self, token: Token) -> None:
        if token.is_negated:
            raise LeftOutError("“sort:” cannot be negated: write “sort:-heat” for best first.")
        parts = sort_parts(_tidy(token.value))
        if not parts:
            raise no_value("sort")
        for part in parts:
            try:
                key = sort_key(part)
            except QueryError as error:
                self._note(token, str(error), error.instead and f"sort:{error.instead}")
            else:
                self._sort.setdefault(key.field, key)

    def _note(self, token: Token, sentence: str, instead: str = "") -> None:
        self._notes.append(Note(token.start, token.end, sentence, instead))


def _term(token: Token) -> tuple[PartKind, Term]:
    value = _tidy(token.value)
    if token.name is not None and (value or not is_part_of_headline(token.name)):
        return "field", field_term(token.name, value, token.is_negated)
    if not fold(token.name or value):
        raise LeftOutError("There is no letter or digit to search for in this: it is left out.")
    if token.name is not None:
        return "words", _as_words(token)
    if token.is_quoted:
        return "phrase", Phrase(value, token.is_negated)
    check_word(value)
    return "words", Word(value, token.is_negated)


def _as_words(token: Token) -> Word:
    value = _tidy(token.value)
    name = "" if token.name is None else f"{token.name}:"
    return Word(f"{name}{quoted(value) if name and value else value}", token.is_negated)


def _asks_for_front(terms: Sequence[Term]) -> bool:
    return any(isinstance(term, Front) and not term.negated for term in terms)


def _is_searched(term: Term) -> TypeGuard[Word]:
    return isinstance(term, Word) and not term.negated


def _tidy(text: str) -> str:
    return " ".join(without_controls(text)[:MAX_LENGTH].split())
