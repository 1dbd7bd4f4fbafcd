"""What an article is about, in few bytes: the beginnings of its words as numbers of 16 bits."""

import re
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple, Self
from zlib import crc32

from broadsheet.text.folding import fold

BUCKETS = 1 << 16
"""Words are told apart by a number below this. Two words seldom share one within three days."""

_STEM = 5
"""Letters that count: `launches` and `launched` are the same word, in any language."""

EXCERPT = 240
"""Characters of the excerpt that count: what follows is about something else."""

_MOST_TITLE, _MOST_TEXT, _MOST_RELATED = 40, 60, 20
_MOST_CACHED = 200_000
_NO_NUMBER = -1

# Words of scripts without spaces: every two neighbouring characters are a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class Terms(NamedTuple):
    """The words of an article's title, those only in its excerpt, and its related titles."""

    number: int
    """That of its own title, as `related` has it."""

    title: Sequence[int]
    text: Sequence[int]
    related: Sequence[int] = ()

    @property
    def words(self) -> Sequence[int]:
        """Those of title and text, each once."""
        return [*self.title, *self.text]

    def packed(self) -> bytes:
        """Return the terms as bytes, for the index on this machine."""
        head = (self.number, len(self.title), len(self.text))
        return array("H", (*head, *self.title, *self.text, *self.related)).tobytes()

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        """Return what was `packed`."""
        numbers = array("H", data)
        middle = 3 + numbers[1]
        end = middle + numbers[2]
        return cls(numbers[0], numbers[3:middle], numbers[middle:end], numbers[end:])

    @staticmethod
    def unpacked_words(data: bytes) -> Sequence[int]:
        """Return the `words` of what was `packed`."""
        numbers = array("H", data)
        return numbers[3 : 3 + numbers[1] + numbers[2]]


def terms_of(folded_title: str, folded_excerpt: str, related: Iterable[str] = ()) -> Terms:
    """Return the terms of an article; `related` are the titles of its related items."""
    for cache in (_number_of, _numbers_of):
        if len(cache) > _MOST_CACHED:
            cache.clear()
    title, text = _numbers_in(folded_title), _numbers_in(folded_excerpt)
    for number in title:
        text.pop(number, None)
    return Terms(
        _number(folded_title),
        [*title][:_MOST_TITLE],
        [*text][:_MOST_TEXT],
        [_number(fold(name)) for name in related][:_MOST_RELATED],
    )


def _numbers_in(folded: str) -> dict[int, None]:
    if folded.isascii():  # no word has several numbers
        found = dict.fromkeys(map(_number_of.__getitem__, folded.split()))
        found.pop(_NO_NUMBER, None)
        return found
    return dict.fromkeys(chain.from_iterable(map(_numbers_of.__getitem__, folded.split())))


def _number(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass")) & (BUCKETS - 1)


class _Numbers(dict[str, tuple[int, ...]]):
    """The numbers of each word that was met: words recur by the thousand."""

    def __missing__(self, word: str) -> tuple[int, ...]:
        self[word] = tuple(map(_number, _stems(word)))
        return self[word]


class _Number(dict[str, int]):
    """The number of each word met so far that has exactly one."""

    def __missing__(self, word: str) -> int:
        self[word] = next(map(_number, _stems(word)), _NO_NUMBER)
        return self[word]


_numbers_of = _Numbers()
_number_of = _Number()


def _stems(word: str) -> Sequence[str]:
    if word.isascii() or not _UNSPACED.search(word):
        # One letter says nothing; a digit may be all that tells two versions apart.
        return (word[:_STEM],) if len(word) > 1 or word.isdigit() else ()
    return [word[place : place + 2] for place in range(max(1, len(word) - 1))]
