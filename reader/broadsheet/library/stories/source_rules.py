"""What the user says of providers, and what the providers of an index are known by."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from broadsheet.library.stories.providers import alias_keys, source_of
from broadsheet.library.stories.source_weights import SourceWeights, learn

FACET = "SELECT name, domain FROM facets WHERE id = ?"


@dataclass(frozen=True, slots=True)
class SourceRules:
    """The other names of providers, and how much more or less their articles count.

    `feeds` has the weights of feeds, by address. `liked` has the articles that the user read,
    starred or kept, by the keys of their marks, with points; None: what was learned stays.
    """

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    feeds: Mapping[str, int] = field(default_factory=dict)
    liked: tuple[tuple[int, int], ...] | None = None

    @property
    def settings(self) -> str:
        """What makes other stories, as text, to notice changes."""
        return repr(sorted(self.names.items()))

    def weights_in(self, connection: sqlite3.Connection, before: SourceWeights) -> SourceWeights:
        """Return the weights for the scores of an index, whose scores had others `before`."""
        providers = {source_of(name, ""): weight for name, weight in self.weights.items()}
        if self.liked is None:
            learned = before.learned
        else:
            learned = learn(connection, self.liked, Sources(connection, self))
        return SourceWeights(self.feeds, providers, learned)


class Sources(dict[int | None, str]):
    """What providers are known by, by their ids, found out when it is needed.

    See `providers.source_of`.
    """

    def __init__(self, connection: sqlite3.Connection, rules: SourceRules) -> None:
        super().__init__({None: ""})
        self._connection = connection
        self._aliases = alias_keys(rules.names)

    def __missing__(self, provider_id: int | None) -> str:
        row = self._connection.execute(FACET, (provider_id,)).fetchone()
        self[provider_id] = "" if row is None else source_of(row[0], row[1], self._aliases)
        return self[provider_id]
