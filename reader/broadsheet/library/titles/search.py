"""Fuzzy title search: forgiving about letters, order and spaces, strict about ranking.

The words of the query are matched one by one against the vocabulary of the titles, never against
entire titles: a misspelt word resembles few words, but many sentences. The postings tell which
titles have the words that were found, and the titles that have every word are ranked by the total
cost of the resemblances. Everything is read from the index when it is needed (titles.sql).
"""

import sqlite3
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from broadsheet.damage import decoding
from broadsheet.library.titles import bitmaps
from broadsheet.library.titles.part import SearchCancelledError, Selection, TitlePart
from broadsheet.library.titles.ranking import (
    Costs,
    all_but_one,
    best_reading,
    cheapest,
    size,
    within,
)
from broadsheet.library.titles.search_words import SearchWord, neighbours_joined, parse_words
from broadsheet.library.titles.vocabulary import EXACT

WHOLE_TITLE = 1
"""Score of a title that consists of the words of the query; 0 if it only contains them."""

_FEWEST_TO_MISS_ONE = 3

_ENOUGH = 50
"""About a screenful: if fewer titles have every word, those that nearly do are shown too."""


@dataclass(frozen=True, slots=True)
class Tier:
    """Articles whose titles match a query equally well: their ids, best article first."""

    score: int
    ids: "array[int]"


@dataclass(slots=True)
class _Found:
    """What a query found in one part, by word and in total."""

    part: TitlePart
    allowed: int | None
    words: Sequence[Costs]
    costs: Costs

    def count(self, without: Selection | None) -> int:
        """Return how many titles were found that are not of the articles `without`."""
        if without is None:
            return size(self.costs)
        return size(within(self.costs, ~without.titles_of(self.part)))

    def add_near_misses(self) -> None:
        """Add the titles without one of the words."""
        near = all_but_one(self.words)
        self.costs = cheapest([self.costs, _allowed(near, self.allowed)])


def _never() -> bool:
    return False


class TitleSearch:
    """The titles of a library, ready to be searched; follows what is written to the index.

    It caches what the words of the last query found, so that the next key costs only the word that
    it changed. Damaged titles raise `DamagedError`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._version: object = None
        self._parts: dict[int, TitlePart] = {}
        self._current: dict[int, int] = {}
        self._last: tuple[object, Sequence[_Found]] = (None, ())

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def give_back(self) -> None:
        """Free the memory of pages and of the last answer, which can be had again."""
        self._connection.execute("PRAGMA shrink_memory")
        self._last = (None, ())

    def prepare(self) -> None:
        """Read what every search needs, so that the first one takes no longer than others."""
        with decoding(), self._reading():
            pass

    def interrupt(self) -> None:
        """Stop a search from another thread; the search raises sqlite3's error."""
        self._connection.interrupt()

    def tiers(
        self,
        text: str,
        *,
        among: Selection | None = None,
        most: int | None = None,
        cancelled: Callable[[], bool] = _never,
    ) -> list[Tier]:
        """Return the titles that match `text`, best first, equal matches together.

        With `most`, return no more than that number: of a million, this takes a fraction of the
        time. To ask for all of the same text after that takes only the rest of it.

        Every word must be found, in any order. If fewer than fifty titles have all of them, those
        without one of three or more words follow. `cancelled` is called between words; when it
        returns True, the answer is empty.
        """
        terms = parse_words(text)
        if not terms:
            return []
        with decoding(), self._reading(), suppress(SearchCancelledError):
            return _tiers(self._found(terms, among, cancelled), most, cancelled)
        return []

    def nearest(self, text: str) -> str:
        """Return the word of a title most like `text`, "" if none is."""
        with decoding(), self._reading():
            found = [near for part in self._parts.values() if (near := part.nearest(text))]
        return max(found, default=(0.0, ""))[1]

    def count_found(self, without: Selection | None) -> int:
        """Return how many titles the last text found, not counting the articles `without`."""
        return sum(part.count(without) for part in self._last[1])

    def _found(
        self, terms: Sequence[SearchWord], among: Selection | None, cancelled: Callable[[], bool]
    ) -> Sequence[_Found]:
        key = (tuple(terms), among, self._version)
        if self._last[0] != key:
            found = self._find(terms, among, cancelled)
            if (
                len(terms) >= _FEWEST_TO_MISS_ONE
                and sum(size(part.costs) for part in found) < _ENOUGH
            ):
                for part in found:
                    part.add_near_misses()
            self._last = (key, found)
        return self._last[1]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Read the newest state of the index, and only that."""
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
        self._parts = parts = {
            part_id: self._parts.get(part_id) or TitlePart(self._connection, part_id)
            for part_id in part_ids
        }
        gone = dict(self._connection.execute("SELECT article_id, last_part FROM title_gone"))
        current = {part.id: part.all_but(gone) for part in parts.values()}
        self._current = {
            part_id: titles for part_id, titles in current.items() if titles is not None
        }

    def _find(
        self, terms: Sequence[SearchWord], among: Selection | None, cancelled: Callable[[], bool]
    ) -> list[_Found]:
        pairs = neighbours_joined(terms)
        found: list[_Found] = []
        for part in self._parts.values():
            allowed = self._current.get(part.id)
            if among is not None:
                selected = among.titles_of(part)
                allowed = selected if allowed is None else selected & allowed
            words = part.words(terms, cancelled)
            costs = _allowed(best_reading(words, part.joined(pairs)), allowed)
            if EXACT in costs:
                whole = {-WHOLE_TITLE: part.of_length(len(terms)) & costs[EXACT]}
                costs = cheapest([costs, whole])
            found.append(_Found(part, allowed, words, costs))
        return found


def _allowed(costs: Costs, allowed: int | None) -> Costs:
    return costs if allowed is None else within(costs, allowed)


def _tiers(found: Sequence[_Found], most: int | None, cancelled: Callable[[], bool]) -> list[Tier]:
    """Return what was found in all parts together; raises SearchCancelledError."""
    prices = sorted({price for part in found for price in part.costs})
    tiers: list[Tier] = []
    left = most
    for price in prices:
        if cancelled():
            raise SearchCancelledError
        parts = [(part.part, part.costs[price]) for part in found if price in part.costs]
        ids = _best_first(parts, left)
        tiers.append(Tier(-price, ids))
        if left is not None:
            left -= len(ids)
            if left <= 0:
                break
    return tiers


def _best_first(parts: Sequence[tuple[TitlePart, int]], most: int | None) -> "array[int]":
    """Return the articles of these titles in several parts, best first; at most `most`."""
    if most is not None:
        parts = [(part, bitmaps.lowest(titles, most)) for part, titles in parts]
    if len(parts) == 1:
        [(part, titles)] = parts
        return bitmaps.select(part.ids, titles)[:most]
    ids: list[int] = []
    keys: list[int] = []
    for part, titles in parts:
        ids += bitmaps.listed(part.ids, titles)
        keys += bitmaps.listed(part.keys, titles)
    # The keys of each part are sorted already: Python only has to merge these runs.
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return array("q", [ids[at] for at in order[:most]])
