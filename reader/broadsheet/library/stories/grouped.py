"""The articles of an index as grouping takes them, and all of them in groups."""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Set
from typing import Any, NamedTuple

from broadsheet.damage import typed
from broadsheet.library.stories.grouping import Article, Grouper, Near, Rarity, Weights
from broadsheet.library.stories.source_rules import SourceRules, Sources
from broadsheet.library.stories.terms import Terms

_ARTICLES = """
SELECT a.id, a.listed, a.mark, a.title_key, a.provider_id, t.terms, s.story
FROM articles a JOIN story_terms t ON t.article_id = a.id LEFT JOIN stories s ON s.article_id = a.id
WHERE a.listed BETWEEN ? AND ? ORDER BY a.listed, a.path
"""
_EVER = 2**62

_FEW_CHANGED = 20
"""Of more articles, almost all others share some words."""


class Grouped(NamedTuple):
    """The articles that tell of the same events, the number of all articles, and their words.

    `counts` has how many articles have each word, as `Rarity` has it.
    """

    groups: list[list[int]]
    articles: int
    counts: "array[int]"


def articles_near(
    connection: sqlite3.Connection,
    rules: SourceRules,
    changed: Set[int],
    weights: Weights,
    dates: tuple[int, int],
) -> list[Article]:
    """Return the articles between two dates that may be in a story with what changed."""
    rows = connection.execute(_ARTICLES, dates).fetchall()
    if len(changed) <= _FEW_CHANGED:
        known = (row for row in rows if row[0] in changed)
        near = Near(weights, _made(connection, rules, known))
        found = [row for row in rows if row[0] in changed or near.may_have(row[2], row[3], row[5])]
        ids, stories = {row[0] for row in found}, {row[6] for row in found} - {None}
        rows = [row for row in rows if row[0] in ids or row[6] in stories]
    return [*_made(connection, rules, rows)]


def _made(
    connection: sqlite3.Connection, rules: SourceRules, rows: Iterable[tuple[Any, ...]]
) -> Iterator[Article]:
    sources = Sources(connection, rules)
    for article_id, date, address, title_key, provider_id, terms, story in rows:
        provider = sources[provider_id] or f"article {article_id}"
        unpacked = Terms.unpacked(terms)
        yield Article(article_id, date, address, title_key, provider, unpacked, story)


def grouped(connection: sqlite3.Connection, rules: SourceRules) -> Grouped:
    """Group all articles, whichever stories there are."""
    rarity = Rarity()
    rows = typed(connection.execute("SELECT terms FROM story_terms"), bytes)
    rarity.count(Terms.unpacked_words(terms) for (terms,) in rows)
    grouper = Grouper(Weights(rarity))
    everything = connection.execute(_ARTICLES, (-_EVER, _EVER))
    for article in _made(connection, rules, everything):
        grouper.add(article if article.story is None else article._replace(story=None))
    groups = [[article.id for article in story] for story in grouper.stories()]
    return Grouped(groups, rarity.articles, rarity.counts)
