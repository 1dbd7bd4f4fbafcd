"""The window that says what the numbers of an article are made of."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from broadsheet.tui import keys
from broadsheet.tui.screens.idle_keys import HearsAllKeys
from broadsheet.tui.screens.leaving import leave
from broadsheet.tui.widgets.key_bar import KeyBar


class WhyScreen(ModalScreen[None], HearsAllKeys):
    """Shows a title and some lines until any key is pressed or the mouse is clicked."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.CLOSING, *keys.HELPING]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Show the title and the lines, and the key that closes the window."""
        with Vertical(classes="question wide") as window:
            window.border_title = "Why"
            yield Static(Content(self._title), id="why-title")
            for line in self._lines:
                with Horizontal(classes="reason"):
                    yield Static("•", classes="bullet")
                    yield Static(Content(line))
        yield KeyBar()

    def on_key(self, event: events.Key) -> None:
        """Close the window, whatever the key."""
        event.stop()
        leave(self)

    def on_click(self) -> None:
        """Close the window."""
        leave(self)

    def action_close(self) -> None:
        """Back to the articles."""
        leave(self)
