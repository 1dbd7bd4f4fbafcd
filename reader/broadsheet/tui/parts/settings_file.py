"""The settings file, if it is changed while the reader is open."""

from collections.abc import Iterator
from dataclasses import replace

from textual.screen import Screen

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import KeySettings, Settings, settings_stamp
from broadsheet.tui import sentences
from broadsheet.tui.messages import RulesChanged, ViewsChanged
from broadsheet.tui.rebinding import rebind

_LATER = (
    *("programs", "sort", "browser", "read_after", "table", "sidebar", "pictures"),
    *("feeds", "text", "stories", "providers", "start"),
)
"""The settings that count from the next start on."""


class SettingsFile:
    """Follows the settings file: views, rules and keys count at once; of others, it says when."""

    def __init__(self, screen: Screen[None], settings: Settings) -> None:
        self._screen = screen
        self._known = _comparable(settings)
        self._programs = settings.programs
        self._faults: list[str] = []
        self._stamp = settings_stamp()

    def look(self) -> None:
        """Take in what has changed since the last look, if anything has."""
        if (stamp := settings_stamp()) == self._stamp:
            return
        self._stamp = stamp
        settings, faults = read_settings()
        before, self._known = self._known, _comparable(settings)
        if settings.views != before.views:
            self._screen.post_message(ViewsChanged(settings.views))
        if settings.rules != before.rules:
            self._screen.post_message(RulesChanged())
        for fault in faults:
            if fault not in self._faults:
                self._say(fault, is_fault=True)
        self._faults = faults
        if self._known.keys != before.keys:
            self._rebind(settings)
        later = [*self._later(before)]
        # In a window, the settings are changed one by one, and it says so itself.
        if later and self._screen.is_current:
            self._say(sentences.later(later))

    def _rebind(self, settings: Settings) -> None:
        """Use the keys that the file names now; programs keep those of the start."""
        from broadsheet.tui.rebinding_open import renew_keys

        faults = rebind(settings.keys, self._programs)
        renew_keys(self._screen.app.screen_stack)
        for fault in faults:
            self._say(fault, is_fault=True)
        if not faults:
            self._say(sentences.new_keys())

    def _later(self, before: Settings) -> Iterator[str]:
        """Yield the names of what has changed and counts from the next start on."""
        if self._known.theme != self._screen.app.theme:
            yield "theme"
        for name in _LATER:
            if getattr(before, name) != getattr(self._known, name):
                yield name

    def _say(self, sentence: str, *, is_fault: bool = False) -> None:
        self._screen.notify(
            sentence,
            title="Settings",
            severity="warning" if is_fault else "information",
            markup=False,
            timeout=10,
        )


def _comparable(settings: Settings) -> Settings:
    """Return settings without what the screen writes, and without the numbers of lines."""
    own = tuple(sorted((replace(key, line=0) for key in settings.keys.own), key=repr))
    return replace(
        settings,
        keys=KeySettings(settings.keys.preset, own),
        programs=tuple(replace(program, line=0) for program in settings.programs),
        table=replace(settings.table, columns=(), lines=1),
    )
