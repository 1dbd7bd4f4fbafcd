"""How many articles of an index have each word, and which of the newest ones, as articles come."""

import json
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from types import NoneType
from typing import NamedTuple

from broadsheet.damage import DamagedError, typed
from broadsheet.library.stories.grouping import SHARED, WINDOW, Near
from broadsheet.library.stories.likeness import Rarity, frequent
from broadsheet.library.stories.terms import BUCKETS, Terms

FEW = 20
"""Of more articles, almost all others share some words."""

_RECENT = 2 * WINDOW
"""Seconds before the newest articles from which on it is known who has a word."""

_NEWEST = 200
"""How many the newest articles are: a few may have dates to come, far from all others."""

_LONG_AGO = -(1 << 62)
"""With no more articles than these, all are recent."""

_COUNTED = 64
"""After so many more articles, some are no longer recent."""

_TITLE, _RELATED = BUCKETS, 2 * BUCKETS
"""Added to the number of an article's own title, and to those that it calls related."""

_FOLLOWED = 2
"""Who has a word is not known once it is this many times as frequent as a rare one may be.

A word that is only a little too frequent may be rare again in a larger library.
"""

_NONE = array("q")

_ROWS = """
SELECT word, articles, recent FROM story_words WHERE word IN (SELECT value FROM json_each(?))
"""
_LISTED = "SELECT listed FROM articles WHERE listed IS NOT NULL ORDER BY listed DESC"
_OF_PERIOD = """
SELECT a.id, a.listed, t.terms FROM articles a JOIN story_terms t ON t.article_id = a.id
WHERE a.listed >= ?
"""


class Told(NamedTuple):
    """What counts of an article; `listed` is its date, None without one."""

    id: int
    listed: int | None
    terms: Terms


class WordCounts(dict[int, int]):
    """How many articles have each word, read when it is needed: few words are.

    There are so many `articles`. Of those listed `since` then, `sharing` knows which have a word.
    """

    def __init__(self, connection: sqlite3.Connection, articles: int, since: int) -> None:
        super().__init__()
        self._connection = connection
        self._recent: defaultdict[int, bytes | None] = defaultdict(bytes)
        self.articles = articles
        self.since = since

    def __missing__(self, number: int) -> int:
        self.read([number])
        return self[number]

    def read(self, numbers: Iterable[int]) -> None:
        """Read what is known of several words at once."""
        # Not `difference`, which would go through all that is known.
        unknown = [number for number in {*numbers} if number not in self]
        if not unknown:
            return
        self.update(dict.fromkeys(unknown, 0))
        rows = self._connection.execute(_ROWS, (json.dumps(unknown),))
        for number, articles, recent in typed(rows, int, int, bytes | NoneType):
            self[number] = articles
            self._recent[number] = recent

    def sharing(self, near: Near) -> set[int] | None:
        """Return the articles `since` then that may be `near` some, and a few others.

        None if that is not known of all words.
        """
        titles = _sought(near.numbers, near.related)
        numbers = [*near.words, *titles]
        self.read(numbers)
        if any(self._recent[number] is None for number in numbers):
            return None
        shared = Counter(chain.from_iterable(map(self._having, near.words)))
        found = {one for one, words in shared.items() if words >= SHARED}
        return found.union(*map(self._having, titles))

    def _having(self, number: int) -> "array[int]":
        return _numbers(self._recent[number])[1::2]

    def add(self, added: Mapping[int, int], recent: "Mapping[int, array[int]]") -> None:
        """Count words of more articles, of which `recent` has the new ones."""
        self.read(added.keys() | recent.keys())
        for number, count in added.items():
            self[number] += count
        self._connection.executemany(
            "INSERT OR REPLACE INTO story_words VALUES (?, ?, ?)",
            [
                (number, self[number], self._with(number, recent.get(number, _NONE)))
                for number in sorted(added.keys() | recent.keys())
            ],
        )

    def _with(self, number: int, arrived: "array[int]") -> bytes | None:
        before = self._recent[number]
        if before is not None:
            recent = _numbers(before)
            if recent and recent[0] < self.since:
                pairs = zip(recent[::2], recent[1::2], strict=True)
                recent = array("q", chain(*(pair for pair in pairs if pair[0] >= self.since)))
            recent += arrived
            self._recent[number] = _followed(recent, self[number], self.articles)
        return self._recent[number]


def rarity_in(connection: sqlite3.Connection) -> Rarity | None:
    """Return how telling each word is in an index; None if no stories were made yet."""
    rows = connection.execute("SELECT counted, since FROM story_basis")
    for counted, since in typed(rows, int, int):
        return Rarity(WordCounts(connection, counted, since), counted)
    return None


def count_more(
    connection: sqlite3.Connection, counted: int, since: int, articles: Collection[Told]
) -> WordCounts:
    """Count the words of more articles, too; so many were `counted` before, as `WordCounts`."""
    now = counted + len(articles)
    if now // _COUNTED > counted // _COUNTED:
        since = max(since, _since(connection))
    connection.execute(
        "UPDATE story_basis SET counted = ?, since = ? WHERE rowid = 1", (now, since)
    )
    counts = WordCounts(connection, now, since)
    words = Counter(chain.from_iterable(told.terms.words for told in articles))
    recent = _recent(articles, since)
    if len(articles) <= FEW:  # what `sharing` needs is read in the same query
        sought = (_sought([told.terms.number], told.terms.related) for told in articles)
        counts.read(chain(words, recent, *sought))
    counts.add(words, recent)
    return counts


def write_counts(connection: sqlite3.Connection, counts: Mapping[int, int], articles: int) -> int:
    """Write how many of all `articles` have each word, in place of what was counted before.

    Returns since when it is known which have it.
    """
    since = _since(connection)
    rows = typed(connection.execute(_OF_PERIOD, (since,)), int, int, bytes)
    told = (Told(one, listed, Terms(terms)) for one, listed, terms in rows)
    recent = _recent(told, since)
    connection.execute("DELETE FROM story_words")
    connection.executemany(
        "INSERT INTO story_words VALUES (?, ?, ?)",
        (
            (
                number,
                count := counts.get(number, 0),
                _followed(recent.get(number, _NONE), count, articles),
            )
            for number in sorted(counts.keys() | recent.keys())
        ),
    )
    return since


def _sought(numbers: Iterable[int], related: Iterable[int]) -> list[int]:
    """Return under what articles are found that have a `related` title, or call one related."""
    return [*(_TITLE + number for number in related), *(_RELATED + number for number in numbers)]


def _since(connection: sqlite3.Connection) -> int:
    """Return the earliest date that counts as recent."""
    rows = connection.execute(f"{_LISTED} LIMIT 1 OFFSET {_NEWEST}")
    return next((listed - _RECENT for (listed,) in typed(rows, int)), _LONG_AGO)


def _recent(articles: Iterable[Told], since: int) -> "defaultdict[int, array[int]]":
    """Return dates and ids of the articles `since` then by each word, title and related title."""
    recent: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))
    for one, listed, terms in articles:
        if listed is not None and listed >= since:
            pair = array("q", (listed, one))
            for number in terms.words:
                recent[number] += pair
            recent[_TITLE + terms.number] += pair
            for number in {*terms.related}:
                recent[_RELATED + number] += pair
    return recent


def _followed(recent: "array[int]", count: int, articles: int) -> bytes | None:
    """Return what is kept of a word that `count` articles have; None if they are too many."""
    most = _FOLLOWED * frequent(articles)
    return recent.tobytes() if max(count, len(recent) // 2) <= most else None


def _numbers(recent: bytes | None) -> "array[int]":
    """Return dates and ids in turn."""
    numbers = array("q")
    if recent is not None:
        if len(recent) % (2 * numbers.itemsize):
            raise DamagedError("there is part of an article among those with a word")
        numbers.frombytes(recent)
    return numbers
