"""The three panes: which one has the keys, and which ones there is room for."""

from textual.screen import Screen
from textual.widget import Widget

from broadsheet.tui.messages import PaneChanged

PANES = ("sidebar", "table", "detail")
BREAKPOINTS = [(0, "-narrow"), (_MEDIUM := 100, "-medium"), (160, "-wide")]
"""From how many columns the screen shows two panes side by side, or three."""


class Panes:
    """Moves the focus between the panes, and shows one at a time on a narrow screen.

    Tells `screen` with `PaneChanged`.
    """

    def __init__(self, screen: Screen[None], boxes: dict[str, Widget]) -> None:
        self._screen = screen
        self._boxes = boxes
        self.current = "table"
        """The pane that the person is in; while something else has the focus, the one to return to.
        """
        self._read_from = ""

    @property
    def is_reading(self) -> bool:
        """Whether the article has the screen for itself."""
        return bool(self._read_from)

    def make_room(self) -> None:
        """Show as many panes as fit."""
        # Not with classes of the screen: each change of one styles every widget again.
        alone = self.is_reading or self._screen.size.width < _MEDIUM
        for name, box in self._boxes.items():
            in_the_way = self.current == "detail" if name == "table" else self.current != name
            box.display = not (alone and in_the_way)

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
            self._screen.set_class(bool(read_from), "-reading")
        self._read_from = read_from

    def follow(self, widget: Widget) -> None:
        """Enter the pane that got the focus in another way."""
        # The message that tells of it comes late: the keys may have moved on meanwhile.
        if widget is self._screen.focused and widget.id in PANES:
            self.enter(widget.id)

    def step(self, step: int) -> None:
        """Go to the next pane or the one before; stay at the last and the first."""
        place = PANES.index(self.current) + step
        if 0 <= place < len(PANES):
            self.focus(PANES[place])
