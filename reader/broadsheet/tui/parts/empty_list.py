"""What an empty list says: why nothing is found, and which other queries would find something."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from broadsheet.articles.model import Precision, local_moment
from broadsheet.library.index.rows import Row
from broadsheet.library.query.dates import Ago, CalendarDate
from broadsheet.library.query.meant import bare_meant
from broadsheet.library.query.names import check_names
from broadsheet.library.query.parse import Note, Query, parse
from broadsheet.library.query.terms import (
    Comparison,
    Measure,
    Newest,
    Range,
    SortKey,
    Term,
    Word,
)
from broadsheet.records import record
from broadsheet.text.folding import fold
from broadsheet.tui import sentences
from broadsheet.tui.cells import long_date
from broadsheet.tui.parts.article_list import ArticleList
from broadsheet.tui.parts.live_index import LiveIndex

_MOST_TRIED = 25
"""Queries that are tried for one that finds something."""


@record
class Offer:
    """Another query that finds something, and the sentence that offers it."""

    query: Query
    sentence: str


class EmptyList:
    """Explains an empty list, and offers queries that would find something."""

    def __init__(self, index: LiveIndex, articles: ArticleList) -> None:
        self._index = index
        self._list = articles
        self._tried_for = Query()
        self._found: tuple[Offer, ...] = ()

    def try_others(self) -> None:
        """Look for queries that would find something."""
        self._tried_for = self._list.query
        self._found = (
            *self._as_meant(self._tried_for),
            *self._as_terms(self._tried_for),
            *self._misspelt(self._tried_for),
            *self._at_other_dates(self._tried_for),
            *self._without_few(self._tried_for),
        )

    @property
    def _offers(self) -> tuple[Offer, ...]:
        return self._found if self._tried_for == self._list.query else ()

    def sentence(self, muted: int, *, is_typing: bool) -> str:
        """Return why no article matches, and what was found to do about it."""
        query = str(self._list.query)
        reasons = [note.sentence for note in self._notes(query)]
        if how := sentences.how_to_mark(query):
            reasons.append(how)
        is_left_out = bool(muted) and "is:muted" not in query
        if is_left_out:
            reasons.append(sentences.muted_left_out(muted))
        offers = [offer.sentence for offer in self._offers]
        mutes = is_left_out and not is_typing
        return sentences.no_match(
            reasons, offers, is_typing=is_typing, clears=bool(query), mutes=mutes
        )

    def offered(self, line: str = "") -> Query | None:
        """Return the query that a line of the sentence offers, else the first; None without any."""
        queries = [one.query for one in self._offers if one.sentence in line]
        return next(iter(queries or [one.query for one in self._offers]), None)

    def _notes(self, text: str) -> tuple[Note, ...]:
        return check_names(parse(text), self._index.names()).notes

    def _as_meant(self, query: Query) -> Iterator[Offer]:
        """Yield the query with all that was not understood as it is written in our language."""
        before = text = str(query)
        for note in reversed(self._notes(text)):
            if note.instead:
                text = text[: note.start] + note.instead + text[note.end :]
        meant = parse(text)
        if text != before and (count := self._list.count(meant)):
            yield Offer(meant, sentences.found_by(text, count))

    def _as_terms(self, query: Query) -> Iterator[Offer]:
        """Yield the query with words that name marks, types or dates as the terms for these."""
        terms = {
            at: known[0]
            for at, term in enumerate(query.terms)
            if isinstance(term, Word)
            and not term.negated
            and (known := bare_meant(fold(term.text)))
        }
        if len(query.terms) < 2:  # `_as_meant` knows a word that is all of a query
            return
        for chosen in dict.fromkeys([(*terms,), *((at,) for at in terms)]):
            texts = [terms[at] if at in chosen else str(one) for at, one in enumerate(query.terms)]
            meant = parse(" ".join(texts))
            meant = replace(meant, sort=query.sort or meant.sort)
            if chosen and (count := self._list.count(meant)):
                yield Offer(meant, sentences.found_by(str(meant), count))

    def _misspelt(self, query: Query) -> Iterator[Offer]:
        """Yield the query with words of titles in the place of those that are found nowhere."""
        terms = [
            replace(term, text=near)
            if isinstance(term, Word)
            and not term.negated
            and not self._list.count(Query((term,)))
            and (near := self._list.nearest_word(fold(term.text)))
            else term
            for term in query.terms
        ]
        meant = replace(query, terms=tuple(terms))
        if meant != query and (count := self._list.count(meant)):
            yield Offer(meant, sentences.found_by(str(meant), count))

    def _without_few(self, query: Query) -> Iterator[Offer]:
        """Yield the query without one of its terms, else without as few as possible."""
        left = _MOST_TRIED
        for number in range(1, len(query.terms)):
            tried = [*combinations(query.terms, number)]
            left -= len(tried)
            if left < 0:
                return
            counts = {terms: self._list.count(_without(query, terms)) for terms in tried}
            found = [terms for terms in tried if counts[terms]]
            # The fewest articles are those that the most telling words have in common.
            for terms in found if number == 1 else sorted(found, key=counts.__getitem__)[:1]:
                said = sentences.found_without([*map(str, terms)], counts[terms])
                yield Offer(_without(query, terms), said)
            if found:
                return

    def _at_other_dates(self, query: Query) -> Iterator[Offer]:
        """Yield the query with dates that articles have, if no article has those it asks for."""
        for term in query.terms:
            others = _without(query, [term])
            if others.words or others.texts():
                continue
            for is_newest in _ends_asked_for(term):
                row = self._last(others, is_newest=is_newest)
                if row is None or row.date is None:
                    continue
                for instead in _instead_of(term, row.date, row.date_precision):
                    found = replace(others, terms=(*others.terms, instead))
                    if count := self._list.count(found):
                        day = long_date(row.date, max(row.date_precision, Precision.DAY))
                        said = sentences.found_at(
                            day, instead, count, is_newest=is_newest, is_of_all=not others.terms
                        )
                        yield Offer(found, said)
                        return

    def _last(self, query: Query, *, is_newest: bool) -> Row | None:
        """Return the newest or the oldest article that a query finds."""
        ids = self._index.now.view(query, (SortKey("date", descending=is_newest),), 1)
        return next(iter(self._index.now.rows(ids).values()), None)


def _without(query: Query, terms: Sequence[Term]) -> Query:
    return Query(tuple(term for term in query.terms if term not in terms), query.sort)


def _ends_asked_for(term: Term) -> tuple[bool, ...]:
    """Return at which ends of the library a term looks: the newest (True), the oldest, or both."""
    match term:
        case Newest(negated=False):
            return (True,)
        case Measure("date", Comparison(">" | ">="), negated=False):
            return (True,)
        case Measure("date", Comparison("<" | "<="), negated=False):
            return (False,)
        case Measure("date", Comparison() | Range(), negated=False):
            return (True, False)
    return ()


def _instead_of(term: Term, second: int, precision: Precision) -> Iterator[Newest | Measure]:
    """Yield terms that find an article of this `second`, the most like `term` first."""
    match term:
        case Measure(test=Comparison(">=", Ago() as ago)):
            yield Newest(ago)
    day = local_moment(second, precision)
    yield Measure("date", Comparison("=", CalendarDate(day.year, day.month)))
