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
        """The weights by what `sources_in` returns."""
        return {source_of(name, ""): weight for name, weight in self.weights.items()}


def sources_in(connection: sqlite3.Connection, rules: SourceRules) -> dict[int | None, str]:
    """Return what the providers are known by, by their ids; see `providers.source_of`."""
    aliases = alias_keys(rules.names)
    rows = connection.execute("SELECT id, name, domain FROM facets WHERE kind = 'provider'")
    return {i: source_of(name, domain, aliases) for i, name, domain in rows}
