"""Themes of the user's own: TOML files in the folder `themes` next to the settings."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from broadsheet.paths import config_folder
from broadsheet.text.door import clean_message
from broadsheet.untrusted_file import read_settings_file

_COLOURS = (
    *("primary", "secondary", "accent", "foreground", "background", "surface", "panel", "boost"),
    *("success", "warning", "error"),
)


def own_themes() -> tuple[list[Theme], list[str]]:
    """Return the themes, each with the name of its file, and what is wrong with the others.

    The sentences are safe to show.
    """
    themes: list[Theme] = []
    faults: list[str] = []
    for file in sorted((config_folder() / "themes").glob("*.toml")):
        try:
            themes.append(_theme(file))
        except (OSError, ValueError, RecursionError) as error:
            faults.append(clean_message(f"{file}: {error}"))
    return themes, faults


def _theme(file: Path) -> Theme:
    """Return the theme of a file; raises ValueError with a sentence if it is not one."""
    import tomllib

    values = tomllib.loads(read_settings_file(str(file)))
    known = (*_COLOURS, "dark")
    for key in values:
        if key not in known:
            raise ValueError(f"There is no colour {key!r}, only {', '.join(known)}.")
    colours: dict[str, Any] = {key: _colour(key, values[key]) for key in _COLOURS if key in values}
    if "primary" not in colours:
        raise ValueError("A theme needs at least the colour 'primary'.")
    dark = values.get("dark", True)
    if not isinstance(dark, bool):
        raise ValueError("'dark' must be true or false.")
    primary = colours.pop("primary")
    return replace(Theme(file.stem, primary, dark=dark), **colours)


def _colour(key: str, value: object) -> str:
    try:
        if isinstance(value, str):
            return Color.parse(value).hex
    except ColorParseError:
        pass
    raise ValueError(f'{key!r} must be a colour: "#e8c07d".')
