"""How much more or less the articles of a provider or a feed count in computed scores."""

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

from broadsheet.config.settings import MOST_WEIGHT
from broadsheet.damage import DamagedError, typed

FEWEST_SEEN = 20
"""Articles of a provider that are read, starred or kept before anything is learned of it."""

_STEP = 5
"""Learned weights are multiples of this, so that one more article changes few scores."""

_POINTS = """
SELECT a.provider_id, count(*), sum(p.value ->> 1) FROM json_each(?) p
JOIN articles a ON a.mark = p.value ->> 0 WHERE a.provider_id IS NOT NULL GROUP BY a.provider_id
"""


class SourceWeights(NamedTuple):
    """Weights of feeds by address, and of providers by what `Sources` has."""

    feeds: Mapping[str, int] = {}
    providers: Mapping[str, int] = {}
    learned: Mapping[str, int] = {}

    def of(self, source: str, feed: str) -> tuple[str, int]:
        """Return the weight of an article, and where it comes from."""
        if feed in self.feeds:
            return "weight of its feed", self.feeds[feed]
        if source in self.providers:
            return "weight of its provider", self.providers[source]
        return "learned from what you read, star and keep", self.learned.get(source, 0)

    @property
    def text(self) -> str:
        """All weights, as the index stores them."""
        return json.dumps(self, sort_keys=True)

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Return the weights that `text` holds."""
        try:
            return cls(*json.loads(text))
        except (ValueError, TypeError) as error:
            raise DamagedError("the weights of providers are damaged") from error


def stored(connection: sqlite3.Connection) -> SourceWeights:
    """Return the weights that the scores of an index were made with."""
    for (text,) in typed(connection.execute("SELECT weights FROM story_weights"), str):
        return SourceWeights.of_text(text)
    return SourceWeights()


def store(connection: sqlite3.Connection, weights: SourceWeights) -> None:
    """Note the weights that the scores are made with."""
    connection.execute("DELETE FROM story_weights")
    connection.execute("INSERT INTO story_weights VALUES (?)", (weights.text,))


def learn(
    connection: sqlite3.Connection,
    liked: Sequence[tuple[int, int]],
    sources: Mapping[int | None, str],
) -> dict[str, int]:
    """Return what to learn from the articles that the user `liked`: keys of marks with points.

    A source whose articles got twice the library's average of points per article gets a third of
    the highest value.
    """
    if not liked:
        return {}
    articles, seen, points = Counter[str](), Counter[str](), Counter[str]()
    rows = connection.execute("SELECT id, count FROM facets WHERE kind = 'provider' AND count > 0")
    for provider_id, count in typed(rows, int, int):
        articles[sources[provider_id]] += count
    rows = connection.execute(_POINTS, (json.dumps(liked),))
    for provider_id, count, total in typed(rows, int, int, int):
        seen[sources[provider_id]] += count
        points[sources[provider_id]] += total
    usual = points.total() / max(1, articles.total())
    found = dict[str, int]()
    for source, count in seen.items():
        mine = points[source] / max(1, articles[source])
        weight = (
            round(MOST_WEIGHT / _STEP * (mine - usual) / (mine + usual)) * _STEP if count else 0
        )
        if weight and count >= FEWEST_SEEN:
            found[source] = weight
    return found


def affected(
    connection: sqlite3.Connection,
    before: SourceWeights,
    now: SourceWeights,
    sources: Mapping[int | None, str],
) -> set[int]:
    """Return the articles whose computed quality is another one with other weights."""
    rows = typed(
        connection.execute("SELECT id, kind, name FROM facets WHERE kind IN ('provider', 'feed')"),
        int,
        str,
        str,
    )
    changed: dict[str, list[int]] = {"provider": [], "feed": []}
    for facet_id, kind, name in rows:
        source, feed = (sources[facet_id], "") if kind == "provider" else ("", name)
        if before.of(source, feed) != now.of(source, feed):
            changed[kind].append(facet_id)
    found = connection.execute(
        "SELECT id FROM articles WHERE quality IS NULL AND "
        "(provider_id IN (SELECT value FROM json_each(?)) "
        "OR feed_id IN (SELECT value FROM json_each(?)))",
        (json.dumps(changed["provider"]), json.dumps(changed["feed"])),
    )
    return {article_id for (article_id,) in typed(found, int)}
