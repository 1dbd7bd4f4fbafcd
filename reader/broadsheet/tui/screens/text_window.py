"""A window of lines of text, in which words can be found."""

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from broadsheet.tui import keys
from broadsheet.tui.screens.list_window import ListWindow
from broadsheet.tui.screens.source import WrappedLines
from broadsheet.tui.widgets.find_bar import FindNote, WordsInput
from broadsheet.tui.widgets.key_bar import KeyBar


class TextWindow(ListWindow):
    """Shows lines; `/` finds words in them, as in an article."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.IN_WINDOW]

    def __init__(self, title: str, lines: WrappedLines) -> None:
        super().__init__(title, lines)
        self._text = lines
        self._input = WordsInput(self._find, self._act)
        self._note = FindNote("this text")
        self._is_finding = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Let letters be typed."""
        return not isinstance(self.focused, Input)

    def action_find_text(self) -> None:
        """Show the bar, and let the next key be typed into it."""
        if not self._input.is_attached:
            self.mount(self._input, self._note, before=self.query_one(KeyBar))
        self._show(is_finding=True)
        self._input.select_all()
        self.set_focus(self._input)
        self._find()

    def action_next_match(self) -> None:
        """Go to the next match."""
        self._go(1)

    def action_previous_match(self) -> None:
        """Go to the match before."""
        self._go(-1)

    def action_close(self) -> None:
        """End finding; else go back to the articles."""
        if self._is_finding:
            self._show(is_finding=False)
            self._text.find("")
        else:
            super().action_close()

    def _show(self, *, is_finding: bool) -> None:
        self._is_finding = is_finding
        self._input.display = self._note.display = is_finding
        if not is_finding:
            self.set_focus(self._text)

    def _act(self, action: str) -> None:
        match action:
            case "next_match":
                self._go(1)
            case "previous_match":
                self._go(-1)
            case "keep_matches" if self._text.match is not None:
                self.set_focus(self._text)
            case "keep_matches" if self._input.value.strip():
                pass  # the bar says that there is none, and other words can be typed
            case "search":  # an address may begin with it
                self._input.replace("/", *self._input.selection)
                self._find()
            case _:
                self.action_close()

    def _find(self) -> None:
        self._text.find(self._input.value)
        self._say()

    def _go(self, step: int) -> None:
        self._text.go_to_match(step)
        self._say()

    def _say(self) -> None:
        self._note.say(self._input.value, self._text.match, self._text.matches)
