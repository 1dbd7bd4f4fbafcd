"""How telling words are, and how much two articles have in common by the words they share."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from broadsheet.library.stories.terms import BUCKETS, Terms

_T = TypeVar("_T")
_Each = list[_T] | dict[int, _T]
"""What belongs to each word, by its number."""

_TITLE_WEIGHT = 2.0
_MOST_WEIGHTS = 32

_FREQUENT, _FREQUENT_SHARE = 100, 200
"""A word of more articles, and of more than one in 200, is not rare."""

_COMMON_SHARE = 10
"""A word of more articles than `_FREQUENT`, and of more than one in 10, says hardly anything.

Not even articles that are called related are alike by it.
"""

_VERY_RARE = 10
"""A word of no more articles is very rare, and so is one of one article in 200."""

_LIKE_TITLE = 0.5
"""How much more alike articles of two providers count if their titles have the same words.

It counts by the share of words that both have, common ones too: in a library of a single subject,
words that tell an event are common.
"""


class Rarity:
    """How telling each word is, by the number of articles that have it."""

    def __init__(self, counts: list[int] | dict[int, int] | None = None, articles: int = 0) -> None:
        self.counts = [0] * BUCKETS if counts is None else counts
        self.articles = articles

    def count(self, articles: Iterable[Sequence[int]]) -> None:
        """Count each word of more articles once for each that has it."""
        counts = self.counts
        for words in articles:
            self.articles += 1
            for number in words:  # in a list, that takes less time than a Counter does
                counts[number] += 1


def frequent(articles: int) -> int:
    """Return how many of all `articles` may have a word that is still rare."""
    return max(_FREQUENT, articles // _FREQUENT_SHARE)


class Weights:
    """How much each word weighs, and which words find articles of the same event."""

    def __init__(self, rarity: Rarity) -> None:
        self.articles = articles = rarity.articles
        most = frequent(articles)
        not_common = max(_FREQUENT, articles // _COMMON_SHARE)

        def weight(count: int) -> float:
            return math.log(1 + (1 + articles) / (count or 1))

        def rank(count: int) -> int:
            # A word that no other article has finds none.
            return count * BUCKETS if 1 < count <= most else 0

        self.in_text = _of_each(rarity.counts, weight)
        """The weight of each word of a text."""

        self.in_title = _of_each(rarity.counts, lambda count: _TITLE_WEIGHT * weight(count))
        self._ranks = _of_each(rarity.counts, rank)
        self._says_something = _of_each(rarity.counts, not_common.__ge__)
        self._very_rare = max(_VERY_RARE, rarity.articles // _FREQUENT_SHARE)

    def telling(self, numbers: Iterable[int]) -> list[int]:
        """Return the words that find articles of the same event, as ranks; the most telling first.

        The remainder of a rank by `BUCKETS` is the number of the word.
        """
        ranks = self._ranks
        found = [rank + number for number in numbers if (rank := ranks[number])]
        found.sort()
        return found

    def uncommon(self, numbers: Iterable[int]) -> frozenset[int]:
        """Return the words without those that many articles have."""
        says_something = self._says_something
        return frozenset([number for number in numbers if says_something[number]])

    def is_very_rare(self, rank: int) -> bool:
        """Tell whether hardly any other articles have a word of this rank."""
        return rank // BUCKETS <= self._very_rare


def _of_each(counts: list[int] | dict[int, int], of_count: Callable[[int], _T]) -> _Each[_T]:
    """Return what belongs to each word by the number of articles that have it."""
    if isinstance(counts, dict):
        return _WhenAsked(counts, of_count)
    # Equal counts share what belongs to them, so that little memory is gone through.
    known = {count: of_count(count) for count in {*counts}}
    return [known[count] for count in counts]


class _WhenAsked(dict[int, _T]):
    """The same, found out word by word: of a few articles, few words are asked for."""

    def __init__(self, counts: dict[int, int], of_count: Callable[[int], _T]) -> None:
        super().__init__()
        self._counts = counts
        self._of_count = of_count

    def __missing__(self, number: int) -> _T:
        self[number] = self._of_count(self._counts[number])
        return self[number]


def titles_factor(one: Terms, other: Terms) -> float:
    """Return how much more alike two articles count because of the words of their titles."""
    a, b = {*one.title}, {*other.title}
    return 1.0 + _LIKE_TITLE * len(a & b) / (len(a | b) or 1)


def vector(terms: Terms, weights: Weights) -> dict[int, float]:
    """Return the most telling words of an article by their share in it; its length is 1."""
    in_title, in_text = weights.in_title, weights.in_text
    found = [in_title[number] for number in terms.title]
    found += [in_text[number] for number in terms.text]
    most = sorted(found)[-_MOST_WEIGHTS:]
    length = math.sqrt(sum([weight * weight for weight in most])) or 1.0
    least = most[0] if most else 0.0
    shares = {
        number: weight / length
        for number, weight in zip(terms.words, found, strict=True)
        if weight >= least
    }
    if len(shares) > _MOST_WEIGHTS:  # others are worth as much as the last
        last = [number for number, share in shares.items() if share <= least / length]
        for number in last[_MOST_WEIGHTS - len(shares) :]:
            del shares[number]
    return shares


def likeness(one: dict[int, float], other: dict[int, float]) -> float:
    """Return how much two vectors have in common, from 0 to 1 if their lengths are 1."""
    return sum([one[number] * other[number] for number in one.keys() & other.keys()])
