"""What the user says of providers, and what the providers of an index are known by."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from broadsheet.library.stories.providers import alias_keys, source_of


@dataclass(frozen=True, slots=True)
class SourceRules:
    """The other names of providers, and how much more or less their articles count."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)

    @property
    def settings(self) -> str:
        """All of it as text, to notice changes."""
        return repr((sorted(self.names.items()), sorted(self.weights.items())))

    @property
    def weight_of(self) -> dict[str, int]:
        """The weights by what `Sources` has."""
        return {source_of(name, ""): weight for name, weight in self.weights.items()}


class Sources(dict[int | None, str]):
    """What providers are known by, by their ids, found out when it is needed.

    See `providers.source_of`.
    """

    def __init__(self, connection: sqlite3.Connection, rules: SourceRules) -> None:
        super().__init__()
        self._connection = connection
        self._aliases = alias_keys(rules.names)

    def __missing__(self, provider_id: int | None) -> str:
        row = self._connection.execute(
            "SELECT name, domain FROM facets WHERE id = ?", (provider_id,)
        ).fetchone()
        self[provider_id] = "" if row is None else source_of(row[0], row[1], self._aliases)
        return self[provider_id]
