"""What the settings say of providers, for the stories."""

from pathlib import Path

from broadsheet.config.feed_weights import feed_weights
from broadsheet.config.reading import read_settings
from broadsheet.library.stories.source_rules import SourceRules
from broadsheet.library.sync.from_marks import liked_in
from broadsheet.paths import marks_path


def source_rules(library: Path, *, learns: bool = False) -> SourceRules:
    """Return the other names and the weights of providers in the settings, and those of feeds.

    With `learns`, what the user read, starred and kept is among them.
    """
    providers = read_settings()[0].providers
    return SourceRules(
        {one.name: one.aliases for one in providers if one.aliases or one.weight},
        {provider.name: provider.weight for provider in providers if provider.weight},
        feed_weights(library),
        liked_in(marks_path()) if learns else None,
    )
