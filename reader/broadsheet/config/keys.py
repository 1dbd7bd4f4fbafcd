"""Reads the table `[keys]` of the settings file."""

from typing import get_args

from broadsheet.config.settings import KeySettings, OwnKey, Preset
from broadsheet.config.tables import Fault, Faults, line_of


def read_keys(table: object, text: str) -> tuple[KeySettings, list[Fault]]:
    """Return the keys in the table `[keys]` of the settings file `text`, and what is wrong."""
    faults = Faults(text)
    if not isinstance(table, dict):
        faults.add("'keys' must be a table: [keys].", "keys")
        return KeySettings(), faults.found
    presets: tuple[Preset, ...] = get_args(Preset)
    preset = KeySettings().preset
    own: list[OwnKey] = []
    for action, value in table.items():
        keys = value if isinstance(value, list) else [value]
        if action == "preset":
            if value not in presets:
                faults.add(f"'preset' must be one of {', '.join(presets)}.", action, "keys")
            preset = next((each for each in presets if each == value), preset)
        elif keys and all(isinstance(key, str) and key.isprintable() and key for key in keys):
            own.append(OwnKey(action, tuple(keys), line_of(action, text, "keys") or 1))
        else:
            said = f'{action!r} must be a key in quotes, or a list of them: ["S", "f5"].'
            faults.add(said, action, "keys")
    return KeySettings(preset, tuple(own)), faults.found
