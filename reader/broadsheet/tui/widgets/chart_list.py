"""The list of charts: each line that stands for articles leads to them."""

from broadsheet.charts.report import RISING, ChartLine, report
from broadsheet.library.statistics import Statistics
from broadsheet.tui.messages import QueryChosen
from broadsheet.tui.widgets.line_list import LineList, Piece
from broadsheet.tui.widgets.moving import Edge


class ChartList(LineList):
    """Charts of `statistics`, drawn for the width that there is; `marked` is (quality, heat).

    The cursor is on `line` at first.
    """

    def __init__(
        self, statistics: Statistics, marked: tuple[int, int] | None, line: int = 0
    ) -> None:
        super().__init__(id="charts")
        self.set_reactive(ChartList.cursor, line)
        self._statistics = statistics
        self._marked = marked
        self._lines: list[ChartLine] = []

    @property
    def count(self) -> int:
        """How many lines the charts have."""
        return len(self._lines)

    def on_resize(self) -> None:
        """Draw the charts for the new width."""
        self._draw()
        self.refilled(self.validate_cursor(self.cursor))

    def show_rising(self, statistics: Statistics) -> None:
        """Draw other statistics, and go to the topics that rise in them."""
        self._statistics = statistics
        self._draw()
        rising = (n for n, line in enumerate(self._lines) if line.label.startswith(RISING))
        self.refilled(0)
        self.cursor = next(rising, 0)
        self.refresh()

    def _draw(self) -> None:
        width = self.scrollable_content_region.width
        self._lines = report(self._statistics, width, self._marked)

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a line that leads somewhere: the next one that way, else the other."""
        cursor = super().validate_cursor(cursor)
        leading = [number for number, line in enumerate(self._lines) if line.query]
        below = [number for number in leading if number >= cursor]
        above = [number for number in leading[::-1] if number <= cursor]
        ways = above + below if cursor < self.cursor else below + above
        return ways[0] if ways else cursor

    def watch_cursor(self, before: int, after: int) -> None:
        """Bring what belongs to the line into sight, too: a heading above it, a legend below."""
        super().watch_cursor(before, after)
        first, last, height = after, after, self.page_lines
        while first > 0 and not self._lines[first - 1].query:
            first -= 1
        while last < self.count - 1 and not self._lines[last + 1].query:
            last += 1
        if first < round(self.scroll_y) and after - first < height:
            self.scroll_to(y=first, animate=False, immediate=True)
        elif last >= round(self.scroll_y) + height and last - after < height:
            self.scroll_to(y=last - height + 1, animate=False, immediate=True)

    def step(self, lines: int) -> None:
        """Move to the next line that leads somewhere; scroll if there is none."""
        before = self.cursor
        super().step(lines)
        if self.cursor == before:
            self.scroll_relative(y=lines, animate=False, immediate=True)

    def go_to_edge(self, edge: Edge) -> None:
        """Move to the first or the last line, and show all that belongs to it."""
        super().go_to_edge(edge)
        end = 0 if edge == "first" else self.max_scroll_y
        self.scroll_to(y=end, animate=False, immediate=True)

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return label, drawing and note of a line."""
        line = self._lines[index]
        if line.is_heading:
            return [(line.label, "line--strong")]
        return [(line.label, ""), (line.drawing, "line--drawn"), (line.note, "line--muted")]

    def on_choice(self, index: int) -> None:
        """Go to the articles of a line."""
        self.post_message(QueryChosen(self._lines[index].query))
