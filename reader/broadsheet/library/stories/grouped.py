"""The articles of an index as grouping takes them, and all of them in groups."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Set
from typing import Any, NamedTuple

from broadsheet.damage import typed
from broadsheet.library.stories.grouping import Article, Grouper, Near
from broadsheet.library.stories.likeness import Rarity, Weights
from broadsheet.library.stories.source_rules import SourceRules, Sources
from broadsheet.library.stories.terms import Terms
from broadsheet.text.folding import fold

_ARTICLES = """
SELECT a.id, a.listed, a.mark, a.title_key, a.provider_id, t.terms, s.story, a.type_id
FROM articles a JOIN story_terms t ON t.article_id = a.id LEFT JOIN stories s ON s.article_id = a.id
WHERE a.listed IS NOT NULL {among} ORDER BY a.listed, a.path
"""
_ALL = _ARTICLES.format(among="")
_SOME = _ARTICLES.format(among="AND a.id IN (SELECT value FROM json_each(?))")
_OF_PERIOD = _ARTICLES.format(among="AND a.listed BETWEEN ? AND ?")

_TERMS_OF_PERIOD = """
SELECT a.id, t.terms FROM articles a JOIN story_terms t ON t.article_id = a.id
WHERE a.listed BETWEEN ? AND ?
"""
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

_FEW_CHANGED = 20
"""Of more articles, almost all others share some words."""


class Grouped(NamedTuple):
    """The articles that tell of the same events, the number of all articles, and their words.

    `counts` has each word that articles have, and how many.
    """

    groups: list[list[int]]
    articles: int
    counts: list[tuple[int, int]]


def articles_near(
    connection: sqlite3.Connection,
    rules: SourceRules,
    changed: Set[int],
    weights: Weights,
    dates: tuple[int, int],
) -> list[Article]:
    """Return the articles between two dates that may be in a story with what changed."""
    if len(changed) > _FEW_CHANGED:
        return [*_made(connection, rules, connection.execute(_OF_PERIOD, dates))]
    near = Near(weights, _made(connection, rules, _some(connection, changed)))
    rows = connection.execute(_TERMS_OF_PERIOD, dates)
    found = {one for one, terms in typed(rows, int, bytes) if near.may_have(terms)} | changed
    found |= _related_ids(connection, _COPIES, changed)
    found |= _related_ids(connection, _STORIES, found)
    articles = _made(connection, rules, _some(connection, found))
    return [article for article in articles if dates[0] <= article.date <= dates[1]]


def _some(connection: sqlite3.Connection, ids: Set[int]) -> Iterable[tuple[Any, ...]]:
    return connection.execute(_SOME, (json.dumps([*ids]),))


def _related_ids(connection: sqlite3.Connection, query: str, ids: Set[int]) -> set[int]:
    rows = connection.execute(query, (json.dumps([*ids]),))
    return {one for (one,) in typed(rows, int)}


def _made(
    connection: sqlite3.Connection, rules: SourceRules, rows: Iterable[tuple[Any, ...]]
) -> Iterator[Article]:
    sources = Sources(connection, rules)
    types = connection.execute("SELECT id, name FROM facets WHERE kind = 'type'")
    taught = {type_id for type_id, name in types if fold(name) in _LESSONS}
    for article_id, date, address, title_key, provider_id, terms, story, type_id in rows:
        provider = sources[provider_id] or f"article {article_id}"
        unpacked = Terms.unpacked(terms)
        teaches = type_id in taught
        yield Article(article_id, date, address, title_key, provider, unpacked, story, teaches)


def grouped(connection: sqlite3.Connection, rules: SourceRules) -> Grouped:
    """Group all articles, whichever stories there are."""
    rarity = Rarity()
    rows = typed(connection.execute("SELECT terms FROM story_terms"), bytes)
    found = rarity.count(Terms.unpacked_words(terms) for (terms,) in rows)
    grouper = Grouper(Weights(rarity))
    for article in _made(connection, rules, connection.execute(_ALL)):
        grouper.add(article if article.story is None else article._replace(story=None))
    groups = [[article.id for article in story] for story in grouper.stories()]
    counts = [(number, found[number]) for number in sorted(found)]
    return Grouped(groups, rarity.articles, counts)
