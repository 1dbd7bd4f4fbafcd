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

# Words of scripts without spaces: every two neighbouring characters are a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class Terms(NamedTuple):
    """The words of an article's title, those only in its excerpt, and its related titles."""

    number: int
    """That of its own title, as `related` has it."""

    title: Sequence[int]
    text: Sequence[int]
    related: Sequence[int] = ()

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


def terms_of(folded_title: str, folded_excerpt: str, related: Iterable[str] = ()) -> Terms:
    """Return the terms of an article; `related` are the titles of its related items."""
    if len(_numbers) > _MOST_CACHED:
        _numbers.clear()
    numbers_of = _numbers.__getitem__
    title = dict.fromkeys(chain.from_iterable(map(numbers_of, folded_title.split())))
    text = dict.fromkeys(chain.from_iterable(map(numbers_of, folded_excerpt.split())))
    return Terms(
        _number(folded_title),
        [*title][:_MOST_TITLE],
        [number for number in text if number not in title][:_MOST_TEXT],
        [_number(fold(name)) for name in related][:_MOST_RELATED],
    )


def _number(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass")) & (BUCKETS - 1)


class _Numbers(dict[str, tuple[int, ...]]):
    """The numbers of each word that was met: words recur by the thousand."""

    def __missing__(self, word: str) -> tuple[int, ...]:
        self[word] = tuple(map(_number, _stems(word)))
        return self[word]


_numbers = _Numbers()


def _stems(word: str) -> Sequence[str]:
    if word.isascii() or not _UNSPACED.search(word):
        # One letter says nothing; a digit may be all that tells two versions apart.
        return (word[:_STEM],) if len(word) > 1 or word.isdigit() else ()
    return [word[place : place + 2] for place in range(max(1, len(word) - 1))]
