"""Which titles hold which words, and which word follows which: written once, read word by word."""

import json
import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import compress, pairwise

from broadsheet.damage import sealed
from broadsheet.library.titles import bitmaps

TitleRow = tuple[int, str, int]
"""Article id, folded title, and how good the article is; lower is better."""

NO_WORD = -1
"""Follows the last word of a title."""

MOST_LENGTH = 255
_PLACE = (1 << 32) - 1
_FREQUENT = 32
"""A word in more than one in this many titles takes less room as bits than as places."""


class _Collector:
    """The occurrences of each word, gathered title by title."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._places: list[array[int]] = []
        self._followers: list[array[int]] = []

    def add(self, place: int, words: list[str]) -> None:
        numbers = [*map(self._numbers.__getitem__, words)]
        for _ in range(len(self._numbers) - len(self._places)):
            self._places.append(array("i"))
            self._followers.append(array("i"))
        places, followers = self._places, self._followers
        numbers.append(NO_WORD)
        for number, follower in pairwise(numbers):
            places[number].append(place)
            followers[number].append(follower)

    def words(self) -> list[str]:
        return sorted(self._numbers)

    def rows(self, part_id: int, size: int) -> Iterator[tuple[int, bytes | None, bytes, bytes]]:
        """Yield the rows of title_words, in the order of `words`."""
        numbers = [*map(self._numbers.__getitem__, self.words())]
        lines = [*numbers, NO_WORD]
        for line, number in enumerate(numbers):
            lines[number] = line
        for line, number in enumerate(numbers):
            places = self._places[number]
            followers = array("i", map(lines.__getitem__, self._followers[number]))
            bits = None
            if len(places) * _FREQUENT > size:
                bits = bitmaps.to_bytes(bitmaps.from_places(places, size), size)
                # Numbers sort sooner than pairs.
                both = [(one << 32) + place for one, place in zip(followers, places, strict=True)]
                both.sort()
                places = array("i", [pair & _PLACE for pair in both])
                followers = array("i", [pair >> 32 for pair in both])
            yield (part_id << 32) + line, bits, places.tobytes(), followers.tobytes()


class _Numbers(dict[str, int]):
    """The number of each word, given out as they come."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def write_part(connection: sqlite3.Connection, rows: Iterable[TitleRow]) -> None:
    """Write `rows`, which come best first, as a part of the titles, unless there are none."""
    ids, keys, lengths = array("q"), array("q"), bytearray()
    collector = _Collector()
    for place, (article_id, folded, key) in enumerate(rows):
        words = folded.split()
        ids.append(article_id)
        keys.append(key)
        lengths.append(min(MOST_LENGTH, len(words)))
        collector.add(place, words)
    if not ids:
        return
    ((part_id,),) = connection.execute(
        "INSERT INTO title_parts (size, ids, keys, lengths, words) VALUES (?, ?, ?, ?, ?) "
        "RETURNING id",
        (
            len(ids),
            sealed(ids.tobytes()),
            sealed(keys.tobytes()),
            sealed(lengths),
            sealed("\n".join(collector.words()).encode()),
        ),
    ).fetchall()
    connection.executemany(
        "INSERT INTO title_words (id, bits, places, followers) VALUES (?, ?, ?, ?)",
        collector.rows(part_id, len(ids)),
    )


class Postings:
    """The titles of one part by word, a word being its line in the vocabulary of the part.

    Sets of titles are bitmaps over their places. Nothing is cached. A damaged part raises
    ValueError or IndexError.
    """

    def __init__(self, connection: sqlite3.Connection, part_id: int, size: int) -> None:
        self._connection = connection
        self._first = part_id << 32
        self._size = size

    def titles_with(self, words: Iterable[range]) -> int:
        """Return the titles with any of `words`."""
        found = 0
        places = array("i")
        for bits, blob in self._postings_of(words):
            if bits is None:
                places.frombytes(blob)
            else:
                found |= bitmaps.from_bytes(bits)
        if found.bit_length() > self._size:
            raise ValueError("there are bits of more titles than the part has")
        return found | bitmaps.from_places(places, self._size)

    def _postings_of(self, words: Iterable[range]) -> Iterator[tuple[bytes | None, bytes]]:
        select = "SELECT bits, CASE WHEN bits IS NULL THEN places END FROM title_words WHERE id"
        singles: list[int] = []
        for lines in words:
            first = self._first + lines.start
            if len(lines) == 1:
                singles.append(first)
            elif lines:
                last = self._first + lines.stop - 1
                yield from self._connection.execute(f"{select} BETWEEN ? AND ?", (first, last))
        # All at once: of Chinese titles, thousands may contain a character.
        yield from self._connection.execute(
            f"{select} IN (SELECT value FROM json_each(?))", (json.dumps(singles),)
        )

    def titles_with_pair(self, first: range, second: range) -> int:
        """Return the titles in which a word of `second` follows one of `first`."""
        found = array("i")
        for is_frequent, places_blob, followers_blob in self._connection.execute(
            "SELECT bits IS NOT NULL, places, followers FROM title_words WHERE id BETWEEN ? AND ?",
            (self._first + first.start, self._first + first.stop - 1),
        ):
            places, followers = array("i", places_blob), array("i", followers_blob)
            if is_frequent:
                start = bisect_left(followers, second.start)
                found += places[start : bisect_left(followers, second.stop, start)]
            else:
                found.extend(compress(places, map(second.__contains__, followers)))
        return bitmaps.from_places(found, self._size)
