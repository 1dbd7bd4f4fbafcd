"""One part of the titles (titles.sql), read from the index as a search needs it."""

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from broadsheet.damage import DamagedError, unsealed, unsealed_numbers
from broadsheet.library.titles import bitmaps
from broadsheet.library.titles.postings import MOST_LENGTH, Postings
from broadsheet.library.titles.ranking import Costs, cheapest
from broadsheet.library.titles.search_words import SearchWord
from broadsheet.library.titles.vocabulary import JOINED, PREFIX, Vocabulary


class SearchCancelledError(Exception):
    """The search was cancelled: nobody waits for its answer."""


class Selection:
    """The articles to search among."""

    def __init__(self, article_ids: "array[int]") -> None:
        self._members = bitmaps.flags_of(article_ids, max(article_ids, default=0) + 1)
        self._titles: dict[int, int] = {}

    def __contains__(self, article_id: int) -> bool:
        return article_id < len(self._members) and bool(self._members[article_id])

    def only(self, ids: Iterable[int]) -> "array[int]":
        """Return those of `ids` that are among these articles."""
        members = self._members
        end = len(members)
        return array("q", [number for number in ids if number < end and members[number]])

    def titles_of(self, part: "TitlePart") -> int:
        """Return the titles of `part` that belong to these articles."""
        if part.id not in self._titles:
            self._members.extend(bytes(max(0, part.highest_id + 1 - len(self._members))))
            self._titles[part.id] = bitmaps.from_members(part.ids, self._members)
        return self._titles[part.id]


class TitlePart:
    """The titles of one part. Sets of titles are bitmaps over their places, best article first.

    A damaged part raises `DamagedError`, ValueError or LookupError, when it is opened or searched.
    """

    def __init__(self, connection: sqlite3.Connection, part_id: int) -> None:
        self.id = part_id
        self._connection = connection
        size, words = connection.execute(
            "SELECT size, words FROM title_parts WHERE id = ?", (part_id,)
        ).fetchone()
        self.ids = self._numbers("ids")
        if len(self.ids) != size:
            raise DamagedError("a part of the titles does not have as many ids as titles")
        self._size: int = size
        self._vocabulary = Vocabulary(str(unsealed(words), "utf-8").split("\n"))
        self._postings = Postings(connection, part_id, size)
        self._keys: array[int] | None = None
        self._lengths = b""
        self._recent: dict[SearchWord, Costs] = {}

    @cached_property
    def highest_id(self) -> int:
        """The highest id of its articles."""
        return int(max(self.ids))

    @property
    def keys(self) -> "array[int]":
        """How good the article in each place is, in ascending order; lower is better."""
        if self._keys is None:
            self._keys = self._numbers("keys")
        return self._keys

    def all_but(self, gone: Mapping[int, int]) -> int | None:
        """Return the titles of articles that are not `gone`; None if all of them are still there.

        `gone` maps article ids to the last part that still has their old titles.
        """
        gone_ids = [article_id for article_id, last in gone.items() if self.id <= last]
        if not gone_ids:
            return None
        gone_titles = Selection(array("q", gone_ids)).titles_of(self)
        return ((1 << self._size) - 1) & ~gone_titles

    def words(self, terms: Sequence[SearchWord], cancelled: Callable[[], bool]) -> list[Costs]:
        """Return, for each of `terms`, the titles with that word or a similar one.

        Raises SearchCancelledError when `cancelled`, called between words, returns True.
        """
        found: dict[SearchWord, Costs] = {}
        for term in terms:
            if cancelled():
                raise SearchCancelledError
            found[term] = self._recent[term] if term in self._recent else self._find(term)
        self._recent = found
        return [found[term] for term in terms]

    def joined(self, pairs: Sequence[SearchWord]) -> list[Costs]:
        """Return the titles that have as one word what the query has as two."""
        found: list[Costs] = []
        for pair in pairs:
            exact = self._vocabulary.exact(pair.text)
            begun = self._vocabulary.beginning_with(pair.text)
            costs = {
                JOINED: self._postings.titles_with([exact]),
                JOINED + PREFIX: self._postings.titles_with([begun]),
            }
            found.append(cheapest([costs]))
        return found

    def nearest(self, text: str) -> tuple[float, str] | None:
        """Return the word most like `text`, and how alike they are; see `Vocabulary.nearest`."""
        return self._vocabulary.nearest(text)

    def of_length(self, words: int) -> int:
        """Return the titles that consist of this number of words."""
        if words >= MOST_LENGTH:
            return 0
        if not self._lengths:
            ((blob,),) = self._connection.execute(
                "SELECT lengths FROM title_parts WHERE id = ?", (self.id,)
            )
            self._lengths = bytes(unsealed(blob))
        is_length = bytes(words) + b"\1" + bytes(MOST_LENGTH - words)
        return bitmaps.from_flags(self._lengths.translate(is_length))

    def _find(self, term: SearchWord) -> Costs:
        ranges: dict[int, list[range]] = {}
        for price, words in self._vocabulary.like(term):
            ranges.setdefault(price, []).append(words)
        found = [{price: self._postings.titles_with(words)} for price, words in ranges.items()]
        found += (
            {price: self._titles_with(parts)} for price, parts in self._vocabulary.splits(term)
        )
        return cheapest(found)

    def _titles_with(self, parts: Sequence[range]) -> int:
        """Return the titles in which each of `parts` follows the one before."""
        titles = -1
        for first, second in pairwise(parts):
            titles &= self._postings.titles_with_pair(first, second)
        return titles

    def _numbers(self, column: str) -> "array[int]":
        return unsealed_numbers(self._connection, "title_parts", column, self.id)
