"""The user's settings, from `config.toml` in the XDG configuration folder; all have defaults."""

from datetime import date
from pathlib import Path
from typing import Literal

from broadsheet.paths import config_folder
from broadsheet.records import record
from broadsheet.text.door import clean_message

Fetch = Literal["auto", "manual"]
"""Whether something is fetched unasked, or only when the user asks."""

Preset = Literal["vim", "newsboat", "arrows"]
Drawn = Literal["auto", "blocks", "kitty", "sixel", "iterm"]
AlsoRead = Literal["copies", "all"]

MOST_WEIGHT = 50
"""The highest weight of a rule, a provider or a feed, and with a minus the lowest."""


@record
class SavedView:
    """A query saved under a name."""

    name: str
    query: str


DEFAULT_VIEWS = (
    SavedView("Front page", "front:today"),
    SavedView("Hot", "newest:1m heat:top25% sort:-date"),
    SavedView("Long unread", "is:unread -newest:1m sort:-merit"),
    SavedView("Videos", "type:video sort:-date"),
)
"""The views until the user changes one: then all of them are written to the file."""


@record
class FeedSettings:
    """The table `[feeds]` of the settings."""

    fetch: Fetch = "auto"
    """Whether the open reader fetches feeds as they become due, or only when asked."""

    private_hosts: tuple[str, ...] = ()
    """Hosts, as written in addresses, that may be in a private network: a server at home."""


@record
class OwnKey:
    """Keys that the user gave to one action."""

    action: str
    """The name that the help screen shows."""

    keys: tuple[str, ...]
    """Each a character or the name of a key: `S`, `ctrl+s`, `f5`."""

    line: int
    """The line of the settings file, from 1."""


@record
class KeySettings:
    """The table `[keys]` of the settings. `broadsheet.tui.rebinding` knows the actions."""

    preset: Preset = "vim"
    """The keys to begin with."""

    own: tuple[OwnKey, ...] = ()
    """In the file `action = "key"` or `action = ["key", "key"]`."""


ColumnName = Literal["title", "source", "provider", "author", "type", "date", "quality", "heat"]
"""A column of the table; `source` is the provider or the author, whichever tells more."""


@record
class TableSettings:
    """The table `[table]` of the settings."""

    columns: tuple[ColumnName, ...] = ("title", "source", "date", "quality", "heat")
    """The columns from left to right. What no article has is left out."""

    lines: Literal[1, 2] = 1
    """The lines of each row: the title, or the title and the excerpt below it."""


@record
class SidebarSettings:
    """The table `[sidebar]` of the settings."""

    sparklines: bool = True
    """Whether topics have a line of their last eight weeks, if the sidebar is wide enough."""


@record
class TextSettings:
    """The table `[text]` of the settings: full texts."""

    fetch: Fetch = "auto"
    """Whether texts of articles kept for later, and of feeds marked so, are fetched unasked."""

    limit: int = 500
    """Megabytes that all texts may take; those of articles without a star go first."""


@record
class PictureSettings:
    """The table `[pictures]` of the settings: the pictures of articles."""

    fetch: Fetch = "manual"
    """Whether the picture of each article that is opened is fetched unasked."""

    drawn: Drawn = "auto"
    """How pictures are drawn: in the best way that the terminal knows, or in the one named."""

    limit: int = 100
    """Megabytes that the fetched pictures may take; those not looked at longest go first."""


@record
class Program:
    """A program of the user's own, which a key runs on an article."""

    name: str
    key: str
    argv: tuple[str, ...]
    """The program and its arguments, in which `{url}`, `{title}` and `{file}` are filled in."""

    in_terminal: bool
    """Whether it gets the terminal while it runs."""

    reads: Literal["markdown", "html", "none"]
    """The form in which it reads the article from its standard input."""

    shows: bool
    """Whether what it prints is shown in a window."""

    line: int
    """The line of its table in the settings file, from 1."""


@record
class FolderRules:
    """Which folders and files of the library are read; in the file under `[library]`."""

    follow_links_out: bool = False
    """Whether symbolic links are followed that lead out of the library's folder."""

    only: tuple[str, ...] = ()
    """Patterns as in a `.gitignore`; if there are any, only files that match one are read."""

    skip: tuple[str, ...] = ()
    """Patterns as in a `.gitignore`: files and folders that are not read."""


@record
class StorySettings:
    """The table `[stories]` of the settings."""

    fold: bool = True
    """Whether a story is one row: its lead, and the other articles below it when it is opened."""

    read: AlsoRead = "copies"
    """What counts as read with an article: its copies, or with a lead all of its story."""


@record
class StartSettings:
    """The table `[start]` of the settings."""

    kept_frame: bool = True
    """Whether the first screen is kept for the next start, which then shows it at once."""


@record
class Rule:
    """Articles that are muted, or that count for more or less on the front page.

    A `weight` of None mutes. `until` is the last day on which the rule applies.
    """

    query: str
    weight: int | None = None
    until: date | None = None


@record
class ProviderSettings:
    """A provider: its other names, and what its articles gain or lose in computed scores."""

    name: str
    aliases: tuple[str, ...] = ()
    weight: int = 0


@record
class Settings:
    """All settings with their defaults."""

    library: Path | None = None
    """The folder that opens if none is named: absolute or below `~`. Without it, that is `~/news`
    once there are feeds in it, else the samples. In the file `library = "PATH"`, or `path` under
    `[library]` next to the rules."""

    theme: str = "broadsheet-dark"
    """`broadsheet-dark`, `broadsheet-light`, `auto` for the one of them that suits the terminal's
    background, or one of Textual's themes, except the `ansi` ones."""

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

    text: TextSettings = TextSettings()
    """How full texts are fetched and kept; in the file the table `[text]`."""

    pictures: PictureSettings = PictureSettings()
    """Which pictures are fetched, and how they are drawn; in the file the table `[pictures]`."""

    table: TableSettings = TableSettings()
    """How articles are listed; in the file the table `[table]`."""

    sidebar: SidebarSettings = SidebarSettings()
    """What the sidebar shows; in the file the table `[sidebar]`."""

    views: tuple[SavedView, ...] = DEFAULT_VIEWS
    """The saved views in the order of the sidebar; in the file `[[views]]`, each with a `name`
    and a `query`. `view_changes` changes them."""

    keys: KeySettings = KeySettings()
    """Which key does what; in the file the table `[keys]`."""

    programs: tuple[Program, ...] = ()
    """In the file `[[programs]]`, with `name`, `key`, `argv`, `terminal`, `input`, `output`."""

    stories: StorySettings = StorySettings()
    """How stories are shown; in the file the table `[stories]`."""

    start: StartSettings = StartSettings()
    """How the reader starts; in the file the table `[start]`."""

    rules: tuple[Rule, ...] = ()
    """What is muted or boosted; in the file `[[rules]]`, each with a `query`, and with a `weight`
    of `"mute"` or -50 to 50, or a date `until` which it applies."""

    providers: tuple[ProviderSettings, ...] = ()
    """What is said of providers; in the file `[[providers]]`, each with a `name`, and with
    `aliases` or a `weight` from -50 to 50."""

    folder_rules: FolderRules = FolderRules()
    """The rules of the library; if `library` names no folder, of every folder that is opened."""


class SettingsError(Exception):
    """The settings were not changed; the message is a sentence, safe to show."""

    def __init__(self, sentence: str) -> None:
        super().__init__(clean_message(sentence))


def written_unusually(part: str = "") -> SettingsError:
    """Return the error for a file, or a `part` of it ("the views in "), that cannot be changed."""
    return SettingsError(
        f"Cannot change {part}{settings_file()}: this is written in an unusual way. "
        "Change it there by hand."
    )


def settings_file() -> Path:
    """Return the settings file; it need not exist."""
    return config_folder() / "config.toml"


def settings_stamp() -> tuple[int, int, int] | None:
    """Return a value that changes with the settings file; None if there is none."""
    try:
        status = settings_file().stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
