"""What the settings say of providers, for the stories."""

from broadsheet.config.reading import read_settings
from broadsheet.library.stories.source_rules import SourceRules


def source_rules() -> SourceRules:
    """Return the other names and the weights of providers in the settings."""
    providers = read_settings()[0].providers
    return SourceRules(
        {provider.name: provider.aliases for provider in providers if provider.aliases},
        {provider.name: provider.weight for provider in providers if provider.weight},
    )
