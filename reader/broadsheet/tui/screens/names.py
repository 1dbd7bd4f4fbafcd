"""The window that finds one of many names: type some letters of it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Input

from broadsheet.library.query.terms import FacetField
from broadsheet.text.folding import fold
from broadsheet.tui import keys
from broadsheet.tui.cells import fit, short_count
from broadsheet.tui.screens.leaving import leave
from broadsheet.tui.widgets.key_bar import KeyBar
from broadsheet.tui.widgets.line_input import LineInput
from broadsheet.tui.widgets.line_list import LineList, Piece
from broadsheet.tui.widgets.sidebar import SidebarRow

_LONGEST = 60
"""In characters."""

_TITLES: dict[FacetField, str] = {
    "topic": "Topics",
    "provider": "Providers",
    "author": "Authors",
    "feed": "Feeds",
    "type": "Types",
    "category": "Categories",
}


class NameLines(LineList):
    """Names that hold what was typed: those that begin with it first."""

    def __init__(self, rows: list[SidebarRow]) -> None:
        super().__init__(id="names")
        self._folded = [(fold(row.name), row) for row in rows]
        self._rows = rows

    def narrow(self, typed: str) -> None:
        """List the names that hold every word of `typed`."""
        typed = fold(typed)
        words = typed.split()
        found = [entry for entry in self._folded if all(word in entry[0] for word in words)]
        self._rows = [row for name, row in sorted(found, key=lambda e: not e[0].startswith(typed))]
        self.refilled(0)

    @property
    def count(self) -> int:
        """How many names there are."""
        return len(self._rows)

    @property
    def name_there(self) -> str | None:
        """The name that the cursor is on."""
        return self._rows[self.cursor].name if self._rows else None

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return a name, and how many articles it has."""
        row = self._rows[index]
        count = short_count(row.count or 0)
        return [(f" {fit(row.name, max(1, width - len(count) - 3))} ", ""), (count, "line--muted")]

    def on_choice(self, index: int) -> None:
        """Choose the name."""
        if isinstance(self.screen, NamesScreen):
            self.screen.action_choose()


class NameInput(LineInput):
    """The input for the letters of a name; it has the window's keys, so the bottom lists them."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.NAMES]

    def __init__(self, window: "NamesScreen") -> None:
        super().__init__(longest=_LONGEST, placeholder="letters of a name", id="names-typed")
        self._window = window

    def action_choose(self) -> None:
        """Choose the name that the cursor is on."""
        self._window.action_choose()

    def action_name_down(self) -> None:
        """Move to the next name."""
        self._window.action_name_down()

    def action_name_up(self) -> None:
        """Move to the name before."""
        self._window.action_name_up()

    def action_close(self) -> None:
        """Cancel."""
        self._window.action_close()


class NamesScreen(ModalScreen[str | None]):
    """Finds a name; returns None if the user cancels."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.NAMES]

    lines = query_one("#names", NameLines)

    def __init__(self, kind: FacetField, rows: list[SidebarRow]) -> None:
        super().__init__()
        self._kind = kind
        self._rows = rows
        self._narrowed_to = ""

    def compose(self) -> ComposeResult:
        """Show a line to type in, and the names."""
        with Vertical(classes="window names"):
            yield NameInput(self)
            yield NameLines(self._rows)
        yield KeyBar()

    def on_mount(self) -> None:
        """Set the title, and wait for letters."""
        self.query_one(".names").border_title = f"{_TITLES[self._kind]} · {len(self._rows):,}"
        self.query_one(NameInput).focus()

    @on(Input.Changed)
    def _narrow(self) -> None:
        typed = self.query_one(NameInput).value
        if typed != self._narrowed_to:
            self._narrowed_to = typed
            self.lines.narrow(typed)

    def action_choose(self) -> None:
        """Show the articles of the name that the cursor is on."""
        self._narrow()
        if self.lines.name_there is not None:
            leave(self, self.lines.name_there)

    def action_name_down(self) -> None:
        """Move to the next name."""
        self._narrow()
        self.lines.cursor += 1

    def action_name_up(self) -> None:
        """Move to the name before."""
        self._narrow()
        self.lines.cursor -= 1

    def action_close(self) -> None:
        """Cancel."""
        leave(self)
