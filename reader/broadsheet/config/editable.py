"""The settings that can be changed while the program runs, and what they take."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import get_args

from broadsheet.config.settings import AlsoRead, Drawn, Fetch, Preset, Settings


@dataclass(frozen=True, slots=True)
class EditableSetting:
    """A setting of one value; longer ones are edited in the file."""

    key: str
    meaning: str
    value_in: Callable[[Settings], str]
    """Its value as the user writes it."""

    table: str = ""
    choices: tuple[str, ...] = ()
    """All its values, if there are few."""

    is_number: bool = False
    """Whether a number stands in the file without quotes."""

    @property
    def name(self) -> str:
        """The key with its table."""
        return f"{self.table}.{self.key}" if self.table else self.key

    def parsed(self, text: str) -> str | float | bool:
        """Return what the file gets for what the user wrote."""
        if self.choices == SWITCH:
            return text == "true"
        if self.is_number:
            for kind in (int, float):
                try:
                    number = kind(text)
                except ValueError:
                    continue
                if isfinite(number):
                    return number
        return text

    def after(self, value: str) -> str:
        """Return the choice after `value`."""
        place = self.choices.index(value) + 1 if value in self.choices else 0
        return self.choices[place % len(self.choices)]


SWITCH = ("true", "false")
"""The choices of a setting that is on or off."""


def _switched(is_on: object) -> str:
    return str(is_on).lower()


def _read_after(settings: Settings) -> str:
    match settings.read_after:
        case None:
            return "never"
        case 0:
            return "at once"
        case seconds:
            return f"{seconds:g}"


THEME = EditableSetting(
    "theme",
    "the colours; “auto” follows the background of the terminal",
    lambda settings: settings.theme,
)

EDITABLE = (
    THEME,
    EditableSetting(
        "sort", "the order at the start, as in “sort:-heat”", lambda settings: settings.sort
    ),
    EditableSetting(
        "browser", "the command that opens links, if not the usual one", lambda s: s.browser
    ),
    EditableSetting(
        "read_after",
        "seconds until an open article is read, or “at once”, or “never”",
        _read_after,
        is_number=True,
    ),
    EditableSetting(
        "fetch",
        "whether feeds are fetched as they become due",
        lambda settings: settings.feeds.fetch,
        "feeds",
        get_args(Fetch),
    ),
    EditableSetting(
        "fetch",
        "whether texts of articles kept for later are fetched unasked",
        lambda settings: settings.text.fetch,
        "text",
        get_args(Fetch),
    ),
    EditableSetting(
        "limit",
        "megabytes that all fetched texts may take",
        lambda settings: str(settings.text.limit),
        "text",
        is_number=True,
    ),
    EditableSetting(
        "fetch",
        "whether the picture of each article you open is fetched unasked",
        lambda settings: settings.pictures.fetch,
        "pictures",
        get_args(Fetch),
    ),
    EditableSetting(
        "drawn",
        "how pictures are drawn; “auto”: the best way the terminal knows",
        lambda settings: settings.pictures.drawn,
        "pictures",
        get_args(Drawn),
    ),
    EditableSetting(
        "limit",
        "megabytes that all fetched pictures may take",
        lambda settings: str(settings.pictures.limit),
        "pictures",
        is_number=True,
    ),
    EditableSetting(
        "lines",
        "lines of each row: 2 add the excerpt below the title",
        lambda settings: str(settings.table.lines),
        "table",
        ("1", "2"),
        is_number=True,
    ),
    EditableSetting(
        "read",
        "what counts as read with the lead of a story",
        lambda settings: settings.stories.read,
        "stories",
        get_args(AlsoRead),
    ),
    EditableSetting(
        "fold",
        "whether a story is one row, which can be opened",
        lambda settings: _switched(settings.stories.fold),
        "stories",
        SWITCH,
    ),
    EditableSetting(
        "sparklines",
        "whether topics in a wide sidebar show their last eight weeks",
        lambda settings: _switched(settings.sidebar.sparklines),
        "sidebar",
        SWITCH,
    ),
    EditableSetting(
        "kept_frame",
        "whether the first screen is kept, and shown at once next time",
        lambda settings: _switched(settings.start.kept_frame),
        "start",
        SWITCH,
    ),
    EditableSetting(
        "preset",
        'all keys at once; one alone: toggle_starred = "*" below [keys] there',
        lambda settings: settings.keys.preset,
        "keys",
        get_args(Preset),
    ),
)
