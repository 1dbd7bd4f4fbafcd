"""The articles of an index as grouping takes them, and all of them in groups."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from broadsheet.damage import typed
from broadsheet.library.stories.date_words import without_date
from broadsheet.library.stories.facts import COLUMNS, FACTS, Fact, FoldedNames
from broadsheet.library.stories.grouping import WINDOW, Article, Grouper, Near
from broadsheet.library.stories.likeness import Rarity, Weights
from broadsheet.library.stories.source_rules import SourceRules, Sources
from broadsheet.library.stories.terms import Terms
from broadsheet.library.stories.word_counts import FEW, Told, WordCounts

_JOINED = "JOIN story_terms t ON t.article_id = a.id LEFT JOIN stories s ON s.article_id = a.id"
_ARTICLES = f"""
SELECT a.id, a.listed, a.mark, a.title_key, a.provider_id, t.terms, s.story, a.type_id
FROM articles a {_JOINED} WHERE a.listed {{among}} ORDER BY a.listed, a.path
"""
_ALL = _ARTICLES.format(among="IS NOT NULL")
_OF_PERIOD = _ARTICLES.format(among="BETWEEN ? AND ?")

_AMONG = "WHERE a.id IN (SELECT value FROM json_each(?))"
_ROWS = f"""
SELECT {COLUMNS}, a.mark, a.title_key, t.terms, s.story FROM articles a LEFT {_JOINED}
"""
"""All of a few articles in one query: each other one takes time to be prepared."""

_FIELDS = (*Fact._fields, "mark", "title_key", "terms", "story")
_PLACES = {name: place for place, name in enumerate(_FIELDS)}
_IN_ARTICLES = itemgetter(
    *map(
        _PLACES.__getitem__,
        ("id", "date", "mark", "title_key", "provider_id", "terms", "story", "type_id"),
    )
)
"""Returns what `_ARTICLES` selects of what `_ROWS` does."""

_DATE, _TERMS = _PLACES["date"], _PLACES["terms"]
_BY_DATE = itemgetter(_DATE, _PLACES["path"])
_IN_FACTS = len(Fact._fields)
_CHANGED = "SELECT article_id FROM story_changed"
_TERMS_OF_PERIOD = """
SELECT a.id, t.terms FROM articles a JOIN story_terms t ON t.article_id = a.id
WHERE a.listed BETWEEN ? AND ?
"""
_TERMS_AFTER = "SELECT article_id, terms FROM story_terms WHERE article_id > ? ORDER BY article_id"
_COPIES = "SELECT id FROM articles WHERE mark = ? UNION SELECT id FROM articles WHERE title_key = ?"
_STORIES = "SELECT article_id FROM stories WHERE story IN (SELECT value FROM json_each(?))"
_STORIES_OF = "SELECT story FROM stories WHERE article_id IN (SELECT value FROM json_each(?))"
_LESSONS = frozenset(("video", "course", "download"))
"""Types of what teaches more often than it tells an event."""

_MOST_PERIODS = 2
"""How often the same period may be searched before all of its articles are taken."""

_FEW = 8
"""Up to this many ids are written into a query, which is prepared sooner than one with a list.

For a single id, `=` is quicker still.
"""

_MOST_KNOWN = 1000
"""Articles that are worth keeping in memory."""


class Grouped(NamedTuple):
    """The articles that tell of the same events, the number of all articles, and their words.

    `counts` has each word that articles have, and how many.
    """

    groups: list[list[int]]
    articles: int
    counts: list[tuple[int, int]]


class Changed(NamedTuple):
    """What the index has of the articles that came, went or changed since stories were made.

    `ids` are those of all, `gone` of those that it has no more. `stories` are those that they were
    in. `told` has what counts of their words. `articles` are those with a date, in no story.
    """

    ids: set[int]
    gone: set[int]
    stories: set[int]
    told: list[Told]
    articles: list[Article]


class Articles:
    """The articles of an index, by what their providers and types are known by.

    A few are read only once, so their stories must stay meanwhile.
    """

    def __init__(
        self, connection: sqlite3.Connection, sources: Sources, names: FoldedNames
    ) -> None:
        self._connection = connection
        self._sources = sources
        self._names = names
        self._known: dict[int, tuple[Any, ...]] = {}

    def all(self) -> Iterator[Article]:
        """Yield all that have a date, the oldest first."""
        return self._made(self._connection.execute(_ALL))

    def some(self, ids: Collection[int]) -> list[Article]:
        """Return some articles, the oldest first, without those that have no date."""
        return self._made_of_few(self._rows(ids))

    def facts(self, ids: Collection[int]) -> Iterable[tuple[Any, ...]]:
        """Return the `Fact`s of some articles."""
        if len(ids) > _MOST_KNOWN:
            return self._connection.execute(f"{FACTS} {_AMONG}", (json.dumps([*ids]),))
        return (row[:_IN_FACTS] for row in self._rows(ids))

    def changed(self) -> Changed:
        """Return what came, went or changed since stories were made, as in no story."""
        ids = self._ids(_CHANGED)
        before = self._rows(ids)
        gone = ids.difference(row[0] for row in before)
        rows = [(*row[:-1], None) for row in before]
        self._keep(rows)
        return Changed(
            ids=ids,
            gone=gone,
            stories=self._stories_of(before) | (self._ids(_STORIES_OF, gone) if gone else set()),
            told=[
                Told(one, listed, Terms(terms))
                for one, listed, _, _, _, terms, _, _ in map(_IN_ARTICLES, rows)
                if terms is not None
            ],
            articles=self._made_of_few(rows),
        )

    def near(
        self,
        articles: Sequence[Article],
        words: WordCounts,
        weights: Weights,
        dates: tuple[int, int],
    ) -> list[Article]:
        """Return the articles between two dates that may be in a story with some, and these.

        Some come with ascending dates.
        """
        first, last = dates
        few = [articles[at : at + FEW] for at in range(0, len(articles), FEW)]
        periods = [(part[0].date - WINDOW, part[-1].date + WINDOW) for part in few]
        if sum(end - start for start, end in periods) > _MOST_PERIODS * (last - first):
            near = [*self._made(self._connection.execute(_OF_PERIOD, dates))]
        else:
            ids = {article.id for article in articles}
            found = set[int]().union(
                *(self._few_near(*one, words, weights) for one in zip(few, periods, strict=True))
            )
            if found <= ids:
                return [*articles]
            found |= ids
            if stories := self._stories_of(self._rows(found)):
                found |= self._ids(_STORIES, stories)
            near = [one for one in self.some(found) if first <= one.date <= last]
        words.read(chain.from_iterable(article.terms.words for article in near))
        return near

    def _few_near(
        self,
        articles: Sequence[Article],
        dates: tuple[int, int],
        words: WordCounts,
        weights: Weights,
    ) -> set[int]:
        """Return who may be in a story with a few articles, and who is a copy of one."""
        near = Near(weights, articles)
        found = {
            one
            for one, terms in typed(self._terms_of(near, words, dates), int, bytes)
            if near.may_have(terms)
        }
        for article in articles:
            found |= self._ids(_COPIES, article.address, article.title_key)
        return found

    def _terms_of(
        self, near: Near, words: WordCounts, dates: tuple[int, int]
    ) -> Iterable[tuple[Any, ...]]:
        """Return the terms of those articles between two dates that are worth looking at."""
        first, last = dates
        sharing = words.sharing(near) if first >= words.since else None
        if sharing is None:
            return self._connection.execute(_TERMS_OF_PERIOD, dates)
        read = map(_IN_ARTICLES, self._rows(sharing))
        return (
            (one, terms)
            for one, listed, _, _, _, terms, _, _ in read
            if listed is not None and first <= listed <= last and terms is not None
        )

    def _ids(self, query: str, *values: int | Collection[int]) -> set[int]:
        bound = [one if isinstance(one, int) else json.dumps([*one]) for one in values]
        return {one for (one,) in typed(self._connection.execute(query, bound), int)}

    @staticmethod
    def _stories_of(rows: Iterable[tuple[Any, ...]]) -> set[int]:
        return {row[-1] for row in rows if row[-1] is not None}

    def _rows(self, ids: Collection[int]) -> list[tuple[Any, ...]]:
        """Return what `_ROWS` selects of those of some articles that the index has."""
        known = [self._known[one] for one in ids if one in self._known]
        if len(known) == len(ids):
            return known
        unknown = [one for one in ids if one not in self._known]
        values: list[int] | list[str] = unknown
        if len(unknown) == 1:
            among = "WHERE a.id = ?"
        elif len(unknown) <= _FEW:
            among = f"WHERE a.id IN ({', '.join('?' * len(unknown))})"
        else:
            values, among = [json.dumps(unknown)], _AMONG
        rows = self._connection.execute(f"{_ROWS} {among}", values).fetchall()
        self._keep(rows)
        return known + rows

    def _keep(self, rows: Sequence[tuple[Any, ...]]) -> None:
        if len(rows) <= _MOST_KNOWN:
            self._known.update((row[0], row) for row in rows)

    def _made_of_few(self, rows: Iterable[tuple[Any, ...]]) -> list[Article]:
        dated = [row for row in rows if row[_DATE] is not None and row[_TERMS] is not None]
        dated.sort(key=_BY_DATE)
        return [*self._made(map(_IN_ARTICLES, dated))]

    def _made(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Article]:
        sources, names = self._sources, self._names
        for article_id, date, address, title_key, provider_id, terms, story, type_id in rows:
            provider = sources[provider_id] or f"article {article_id}"
            words = without_date(Terms(terms), date)
            teaches = names[type_id] in _LESSONS
            yield Article(article_id, date, address, title_key, provider, words, story, teaches)


class WordsSoFar:
    """How telling each word is, counted while more articles are written.

    What was counted must not change. Articles come with ascending ids.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._last_id = 0
        self.rarity = Rarity()

    def count(self) -> None:
        """Count the words of the articles that came since the last time."""
        self.rarity.count(self._more())

    def _more(self) -> Iterator[Sequence[int]]:
        rows = self._connection.execute(_TERMS_AFTER, (self._last_id,))
        for self._last_id, terms in typed(rows, int, bytes):
            yield Terms(terms).words


def grouped(
    connection: sqlite3.Connection, rules: SourceRules, words: WordsSoFar | None = None
) -> Grouped:
    """Group all articles, whichever stories there are; `words` may be counted in part."""
    words = words or WordsSoFar(connection)
    words.count()
    rarity = words.rarity
    grouper = Grouper(Weights(rarity))
    articles = Articles(connection, Sources(connection, rules), FoldedNames(connection))
    for article in articles.all():
        grouper.add(article if article.story is None else article._replace(story=None))
    groups = [[article.id for article in story] for story in grouper.stories()]
    counts = [(number, count) for number, count in enumerate(rarity.counts) if count]
    return Grouped(groups, rarity.articles, counts)
