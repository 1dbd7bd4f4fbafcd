"""Where Broadsheet keeps things: the XDG folders, and what it was shipped with.

The folders are those of the XDG Base Directory Specification, on macOS too. This module only names
them; code that writes to a folder creates it.
"""

import os
from pathlib import Path
from typing import Literal

_APPLICATION = "broadsheet"


def cache_folder() -> Path:
    """Return the folder of what can be rebuilt: the indexes of libraries."""
    return _xdg("XDG_CACHE_HOME", ".cache")


def config_folder() -> Path:
    """Return the folder of the user's settings."""
    return _xdg("XDG_CONFIG_HOME", ".config")


def data_folder() -> Path:
    """Return the folder of what must not be lost: the marks."""
    return _xdg("XDG_DATA_HOME", ".local/share")


def marks_path() -> Path:
    """Return where the marks are kept: one file for all libraries."""
    return data_folder() / "marks.sqlite"


def texts_folder() -> Path:
    """Return the folder of the full texts that were fetched: one for all libraries."""
    return data_folder() / "texts"


def state_folder() -> Path:
    """Return the folder of what is nice to keep between starts: logs, search history."""
    return _xdg("XDG_STATE_HOME", ".local/state")


SUBSCRIPTIONS = "feeds.opml"
"""The file of a library that lists its feeds."""


def default_library() -> Path:
    """Return the folder that news goes to if the settings name none; it need not exist."""
    return (Path.home() / "news").absolute()


def bundled(name: Literal["styles", "seeds"]) -> Path:
    """Return the folder of the styles or of the sample library that came with the program.

    In an installed wheel it is inside the package, in a checkout at the top level.
    """
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parents[1] / name


def _xdg(variable: str, default: str) -> Path:
    """Return our folder inside the one that `variable` names; relative paths are ignored."""
    named = Path(os.environ.get(variable, ""))
    base = named if named.is_absolute() else (Path.home() / default).absolute()
    return base / _APPLICATION
