"""Dialogs that ask for a name, or for a yes or no."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from broadsheet.tui import keys
from broadsheet.tui.screens.idle_keys import HearsAllKeys
from broadsheet.tui.screens.leaving import leave
from broadsheet.tui.widgets.key_bar import KeyBar
from broadsheet.tui.widgets.line_input import LineInput

_LONGEST_NAME = 60


def _key_and_name(binding: Binding) -> str:
    return f"{keys.key_name(binding.key.partition(',')[0])} {binding.description}"


class NameScreen(ModalScreen[str | None]):
    """Asks for a name; returns None if the user cancels.

    `selects` is for numbers: they are replaced, not edited.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keys.NAMING]

    def __init__(self, question: str, name: str = "", *, selects: bool = False) -> None:
        super().__init__()
        self._question = question
        self._suggestion = name
        self._selects = selects

    def compose(self) -> ComposeResult:
        """Show the question and a line to answer in."""
        with Vertical(classes="question") as window:
            window.border_subtitle = (
                f"{keys.key_name('enter')} Save · {_key_and_name(keys.NAMING[0])}"
            )
            yield Static(Content(self._question))
            yield LineInput(self._suggestion, longest=_LONGEST_NAME, id="name")
        yield KeyBar()

    def on_mount(self) -> None:
        """Select what is there if another answer replaces it."""
        if self._selects:
            self.query_one("#name", LineInput).select_all()

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        leave(self, event.value.strip() or None)

    def action_close(self) -> None:
        """Cancel."""
        leave(self)


class ConfirmScreen(ModalScreen[bool], HearsAllKeys):
    """Asks for confirmation of a change that affects much at once."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.CONFIRMING, *keys.HELPING]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Show the question."""
        with Vertical(classes="question") as window:
            window.border_subtitle = " · ".join(map(_key_and_name, keys.CONFIRMING))
            yield Static(Content(self._question))
        yield KeyBar()

    def action_confirm(self) -> None:
        """Answer yes."""
        leave(self, True)

    def action_close(self) -> None:
        """Answer no."""
        leave(self, False)
