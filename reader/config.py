"""The person's settings, in `config.toml` in the XDG configuration folder; every one has a default.

A faulty setting costs that setting and gives a warning: nobody is kept from reading by a typing
error.
"""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from reader.articles.text import clean_line
from reader.paths import config_folder


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set, and what holds where nothing is."""

    library: Path | None = None
    """The folder that opens when none is named: absolute or below `~`. Without it, the seeds."""

    theme: str = "broadsheet-dark"
    """`broadsheet-dark`, `broadsheet-light` or any theme that Textual brings along."""

    sort: str = "-date"
    """The order that a library opens in, as `sort:` has it: keys by comma, `-` for descending."""

    browser: str = ""
    """The command that opens links, the address appended to it; empty is `$BROWSER`, else the
    system's own."""


def settings_file() -> Path:
    """Return the file that the settings are read from; it need not exist."""
    return config_folder() / "config.toml"


def read_settings() -> tuple[Settings, list[str]]:
    """Return the settings, and one sentence for everything in their file that was not understood.

    Without a file, the settings are the defaults. The sentences are safe to show.
    """
    file = settings_file()
    try:
        with file.open("rb") as stream:
            values = tomllib.load(stream)
    except FileNotFoundError:
        return Settings(), []
    except (OSError, ValueError, RecursionError) as error:
        return Settings(), [_warning(f"It cannot be read, so the defaults hold: {error}")]
    return _settings(values)


def _settings(values: dict[str, object]) -> tuple[Settings, list[str]]:
    known = [field.name for field in fields(Settings)]
    texts: dict[str, str] = {}
    warnings = []
    for key, value in values.items():
        if key not in known:
            warnings.append(_warning(f"There is no setting {key!r}, only {', '.join(known)}."))
        elif not isinstance(value, str) or not value.isprintable():
            warnings.append(_warning(f"{key!r} must be a text in quotes, on one line."))
        elif value:
            texts[key] = value
    library = _folder(texts.get("library", ""))
    if "library" in texts and library is None:
        warnings.append(_warning("'library' must be a whole path, from / or ~ on."))
    defaults = Settings()
    settings = Settings(
        library=library,
        theme=texts.get("theme", defaults.theme),
        sort=texts.get("sort", defaults.sort),
        browser=texts.get("browser", defaults.browser),
    )
    return settings, warnings


def _folder(text: str) -> Path | None:
    try:
        path = Path(text).expanduser()
    except RuntimeError:  # ~somebody, of whom this machine knows nothing
        return None
    return path if path.is_absolute() else None


def _warning(sentence: str) -> str:
    return clean_line(f"{settings_file()}: {sentence}")
