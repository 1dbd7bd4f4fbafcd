"""What the settings say of providers: their other names, and how much they count."""

from broadsheet.config.settings import MOST_WEIGHT, ProviderSettings
from broadsheet.config.tables import Fault, each_table
from broadsheet.text.door import clean_line

_KNOWN = ("name", "aliases", "weight")


def read_providers(entries: object, text: str) -> tuple[tuple[ProviderSettings, ...], list[Fault]]:
    """Return the providers in the settings file `text`, and everything that is wrong."""
    return each_table("providers", entries, text, _provider, _KNOWN)


def _provider(entry: object) -> ProviderSettings | str:
    if not isinstance(entry, dict) or not isinstance(name := entry.get("name"), str):
        return "Each provider needs a 'name' in quotes."
    if not (name := clean_line(name)):
        return "Each provider needs a 'name' that is not empty."
    aliases = entry.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        return f"'aliases' of the provider {name!r} must be a list of names in quotes."
    weight = entry.get("weight", 0)
    is_number = isinstance(weight, int) and not isinstance(weight, bool)
    if not is_number or not -MOST_WEIGHT <= weight <= MOST_WEIGHT:
        return f"'weight' of the provider {name!r} must be a whole number from -50 to 50."
    return ProviderSettings(name, tuple(map(clean_line, aliases)), weight)
