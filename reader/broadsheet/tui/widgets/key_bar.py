"""The line at the bottom: the keys that work here, drawn as one line and clickable.

Textual's Footer makes a widget of each key, again at each change of focus. That took longer than
sorting the entire library.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class _Key:
    """A key as it is shown, the text before and after it, and its real name."""

    before: str
    shown: str
    after: str
    key: str


class KeyBar(Widget):
    """Names the keys of the widget that has the focus."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--label"}

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[_Key] = []

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[object]) -> None:
        keys = _keys_of(screen)
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the keys that there is room for."""
        key_style = self.get_component_rich_style("keys--key")
        label_style = self.get_component_rich_style("keys--label")
        segments = []
        room = self.size.width
        for key in self._keys:
            room -= len(key.before + key.shown + key.after.rstrip())
            if room < 0:
                break
            room -= len(key.after) - len(key.after.rstrip())
            segments += [
                Segment(key.before, label_style),
                Segment(key.shown, key_style),
                Segment(key.after, label_style),
            ]
        return Strip(segments).adjust_cell_length(self.size.width, label_style)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the pointer does."""
        left = 0
        for key in self._keys:
            left += len(key.before + key.shown + key.after)
            if event.x < left:
                self.app.simulate_key(key.key)
                return


def _keys_of(screen: Screen[object]) -> list[_Key]:
    """Return the keys to show; the keys of a group come together, then the name of the group."""
    bindings = [
        binding
        for _, binding, enabled, _ in screen.active_bindings.values()
        if binding.show and enabled
    ]
    by_action = list({binding.action: binding for binding in reversed(bindings)}.values())[::-1]
    keys: list[_Key] = []
    for group, members in groupby(by_action, lambda binding: binding.group):
        together = list(members)
        for binding in together:
            is_first, is_last = binding is together[0], binding is together[-1]
            before, after = " ", f" {binding.description} "
            if group is not None:
                before, after = " " * is_first, f" {group.description} " * is_last
            keys.append(_Key(before, screen.app.get_key_display(binding), after, binding.key))
    return keys
