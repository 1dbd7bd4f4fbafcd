"""Fuzzy title search: forgiving about letters, order and blanks, strict about what comes first.

The words of the query are matched one by one against the vocabulary of the titles, never against
whole titles: a misspelt word has few neighbours among words, but many among sentences. What a word
found is then looked up in the postings, and the titles that hold every word are ranked by what the
resemblances cost together. All of it is read from the index as it is needed (titles.sql).
"""

import sqlite3
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from broadsheet.library.titles import bitmaps
from broadsheet.library.titles.part import SearchCancelledError, Selection, TitlePart
from broadsheet.library.titles.postings import write_part
from broadsheet.library.titles.ranking import (
    Costs,
    all_but_one,
    best_reading,
    cheapest,
    size,
    within,
)
from broadsheet.library.titles.vocabulary import (
    EXACT,
    INSIDE,
    JOINED,
    MOST_PARTS,
    ONE_EDIT_IN_PREFIX,
    PREFIX,
    Term,
    cost,
)
from broadsheet.text.folding import fold

WHOLE_TITLE = 1
"""Score of a title that consists of the words of the query. Every word found as typed: 0."""

_MOST_WORDS = 32
_MOST_LETTERS = 64
_FEWEST_TO_MISS_ONE = 3

_ENOUGH = 50
"""About a screen: where fewer titles have every word, there is room for those that nearly do."""

_DAMAGE = (ValueError, IndexError)


class Match(NamedTuple):
    """A title that was found. The higher the `score` the better; equal ones fit equally well."""

    id: int
    score: int


@dataclass(frozen=True, slots=True)
class Tier:
    """The articles whose titles fit a query equally well: their ids, the best article first."""

    score: int
    ids: "array[int]"


@dataclass(slots=True)
class _Found:
    """What a query found in one part: by word, and all together."""

    part: TitlePart
    allowed: int | None
    words: Sequence[Costs]
    costs: Costs

    def add_near_misses(self) -> None:
        """Add the titles that lack one of the words."""
        near = all_but_one(self.words)
        self.costs = cheapest([self.costs, _allowed(near, self.allowed)])


def _never() -> bool:
    return False


def _parse(text: str) -> list[Term]:
    """Return the different words of a query, the last unfinished unless a blank follows it.

    What is pasted is cut: no title is remembered in more words, or by more letters of a word.
    """
    words = list(dict.fromkeys(word[:_MOST_LETTERS] for word in fold(text).split()))[:_MOST_WORDS]
    terms = [Term(word) for word in words]
    if words and not text[-1].isspace():
        terms[-1] = Term(words[-1], unfinished=True)
    return terms


def _neighbours_joined(terms: Sequence[Term]) -> list[Term]:
    return [Term(first.text + second.text, second.unfinished) for first, second in pairwise(terms)]


class TitleSearch:
    """The titles of a library, ready to be searched; follows what is written to the index.

    It keeps what the words of the last query found, so that the next key costs only the word that
    the key changed. A part that is damaged is passed over: its titles are found again once the
    index is rebuilt, or the part put together with others.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._version: object = None
        self._parts: dict[int, TitlePart] = {}
        self._current: dict[int, int] = {}

    @classmethod
    def build(cls, rows: Iterable[tuple[int, str]]) -> "TitleSearch":
        """Index `rows` of article id and title in memory; of equal matches the first come first."""
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.executescript(
            files("broadsheet.library.titles").joinpath("titles.sql").read_text("utf-8")
        )
        write_part(
            connection,
            ((article_id, fold(title), at) for at, (article_id, title) in enumerate(rows)),
        )
        return cls(connection)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def interrupt(self) -> None:
        """Stop what is being searched, from another thread: it raises sqlite3's error."""
        self._connection.interrupt()

    def search(
        self, text: str, *, cancelled: Callable[[], bool] = _never, limit: int | None = None
    ) -> list[Match]:
        """Return the titles that fit `text`, best first; at most `limit` of them.

        See `tiers` for what fits and for `cancelled`.
        """
        matches = [
            Match(article_id, tier.score)
            for tier in self.tiers(text, cancelled=cancelled)
            for article_id in tier.ids
        ]
        return matches[:limit]

    def tiers(
        self,
        text: str,
        *,
        among: Selection | None = None,
        cancelled: Callable[[], bool] = _never,
    ) -> list[Tier]:
        """Return the titles that fit `text`, best first, those that fit equally well together.

        Every word must be found, in any order. Where fewer than fifty titles have them all, those
        that lack one of three or more words follow. `cancelled` is asked between words; once it
        says yes the answer is empty.
        """
        terms = _parse(text)
        if not terms:
            return []
        with self._reading(), suppress(SearchCancelledError):
            found = self._find(terms, among, cancelled)
            if (
                len(terms) >= _FEWEST_TO_MISS_ONE
                and sum(size(part.costs) for part in found) < _ENOUGH
            ):
                for part in found:
                    part.add_near_misses()
            return _tiers(found, cancelled)
        return []

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Read one state of the index, the newest."""
        self._connection.execute("BEGIN")
        try:
            part_ids = [row[0] for row in self._connection.execute("SELECT id FROM title_parts")]
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
            if version != self._version:
                self._follow(part_ids)
                self._version = version
            yield
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _follow(self, part_ids: Sequence[int]) -> None:
        parts: dict[int, TitlePart] = {}
        for part_id in part_ids:
            with suppress(*_DAMAGE):
                parts[part_id] = self._parts.get(part_id) or TitlePart(self._connection, part_id)
        self._parts = parts
        gone = dict(self._connection.execute("SELECT article_id, last_part FROM title_gone"))
        current = {part.id: part.all_but(gone) for part in parts.values()}
        self._current = {
            part_id: titles for part_id, titles in current.items() if titles is not None
        }

    def _find(
        self, terms: Sequence[Term], among: Selection | None, cancelled: Callable[[], bool]
    ) -> list[_Found]:
        pairs = _neighbours_joined(terms)
        found: list[_Found] = []
        for part in self._parts.values():
            allowed = self._current.get(part.id)
            if among is not None:
                selected = among.titles_of(part)
                allowed = selected if allowed is None else selected & allowed
            with suppress(*_DAMAGE):
                words = part.words(terms, cancelled)
                costs = _allowed(best_reading(words, part.joined(pairs)), allowed)
                if EXACT in costs:
                    whole = {-WHOLE_TITLE: part.of_length(len(terms)) & costs[EXACT]}
                    costs = cheapest([costs, whole])
                found.append(_Found(part, allowed, words, costs))
        return found


def _allowed(costs: Costs, allowed: int | None) -> Costs:
    return costs if allowed is None else within(costs, allowed)


def _tiers(found: Sequence[_Found], cancelled: Callable[[], bool]) -> list[Tier]:
    """Return what was found in all parts together; raises SearchCancelledError."""
    prices = sorted({price for part in found for price in part.costs})
    tiers: list[Tier] = []
    for price in prices:
        if cancelled():
            raise SearchCancelledError
        parts = [(part.part, part.costs[price]) for part in found if price in part.costs]
        tiers.append(Tier(-price, _best_first(parts)))
    return tiers


def _best_first(parts: Sequence[tuple[TitlePart, int]]) -> "array[int]":
    """Return the articles of these titles of several parts."""
    if len(parts) == 1:
        [(part, titles)] = parts
        return bitmaps.select(part.ids, titles)
    ids: list[int] = []
    keys: list[int] = []
    for part, titles in parts:
        ids += bitmaps.listed(part.ids, titles)
        keys += bitmaps.listed(part.keys, titles)
    # Each part's keys ascend already: runs, which Python's sort only has to merge.
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return array("q", [ids[at] for at in order])


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a title, folded, and the place in the title that each of its letters came from."""

    text: str
    places: Sequence[int]


class Highlighter:
    """Finds the letters of a title that a query matched, by the rules of the search."""

    def __init__(self, text: str) -> None:
        self._terms = _parse(text)
        self._joined = _neighbours_joined(self._terms)

    def spans(self, title: str) -> list[tuple[int, int]]:
        """Return start and end of what matched, in characters of `title`; none touch or overlap."""
        words = _words(title) if self._terms else []
        spans = sorted(
            (letters[0], _end_of_character(title, letters[-1])) for letters in self._matched(words)
        )
        merged: list[tuple[int, int]] = []
        for start, end in spans:
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    def _matched(self, words: Sequence[_Word]) -> Iterator[Sequence[int]]:
        """Yield the places of letters that matched, from the first to the last of a run."""
        for term in self._terms:
            candidates = [*_alike(term, words), *_split(term, words)]
            least = min((price for price, _ in candidates), default=0)
            yield from (letters for price, letters in candidates if price == least)
        for pair in self._joined:
            for word in words:
                if word.text.startswith(pair.text):
                    yield word.places[: len(pair.text)]


def _alike(term: Term, words: Sequence[_Word]) -> Iterator[tuple[int, Sequence[int]]]:
    for word in words:
        price = cost(term, word.text)
        if price is None:
            continue
        letters = len(term.text)
        if price in {PREFIX, ONE_EDIT_IN_PREFIX}:
            yield price, word.places[:letters]
        elif price == INSIDE:
            start = word.text.index(term.text)
            yield price, word.places[start : start + letters]
        else:
            yield price, word.places


def _split(term: Term, words: Sequence[_Word]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield where neighbours among `words` make up `term`."""
    letters = len(term.text)
    for first in range(len(words)):
        joined = words[first].text
        places = [*words[first].places]
        for word in words[first + 1 : first + MOST_PARTS]:
            if len(joined) >= letters or not term.text.startswith(joined):
                break
            joined += word.text
            places += word.places
            if joined == term.text or (term.unfinished and joined.startswith(term.text)):
                yield JOINED, places[:letters]


def _words(title: str) -> list[_Word]:
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(title):
        letters = _folded(character)
        folded.append(letters)
        places += [place] * len(letters)
    words: list[_Word] = []
    start = 0
    for text in "".join(folded).split(" "):
        if text:
            words.append(_Word(text, places[start : start + len(text)]))
        start += len(text) + 1
    return words


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """Return what `fold` makes of `character` inside a text: letters, a blank, or nothing."""
    return fold(f"x{character}x")[1:-1]


def _end_of_character(title: str, place: int) -> int:
    """Return the place after the character at `place` and the marks that combine with it."""
    end = place + 1
    while end < len(title) and unicodedata.combining(title[end]):
        end += 1
    return end
