"""The room that the panes share: a frame between two of them is dragged to make one larger."""

from collections.abc import Callable

from textual import events
from textual.geometry import Offset

from broadsheet.tui.widgets.plain_lines import PlainContainer

FrameAt = Callable[[Offset], str]
"""Returns which frame is at a place of the screen, "" if none can be dragged there."""

DragTo = Callable[[str, Offset], None]
"""Moves a frame to a place of the screen."""


class DraggableFrames(PlainContainer):
    """Follows a press of the mouse on a frame until it is let go."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.frame_at: FrameAt = lambda place: ""
        self.drag_to: DragTo = lambda frame, place: None
        self.dragged: Callable[[], None] = lambda: None
        """Called when the frame is let go."""
        self._frame = ""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the frame under the pointer."""
        self._frame = self.frame_at(event.screen_offset)
        if self._frame:
            event.stop()
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the frame along."""
        if self._frame:
            event.stop()
            self.drag_to(self._frame, event.screen_offset)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of the frame."""
        if self._frame:
            event.stop()
            self._frame = ""
            self.release_mouse()
            self.dragged()
