"""Compares the words of a query with the words of the titles.

`cost` is the rule for one word; `Vocabulary.like` gives the same answer for all words at once.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, compress, islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from broadsheet.library.titles.search_words import SearchWord
from broadsheet.text.words import has_no_spaces

EXACT = 0
PREFIX = 1
JOINED = 2
"""The query has as two words what the title has as one, or the other way round."""

FUZZY = 100
"""From this cost on, letters differ. It exceeds all costs without a wrong letter together."""

SLIP = FUZZY
"""A letter left out, or two neighbours exchanged. There are few ways to do this, so it is likelier
than one particular extra or wrong letter."""

ONE_EDIT = FUZZY + 1
INSIDE = FUZZY + 2
ONE_EDIT_IN_PREFIX = FUZZY + 3
TWO_EDITS = 2 * FUZZY

_ALIKE = 0.7
_SHORTEST_FUZZY = 3
_SHORTEST_INSIDE = 4
_SHORTEST_EDITED_PREFIX = 4
MOST_PARTS = 4
_MOST_SPLITS = 50
_LONGEST = 255
"""Longer words count as this long: no word of a query is, see `parse_words`."""

_LAST_CHARACTER = "\U0010ffff"


def edits_allowed(letters: int) -> int:
    """Return how many edits two words may differ by, if the longer one has this number of letters.

    An edit adds, drops or replaces a letter, or exchanges two neighbours.
    """
    if letters >= 8:
        return 2
    return 1 if letters >= 4 else 0


@lru_cache(maxsize=8192)
def cost(term: SearchWord, word: str) -> int | None:
    """Return the cost of taking a title's `word` for `term`; None if they are not alike."""
    text = term.text
    if word.startswith(text):
        return EXACT if word == text else PREFIX
    is_inside = _may_be_inside(text) and text in word
    if len(text) < _SHORTEST_FUZZY:
        return INSIDE if is_inside else None
    edits = edits_allowed(max(len(text), len(word)))
    distance = OSA.distance(text, word, score_cutoff=edits)
    if distance == 1 <= edits:
        return _price_of_one_edit(text, word)
    if is_inside:
        return INSIDE
    if term.unfinished and _begins_like(text, word):
        return ONE_EDIT_IN_PREFIX
    return TWO_EDITS if distance == 2 <= edits else None


def _may_be_inside(text: str) -> bool:
    """Tell whether words that contain `text` count: in Chinese, say, a title is one long word."""
    return len(text) >= _SHORTEST_INSIDE or has_no_spaces(text)


def _price_of_one_edit(text: str, word: str) -> int:
    exchanged = len(word) == len(text) and sorted(word) == sorted(text)
    return SLIP if exchanged or len(word) > len(text) else ONE_EDIT


def _begins_like(text: str, word: str) -> bool:
    """Tell whether `word` begins with `text`, except for one edit after the first letter."""
    return (
        len(text) >= _SHORTEST_EDITED_PREFIX
        and word[0] == text[0]
        and any(
            OSA.distance(text, word[:length], score_cutoff=1) <= 1 for length in _lengths(text, 1)
        )
    )


def _lengths(text: str, edits: int) -> range:
    return range(len(text) - edits, len(text) + edits + 1)


class Vocabulary:
    """All distinct words of the titles, each identified by its line in alphabetical order.

    Words with the same beginning are on neighbouring lines, so an answer is a few ranges.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(words)
        self._text = "\n".join(self.words)
        lengths = [*map(len, self.words)]
        self._starts = array("Q", accumulate((length + 1 for length in lengths), initial=0))
        self._lengths = bytes(min(length, _LONGEST) for length in lengths)
        self._by_length: dict[int, tuple[list[str], array[int]]] = {}

    def exact(self, text: str) -> range:
        """Return the line of the word `text` as a range, empty if there is no such word."""
        line = bisect_left(self.words, text)
        found = line < len(self.words) and self.words[line] == text
        return range(line, line + found)

    def beginning_with(self, text: str) -> range:
        """Return the lines of the words that begin with `text`."""
        start = bisect_left(self.words, text)
        return range(start, bisect_right(self.words, text + _LAST_CHARACTER, start))

    def like(self, term: SearchWord) -> list[tuple[int, range]]:
        """Return every range of words like `term`, with its cost.

        A word may be in several ranges; its lowest cost counts.
        """
        exact = self.exact(term.text)
        begun = self.beginning_with(term.text)
        found = [(EXACT, exact), (PREFIX, begun[len(exact) :])]
        if len(term.text) >= _SHORTEST_FUZZY or _may_be_inside(term.text):
            found += (
                (price, range(line, line + 1))
                for price, line in self._resembling(term)
                if line not in begun
            )
        return [(price, lines) for price, lines in found if lines]

    def nearest(self, text: str) -> tuple[float, str] | None:
        """Return the word most like `text`, and how alike they are (1 is equal); None if none is.

        This goes further than `like`, for a word that is not searched for but suggested.
        """
        found = process.extractOne(
            text, self.words, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE
        )
        return None if found is None else (found[1], found[0])

    def splits(self, term: SearchWord) -> Iterator[tuple[int, list[range]]]:
        """Yield the cost and the words of each way to split `term` into several words."""
        return islice(self._split(term, MOST_PARTS, JOINED), _MOST_SPLITS)

    def _split(self, term: SearchWord, most: int, price: int) -> Iterator[tuple[int, list[range]]]:
        text = term.text
        for middle in range(1, len(text)):
            first = self.exact(text[:middle])
            if not first:
                continue
            rest = SearchWord(text[middle:], term.unfinished)
            last = self.exact(rest.text)
            if last:
                yield price, [first, last]
            begun = self.beginning_with(rest.text)[len(last) :]
            if begun and rest.unfinished:
                yield price + PREFIX, [first, begun]
            if most > 2:
                for more, others in self._split(rest, most - 1, price + 1):
                    yield more, [first, *others]

    def _resembling(self, term: SearchWord) -> Iterator[tuple[int, int]]:
        """Yield cost and line of the words that contain `term` or nearly equal it."""
        if _may_be_inside(term.text):
            for line in self._containing(term.text):
                yield INSIDE, line
        if len(term.text) < _SHORTEST_FUZZY:
            return
        for distance, line in self._near(term.text):
            word = self.words[line]
            yield (_price_of_one_edit(term.text, word) if distance == 1 else TWO_EDITS), line
        if term.unfinished and len(term.text) >= _SHORTEST_EDITED_PREFIX:
            for line in self._beginning_like(term.text):
                yield ONE_EDIT_IN_PREFIX, line

    def _containing(self, text: str) -> Iterator[int]:
        at = self._text.find(text)
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            yield line
            at = self._text.find(text, self._starts[line] + len(self.words[line]))

    def _near(self, text: str) -> Iterator[tuple[int, int]]:
        for length in _lengths(text, 2):
            edits = edits_allowed(max(length, len(text)))
            if edits < abs(length - len(text)):
                continue
            words, lines = self._of_length(length)
            for _, distance, at in process.extract(
                text, words, scorer=OSA.distance, score_cutoff=edits, limit=None
            ):
                yield distance, lines[at]

    def _of_length(self, length: int) -> tuple[list[str], "array[int]"]:
        """Return the words of this length, and their lines; collected at the first call."""
        if length not in self._by_length:
            is_length = bytes(length) + b"\1" + bytes(_LONGEST - length)
            lines = array("L", compress(range(len(self.words)), self._lengths.translate(is_length)))
            self._by_length[length] = [self.words[line] for line in lines], lines
        return self._by_length[length]

    def _beginning_like(self, text: str) -> Iterator[int]:
        candidates = self.beginning_with(text[0])
        words = self.words[candidates.start : candidates.stop]
        for length in _lengths(text, 1):
            heads = [word[:length] for word in words]
            for _, _, at in process.extract(
                text, heads, scorer=OSA.distance, score_cutoff=1, limit=None
            ):
                yield candidates.start + at
