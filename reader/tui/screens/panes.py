"""Three panes on one screen: which one has the focus, and room for it where there is little."""

from typing import ClassVar

from textual.binding import BindingType
from textual.events import DescendantFocus
from textual.screen import Screen
from textual.widget import Widget

from reader.tui import keys

PANES = ("sidebar", "table", "detail")


class PanesScreen(Screen[None]):
    """Moves the focus between the panes; the class `-on-PANE` says to the styles where it is."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.PANES]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-narrow"),
        (100, "-medium"),
        (160, "-wide"),
    ]

    @property
    def pane(self) -> str:
        """The pane that one is in; where the focus is elsewhere, the one it will return to."""
        return next((name for name in PANES if self.has_class(f"-on-{name}")), "table")

    def enter_pane(self, pane: str) -> None:
        """Make room for a pane, without giving it the focus."""
        for name in PANES:
            self.set_class(name == pane, f"-on-{name}")

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
