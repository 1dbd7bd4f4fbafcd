"""What the stories of an index were made with, and whether all must be made again."""

import sqlite3
from typing import NamedTuple

from broadsheet.damage import typed
from broadsheet.library.stories.grouping import EDITION
from broadsheet.library.stories.partings import Pair, respected
from broadsheet.library.stories.source_rules import SourceRules
from broadsheet.library.stories.source_weights import SourceWeights

_GROWTH = 2
"""Everything is grouped again once there are this many times the articles."""

# All at once: each statement takes time to be prepared, also for a single article that arrives.
_BASIS = """
SELECT articles, counted, since, settings, EXISTS (SELECT 1 FROM story_changed),
       EXISTS (SELECT 1 FROM story_partings), coalesce((SELECT weights FROM story_weights), ''),
       coalesce((SELECT value FROM meta WHERE key = 'articles'), 0)
FROM story_basis
"""


class Basis(NamedTuple):
    """What stories were made with, of how many `articles`; there are `now` as many.

    For `counted` and `since` see `word_counts.WordCounts`.
    """

    articles: int
    counted: int
    since: int
    settings: str
    are_changing: int
    are_parted: int
    weights_text: str
    now: int

    @property
    def weights(self) -> SourceWeights:
        """Those that the scores were made with."""
        return SourceWeights.of_text(self.weights_text) if self.weights_text else SourceWeights()

    def parted_in(self, connection: sqlite3.Connection) -> frozenset[Pair]:
        """Return the pairs that the stories in an index were made with."""
        return respected(connection) if self.are_parted else frozenset()


def basis_in(connection: sqlite3.Connection) -> Basis | None:
    """Return what the stories of an index were made with; None if there are none yet."""
    rows = connection.execute(_BASIS)
    return next(map(Basis._make, typed(rows, int, int, int, str, int, int, str, int)), None)


def makes_all(basis: Basis | None, rules: SourceRules) -> bool:
    """Tell whether all stories must be made, and not only those around what changed."""
    if basis is None or basis.settings != settings_of(rules):
        return True
    return basis.now > _GROWTH * basis.articles


def settings_of(rules: SourceRules) -> str:
    """Return what makes other stories, as text, to notice changes."""
    return f"{EDITION} {rules.settings}"
