"""Reads the settings file.

A bad setting loses only that setting and gives a warning: a typing error never prevents reading.
"""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Literal, get_args

from broadsheet.config.keys import read_keys
from broadsheet.config.programs import read_programs
from broadsheet.config.providers import read_providers
from broadsheet.config.rules import read_rules
from broadsheet.config.settings import (
    ColumnName,
    FeedSettings,
    FolderRules,
    KeySettings,
    PictureSettings,
    Program,
    ProviderSettings,
    Rule,
    SavedView,
    Settings,
    SidebarSettings,
    StartSettings,
    StorySettings,
    TableSettings,
    TextSettings,
    settings_file,
)
from broadsheet.text.door import clean_line, clean_message
from broadsheet.text.folding import name_key

_LONGEST_WAIT = 3600


def read_settings() -> tuple[Settings, list[str]]:
    """Return the settings, and a sentence for everything in their file that was not understood.

    Without a file, these are the defaults. The sentences are safe to show.
    """
    file = settings_file()
    try:
        settings, faults = settings_in(file.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return Settings(), []
    except (OSError, ValueError, RecursionError) as error:
        return Settings(), [_warning(f"It cannot be read, so the defaults apply: {error}")]
    return settings, [_warning(fault) for fault in faults]


def settings_in(text: str) -> tuple[Settings, list[str]]:
    """Return the settings in the text of a settings file, and what was not understood.

    Raises ValueError or RecursionError if it is not TOML.
    """
    # Imported only if there is a file.
    import tomllib

    reader = _Reader(tomllib.loads(text), text)
    return reader.settings(), reader.faults


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

    def __init__(self, values: dict[str, object], text: str) -> None:
        self._text = text
        known = [field.name for field in fields(Settings) if field.name != "folder_rules"]
        library = values.get("library")
        self._library_table: dict[str, object] = library if isinstance(library, dict) else {}
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
            text=self._texts(defaults.text),
            pictures=self._pictures(defaults.pictures),
            table=self._article_table(defaults.table),
            sidebar=self._sidebar(),
            views=self._views(defaults.views),
            keys=self._keys(),
            programs=self._programs(),
            stories=self._stories(),
            start=self._start(),
            rules=self._rules(),
            providers=self._providers(),
        )

    def _line(self, key: str) -> str:
        return self._line_in(self._values.get(key, ""), key)

    def _line_in(self, value: object, key: str) -> str:
        if isinstance(value, str) and value.isprintable():
            return value
        self.faults.append(f"{key!r} must be text in quotes, on one line.")
        return ""

    def _library(self) -> Path | None:
        is_table = isinstance(self._values.get("library"), dict)
        text = (
            self._line_in(self._library_table.get("path", ""), "path")
            if is_table
            else self._line("library")
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
            for key in self._library_table
            if key not in names
        ]
        follow = self._library_table.get("follow_links_out", False)
        if not isinstance(follow, bool):
            self.faults.append("'follow_links_out' must be true or false.")
        return FolderRules(follow is True, self._patterns("only"), self._patterns("skip"))

    def _patterns(self, key: str) -> tuple[str, ...]:
        patterns = self._library_table.get(key, [])
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
        table = self._named_table("feeds", ("fetch", "private_hosts"))
        hosts = table.get("private_hosts", [])
        if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
            self.faults.append("'private_hosts' in [feeds] must be a list of names in quotes.")
            hosts = []
        return FeedSettings(self._fetch(table, "feeds", default.fetch), tuple(hosts))

    def _texts(self, default: TextSettings) -> TextSettings:
        table = self._named_table("text", ("fetch", "limit"))
        limit = self._megabytes(table, "text", default.limit)
        return TextSettings(self._fetch(table, "text", default.fetch), limit)

    def _pictures(self, default: PictureSettings) -> PictureSettings:
        names = [field.name for field in fields(PictureSettings)]
        table = self._named_table("pictures", names)
        fetch = self._fetch(table, "pictures", default.fetch)
        limit = self._megabytes(table, "pictures", default.limit)
        match table.get("drawn", default.drawn):
            case "auto" | "blocks" | "kitty" | "sixel" | "iterm" as drawn:
                return PictureSettings(fetch, drawn, limit)
        self.faults.append(
            '\'drawn\' in [pictures] must be "auto", "blocks", "kitty", "sixel" or "iterm".'
        )
        return PictureSettings(fetch, default.drawn, limit)

    def _megabytes(self, table: dict[str, object], name: str, default: int) -> int:
        limit = table.get("limit", default)
        if isinstance(limit, int) and not isinstance(limit, bool) and limit >= 0:
            return limit
        self.faults.append(f"'limit' in [{name}] must be a number of megabytes.")
        return default

    def _article_table(self, default: TableSettings) -> TableSettings:
        table = self._named_table("table", ("columns", "lines"))
        known = get_args(ColumnName)
        names = table.get("columns", list(default.columns))
        if not isinstance(names, list) or not all(name in known for name in names):
            self.faults.append(f"'columns' in [table] must be a list of {', '.join(known)}.")
            names = list(default.columns)
        lines = table.get("lines", default.lines)
        if type(lines) is not int or lines not in (1, 2):
            self.faults.append("'lines' in [table] must be 1 or 2.")
            lines = default.lines
        columns = tuple(dict.fromkeys(names if "title" in names else ["title", *names]))
        return TableSettings(columns, 2 if lines == 2 else 1)

    def _named_table(self, name: str, known: Sequence[str]) -> dict[str, object]:
        table = self._values.get(name, {})
        if not isinstance(table, dict):
            self.faults.append(f"{name!r} must be a table: [{name}].")
            return {}
        self.faults += [
            f"There is no setting {key!r} in [{name}], only {', '.join(known)}."
            for key in table
            if key not in known
        ]
        return table

    def _fetch(
        self, table: dict[str, object], name: str, default: Literal["auto", "manual"]
    ) -> Literal["auto", "manual"]:
        match table.get("fetch", default):
            case "auto":
                return "auto"
            case "manual":
                return "manual"
        self.faults.append(f'\'fetch\' in [{name}] must be "auto" or "manual".')
        return default

    def _keys(self) -> KeySettings:
        keys, faults = read_keys(self._values.get("keys", {}), self._text)
        self.faults += faults
        return keys

    def _programs(self) -> tuple[Program, ...]:
        programs, faults = read_programs(self._values.get("programs", []), self._text)
        self.faults += faults
        return programs

    def _sidebar(self) -> SidebarSettings:
        shows = self._named_table("sidebar", ("sparklines",)).get("sparklines", True)
        if not isinstance(shows, bool):
            self.faults.append("'sparklines' in [sidebar] must be true or false.")
        return SidebarSettings(shows is not False)

    def _stories(self) -> StorySettings:
        table = self._named_table("stories", ("fold", "read"))
        fold, read = table.get("fold", True), table.get("read", "copies")
        if not isinstance(fold, bool):
            self.faults.append("'fold' in [stories] must be true or false.")
        if read not in ("copies", "all"):
            self.faults.append('\'read\' in [stories] must be "copies" or "all".')
        return StorySettings(fold is not False, "all" if read == "all" else "copies")

    def _start(self) -> StartSettings:
        kept_frame = self._named_table("start", ("kept_frame",)).get("kept_frame", True)
        if not isinstance(kept_frame, bool):
            self.faults.append("'kept_frame' in [start] must be true or false.")
        return StartSettings(kept_frame is not False)

    def _rules(self) -> tuple[Rule, ...]:
        rules, faults = read_rules(self._values.get("rules", []))
        self.faults += faults
        return rules

    def _providers(self) -> tuple[ProviderSettings, ...]:
        providers, faults = read_providers(self._values.get("providers", []))
        self.faults += faults
        return providers

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
