"""The heads of the table's columns."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from broadsheet.library.index.makeup import Makeup
from broadsheet.library.query.terms import SortKey
from broadsheet.tui.cells import fit
from broadsheet.tui.messages import ColumnsResized, SortChosen
from broadsheet.tui.widgets.table_columns import HEADS, RESIZABLE, Column, Columns


class TableHead(Widget):
    """The heads of the columns, which show the order; a click changes it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"head--plain", "head--sorted"}

    def __init__(self, columns: Columns) -> None:
        super().__init__()
        self._chosen = columns
        self._sort: SortKey | None = None
        self._makeup = Makeup()
        self._edge: tuple[str, int, int] | None = None
        self._taken_at = 0
        self._was_dragged = False

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
        return self._chosen.fitting(width, self._makeup, sorted_by)

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

    def _edges(self) -> dict[int, tuple[str, int, int]]:
        """Return the edges that can be dragged, by where they are.

        Of each, the column that it resizes, the width of that, and the direction in which a drag to
        the right changes it: the title takes or gives what the column gives or takes.
        """
        columns = self._columns()
        title = next(place for place, column in enumerate(columns) if column.name == "title")
        edges: dict[int, tuple[str, int, int]] = {}
        left = 0
        for place, column in enumerate(columns[:-1]):
            left += column.width + 1
            resized = column if place < title else columns[place + 1]
            if resized.name in RESIZABLE:
                edges[left - 1] = (resized.name, resized.width, 1 if place < title else -1)
        return edges

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the edge under the pointer."""
        self._edge = self._edges().get(event.x)
        self._taken_at = event.x
        self._was_dragged = False
        if self._edge is not None:
            event.stop()
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the edge along."""
        if self._edge is not None and event.x != self._taken_at:
            name, width, direction = self._edge
            self._was_dragged = True
            self._chosen.set_width(name, width + direction * (event.x - self._taken_at))
            self.refresh()
            self.post_message(ColumnsResized(is_done=False))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of the edge."""
        if self._edge is not None:
            event.stop()
            self._edge = None
            self.release_mouse()
            if self._was_dragged:
                self.post_message(ColumnsResized(is_done=True))

    def on_click(self, event: events.Click) -> None:
        """Post the column that was clicked, to sort by it."""
        if self._was_dragged:
            self._was_dragged = False
            return
        left = 0
        for column in self._columns():
            if left <= event.x <= left + column.width and column.sort:
                self.post_message(SortChosen(column.sort))
                return
            left += column.width + 1
