"""Counts the articles of the table, and shows the charts of them."""

import asyncio
from array import array
from collections.abc import Awaitable
from datetime import UTC, datetime

from textual.screen import Screen
from textual.worker import Worker

from broadsheet.library.index.rows import Row
from broadsheet.library.library import Library
from broadsheet.library.query.parse import Query
from broadsheet.library.statistics import WEEK, Span, Statistics, statistics_of
from broadsheet.tui.screens.charts import ChartsScreen
from broadsheet.tui.screens.leaving import open_over


class Charting:
    """Opens the charts, counted in a thread: a million articles take seconds."""

    def __init__(self, screen: Screen[None], library: Library) -> None:
        self._screen = screen
        self._library = library
        self._last: ChartsScreen | None = None

    def show(self, query: Query, ids: "array[int]", current: Row | None) -> None:
        """Show charts of what `query` found, `ids`, with the scores of the article `current`."""
        scores = (current.quality, current.heat) if current is not None else (None, None)
        marked = None if scores[0] is None or scores[1] is None else (scores[0], scores[1])

        async def show() -> None:  # not a coroutine: one that is overtaken may never be started
            await self._show(query, ids, marked)

        _: Worker[None] = self._screen.run_worker(show, group="charts", exclusive=True)

    async def _show(self, query: Query, ids: "array[int]", marked: tuple[int, int] | None) -> None:
        def count(span: Span) -> Awaitable[Statistics]:
            return asyncio.to_thread(self._count, ids, span)

        last = self._last
        statistics = await count(WEEK if last is None else last.span)
        line = last.line if last is not None and last.query_shown == query else 0
        self._last = ChartsScreen(statistics, query, marked, line, count)
        open_over(self._screen, self._last)

    def _count(self, ids: "array[int]", span: Span) -> Statistics:
        with self._library.open_index() as index:
            return statistics_of(index, ids, datetime.now(UTC), span=span)
