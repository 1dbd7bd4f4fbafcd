"""What an article is about, in few bytes: the beginnings of its words as numbers of 16 bits."""

import re
from array import array
from collections.abc import Iterable, Sequence
from zlib import crc32

from broadsheet.text.folding import fold

BUCKETS = 1 << 16
"""Words are told apart by a number below this. Two words seldom share one within three days."""

_STEM = 5
"""Letters that count: `launches` and `launched` are the same word, in any language."""

EXCERPT = 240
"""Characters of the excerpt that count: what follows is about something else."""

_MOST_TITLE, _MOST_TEXT, _MOST_RELATED = 40, 60, 20
_HEAD = 3
"""The number of the title, and how many words it and the text have, come before all others."""

# Words of scripts without spaces: every two neighbouring characters are a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class Terms:
    """The words of an article's title, those only in its excerpt, and its related titles.

    What is asked for is taken out of the bytes then: of most articles, little is.
    """

    __slots__ = ("_numbers",)

    def __init__(self, data: bytes) -> None:
        self._numbers = array("H", data)

    @property
    def number(self) -> int:
        """That of its own title, as `related` has it."""
        return self._numbers[0]

    @property
    def title(self) -> Sequence[int]:
        """The words of the title."""
        return self._numbers[_HEAD : _HEAD + self._numbers[1]]

    @property
    def text(self) -> Sequence[int]:
        """The words that only the excerpt has."""
        first = _HEAD + self._numbers[1]
        return self._numbers[first : first + self._numbers[2]]

    @property
    def words(self) -> Sequence[int]:
        """Those of title and text, each once."""
        numbers = self._numbers
        return numbers[_HEAD : _HEAD + numbers[1] + numbers[2]]

    @property
    def related(self) -> Sequence[int]:
        """The numbers of the titles that it calls related."""
        return self._numbers[_HEAD + self._numbers[1] + self._numbers[2] :]


def terms_of(folded_title: str, folded_excerpt: str, related: Iterable[str] = ()) -> Terms:
    """Return the terms of an article; `related` are the titles of its related items."""
    return Terms(packed_terms(folded_title, folded_excerpt, related))


def packed_terms(folded_title: str, folded_excerpt: str, related: Iterable[str]) -> bytes:
    """Return the terms of an article, `packed`."""
    title = dict.fromkeys(_numbers_in(folded_title))
    text = [number for number in dict.fromkeys(_numbers_in(folded_excerpt)) if number not in title]
    return packed(
        _number(folded_title),
        [*title][:_MOST_TITLE],
        text[:_MOST_TEXT],
        [_number(fold(name)) for name in related][:_MOST_RELATED],
    )


def packed(
    number: int, title: Sequence[int], text: Sequence[int], related: Sequence[int] = ()
) -> bytes:
    """Return terms of these numbers as bytes, for the index on this machine."""
    return array("H", (number, len(title), len(text), *title, *text, *related)).tobytes()


def _numbers_in(folded: str) -> list[int]:
    """Return the number of each word.

    Working it out takes no longer than finding it in a dictionary of all words met so far.
    """
    if folded.isascii():
        return [
            crc32(word[:_STEM]) % BUCKETS
            for word in folded.encode().split()
            if len(word) > 1 or word.isdigit()
        ]
    if _UNSPACED.search(folded):
        return [_number(stem) for word in folded.split() for stem in _stems(word)]
    return [_number(word[:_STEM]) for word in folded.split() if len(word) > 1 or word.isdigit()]


def _number(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass")) % BUCKETS


def _stems(word: str) -> Sequence[str]:
    if _UNSPACED.search(word):
        return [word[place : place + 2] for place in range(max(1, len(word) - 1))]
    # One letter says nothing; a digit may be all that tells two versions apart.
    return (word[:_STEM],) if len(word) > 1 or word.isdigit() else ()
