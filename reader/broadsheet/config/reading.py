"""Reads the settings file.

A bad setting loses only that setting and gives a warning: a typing error never prevents reading.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar, get_args

from broadsheet.config.keys import read_keys
from broadsheet.config.programs import read_programs
from broadsheet.config.providers import read_providers
from broadsheet.config.rules import read_rules
from broadsheet.config.settings import (
    AlsoRead,
    ColumnName,
    Drawn,
    FeedSettings,
    Fetch,
    FolderRules,
    PictureSettings,
    SavedView,
    Settings,
    SidebarSettings,
    StartSettings,
    StorySettings,
    TableSettings,
    TextSettings,
    settings_file,
)
from broadsheet.config.tables import Fault, Faults, Table, as_tables, heads_of, unknown_in
from broadsheet.text.door import clean_line, clean_message
from broadsheet.text.folding import name_key
from broadsheet.untrusted_file import read_settings_file

_LONGEST_WAIT = 3600

Found = TypeVar("Found")


def read_settings() -> tuple[Settings, list[str]]:
    """Return the settings, and a sentence for everything in their file that was not understood.

    Without a file, these are the defaults. The sentences are safe to show.
    """
    file = settings_file()
    try:
        settings, faults = settings_in(read_settings_file(str(file)))
    except FileNotFoundError:
        return Settings(), []
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or why_no_toml(str(error))
        return Settings(), [_warning(f"It cannot be read, so the defaults apply: {why}")]
    return settings, [_warning(str(fault)) for fault in faults]


def why_no_toml(reason: str) -> str:
    """Return why TOML cannot be read, without the words of Python for a table."""
    twice = re.match(r"Cannot declare \((.+?),?\) twice(.*)", reason)
    if twice is None:
        return reason.replace("Cannot overwrite a value", "This key is there twice")
    name = ".".join(re.findall(r"'([^']*)'", twice[1]))
    return f"[{name}] is there twice{twice[2]}: put all of its lines below the first one"


def settings_in(text: str) -> tuple[Settings, list[Fault]]:
    """Return the settings in the text of a settings file, and what was not understood.

    Raises ValueError or RecursionError if it is not TOML.
    """
    # Imported only if there is a file.
    import tomllib

    reader = _Reader(tomllib.loads(text), text)
    return reader.settings(), reader.faults.found


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
        self._values = values
        self._text = text
        known = [name for name in _names(Settings) if name != "folder_rules"]
        self.faults = Faults(text)
        self.faults.add_unknown(values, known)

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
            sidebar=self._sidebar(defaults.sidebar),
            views=self._views(defaults.views),
            keys=self._noting(read_keys(self._values.get("keys", {}), self._text)),
            programs=self._noting(read_programs(self._values.get("programs", []), self._text)),
            stories=self._stories(defaults.stories),
            start=self._start(defaults.start),
            rules=self._noting(read_rules(self._values.get("rules", []), self._text)),
            providers=self._noting(read_providers(self._values.get("providers", []), self._text)),
        )

    def _noting(self, read: tuple[Found, list[Fault]]) -> Found:
        """Return what was read elsewhere, and note what was wrong there."""
        found, faults = read
        self.faults.found += faults
        return found

    def _table(self, name: str, kind: type[object]) -> Table:
        """Return the table `name`, whose settings are the fields of `kind`."""
        return Table(name, self._values.get(name, {}), _names(kind), self.faults)

    def _line(self, key: str) -> str:
        return self._line_in(self._values.get(key, ""), key)

    def _line_in(self, value: object, key: str) -> str:
        if isinstance(value, str) and value.isprintable():
            return value
        self.faults.add(f"{key!r} must be text in quotes, on one line.", key)
        return ""

    def _library(self) -> Path | None:
        library = self._values.get("library", "")
        if isinstance(library, dict):
            text = self._line_in(library.get("path", ""), "path")
        else:
            text = self._line_in(library, "library")
        if not text:
            return None
        try:
            path = Path(text).expanduser()
        except RuntimeError:  # ~name of an unknown user
            path = Path()
        if path.is_absolute():
            return path
        key = "path" if isinstance(library, dict) else "library"
        self.faults.add("'library' must be a full path that begins with / or ~.", key, "library")
        return None

    def _folder_rules(self) -> FolderRules:
        library = self._values.get("library")
        values = library if isinstance(library, dict) else {}
        table = Table("library", values, ["path", *_names(FolderRules)], self.faults)
        patterns = 'patterns: ["drafts/**"]'
        return FolderRules(
            follow_links_out=table.switch("follow_links_out", default=False),
            only=table.texts("only", patterns),
            skip=table.texts("skip", patterns),
        )

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
        self.faults.add(
            f"'read_after' must be a number of seconds up to {_LONGEST_WAIT}, "
            '"at once" or "never".',
            "read_after",
        )
        return default

    def _feeds(self, default: FeedSettings) -> FeedSettings:
        table = self._table("feeds", FeedSettings)
        return FeedSettings(
            fetch=table.choice("fetch", default.fetch, get_args(Fetch)),
            private_hosts=table.texts("private_hosts", "names in quotes"),
        )

    def _texts(self, default: TextSettings) -> TextSettings:
        table = self._table("text", TextSettings)
        return TextSettings(
            fetch=table.choice("fetch", default.fetch, get_args(Fetch)),
            limit=table.megabytes("limit", default.limit),
        )

    def _pictures(self, default: PictureSettings) -> PictureSettings:
        table = self._table("pictures", PictureSettings)
        return PictureSettings(
            fetch=table.choice("fetch", default.fetch, get_args(Fetch)),
            drawn=table.choice("drawn", default.drawn, get_args(Drawn)),
            limit=table.megabytes("limit", default.limit),
        )

    def _article_table(self, default: TableSettings) -> TableSettings:
        table = self._table("table", TableSettings)
        columns = table.some_of("columns", default.columns, get_args(ColumnName))
        return TableSettings(
            columns=tuple(dict.fromkeys(columns if "title" in columns else ("title", *columns))),
            lines=table.choice("lines", default.lines, (1, 2)),
        )

    def _sidebar(self, default: SidebarSettings) -> SidebarSettings:
        table = self._table("sidebar", SidebarSettings)
        return SidebarSettings(table.switch("sparklines", default=default.sparklines))

    def _stories(self, default: StorySettings) -> StorySettings:
        table = self._table("stories", StorySettings)
        return StorySettings(
            fold=table.switch("fold", default=default.fold),
            read=table.choice("read", default.read, get_args(AlsoRead)),
        )

    def _start(self, default: StartSettings) -> StartSettings:
        table = self._table("start", StartSettings)
        return StartSettings(table.switch("kept_frame", default=default.kept_frame))

    def _views(self, default: tuple[SavedView, ...]) -> tuple[SavedView, ...]:
        entries = self._values.get("views")
        if entries is None:
            return default
        if not isinstance(entries, list):
            self.faults.add(as_tables("views"), "views")
            return default
        views = views_in(entries)
        heads = heads_of("views", self._text, len(entries))
        for entry, view, line in zip(entries, views, heads, strict=True):
            if isinstance(view, str):
                self.faults.found.append(Fault(view, line))
            self.faults.found += unknown_in(entry, _names(SavedView), "views", line)
        return tuple(view for view in views if isinstance(view, SavedView))


def _names(kind: type[object]) -> Sequence[str]:
    """Return the names of a record's fields."""
    return kind.__match_args__  # type: ignore[attr-defined,no-any-return]  # every record has it


def _warning(sentence: str) -> str:
    return clean_message(f"{settings_file()}: {sentence}")
