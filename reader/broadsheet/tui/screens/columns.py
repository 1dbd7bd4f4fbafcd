"""The window of columns: which ones the table has, in which order, and how wide they are."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from broadsheet.tui import keys
from broadsheet.tui.actions.saving import save_newest
from broadsheet.tui.cells import fit
from broadsheet.tui.parts.panes import Panes
from broadsheet.tui.screens.list_window import ListWindow
from broadsheet.tui.widgets.line_list import LineList, Piece
from broadsheet.tui.widgets.table_columns import EVERY_COLUMN, RESIZABLE, Columns

_NAME = 12
_TITLE = "takes what the others leave"
_SOURCE = "whichever tells more: here the {}"
_NO_SOURCE = "the provider or the author, if they differ"


class ColumnLines(LineList):
    """The columns: those of the table in their order, then the others."""

    def __init__(self, columns: Columns, source: str, choose: Callable[[], None]) -> None:
        super().__init__(id="columns")
        self.columns = columns
        self._meanings = {
            "title": _TITLE,
            "source": _SOURCE.format(source) if source else _NO_SOURCE,
        }
        self._choose = choose

    @property
    def names(self) -> list[str]:
        """The names of all columns, those of the table first."""
        chosen = self.columns.chosen
        return [*chosen, *(name for name in EVERY_COLUMN if name not in chosen)]

    @property
    def count(self) -> int:
        """How many columns there are."""
        return len(EVERY_COLUMN)

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return whether the table has a column, its name, and its width."""
        name = self.names[index]
        own = self.columns.width_of(name) if name in self.columns.chosen else None
        said = f"{own} cells" if own else self._meanings.get(name, "")
        return [
            ("✓ " if name in self.columns.chosen else "  ", "line--peak"),
            (fit(name, _NAME), "line--accent"),
            (said, "line--muted"),
        ]

    def on_choice(self, index: int) -> None:
        """Show or hide the column."""
        self._choose()


class ColumnsScreen(ListWindow):
    """Changes the columns, which the table behind the window shows at once.

    `source` is the name of the column that `source` stands for in this library.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keys.COLUMNS]

    def __init__(self, columns: Columns, source: str, panes: Panes) -> None:
        self._columns = columns
        self._panes = panes
        self._column_lines = ColumnLines(columns, source, self.action_toggle_column)
        super().__init__("Columns of the table", self._column_lines)

    def on_mount(self) -> None:
        """Show the columns."""
        super().on_mount()
        self._column_lines.refilled(0)

    @property
    def _column(self) -> str:
        return self._column_lines.names[self._column_lines.cursor]

    def action_toggle_column(self) -> None:
        """Show the column, or hide it; the title stays."""
        self._choose(self._column, self._columns.toggle(self._column))

    def action_raise_column(self) -> None:
        """Move the column to the left."""
        self._choose(self._column, self._columns.shift(self._column, -1))

    def action_lower_column(self) -> None:
        """Move the column to the right."""
        self._choose(self._column, self._columns.shift(self._column, 1))

    def _choose(self, name: str, reason: str) -> None:
        """Show and save what was chosen, with the cursor on the column; or say why nothing was."""
        if reason:
            self.notify(reason, markup=False, timeout=3)
            return
        self._column_lines.refilled(self._column_lines.names.index(name))
        self._panes.show_columns()
        save_newest(self.app, "columns", lambda: [*map(str, self._columns.chosen)], "table")

    def action_shrink_column(self) -> None:
        """Make the column narrower."""
        self._resize(-1)

    def action_enlarge_column(self) -> None:
        """Make the column wider."""
        self._resize(1)

    def action_reset_column(self) -> None:
        """Give the column its usual width again."""
        self._columns.reset(self._column)
        self._show_widths()

    def _resize(self, step: int) -> None:
        if self._column not in RESIZABLE:
            self.notify("The width of this column cannot be changed.", markup=False, timeout=3)
            return
        self._columns.resize(self._column, step)
        self._show_widths()

    def _show_widths(self) -> None:
        self._column_lines.refresh()
        self._panes.show_columns()
        self._panes.keep_layout()
