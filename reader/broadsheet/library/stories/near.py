"""Stories of a front page that may tell of the same event, though that is not sure enough."""

import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from broadsheet.damage import typed
from broadsheet.library.stories.date_words import without_date
from broadsheet.library.stories.grouping import ENOUGH
from broadsheet.library.stories.likeness import Weights, likeness, vector
from broadsheet.library.stories.terms import Terms
from broadsheet.library.stories.word_counts import rarity_in

_NEAR = 0.14
"""The least likeness: of nine such pairs in a library of one subject, seven told of one event."""

_SECONDS = 24 * 60 * 60
"""The longest time between two such stories."""

_TOLD = """
SELECT a.id, a.listed, t.terms, x.source FROM json_each(?) j JOIN articles a ON a.id = j.value
JOIN story_terms t ON t.article_id = a.id JOIN story_scores x ON x.article_id = a.id
WHERE a.listed IS NOT NULL
"""


class _Told(NamedTuple):
    """What the articles of a story have in common, and who told it when."""

    middle: dict[int, float]
    dates: list[int]
    sources: set[int]

    def is_near(self, other: "_Told") -> bool:
        if not self.dates or not other.dates or self.sources & other.sources:
            return False
        between = max(min(self.dates), min(other.dates)) - min(max(self.dates), max(other.dates))
        if between > _SECONDS:
            return False
        lengths = likeness(self.middle, self.middle) * likeness(other.middle, other.middle)
        return likeness(self.middle, other.middle) >= _NEAR * math.sqrt(lengths) > 0


def near_each_other(
    connection: sqlite3.Connection, stories: Mapping[int, Sequence[int]]
) -> dict[int, list[int]]:
    """Return which of some stories are near which others, by what names them.

    No provider tells both. `stories` has the ids of the articles of each.
    """
    near = defaultdict[int, list[int]](list)
    rarity = rarity_in(connection)
    if rarity is None or rarity.articles < ENOUGH:
        return near
    weights = Weights(rarity)
    story_of = {article: name for name, articles in stories.items() for article in articles}
    told = {name: _Told({}, [], set()) for name in stories}
    rows = connection.execute(_TOLD, (json.dumps([*story_of]),))
    for article, date, terms, source in typed(rows, int, int, bytes, int):
        story = told[story_of[article]]
        story.dates.append(date)
        story.sources.add(source)
        words = without_date(Terms(terms), date)
        for number, weight in vector(words, weights).items():
            story.middle[number] = story.middle.get(number, 0.0) + weight
    for (one, first), (other, second) in combinations(told.items(), 2):
        if first.is_near(second):
            near[one].append(other)
            near[other].append(one)
    return near
