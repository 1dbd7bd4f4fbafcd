"""The articles of an index as grouping takes them, and all of them in groups."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from broadsheet.damage import typed
from broadsheet.library.stories.date_words import without_date
from broadsheet.library.stories.facts import FoldedNames
from broadsheet.library.stories.grouping import Article, Grouper, Near
from broadsheet.library.stories.likeness import Rarity, Weights
from broadsheet.library.stories.source_rules import SourceRules, Sources
from broadsheet.library.stories.terms import Terms

_COLUMNS = "a.listed, a.mark, a.title_key, a.provider_id, t.terms, s.story, a.type_id"
_ARTICLES = f"""
SELECT a.id, {_COLUMNS}
FROM articles a JOIN story_terms t ON t.article_id = a.id LEFT JOIN stories s ON s.article_id = a.id
WHERE a.listed IS NOT NULL {{among}} ORDER BY a.listed, a.path
"""
_ALL = _ARTICLES.format(among="")
_SOME = _ARTICLES.format(among="AND a.id IN (SELECT value FROM json_each(?))")
_OF_PERIOD = _ARTICLES.format(among="AND a.listed BETWEEN ? AND ?")
_CHANGED = f"""
SELECT c.article_id, {_COLUMNS} FROM story_changed c LEFT JOIN articles a ON a.id = c.article_id
LEFT JOIN story_terms t ON t.article_id = a.id LEFT JOIN stories s ON s.article_id = c.article_id
ORDER BY a.listed, a.path
"""

_TERMS_OF_PERIOD = """
SELECT a.id, t.terms FROM articles a JOIN story_terms t ON t.article_id = a.id
WHERE a.listed BETWEEN ? AND ?
"""
_TERMS_AFTER = "SELECT article_id, terms FROM story_terms WHERE article_id > ? ORDER BY article_id"
_COPIES = """
SELECT b.id FROM json_each(?) j JOIN articles a ON a.id = j.value
JOIN articles b ON b.mark = a.mark OR b.title_key = a.title_key
"""
_STORIES = """
SELECT t.article_id FROM json_each(?) j JOIN stories s ON s.article_id = j.value
JOIN stories t ON t.story = s.story
"""
_LESSONS = frozenset(("video", "course", "download"))
"""Types of what teaches more often than it tells an event."""

_FEW = 20
"""Of more articles, almost all others share some words."""


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
    in. `articles` are those with a date, in no story.
    """

    ids: set[int]
    gone: set[int]
    stories: set[int]
    words: list[Sequence[int]]
    articles: list[Article]


class Articles:
    """The articles of an index, by what their providers and types are known by."""

    def __init__(
        self, connection: sqlite3.Connection, sources: Sources, names: FoldedNames
    ) -> None:
        self._connection = connection
        self._sources = sources
        self._names = names

    def all(self) -> Iterator[Article]:
        """Yield all that have a date, the oldest first."""
        return self._made(self._connection.execute(_ALL))

    def some(self, ids: Iterable[int]) -> list[Article]:
        """Return some articles, without those that have no date."""
        return [*self._made(self._connection.execute(_SOME, (json.dumps([*ids]),)))]

    def changed(self) -> Changed:
        """Return what came, went or changed since stories were made."""
        rows = self._connection.execute(_CHANGED).fetchall()
        dated = (row for row in rows if row[1] is not None)
        return Changed(
            ids={row[0] for row in rows},
            gone={row[0] for row in rows if row[2] is None},
            stories={row[6] for row in rows if row[6] is not None},
            words=[Terms.unpacked_words(row[5]) for row in rows if row[5] is not None],
            articles=[article._replace(story=None) for article in self._made(dated)],
        )

    def near(
        self, articles: Sequence[Article], weights: Weights, dates: tuple[int, int]
    ) -> list[Article]:
        """Return the articles between two dates that may be in a story with some, and these."""
        if len(articles) > _FEW:
            return [*self._made(self._connection.execute(_OF_PERIOD, dates))]
        near = Near(weights, articles)
        ids = {article.id for article in articles}
        rows = self._connection.execute(_TERMS_OF_PERIOD, dates)
        found = {one for one, terms in typed(rows, int, bytes) if near.may_have(terms)}
        found |= self._related(_COPIES, ids)
        if not found <= ids:
            found |= ids
            articles = self.some(found | self._related(_STORIES, found))
        return [article for article in articles if dates[0] <= article.date <= dates[1]]

    def _related(self, query: str, ids: Iterable[int]) -> set[int]:
        rows = self._connection.execute(query, (json.dumps([*ids]),))
        return {one for (one,) in typed(rows, int)}

    def _made(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Article]:
        sources, names = self._sources, self._names
        for article_id, date, address, title_key, provider_id, terms, story, type_id in rows:
            provider = sources[provider_id] or f"article {article_id}"
            unpacked = without_date(Terms.unpacked(terms), date)
            teaches = names[type_id] in _LESSONS
            yield Article(article_id, date, address, title_key, provider, unpacked, story, teaches)


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
            yield Terms.unpacked_words(terms)


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
