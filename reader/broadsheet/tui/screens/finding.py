"""A window that finds one of many lines: type some letters of it."""

from collections import deque
from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input

from broadsheet.text.door import clean_message
from broadsheet.tui import keys
from broadsheet.tui.cells import fit
from broadsheet.tui.screens.leaving import leave
from broadsheet.tui.widgets.key_bar import KeyBar
from broadsheet.tui.widgets.line_input import LineInput
from broadsheet.tui.widgets.line_list import LineList

_LONGEST = 60
"""In characters."""


_DOWN, _UP = keys.key_of("name_down"), keys.key_of("name_up")
_NOTHING = f" Nothing matches. {_DOWN} {_UP} move in the list."


class FoundLines(LineList):
    """The lines that hold what was typed."""

    def __init__(self) -> None:
        super().__init__(id="names")

    def narrow(self, typed: str) -> None:
        """List the lines that hold every word of `typed`, the best ones first."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Draw a line, or say that there is none."""
        if self.count or y:
            return super().render_line(y)
        width = self.scrollable_content_region.width
        return Strip([Segment(fit(_NOTHING, width), self.style_of("line--plain"))])

    def choice(self) -> Callable[[], None]:
        """Return what to do once the line of the cursor is chosen and the window has closed."""
        raise NotImplementedError

    def on_choice(self, index: int) -> None:
        """Choose the line."""
        if isinstance(self.screen, FindScreen):
            self.screen.action_choose()


class FindInput(LineInput):
    """The input for the letters; it has the window's keys, so the bottom lists them."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.NAMES]

    def __init__(self, window: "FindScreen", placeholder: str) -> None:
        super().__init__(longest=_LONGEST, placeholder=placeholder, id="names-typed")
        self._window = window
        self._keys = {
            key: getattr(window, f"action_{binding.action}")
            for binding in keys.NAMES
            for key in binding.key.split(",")
        }

    def act_on(self, key: str) -> bool:
        """Act on the window's keys at once: the next key is for what they lead to."""
        action = self._keys.get(key)
        if action is not None:
            action()
        return action is not None


class FindScreen(ModalScreen[None]):
    """Finds one of `lines`, and does what its choice is for."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.NAMES]
    AUTO_FOCUS = ""

    def __init__(self, title: str, lines: FoundLines, placeholder: str) -> None:
        super().__init__()
        self._title = title
        self.lines = lines
        self._input = FindInput(self, placeholder)
        self._narrowed_to = ""
        self._early: deque[events.Event] = deque()
        """What was typed before there was an input to take it."""

    def compose(self) -> ComposeResult:
        """Show a line to type in, and the lines."""
        with Vertical(classes="window names") as window:
            window.border_title = Content(clean_message(self._title))
            yield self._input
            yield self.lines
        yield KeyBar()

    def on_mount(self) -> None:
        """Take what was typed already, and wait for more."""
        self.lines.refilled(self.lines.cursor)
        self.set_focus(self._input)
        while self._early and self.is_current:
            super()._forward_event(self._early.popleft())

    def _forward_event(self, event: events.Event) -> None:
        if self.focused is None and isinstance(event, events.Key | events.Paste):
            self._early.append(event)
        else:
            super()._forward_event(event)

    @on(Input.Changed)
    def _narrow(self) -> None:
        if self._input.value != self._narrowed_to:
            self._narrowed_to = self._input.value
            self.lines.narrow(self._narrowed_to)

    def action_choose(self) -> None:
        """Choose the line that the cursor is on."""
        self._narrow()
        if self.lines.count and self.is_current:
            choice = self.lines.choice()
            leave(self)
            choice()

    def action_name_down(self) -> None:
        """Move to the next line."""
        self._narrow()
        self.lines.cursor += 1

    def action_name_up(self) -> None:
        """Move to the line before."""
        self._narrow()
        self.lines.cursor -= 1

    def action_close(self) -> None:
        """Cancel."""
        leave(self)
