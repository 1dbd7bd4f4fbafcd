"""Reads the table `[keys]` of the settings file."""

import re
from typing import get_args

from broadsheet.config.settings import KeySettings, OwnKey, Preset

_LINE = re.compile(r"""[ \t]*(?:keys[ \t]*\.[ \t]*)?["']?([\w-]+)["']?[ \t]*=""")


def read_keys(table: object, text: str) -> tuple[KeySettings, list[str]]:
    """Return the keys in the table `[keys]` of the settings file `text`, and what is wrong."""
    if not isinstance(table, dict):
        return KeySettings(), ["'keys' must be a table: [keys]."]
    presets: tuple[Preset, ...] = get_args(Preset)
    preset = KeySettings().preset
    own: list[OwnKey] = []
    faults: list[str] = []
    for action, value in table.items():
        keys = value if isinstance(value, list) else [value]
        line = _line_of(action, text)
        if action == "preset":
            if value not in presets:
                faults.append(f"Line {line}: 'preset' must be one of {', '.join(presets)}.")
            preset = next((each for each in presets if each == value), preset)
        elif keys and all(isinstance(key, str) and key.isprintable() and key for key in keys):
            own.append(OwnKey(action, tuple(keys), line))
        else:
            faults.append(
                f'Line {line}: {action!r} must be a key in quotes, or a list of them: ["S", "f5"].'
            )
    return KeySettings(preset, tuple(own)), faults


def _line_of(action: str, text: str) -> int:
    """Return the line that sets `action`, looking below `[keys]` first; 1 if it is hard to find."""
    lines = text.splitlines()
    below = next((n for n, line in enumerate(lines) if line.strip() == "[keys]"), 0)
    for number, line in (*[*enumerate(lines)][below:], *enumerate(lines)):
        found = _LINE.match(line)
        if found and found[1] == action:
            return number + 1
    return 1
