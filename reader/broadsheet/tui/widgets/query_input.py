"""The input for queries, which colours each part by what it was understood as."""

from collections.abc import Callable
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual.geometry import Size
from textual.reactive import reactive

from broadsheet.library.query.names import Names, NoNames, check_names
from broadsheet.library.query.parse import MAX_LENGTH, PartKind, Query, parse
from broadsheet.tui import keys
from broadsheet.tui.widgets.line_input import LineInput

_STYLES: dict[PartKind, str] = {
    "words": "query--words",
    "phrase": "query--phrase",
    "field": "query--field",
    "sort": "query--sort",
    "unknown": "query--unknown",
    "ignored": "query--ignored",
}

_ACTIONS = {"enter": "submit"} | {
    key: binding.action for binding in keys.SEARCHING for key in binding.key.split(",")
}


class QueryInput(LineInput):
    """An input for the query language. `names` is what may be asked for by name.

    `act` does what a key that types nothing is for, named as in `keys.SEARCHING`; `typed` is called
    after the others.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {*_STYLES.values(), "query--noted"}

    # Textual would lay out the screen again for each letter.
    virtual_size: reactive[Size] = reactive(Size(0, 0))

    def __init__(self, act: Callable[[str], None], typed: Callable[[], object]) -> None:
        super().__init__(
            longest=MAX_LENGTH,
            placeholder="a headline as you remember it, topic:AI, provider:ibm, quality:>50 …",
            id="search-input",
        )
        self.highlighter = _QueryHighlighter(self)
        self._act = act
        self._typed = typed
        self.names: Names = NoNames()
        self._understood = Query()
        self._understood_of: tuple[str, Names] = ("", self.names)

    def act_on(self, key: str) -> bool:
        """Act on keys that are the bar's own."""
        action = _ACTIONS.get(key)
        if action is not None:
            self._act(action)
        return action is not None

    def after_typing(self) -> None:
        """Tell the bar that there may be another query."""
        self._typed()

    def understood(self) -> Query:
        """Return the text as a query, with notes on names that the library has not."""
        if self._understood_of != (self.value, self.names):
            self._understood_of = (self.value, self.names)
            self._understood = check_names(parse(self.value), self.names)
        return self._understood


class _QueryHighlighter(Highlighter):
    def __init__(self, query_input: QueryInput) -> None:
        self._input = query_input

    def highlight(self, text: Text) -> None:
        """Style each part of `text`, and underline what a note is about."""
        query = self._input.understood()
        for part in query.parts:
            style = self._input.get_component_rich_style(_STYLES[part.kind], partial=True)
            text.stylize(style, part.start, part.end)
        for note in query.notes:
            style = self._input.get_component_rich_style("query--noted", partial=True)
            text.stylize(style, note.start, note.end)
