"""The line at the bottom: the keys that work here, drawn as one line and clickable.

Textual's Footer makes a widget of each key, again at each change of focus. That took longer than
sorting the entire library.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from broadsheet.records import record
from broadsheet.tui import keys

_KEPT = "help"
"""The action whose key is shown however little room there is: it leads to all the others."""


@record
class _Key:
    """A key as it is shown, the text before and after it, and its real name."""

    before: str
    shown: str
    after: str
    key: str

    @property
    def cells(self) -> int:
        return len(self.before + self.shown + self.after)


@record
class _Entry:
    """Keys that are shown together or not at all."""

    action: str
    keys: tuple[_Key, ...]

    @property
    def cells(self) -> int:
        return sum(key.cells for key in self.keys)


class KeyBar(Widget):
    """Names the keys that are needed most where the focus is, as far as there is room."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--label"}

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[_Entry] = []

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[object]) -> None:
        entries = _entries_of(screen)
        if entries != self._entries:
            self._entries = entries
            self.refresh()

    def _fitting(self) -> list[_Key]:
        """Return the keys that there is room for: those that are needed most."""
        last = [entry for entry in self._entries if entry.action == _KEPT]
        room = self.size.width - sum(entry.cells for entry in last)
        fitting: list[_Entry] = []
        for entry in self._entries:
            if entry.action != _KEPT:
                room -= entry.cells
                if room < -1:  # a space at the end may be missing
                    break
                fitting.append(entry)
        return [key for entry in (*fitting, *last) for key in entry.keys]

    def render_line(self, y: int) -> Strip:
        """Draw the keys."""
        key_style = self.get_component_rich_style("keys--key")
        label_style = self.get_component_rich_style("keys--label")
        segments = []
        for key in self._fitting():
            segments += [
                Segment(key.before, label_style),
                Segment(key.shown, key_style),
                Segment(key.after, label_style),
            ]
        return Strip(segments).adjust_cell_length(self.size.width, label_style)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the pointer does."""
        left = 0
        for key in self._fitting():
            left += key.cells
            if event.x < left:
                self.app.simulate_key(key.key)
                return


def _place(screen: Screen[object]) -> str:
    """Return where the focus is, as `keys.NEEDED` calls it."""
    focused = screen.focused
    if focused is None or focused.id is None:
        return ""
    return "reading" if focused.has_class("-reading") else focused.id


def _entries_of(screen: Screen[object]) -> list[_Entry]:
    """Return the keys to show, the most needed first; those of a group come together."""
    active = [binding for _, binding, enabled, _ in screen.active_bindings.values() if enabled]
    by_action = {binding.action: binding for binding in reversed(active)}
    needed = keys.NEEDED.get(_place(screen))
    if needed is None:
        shown = [binding for binding in reversed(by_action.values()) if binding.show]
    else:
        shown = [by_action[action] for action in needed if action in by_action]
    return [
        _Entry(action, tuple(_keys_of(screen, members, needed or {})))
        for action, members in groupby(shown, _together)
    ]


def _together(binding: Binding) -> str:
    return binding.action if binding.group is None else binding.group.description


def _keys_of(
    screen: Screen[object], members: Iterable[Binding], names: Mapping[str, str]
) -> list[_Key]:
    together = list(members)
    shown: list[_Key] = []
    for binding in together:
        is_first, is_last = binding is together[0], binding is together[-1]
        before, after = " ", f" {names.get(binding.action) or binding.description} "
        if binding.group is not None:
            before = " " * is_first
            after = f" {binding.group.description} " * is_last
        name = binding.key_display or keys.key_name(binding.key)
        shown.append(_Key(before, name, after, binding.key))
    return shown
