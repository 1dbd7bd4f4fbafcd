"""A window over the articles with one list in it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen

from broadsheet.text.door import clean_message
from broadsheet.tui import keys
from broadsheet.tui.screens.idle_keys import HearsAllKeys
from broadsheet.tui.screens.leaving import leave
from broadsheet.tui.widgets.key_bar import KeyBar
from broadsheet.tui.widgets.line_list import LineList


class ListWindow(ModalScreen[None], HearsAllKeys):
    """Shows a list in a frame with a title."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.CLOSING, *keys.HELPING]

    def __init__(self, title: str, lines: LineList) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Show the list, and the keys that work here."""
        self._lines.add_class("window")
        yield self._lines
        yield KeyBar()

    def on_mount(self) -> None:
        """Set the title. It may come from a file, so it is cut to one clean line."""
        self._lines.border_title = Content(clean_message(self._title))
        self._lines.focus()

    def action_close(self) -> None:
        """Back to the articles."""
        leave(self)
