"""The list of charts: each line that stands for articles leads to them."""

from broadsheet.charts.report import ChartLine, report
from broadsheet.library.statistics import Statistics
from broadsheet.tui.messages import QueryChosen
from broadsheet.tui.widgets.line_list import LineList, Piece


class ChartList(LineList):
    """Charts of `statistics`, drawn for the width that there is; `marked` is (quality, heat)."""

    def __init__(self, statistics: Statistics, marked: tuple[int, int] | None) -> None:
        super().__init__(id="charts")
        self._statistics = statistics
        self._marked = marked
        self._lines: list[ChartLine] = []

    @property
    def count(self) -> int:
        """How many lines the charts have."""
        return len(self._lines)

    def on_resize(self) -> None:
        """Draw the charts for the new width."""
        width = self.scrollable_content_region.width
        self._lines = report(self._statistics, width, self._marked)
        self.refilled(self.cursor)

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return label, drawing and note of a line."""
        line = self._lines[index]
        if line.is_heading:
            return [(line.label, "line--strong")]
        return [(line.label, ""), (line.drawing, "line--drawn"), (line.note, "line--muted")]

    def on_choice(self, index: int) -> None:
        """Go to the articles of a line."""
        self.post_message(QueryChosen(self._lines[index].query))
