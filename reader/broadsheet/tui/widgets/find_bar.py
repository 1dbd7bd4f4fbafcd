"""The bar that finds words in the text of the article."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from broadsheet.tui import keys
from broadsheet.tui.widgets.line_input import LineInput

_LONGEST = 200
"""In characters."""

_ACTIONS = {key: binding.action for binding in keys.IN_TEXT for key in binding.key.split(",")}

_HINT = "what you type is marked in the text"


class WordsInput(LineInput):
    """The words to find. `typed` is called after each letter, `act` for the bar's own keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.IN_TEXT]

    def __init__(self, typed: Callable[[], None], act: Callable[[str], None]) -> None:
        super().__init__(longest=_LONGEST, placeholder="words of this text", id="find-input")
        self._typed = typed
        self._act = act

    def act_on(self, key: str) -> bool:
        """Act on the bar's keys at once; `/` is one before anything is typed."""
        action = "search" if key == "slash" and not self.value else _ACTIONS.get(key)
        if action is not None:
            self._act(action)
        return action is not None

    def after_typing(self) -> None:
        """Look for what is there now."""
        self._typed()


class FindNote(Static):
    """Says how often the words are there."""

    def __init__(self, place: str = "this article", more: str = "") -> None:
        super().__init__(id="find-note")
        self._place = place
        self._more = more

    def say(self, words: str, match: int | None, count: int) -> None:
        """Say which match is looked at, of how many."""
        if not words.strip():
            said = f"Find in {self._place}: {_HINT}{self._more}"
        elif match is None:
            said = f"These words are not in {self._place}."
        else:
            said = f"{match + 1:,} of {count:,} in {self._place}"
        style = "$text-warning" if words.strip() and match is None else "$foreground 65%"
        self.update(Content.styled(f" {said}", style), layout=False)
