"""Three panes on one screen: which one has the focus, and room for it where there is little."""

from typing import ClassVar

from textual.binding import BindingType
from textual.events import DescendantFocus
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from broadsheet.tui import keys

PANES = ("sidebar", "table", "detail")
_MEDIUM, _WIDE = 100, 160
"""From so many columns on there are two panes beside each other, or three."""


class PanesScreen(Screen[None]):
    """Moves the focus between the panes, and shows one at a time where the screen is narrow."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.PANES]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-narrow"),
        (_MEDIUM, "-medium"),
        (_WIDE, "-wide"),
    ]

    # Who has the focus shows it; Textual would draw the whole screen anew.
    focused: reactive[Widget | None] = reactive(None, repaint=False)

    pane = "table"
    """The pane that one is in; where the focus is elsewhere, the one it will return to."""

    def on_resize(self) -> None:
        """Show as many panes as there is room for."""
        self._make_room()

    def enter_pane(self, pane: str) -> None:
        """Make room for a pane, without giving it the focus."""
        self.pane = pane
        self._make_room()

    def _make_room(self) -> None:
        # Not by classes of the screen: each change of one styles every widget anew.
        narrow = self.size.width < _MEDIUM
        self.query_one("#sidebar").display = not narrow or self.pane == "sidebar"
        self.query_one("#list").display = not narrow or self.pane != "detail"
        self.query_one("#detail").display = not narrow or self.pane == "detail"

    def focus_pane(self, pane: str) -> None:
        """Give a pane the focus, making room for it where the screen is narrow."""
        self.enter_pane(pane)
        target: Widget = self.query_one(f"#{pane}")
        if target.focusable:
            self.set_focus(target)
        else:
            self.call_after_refresh(target.focus)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Follow a focus that the mouse gave."""
        if event.widget.id in PANES:
            self.enter_pane(event.widget.id)

    def action_next_pane(self) -> None:
        """To the next pane."""
        self.focus_pane(PANES[(PANES.index(self.pane) + 1) % len(PANES)])

    def action_previous_pane(self) -> None:
        """To the pane before."""
        self.focus_pane(PANES[PANES.index(self.pane) - 1])
