"""The heads of the table's columns."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from broadsheet.config.settings import TableSettings
from broadsheet.library.index.makeup import Makeup
from broadsheet.library.query.parse import SortKey
from broadsheet.tui.cells import fit
from broadsheet.tui.messages import SortChosen
from broadsheet.tui.widgets.table_columns import HEADS, Column, columns_for


class TableHead(Widget):
    """The heads of the columns, which show the order; a click changes it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"head--plain", "head--sorted"}

    def __init__(self, settings: TableSettings) -> None:
        super().__init__()
        self._settings = settings
        self._sort: SortKey | None = None
        self._makeup = Makeup()

    def show_makeup(self, makeup: Makeup) -> None:
        """Show the columns of a library whose articles have this."""
        if makeup != self._makeup:
            self._makeup = makeup
            self.refresh()

    def show_sort(self, sort: tuple[SortKey, ...]) -> None:
        """Mark the column by which the view is sorted."""
        first = sort[0] if sort else None
        if first != self._sort:
            self._sort = first
            self.refresh()

    def _columns(self) -> tuple[Column, ...]:
        # The table keeps one cell for its scroll bar (styles/lists.tcss).
        width = max(1, self.size.width - 1)
        sorted_by = self._sort.field if self._sort else ""
        return columns_for(width, self._makeup, self._settings.columns, sorted_by)

    def render_line(self, y: int) -> Strip:
        """Draw the heads of the columns."""
        plain = self.get_component_rich_style("head--plain")
        sorted_style = self.get_component_rich_style("head--sorted")
        segments: list[Segment] = []
        for column in self._columns():
            chosen = self._sort is not None and column.sort == self._sort.field
            arrow = ("▼" if self._sort and self._sort.descending else "▲") if chosen else ""
            label = HEADS[column.name] + arrow
            text = label.rjust(column.width) if column.right else fit(label, column.width)
            segments.append(Segment(text, sorted_style if chosen else plain))
            segments.append(Segment(" ", plain))
        return Strip(segments).adjust_cell_length(self.size.width, plain)

    def on_click(self, event: events.Click) -> None:
        """Post the column that was clicked, to sort by it."""
        left = 0
        for column in self._columns():
            if left <= event.x <= left + column.width and column.sort:
                self.post_message(SortChosen(column.sort))
                return
            left += column.width + 1
