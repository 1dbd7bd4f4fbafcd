"""The three panes: which one has the keys, and which ones there is room for."""

from dataclasses import replace
from threading import Lock
from typing import get_args

from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget

from broadsheet.tui import sentences
from broadsheet.tui.actions import layout_file
from broadsheet.tui.actions.layout_file import Arrangement, Layout, keep_layout
from broadsheet.tui.cells import frame_title
from broadsheet.tui.messages import PaneChanged
from broadsheet.tui.threads import in_thread
from broadsheet.tui.widgets.title_bar import TitleBar

PANES = ("sidebar", "table", "detail")
BREAKPOINTS = [
    (0, "-narrow"),
    (_MEDIUM := 100, "-medium"),
    (_WIDE := 160, "-wide"),
    (190, "-widest"),
]
"""From how many columns the screen shows two panes side by side, three, and a wide article."""

_TITLES = {"sidebar": "Library", "table": "Articles"}

_COLUMNS_A_STEP = 4
_PERCENT_A_STEP = 5


class Panes:
    """Moves the focus between the panes, gives them room, and remembers how the user wants them.

    `shared` holds the table and the article; `bars` are hidden while one reads. On a narrow
    screen, one pane is shown at a time, and the first bar says which one. Tells `screen`
    with `PaneChanged`.
    """

    def __init__(
        self,
        screen: Screen[None],
        boxes: dict[str, Widget],
        shared: Widget,
        bars: tuple[TitleBar, Widget],
        layout: Layout,
    ) -> None:
        self._screen = screen
        self._boxes = boxes
        self._shared = shared
        self.layout = layout
        self.current = "table"
        """The pane that the person is in; while something else has the focus, the one to return to.
        """
        self._bars = bars
        self._hidden: list[Widget] = []
        self._read_from = ""
        self._keeping = Lock()
        self._sizes: tuple[int | str | None, ...] = (None,) * 4

    @property
    def is_reading(self) -> bool:
        """Whether the article has the screen for itself."""
        return bool(self._read_from)

    @property
    def shows_table(self) -> bool:
        """Whether the table is in sight."""
        return self._has_room("table")

    @property
    def shows_sidebar(self) -> bool:
        """Whether the sidebar is in sight."""
        return self._has_room("sidebar")

    @property
    def breakpoint(self) -> str:
        """The class that the screen has at its width."""
        width = self._screen.app.size.width
        return max((least, name) for least, name in BREAKPOINTS if least <= width)[1]

    def make_room(self) -> None:
        """Show as many panes as fit."""
        # Not with classes of the screen: each change of one styles every widget again.
        for name, box in self._boxes.items():
            box.display = self._has_room(name)
        is_stacked = self._is_stacked
        if self._shared.has_class("-stacked") != is_stacked:
            self._shared.set_class(is_stacked, "-stacked")
        for name, title in _TITLES.items():
            has_corners = self.breakpoint != "-narrow"
            self._boxes[name].border_title = frame_title(title, has_corners=has_corners)
        self._bars[0].pane = self.current if self._screen.size.width < _MEDIUM else ""
        self._give_sizes()

    @property
    def _is_alone(self) -> bool:
        return self.is_reading or self._screen.app.size.width < _MEDIUM

    @property
    def _is_stacked(self) -> bool:
        if self._is_alone:
            return False
        if self.layout.arrangement == "auto":
            return _MEDIUM <= self._screen.app.size.width < _WIDE
        return self.layout.arrangement == "stacked"

    def _has_room(self, name: str) -> bool:
        if self._is_alone or (self.layout.arrangement == "list" and name != "sidebar"):
            return self.current != "detail" if name == "table" else self.current == name
        return name != "sidebar" or not self.layout.hides_sidebar or self.current == name

    def _give_sizes(self) -> None:
        """Give the panes the sizes that the user chose, where they share the room."""
        layout = self.layout
        width = most = height = None
        if self._is_alone:
            pass
        elif layout.arrangement == "list":
            width, most = "1fr", "100%"
        elif self._is_stacked:
            height = f"{layout.below}%" if layout.below else None
        elif layout.beside:
            width, most = f"{layout.beside}%", "100%"
        sidebar = None if self._is_alone else layout.sidebar
        sizes = (sidebar, width, most, height)
        if sizes != self._sizes:  # setting one lays everything out, even if it is as before
            self._sizes = sizes
            self._boxes["sidebar"].styles.width = sidebar
            detail = self._boxes["detail"].styles
            detail.width, detail.max_width, detail.height = width, most, height

    def toggle_sidebar(self) -> None:
        """Hide the sidebar, or show it again; where one pane is shown at a time, go there."""
        if self._is_alone:
            self.focus("table" if self.current == "sidebar" else "sidebar")
            return
        self.layout.hides_sidebar = not self.layout.hides_sidebar
        self._changed()
        if self.current == "sidebar":
            if self.layout.hides_sidebar:
                self.focus("table")
            else:  # a hidden one is in sight while it has the focus
                self._say(sentences.SIDEBAR_STAYS)

    def resize(self, steps: int) -> None:
        """Make the current pane larger or, with negative `steps`, smaller."""
        if self._has_no_frames():
            return
        if self.current == "sidebar":
            # The screen may not have followed the key before.
            width = self.layout.sidebar or self._boxes["sidebar"].outer_size.width
            has_changed = self._resize_to("sidebar", width + steps * _COLUMNS_A_STEP)
        else:
            place = "below" if self._is_stacked else "beside"
            share = getattr(self.layout, place) or self._share_of_article()
            step = steps * _PERCENT_A_STEP * (1 if self.current == "detail" else -1)
            has_changed = self._resize_to(place, share + step)
        if has_changed:
            self.keep_layout()
        else:
            self._say(sentences.NO_FURTHER_SIZE[steps])

    def _has_no_frames(self) -> bool:
        """Whether no frame of the current pane can be moved; says so."""
        is_alone = self._is_alone or (
            self.layout.arrangement == "list"
            and (self.current != "sidebar" or not self._boxes["table"].display)
        )
        if is_alone:
            self._say(sentences.ONE_PANE)
        return is_alone

    def _say(self, sentence: str) -> None:
        self._screen.notify(sentence, markup=False, timeout=3)

    def frame_at(self, place: Offset) -> str:
        """Return the name of the size that a frame between two panes decides, "" off these."""
        if self._is_alone:
            return ""
        sidebar, table, detail = (self._boxes[name] for name in PANES)
        shared = self._shared.region
        if sidebar.display and place.x in (sidebar.region.right - 1, sidebar.region.right):
            return "sidebar" if shared.y <= place.y < shared.bottom else ""
        if not (table.display and detail.display) or not shared.contains_point(place):
            return ""
        if self._is_stacked:
            return "below" if place.y in (detail.region.y - 1, detail.region.y) else ""
        return "beside" if place.x in (detail.region.x - 1, detail.region.x) else ""

    def drag_to(self, frame: str, place: Offset) -> None:
        """Move a frame between two panes, as far as they can be resized."""
        shared = self._shared.region
        if frame == "sidebar":
            self._resize_to(frame, place.x - self._boxes["sidebar"].region.x + 1)
        elif frame == "below":
            self._resize_to(frame, round(100 * (shared.bottom - place.y) / shared.height))
        else:
            self._resize_to(frame, round(100 * (shared.right - place.x) / shared.width))

    def _resize_to(self, name: str, size: int) -> bool:
        """Give a pane a size within its bounds; return whether it had another one."""
        least, most = layout_file.BOUNDS[name]
        size = max(least, min(size, most))
        has_changed = bool(size != getattr(self.layout, name))
        if has_changed:
            setattr(self.layout, name, size)
            self.make_room()
        return has_changed

    def _share_of_article(self) -> int:
        side = 1 if self._is_stacked else 0
        part, both = self._boxes["detail"].outer_size[side], self._shared.size[side]
        return round(100 * part / max(1, both))

    def reset_size(self) -> None:
        """Give the current pane its usual size again."""
        if self._has_no_frames():
            return
        name = "sidebar"
        if self.current != "sidebar":
            name = "below" if self._is_stacked else "beside"
        setattr(self.layout, name, None)
        self._changed()
        self._say(sentences.USUAL_SIZE)

    def rearrange(self) -> None:
        """Lay the panes out in the next way: by width, in columns, stacked, or the list alone."""
        arrangements: tuple[Arrangement, ...] = get_args(Arrangement)
        place = arrangements.index(self.layout.arrangement) + 1
        self.layout.arrangement = arrangements[place % len(arrangements)]
        self._changed()
        is_narrow = self._screen.app.size.width < _MEDIUM
        self._say(sentences.arranged(self.layout.arrangement, _MEDIUM if is_narrow else None))

    def show_columns(self) -> None:
        """Draw the table and its head with the columns as they are now."""
        for widget in self._boxes["table"].children:
            widget.refresh()

    def _changed(self) -> None:
        self.make_room()
        self.keep_layout()

    def keep_layout(self) -> None:
        """Keep the layout for the next start."""
        in_thread(self._screen, self._keep_newest, "layout")

    def _keep_newest(self) -> None:
        # Threads run in any order; whichever writes last, writes the layout of its time.
        with self._keeping:
            keep_layout(replace(self.layout))

    def enter(self, pane: str) -> None:
        """Make room for a pane without giving it the focus."""
        before, self.current = self.current, pane
        if pane != "detail":
            self._read_alone("")
        self.make_room()
        self._screen.post_message(PaneChanged(before, pane))

    def focus(self, pane: str) -> None:
        """Give a pane the focus at once: the next key may be on its way."""
        self.enter(pane)
        self._screen.set_focus(self._screen.query_one(f"#{pane}"))

    def toggle_reading(self) -> None:
        """Give the article the entire screen, or go back to the pane where that was asked for."""
        if self.is_reading:
            self.stop_reading()
        else:
            self._read_alone(self.current)
            self.focus("detail")

    def stop_reading(self) -> None:
        """Show the panes again, and go back to the one that the person came from."""
        pane = self._read_from
        self._read_alone("")
        self.focus(pane)

    def _read_alone(self, read_from: str) -> None:
        if bool(read_from) != self.is_reading:
            self._boxes["detail"].set_class(bool(read_from), "-reading")
            for bar in self._hidden:
                bar.display = True
            self._hidden = [bar for bar in self._bars if bar.display] if read_from else []
            for bar in self._hidden:
                bar.display = False
            self._screen.refresh_bindings()
        self._read_from = read_from

    def is_shown(self, bar: Widget) -> bool:
        """Tell whether a bar is in sight, or will be once nothing is read alone."""
        return bar.display or bar in self._hidden

    def show(self, bar: Widget, is_shown: bool) -> None:
        """Show a bar or hide it, once nothing is read alone."""
        if self.is_reading:
            others = [one for one in self._hidden if one is not bar]
            self._hidden = [*others, bar] if is_shown else others
        else:
            bar.display = is_shown

    def follow(self, widget: Widget) -> None:
        """Enter the pane that got the focus other than by a key."""
        # The message that tells of it comes late: the keys may have moved on meanwhile.
        if widget is self._screen.focused and widget.id in PANES:
            self.enter(widget.id)

    def step(self, step: int) -> None:
        """Go to the next pane or the one before; stay at the last and the first."""
        place = PANES.index(self.current) + step
        if 0 <= place < len(PANES):
            self.focus(PANES[place])
        else:
            self._say(sentences.NO_FURTHER_PANE[step])
