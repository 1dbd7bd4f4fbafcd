"""The window of charts."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.worker import Worker

from broadsheet.charts.report import summary
from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import FacetTerm
from broadsheet.library.statistics import SPANS, Span, Statistics
from broadsheet.tui import keys, sentences
from broadsheet.tui.messages import QueryChosen
from broadsheet.tui.screens.leaving import leave
from broadsheet.tui.screens.list_window import ListWindow
from broadsheet.tui.widgets.chart_list import ChartList


class ChartsScreen(ListWindow):
    """Charts of the articles in the table, which lead back into it."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.CHARTS]

    def __init__(
        self,
        statistics: Statistics,
        query: Query,
        marked: tuple[int, int] | None,
        line: int,
        count: Callable[[Span], Awaitable[Statistics]],
    ) -> None:
        self.query_shown = query
        self.span = statistics.span
        self._count = count
        self._charts = ChartList(statistics, marked, line)
        super().__init__(summary(statistics), self._charts)

    @property
    def line(self) -> int:
        """The line of the cursor."""
        return self._charts.cursor

    def action_choose(self) -> None:
        """Go to the articles of the line."""
        self._charts.choose_current()

    def action_shorter_span(self) -> None:
        """Compare topics over a shorter time."""
        self._change_span(-1)

    def action_longer_span(self) -> None:
        """Compare topics over a longer time."""
        self._change_span(1)

    def _change_span(self, step: int) -> None:
        place = SPANS.index(self.span) + step
        if not 0 <= place < len(SPANS):
            self.notify(sentences.NO_FURTHER_SPAN[step], markup=False, timeout=3)
            return
        self.span = SPANS[place]

        async def count() -> None:
            self._charts.show_rising(await self._count(SPANS[place]))

        _: Worker[None] = self.run_worker(count, group="span", exclusive=True)

    @on(QueryChosen)
    def _go(self, message: QueryChosen) -> None:
        message.stop()
        if message.query and self.is_current:
            below = self.app.screen_stack[-2]
            leave(self)
            below.post_message(QueryChosen(self._within(message.query), from_charts=True))

    def _within(self, chosen: str) -> str:
        """Return the query of the charts with `chosen` added, or in place of the same field."""
        field = chosen.partition(":")[0]
        # Of topics and providers, the same field twice means or, and finds more, not less.
        if any(
            isinstance(term, FacetTerm) and term.field == field for term in self.query_shown.terms
        ):
            return chosen
        return f"{self.query_shown} {chosen}".strip()
