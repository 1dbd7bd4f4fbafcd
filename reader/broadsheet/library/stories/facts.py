"""What the index says of an article that its scores are made of."""

import json
import sqlite3
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from broadsheet.library.stories.scores import FOLLOWS, quality_parts
from broadsheet.library.stories.source_weights import SourceWeights
from broadsheet.text.folding import fold

FACTS = """
SELECT a.id, a.listed, a.path, a.quality, a.heat, a.provider_id, a.folded, length(a.title),
       a.has_image, a.has_body, a.type_id, a.topics, a.feed_id,
       a.is_removed
FROM articles a
"""


class Fact(NamedTuple):
    """What `FACTS` selects of an article."""

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
    ) -> None:
        types = connection.execute("SELECT id, name FROM facets WHERE kind = 'type'")
        self._videos = {type_id for type_id, name in types if fold(name) == "video"}
        self._topics = _Topics(connection)
        self._weights = weights
        self._sources = sources
        feeds = connection.execute("SELECT id, name FROM facets WHERE kind = 'feed'")
        self._feeds = dict[int | None, str](feeds if weights.feeds else ())
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
            is_video=fact.type_id in self._videos,
            folded_topics=self._names(fact.topics),
            weight=weight,
        )

    def _topic_names(self, topics: str) -> list[str]:
        return [name for i in json.loads(topics) if (name := self._topics[i]) is not None]


class _Topics(dict[int, str | None]):
    """The names of topics by their ids, folded; those that are needed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, topic_id: int) -> str | None:
        row = self._connection.execute(
            "SELECT name FROM facets WHERE id = ?", (topic_id,)
        ).fetchone()
        self[topic_id] = fold(row[0]) if row else None
        return self[topic_id]
