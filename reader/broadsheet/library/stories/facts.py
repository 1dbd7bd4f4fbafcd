"""What the index says of an article that its scores are made of."""

import json
import sqlite3
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from broadsheet.library.stories.scores import FOLLOWS, quality_parts
from broadsheet.library.stories.source_rules import FACET
from broadsheet.library.stories.source_weights import SourceWeights
from broadsheet.text.folding import fold

COLUMNS = """
a.id, a.listed, a.path, a.quality, a.heat, a.provider_id, a.folded, length(a.title),
a.has_image, a.has_body, a.type_id, a.topics, a.feed_id, a.is_removed, a.category_id
"""
FACTS = f"SELECT {COLUMNS} FROM articles a"


class Fact(NamedTuple):
    """What `FACTS` selects of an article: the `COLUMNS`."""

    id: int
    date: int | None
    path: str
    quality: int | None
    heat: int | None
    provider_id: int | None
    folded: str
    title_length: int
    has_image: int
    has_body: int
    type_id: int | None
    topics: str
    feed_id: int | None
    is_removed: int
    category_id: int | None

    @property
    def told_heat(self) -> int | None:
        """The heat as far as it says who leads a story; see `leads.LEADS`."""
        return FOLLOWS if self.is_removed else self.heat


class Rating:
    """Computes the quality of articles whose files have none."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        weights: SourceWeights,
        sources: Mapping[int | None, str],
        names: Mapping[int | None, str],
    ) -> None:
        self._folded = names
        self._weights = weights
        self._sources = sources
        self._feeds: dict[int | None, str] = {}
        if weights.feeds:
            feeds = connection.execute("SELECT id, name FROM facets WHERE kind = 'feed'")
            self._feeds.update(feeds)
        self._names = lru_cache(1000)(self._topic_names)

    def quality(self, fact: Fact) -> int:
        """Return the quality of an article by what is known of it."""
        return max(0, sum(points for _, points in self.parts(fact)))

    def parts(self, fact: Fact) -> list[tuple[str, int]]:
        """Return what `quality` is the sum of; see `scores.quality_parts`."""
        weight = self._weights.of(
            self._sources[fact.provider_id], self._feeds.get(fact.feed_id, "")
        )
        return quality_parts(
            heat=fact.heat,
            folded_title=fact.folded,
            title_length=fact.title_length,
            has_picture=bool(fact.has_image),
            has_text=bool(fact.has_body),
            is_video=self._folded[fact.type_id] == "video",
            folded_topics=self._names(fact.topics),
            weight=weight,
        )

    def _topic_names(self, topics: str) -> list[str]:
        return [name for topic_id in json.loads(topics) if (name := self._folded[topic_id])]


class FoldedNames(dict[int | None, str]):
    """The folded names of topics and types by their ids, read when needed; empty for none."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__({None: ""})
        self._connection = connection

    def __missing__(self, facet_id: int | None) -> str:
        row = self._connection.execute(FACET, (facet_id,)).fetchone()
        self[facet_id] = fold(row[0]) if row else ""
        return self[facet_id]
