"""Groups articles that tell of the same event, one article after the other by date.

An article joins the story that it resembles most, by the rare words that they share: half by its
likeness to the story's middle, half by its likeness to the nearest article. The middle has what the
articles have in common, and little of what each adds. So a large story neither falls apart nor
grows into a chain in which the ends have nothing in common.
"""

import math
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from broadsheet.library.stories.likeness import Weights, likeness, titles_factor, vector
from broadsheet.library.stories.terms import BUCKETS, Terms

EDITION = 11
"""Stories and scores made by an earlier edition of this room are made again."""

WINDOW = 72 * 60 * 60
"""Seconds after an article within which others can tell of the same event."""

THRESHOLD = 0.27
"""The least likeness to join a story."""

_MERGED, _MERGED_ONE = 0.3, 0.2
"""The least likeness of two stories that become one when an article fits both.

The second one is for a story of a single article: middles are more alike than articles are.
"""

_RARE, _RARE_TITLE = 12, 8
"""Words of an article by which others are looked for: its most telling ones."""

SHARED = 2
"""Articles that share fewer of their rare words are not compared any further."""

_EVIDENCE = 1.6
"""How much more alike articles count that their publisher calls related."""

_WORTH_MORE = 0.15
"""Articles whose words are less alike are not compared in other ways."""

_CLOSE, _CLOSE_SECONDS = 0.6, 12 * 60 * 60
"""How much more alike articles count that appear at the same time, and when that is nothing."""

_LESSONS = 0.75
"""How much less alike lessons count: on one subject, they have words in common but no event."""

_STRAY, _LARGE = 0.15, 5
"""An article less like the middle of its story, which is no smaller, turned out not to belong."""

ENOUGH = 100
"""Of fewer articles, almost all words are rare, so that little in common says nothing."""

_SPARE_TITLE = 3
"""A title of fewer words (`Weekly links`) does not make two articles the same one."""


class Article(NamedTuple):
    """What grouping knows of an article. Those of the same `address` or title are copies.

    `story` is that of an article which was grouped before; it stays there. Without a provider, it
    has a name with a space in it that no other article has. What `teaches` seldom tells an event.
    """

    id: int
    date: int
    address: int
    title_key: int
    provider: str
    terms: Terms
    story: int | None = None
    teaches: bool = False


class _Seen:
    """An article that others may join.

    It knows its `story` only if that has several articles: a story of a single article would be a
    cycle, and there are as many as articles.
    """

    __slots__ = ("_uncommon", "_vector", "_weights", "article", "rare", "story")

    def __init__(self, article: Article, weights: Weights) -> None:
        self.article = article
        self.story: _Story | None = None
        self._weights = weights
        self._vector: dict[int, float] | None = None
        self._uncommon: frozenset[int] | None = None
        rare = weights.telling(article.terms.words)
        if len(rare) > _RARE_TITLE:
            rare = weights.telling(article.terms.title)[:_RARE_TITLE]
            rare += weights.telling(article.terms.text)[: _RARE - len(rare)]
        self.rare = rare

    @property
    def vector(self) -> dict[int, float]:
        """The words by their share in the article; most articles resemble none and need none."""
        if self._vector is None:
            self._vector = vector(self.article.terms, self._weights)
        return self._vector

    @property
    def uncommon(self) -> frozenset[int]:
        """The words that not many articles have."""
        if self._uncommon is None:
            self._uncommon = self._weights.uncommon(self.article.terms.words)
        return self._uncommon

    def may_join(self, other: "_Seen") -> bool:
        """Tell whether `other` is not too old, nor an article of the same provider in no story."""
        a, b = self.article, other.article
        return a.date - b.date <= WINDOW and (a.provider != b.provider or other.story is not None)

    def may_be_like(self, other: "_Seen") -> bool:
        """Tell whether more than common words are in both: else they are hardly alike.

        That is a lot sooner known than how much they are alike, and most that are called related
        are not.
        """
        return not self.uncommon.isdisjoint(other.uncommon)

    def likeness(self, other: "_Seen") -> float:
        """Return how much it and `other` have in common, the more if they are called related."""
        a, b = self.article, other.article
        if a.provider == b.provider:  # it reports in series more often than twice of one event
            return 0.0
        alike = likeness(self.vector, other.vector)
        if a.terms.number in b.terms.related or b.terms.number in a.terms.related:
            alike *= _EVIDENCE
        if alike >= _WORTH_MORE and " " not in a.provider and " " not in b.provider:
            alike *= titles_factor(a.terms, b.terms)
        return alike * _LESSONS if a.teaches and b.teaches else alike

    def closeness(self, other: "_Seen") -> float:
        """Return how much more alike it and `other` count because they appear soon after another.

        They need a very rare word in common, and lessons appear at the same time by chance.
        """
        a, b = self.article, other.article
        if a.teaches or b.teaches or " " in a.provider or " " in b.provider:
            return 1.0
        if not any(map(self._weights.is_very_rare, {*self.rare} & {*other.rare})):
            return 1.0
        return 1.0 + _CLOSE * max(0.0, 1.0 - abs(a.date - b.date) / _CLOSE_SECONDS)


class _Story:
    """Articles that tell of the same event."""

    __slots__ = ("_middle", "_squared", "articles", "provider")

    def __init__(self, first: _Seen) -> None:
        self.articles = [first]
        self.provider: str | None = first.article.provider
        """The provider of all its articles; None if they have several."""

        self._middle = dict(first.vector)
        self._squared = 1.0  # the length of the middle, times itself

    def take_in(self, seen: _Seen) -> None:
        """Add an article."""
        self._squared += 1.0 + 2.0 * likeness(seen.vector, self._middle)
        for number, weight in seen.vector.items():
            self._middle[number] = self._middle.get(number, 0.0) + weight
        self.articles.append(seen)
        seen.story = self
        if seen.article.provider != self.provider:
            self.provider = None

    def likeness_to(self, seen: _Seen) -> float:
        """Return how much its middle has in common with an article."""
        if seen.article.provider == self.provider:
            return 0.0
        return likeness(seen.vector, self._middle) / math.sqrt(self._squared)

    def belonging(self) -> list[Article]:
        """Return its articles, without those that have little to do with what it became.

        These may well be its first ones, which would lead it. An article that was in the story
        before stays, and so does a copy.
        """
        articles = [seen.article for seen in self.articles]
        if len(articles) < _LARGE:
            return articles
        addresses = Counter(article.address for article in articles)
        titles = Counter(article.title_key for article in articles)
        least = _STRAY * math.sqrt(self._squared)
        return [
            seen.article
            for seen in self.articles
            if seen.article.story is not None
            or addresses[seen.article.address] > 1
            or titles[seen.article.title_key] > 1
            or likeness(seen.vector, self._middle) >= least
        ]

    def likeness_of(self, other: "_Story") -> float:
        """Return how much the middles of two stories have in common."""
        return likeness(self._middle, other._middle) / math.sqrt(self._squared * other._squared)


class Near:
    """Tells which articles may be in a story with some others, without comparing them.

    They share several of the rare `words`, or one calls the title of the other related. It does not
    know of copies.
    """

    def __init__(self, weights: Weights, some: Iterable[Article]) -> None:
        self.words = set[int]()
        self.related = set[int]()
        self.numbers = set[int]()
        for article in some:
            self.words.update(rank % BUCKETS for rank in _Seen(article, weights).rare)
            self.related.update(article.terms.related)
            self.numbers.add(article.terms.number)
        self._any = self.words | self.related | self.numbers

    def may_have(self, packed: bytes) -> bool:
        """Tell whether an article with these `packed` terms may be in a story with one of them."""
        if self._any.isdisjoint(array("H", packed)):  # most share nothing at all
            return False
        terms = Terms(packed)
        return (
            len(self.words.intersection(terms.words)) >= SHARED
            or terms.number in self.related
            or not self.numbers.isdisjoint(terms.related)
        )


class Grouper:
    """Puts articles into stories, the oldest first."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._recent, self._before = _Recent(), _Recent()
        self._stories: dict[_Story, None] = {}
        self._settled: dict[int, _Seen] = {}

    def stories(self) -> list[list[Article]]:
        """Return the articles of each story that came about or that others joined."""
        return [story.belonging() for story in self._stories]

    def settle(self, article: Article) -> None:
        """Take in an article that stays where it is: in its `story`, or alone until others join."""
        self._forget(article.date)
        seen = _Seen(article, self._weights)
        if article.story is not None:
            first = self._settled.setdefault(article.story, seen)
            if first is not seen:
                _story_of(first).take_in(seen)
        self._recent.add(seen)

    def add(self, article: Article) -> None:
        """Put `article`, which is no older than those before it, into a story."""
        self._forget(article.date)
        seen = _Seen(article, self._weights)
        copy = self._copy_of(article)
        story = _story_of(copy) if copy else self._story_for(seen)
        if story is not None:
            story.take_in(seen)
            self._stories[story] = None
        self._recent.add(seen)

    def _story_for(self, seen: _Seen) -> _Story | None:
        """Return the story that `seen` joins; it may bring stories together."""
        candidates = self._candidates(seen)
        if not candidates:  # as of most articles
            return None
        near: dict[_Story | _Seen, float] = {}
        for other in candidates:
            story = other.story or other
            near[story] = max(near.get(story, 0.0), seen.likeness(other))
        found = _joined(seen, near)
        if not found:
            close = self._close_to(seen, near)
            return None if close is None else _story_of(close)
        first, *rest = found
        best = _story_of(first)
        for one in rest:
            story = _story_of(one)
            is_one = 1 in (len(story.articles), len(best.articles))
            if story.likeness_of(best) >= (_MERGED_ONE if is_one else _MERGED):
                best = self._merged(story, best)
        return best

    def _close_to(self, seen: _Seen, near: Mapping[_Story | _Seen, float]) -> _Seen | None:
        """Return the article that tells the same because it appears soon before, or after.

        It is in no story: a large one would find something in common with whatever appears.
        """
        if self._weights.articles < ENOUGH:
            return None
        alone = {
            other: alike * seen.closeness(other)
            for other, alike in near.items()
            if isinstance(other, _Seen) and alike >= _WORTH_MORE
        }
        best = max(alone, key=alone.__getitem__, default=None)
        return None if best is None or alone[best] < THRESHOLD else best

    def _merged(self, one: _Story, other: _Story) -> _Story:
        gone, stays = sorted((one, other), key=lambda story: len(story.articles))
        for seen in gone.articles:
            stays.take_in(seen)
        self._stories.pop(gone, None)
        return stays

    def _copy_of(self, article: Article) -> _Seen | None:
        """Return an article with the same address, else one with the same title."""
        for key in (article.address, article.title_key):
            copy = self._recent.copies.get(key) or self._before.copies.get(key)
            if copy is not None and copy.article.date >= article.date - WINDOW:
                return copy
        return None

    def _candidates(self, seen: _Seen) -> list[_Seen]:
        """Return the articles that share rare words with `seen`, or that it calls related."""
        near: list[_Seen] = []
        related: list[_Seen] = []
        rare, numbers = seen.rare, seen.article.terms.related
        if len(rare) < SHARED and not numbers:
            return near
        both = self._before, self._recent
        # Word by word, not one after the other: of equal ones, the first is taken.
        found = [some.by_word[rank] for rank in rare for some in both if rank in some.by_word]
        if len(found) >= SHARED:
            shared = dict[_Seen, int]()  # a Counter takes twice the time for so few
            for other in chain.from_iterable(found):
                shared[other] = shared.get(other, 0) + 1
            near = [other for other, count in shared.items() if count >= SHARED]
        for number in numbers:
            for some in both:
                related += some.by_number.get(number, ())
        related = [*filter(seen.may_be_like, filter(seen.may_join, related))]
        return [*filter(seen.may_join, near), *related]

    def _forget(self, date: int) -> None:
        """Forget articles that are too old for one with this date, though not all of them yet."""
        if date - self._recent.since > WINDOW:
            self._before, self._recent = self._recent, _Recent(date)


class _Recent:
    """The articles of `WINDOW` seconds since a date, by what finds them; forgotten all at once."""

    def __init__(self, since: int = -sys.maxsize) -> None:
        self.since = since
        self.by_word = defaultdict[int, list[_Seen]](list)
        self.by_number = defaultdict[int, list[_Seen]](list)
        self.copies: dict[int, _Seen] = {}
        """By address and by title: no address looks like a title."""

    def add(self, seen: _Seen) -> None:
        """Remember an article."""
        article = seen.article
        for rank in seen.rare:
            self.by_word[rank].append(seen)
        self.by_number[article.terms.number].append(seen)
        self.copies[article.address] = seen
        if len(article.terms.title) >= _SPARE_TITLE:
            self.copies[article.title_key] = seen


def _joined(seen: _Seen, near: Mapping[_Story | _Seen, float]) -> list[_Story | _Seen]:
    """Return the stories that are enough like an article, given those `near`; the best first."""
    found: list[tuple[float, int, _Story | _Seen]] = []
    for number, (story, nearest) in enumerate(near.items()):
        middle = story.likeness_to(seen) if isinstance(story, _Story) else nearest
        if middle + nearest >= 2 * THRESHOLD:
            found.append((middle + nearest, -number, story))
    return [story for _, _, story in sorted(found, reverse=True)]


def _story_of(one: _Seen | _Story) -> _Story:
    """Return the story of an article, which becomes one if it is alone."""
    if isinstance(one, _Story):
        return one
    if one.story is None:
        one.story = _Story(one)
    return one.story
