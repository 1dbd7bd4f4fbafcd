"""The user's settings, from `config.toml` in the XDG configuration folder; all have defaults.

A bad setting loses only that setting and gives a warning: a typing error never prevents reading.
"""

import tomllib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from broadsheet.atomic_write import atomic_write
from broadsheet.own_files import FileLock, private_folder
from broadsheet.paths import config_folder, state_folder
from broadsheet.settings_text import cut, with_value
from broadsheet.text.door import clean_line, clean_message
from broadsheet.text.folding import name_key

_LONGEST_WAIT = 3600
_LOCK_SECONDS = 10.0


class SettingsError(Exception):
    """The settings were not changed; the message is a sentence, safe to show."""

    def __init__(self, sentence: str) -> None:
        super().__init__(clean_message(sentence))


@dataclass(frozen=True, slots=True)
class SavedView:
    """A query saved under a name."""

    name: str
    query: str


DEFAULT_VIEWS = (
    SavedView("Front page", "newest:7d sort:-merit"),
    SavedView("Rising", "newest:1m heat:top25% sort:-date"),
    SavedView("Long unread", "is:unread -newest:1m sort:-merit"),
    SavedView("Videos", "type:video sort:-date"),
)
"""The views until the user changes one: then all of them are written to the file."""


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """The table `[feeds]` of the settings."""

    fetch: Literal["auto", "manual"] = "auto"
    """Whether the open reader fetches feeds as they become due, or only when asked."""

    private_hosts: tuple[str, ...] = ()
    """Hosts, as written in addresses, that may be in a private network: a server at home."""


@dataclass(frozen=True, slots=True)
class FolderRules:
    """Which folders and files of the library are read; in the file under `[library]`."""

    follow_links_out: bool = False
    """Whether symbolic links are followed that lead out of the library's folder."""

    only: tuple[str, ...] = ()
    """Patterns as in a `.gitignore`; if there are any, only files that match one are read."""

    skip: tuple[str, ...] = ()
    """Patterns as in a `.gitignore`: files and folders that are not read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults."""

    library: Path | None = None
    """The folder that opens if none is named: absolute or below `~`. Without it, the seeds.
    In the file `library = "PATH"`, or `path` under `[library]` next to the rules."""

    theme: str = "broadsheet-dark"
    """`broadsheet-dark`, `broadsheet-light` or one of Textual's themes, except the `ansi` ones."""

    sort: str = "-date"
    """The order that a library opens in: keys as for `sort:`, separated by commas."""

    browser: str = ""
    """The command that opens links, with the address as its last argument; if empty, `$BROWSER` or
    the system's own."""

    read_after: float | None = 2.0
    """Seconds until an open article counts as read; None: only by hand. In the file a number,
    `"at once"` or `"never"`."""

    feeds: FeedSettings = FeedSettings()
    """How feeds are fetched; in the file the table `[feeds]`."""

    views: tuple[SavedView, ...] = DEFAULT_VIEWS
    """The saved views in the order of the sidebar; in the file `[[views]]`, each with a `name`
    and a `query`. `broadsheet.views` changes them."""

    folder_rules: FolderRules = FolderRules()
    """The rules of the library; if `library` names no folder, of every folder that is opened."""


def settings_file() -> Path:
    """Return the settings file; it need not exist."""
    return config_folder() / "config.toml"


def read_settings() -> tuple[Settings, list[str]]:
    """Return the settings, and a sentence for everything in their file that was not understood.

    Without a file, these are the defaults. The sentences are safe to show.
    """
    file = settings_file()
    try:
        with file.open("rb") as stream:
            values = tomllib.load(stream)
    except FileNotFoundError:
        return Settings(), []
    except (OSError, ValueError, RecursionError) as error:
        return Settings(), [_warning(f"It cannot be read, so the defaults apply: {error}")]
    reader = _Reader(values)
    return reader.settings(), [_warning(fault) for fault in reader.faults]


def save_setting(
    key: Literal["theme", "sort", "browser", "read_after"], value: str | float
) -> None:
    """Set one setting in the settings file and leave everything else in it as it is.

    Raises `SettingsError`.
    """

    def changed(text: str) -> str:
        before, *tables = cut(text)
        new = with_value(before, key, value)
        if tables and new.splitlines()[-1].strip():
            new += "\n"
        new += "".join(tables)
        try:
            is_right = tomllib.loads(new) == tomllib.loads(text) | {key: value}
        except ValueError:
            is_right = False
        if not is_right:
            raise SettingsError(
                f"Cannot change {key!r} in {settings_file()}: it is written in an unusual way. "
                "Change it there by hand."
            )
        return new

    change_settings(changed)


def change_settings(change: Callable[[str], str]) -> None:
    """Replace the text of the settings file ("" without one) with what `change` returns for it.

    One process at a time: each sees what the others wrote before. Raises `SettingsError`, also if
    the file is not TOML. Then, and whenever `change` raises, the file stays as it was.
    """
    file = settings_file()
    try:
        with ExitStack() as resources:
            lock = _lock()
            if lock is not None:
                resources.enter_context(lock)
                if not lock.hold_alone(_LOCK_SECONDS):
                    raise SettingsError(f"Another Broadsheet is changing {file}: try again.")
            _replace(file, change)
    except OSError as error:
        raise SettingsError(f"Cannot change {file}: {error.strerror or error}.") from error


def _lock() -> FileLock | None:
    """Return the lock for changes, outside the user's folder; None if none can be kept."""
    try:
        private_folder(state_folder())
        return FileLock(state_folder() / "settings.lock")
    except OSError:
        return None


def _replace(file: Path, change: Callable[[str], str]) -> None:
    try:
        text = file.read_bytes().decode("utf-8")
        tomllib.loads(text)
    except FileNotFoundError:
        text = ""
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{file} is not TOML, so it was left alone: {error}") from error
    changed = change(text)
    if changed != text:
        if not file.parent.exists():
            private_folder(file.parent)
        with atomic_write(file) as stream:
            stream.write(changed)


def views_in(entries: list[object]) -> list[SavedView | str]:
    """Return the view in each entry of `views` in the file, or why it is not one."""
    found: list[SavedView | str] = []
    names: set[str] = set()
    for entry in entries:
        view = _view(entry)
        if isinstance(view, SavedView):
            if name_key(view.name) in names:
                view = f"There are two views called {view.name!r}: the first one is used."
            else:
                names.add(name_key(view.name))
        found.append(view)
    return found


def _view(entry: object) -> SavedView | str:
    match entry:
        case {"name": str(name), "query": str(query)} if clean_line(name):
            return SavedView(clean_line(name), clean_line(query))
        case _:
            return "Each view needs a 'name' and a 'query' in quotes."


class _Reader:
    """Reads one setting after another, and collects what is wrong."""

    def __init__(self, values: dict[str, object]) -> None:
        known = [field.name for field in fields(Settings) if field.name != "folder_rules"]
        library = values.get("library")
        self._table: dict[str, object] = library if isinstance(library, dict) else {}
        self._values = values
        self.faults = [
            f"There is no setting {key!r}, only {', '.join(known)}."
            for key in values
            if key not in known
        ]

    def settings(self) -> Settings:
        """Return the settings; afterwards `faults` says what is wrong."""
        defaults = Settings()
        return Settings(
            library=self._library(),
            folder_rules=self._folder_rules(),
            theme=self._line("theme") or defaults.theme,
            sort=self._line("sort") or defaults.sort,
            browser=self._line("browser"),
            read_after=self._read_after(defaults.read_after),
            feeds=self._feeds(defaults.feeds),
            views=self._views(defaults.views),
        )

    def _line(self, key: str) -> str:
        return self._line_in(self._values.get(key, ""), key)

    def _line_in(self, value: object, key: str) -> str:
        if isinstance(value, str) and value.isprintable():
            return value
        self.faults.append(f"{key!r} must be text in quotes, on one line.")
        return ""

    def _library(self) -> Path | None:
        text = (
            self._line_in(self._table.get("path", ""), "path")
            if self._table
            else (self._line("library"))
        )
        if not text:
            return None
        try:
            path = Path(text).expanduser()
        except RuntimeError:  # ~name of an unknown user
            path = Path()
        if path.is_absolute():
            return path
        self.faults.append("'library' must be a full path that begins with / or ~.")
        return None

    def _folder_rules(self) -> FolderRules:
        names = ["path", *(field.name for field in fields(FolderRules))]
        self.faults += [
            f"There is no setting {key!r} under [library], only {', '.join(names)}."
            for key in self._table
            if key not in names
        ]
        follow = self._table.get("follow_links_out", False)
        if not isinstance(follow, bool):
            self.faults.append("'follow_links_out' must be true or false.")
        return FolderRules(follow is True, self._patterns("only"), self._patterns("skip"))

    def _patterns(self, key: str) -> tuple[str, ...]:
        patterns = self._table.get(key, [])
        if isinstance(patterns, list) and all(isinstance(pattern, str) for pattern in patterns):
            return tuple(patterns)
        self.faults.append(f'{key!r} must be a list of patterns: ["drafts/**"].')
        return ()

    def _read_after(self, default: float | None) -> float | None:
        match self._values.get("read_after", default):
            case "never":
                return None
            case "at once":
                return 0.0
            case int() | float() as seconds if (
                not isinstance(seconds, bool) and 0 <= seconds <= _LONGEST_WAIT
            ):
                return float(seconds)
        self.faults.append(
            f"'read_after' must be a number of seconds up to {_LONGEST_WAIT}, "
            '"at once" or "never".'
        )
        return default

    def _feeds(self, default: FeedSettings) -> FeedSettings:
        table = self._values.get("feeds", {})
        if not isinstance(table, dict):
            self.faults.append("'feeds' must be a table: [feeds].")
            return default
        self.faults += [
            f"There is no setting {key!r} in [feeds], only fetch, private_hosts."
            for key in table
            if key not in ("fetch", "private_hosts")
        ]
        match table.get("fetch", default.fetch):
            case "auto":
                fetch: Literal["auto", "manual"] = "auto"
            case "manual":
                fetch = "manual"
            case _:
                fetch = default.fetch
                self.faults.append('\'fetch\' in [feeds] must be "auto" or "manual".')
        hosts = table.get("private_hosts", [])
        if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
            self.faults.append("'private_hosts' in [feeds] must be a list of names in quotes.")
            hosts = []
        return FeedSettings(fetch, tuple(hosts))

    def _views(self, default: tuple[SavedView, ...]) -> tuple[SavedView, ...]:
        entries = self._values.get("views")
        if entries is None:
            return default
        if not isinstance(entries, list):
            self.faults.append("Write each view as a table of its own: [[views]].")
            return default
        views = views_in(entries)
        self.faults += [fault for fault in views if isinstance(fault, str)]
        self.faults += [
            f"There is no setting {key!r} under [[views]], only name, query."
            for entry in entries
            if isinstance(entry, dict)
            for key in entry
            if key not in ("name", "query")
        ]
        return tuple(view for view in views if isinstance(view, SavedView))


def _warning(sentence: str) -> str:
    return clean_message(f"{settings_file()}: {sentence}")
