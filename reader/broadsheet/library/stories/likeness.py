"""How telling words are, and how much two articles have in common by the words they share."""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from broadsheet.library.stories.terms import BUCKETS, Terms

_TITLE_WEIGHT = 2.0
_MOST_WEIGHTS = 32

_FREQUENT, _FREQUENT_SHARE = 100, 200
"""A word of more articles, and of more than one in 200, is not rare."""

_VERY_RARE = 10
"""A word of no more articles is very rare, and so is one of one article in 200."""

_LIKE_TITLE = 0.5
"""How much more alike articles of two providers count if their titles have the same words.

It counts by the share of words that both have, common ones too: in a library of a single subject,
words that tell an event are common.
"""


class Rarity:
    """How telling each word is, by the number of articles that have it."""

    def __init__(
        self, counts: "array[int] | dict[int, int] | None" = None, articles: int = 0
    ) -> None:
        self.counts = array("I", bytes(4 * BUCKETS)) if counts is None else counts
        self.articles = articles

    def count(self, articles: Iterable[Sequence[int]]) -> None:
        """Count each word of more articles once for each that has it."""
        for number, count in Counter(chain.from_iterable(self._counted(articles))).items():
            self.counts[number] += count

    def _counted(self, articles: Iterable[Sequence[int]]) -> Iterator[Sequence[int]]:
        for numbers in articles:
            self.articles += 1
            yield numbers


def frequent(articles: int) -> int:
    """Return how many of all `articles` may have a word that is still rare."""
    return max(_FREQUENT, articles // _FREQUENT_SHARE)


class Weights:
    """How much each word weighs, computed when it is first needed."""

    def __init__(self, rarity: Rarity) -> None:
        self.in_title = _Weighed(rarity, _TITLE_WEIGHT)
        """The weight of each word of a title, and its number."""

        self.in_text = _Weighed(rarity, 1.0)
        self.articles = rarity.articles
        self._rare = _Rare(rarity)
        self._very_rare = max(_VERY_RARE, rarity.articles // _FREQUENT_SHARE)

    def telling(self, numbers: Iterable[int]) -> list[int]:
        """Return the words that find articles of the same event, the most telling first."""
        rare = self._rare.__getitem__
        found = [*filter(rare, numbers)]
        if len(found) > 1:
            found.sort(key=rare)
        return found

    def is_very_rare(self, number: int) -> bool:
        """Tell whether hardly any other articles have one of the `telling` words."""
        return self._rare[number] <= self._very_rare


class _Weighed(dict[int, tuple[float, int]]):
    def __init__(self, rarity: Rarity, factor: float) -> None:
        super().__init__()
        self._counts = rarity.counts
        self._articles = 1 + rarity.articles
        self._factor = factor

    def __missing__(self, number: int) -> tuple[float, int]:
        weight = self._factor * math.log(1 + self._articles / (self._counts[number] or 1))
        self[number] = weight, number
        return self[number]


class _Rare(dict[int, int]):
    """How many articles have each rare word that was asked for; 0 for other words."""

    def __init__(self, rarity: Rarity) -> None:
        super().__init__()
        self._counts = rarity.counts
        self._frequent = frequent(rarity.articles)

    def __missing__(self, number: int) -> int:
        count = self._counts[number]
        # A word that no other article has finds none.
        self[number] = count if 1 < count <= self._frequent else 0
        return self[number]


def titles_factor(one: Terms, other: Terms) -> float:
    """Return how much more alike two articles count because of the words of their titles."""
    a, b = {*one.title}, {*other.title}
    return 1.0 + _LIKE_TITLE * len(a & b) / (len(a | b) or 1)


def vector(terms: Terms, weights: Weights) -> dict[int, float]:
    """Return the most telling words of an article by their share in it; its length is 1."""
    pairs = [
        *map(weights.in_title.__getitem__, terms.title),
        *map(weights.in_text.__getitem__, terms.text),
    ]
    if len(pairs) > _MOST_WEIGHTS:
        # Weights alone are sorted in half the time, and most often no other one equals the last.
        least = sorted([weight for weight, _ in pairs])[-_MOST_WEIGHTS]
        pairs = [pair for pair in pairs if pair[0] >= least]
        if len(pairs) > _MOST_WEIGHTS:
            pairs.sort(reverse=True)
            del pairs[_MOST_WEIGHTS:]
    length = math.sqrt(sum([weight * weight for weight, _ in pairs])) or 1.0
    return {number: weight / length for weight, number in pairs}


def likeness(one: dict[int, float], other: dict[int, float]) -> float:
    """Return how much two vectors have in common, from 0 to 1 if their lengths are 1."""
    return sum([one[number] * other[number] for number in one.keys() & other.keys()])
