"""The bottom of the screen: the keys that work here, clickable, and what is said for some seconds.

Textual's Footer makes a widget of each key, again at each change of focus. That took longer than
sorting the entire library. Textual's own notifications would cover the article and the list.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from time import time
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from rich.segment import Segment
from textual import events
from textual.app import App
from textual.binding import Binding
from textual.notifications import Notification
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from broadsheet.records import record
from broadsheet.tui import keys

if TYPE_CHECKING:
    from broadsheet.tui.widgets.said_lines import Said

_KEPT = "help"
"""The action whose key is always shown, because it leads to all the others."""

_SORTS = "sort('quality') sort('heat') sort('date')"


def _needed(actions: str) -> dict[str, str]:
    """Return actions with the names that they have in one place; "" for the usual name."""
    return {
        action: name.replace("_", " ")
        for action, _, name in (one.partition("=") for one in actions.split())
    }


_NEEDED = {
    "sidebar": _needed(
        "choose=Show next_pane=Articles search rename_view remove_view raise_view lower_view help "
        "toggle_sidebar=Hide subscribe feeds toggle_starred charts settings command_palette quit "
        "toggle_later next_unread toggle_read open reading_mode refresh_library undo problems"
    ),
    "table": _needed(
        "choose search next_unread toggle_sidebar=Topics toggle_starred reading_mode toggle_read "
        "open full_text help "
        f"{_SORTS} toggle_later back links quit charts toggle_excerpts subscribe why "
        "command_palette find_text picture copy_url source mute columns refresh_library undo "
        "settings feeds problems"
    ),
    "detail": _needed(
        "reading_mode full_text open back next_unread toggle_starred links help choose=Follow "
        "toggle_later toggle_story=Page copy_url find_text=Find why search source quit=Leave "
        "picture toggle_read undo mute charts command_palette"
    ),
    "reading": _needed(
        "reading_mode=Panes toggle_story=Page next_unread find_text=Find back full_text open "
        "toggle_starred help toggle_later links choose=Follow copy_url why quit=Leave"
    ),
    "finding": _needed(
        "next_unread=Next previous_unread=Previous clear_search=End find_text=Other_words "
        "toggle_story=Page open help quit=Leave"
    ),
    "find-input": _needed("keep_matches next_match previous_match end_finding"),
    "search-input": _needed("clear_search complete save_view previous_choice"),
}
"""The actions that the line at the bottom names, the most needed first, by the focused widget.

An action may have another name there. Elsewhere, what is declared as shown is named.
"""


@runtime_checkable
class Offering(Protocol):
    """A screen or widget that knows which of its keys are of use at the moment."""

    def offers(self, action: str) -> bool:
        """Return whether the key of an action is worth a place at the bottom now."""


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


def notifications_of(app: App[Any]) -> list[Notification]:
    """Return what is said at the moment."""
    # Unpacked directly, Textual's collection is asked for its length halfway; it then removes what
    # expired just now, and Python raises, because it changed while it was gone through.
    return [*iter(app._notifications)]


class KeyBar(Widget):
    """Names the keys that are needed most where the focus is, as far as there is room.

    What is said for a short time takes the place of the keys, except in windows, whose keys are new
    to many; anything else has lines above them.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "keys--key",
        "keys--label",
        "keys--said",
        "keys--warning",
        "keys--error",
    }

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[_Entry] = []
        self._notifications: Sequence[Notification] = ()
        self._said: Said | None = None
        self._expiry: Timer | None = None
        self._began = time()

    def on_mount(self) -> None:
        """Follow the focus, and go on with what was said."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self.say(notifications_of(self.app))

    def on_resize(self) -> None:
        """Break what is said into lines for the new width."""
        self._lay_out()

    def say(self, notifications: Sequence[Notification]) -> None:
        """Show what is said, until it expires."""
        self._notifications = notifications
        self._lay_out()

    def _lay_out(self) -> None:
        if self._expiry is not None:
            self._expiry.stop()
            self._expiry = None
        left = [said for said in self._notifications if self._is_of_use(said)]
        if left:
            soon = max(0.01, min(said.time_left for said in left))
            self._expiry = self.set_timer(soon, self._lay_out)
        said = self._lines_of(left) if left else None
        if said != self._said:
            self._said = said
            has_keys = said is None or not said.hides_keys or self.screen.is_modal
            self.styles.height = (len(said.lines) if said else 0) + has_keys
            self.refresh()

    def _is_of_use(self, said: Notification) -> bool:
        """Return whether a sentence still counts, and is not about what lies below a window."""
        from broadsheet.tui.widgets.said_lines import is_passing

        is_older = self.screen.is_modal and said.raised_at < self._began
        return not said.has_expired and not (is_older and is_passing(said))

    def _lines_of(self, notifications: Sequence[Notification]) -> "Said":
        # Imported with the first sentence: the first rows need none.
        from broadsheet.tui.widgets.said_lines import said_lines

        screen = self.app.size
        return said_lines(notifications, screen.width, max(1, screen.height // 3))

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
        """Draw a line of what is said, or the keys."""
        if self._said is not None and y < len(self._said.lines):
            line = self._said.lines[y]
            style = self.get_component_rich_style(line.style)
            return Strip([Segment(line.text, style)]).adjust_cell_length(self.size.width, style)
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
        """Do what the key under the pointer does; take away what is said there."""
        if self._said is not None and event.y < len(self._said.lines):
            self.app.clear_notifications()
            return
        left = 0
        for key in self._fitting():
            left += key.cells
            if event.x < left:
                self.app.simulate_key(key.key)
                return


def _place(screen: Screen[object]) -> str:
    """Return where the focus is, as `_NEEDED` calls it."""
    focused = screen.focused
    if focused is None or focused.id is None:
        return ""
    if focused.has_class("-finding"):
        return "finding"
    return "reading" if focused.has_class("-reading") else focused.id


def _entries_of(screen: Screen[object]) -> list[_Entry]:
    """Return the keys to show, the most needed first; those of a group come together."""
    places: list[object] = [screen, screen.focused]
    offering = [place for place in places if isinstance(place, Offering)]
    active = [
        binding
        for _, binding, enabled, _ in screen.active_bindings.values()
        if enabled and all(place.offers(binding.action) for place in offering)
    ]
    active.sort(key=lambda binding: binding.key in keys.YIELDING)
    by_action = {binding.action: binding for binding in reversed(active)}
    needed = _NEEDED.get(_place(screen))
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
