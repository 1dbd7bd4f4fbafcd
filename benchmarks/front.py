"""The front page of any day, and an article that arrives, with the story it belongs to."""

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any, NamedTuple
from unittest.mock import patch

from benchmarks.bench import Bench, p95
from benchmarks.figures import Figure
from benchmarks.libraries import restored
from broadsheet.library.index import ready_leads
from broadsheet.library.index.ready_lists import NEWEST_FIRST
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.searcher import Searcher
from broadsheet.library.stories.writer import StoryWriter
from broadsheet.library.sync.sync import bring_up_to_date

_DAYS = 20
_ARRIVALS = 66
"""Lists of leads are written twice meanwhile."""

_TOGETHER = 30
"""About what a feed brings when it is new."""

_NEWEST = 60
_ARRIVING = """---
title: "{title} {number}"
originalUrl: https://news.example/{number}
publishedDateTime: {date}
---
"""


def front(bench: Bench) -> Iterator[Figure]:
    """Measure front pages without a screen, then articles that arrive one by one."""
    library = Library(bench.root)
    choose = random.Random(5)  # noqa: S311 - the same every time
    with library.open_index() as index:
        rows = index.rows(choose.choices(index.ids(parse("")), k=_DAYS)).values()
        days = [time.strftime("%Y-%m-%d", time.gmtime(row.date)) for row in rows if row.date]
    found = []
    with closing(Searcher(library)) as searcher:
        searcher.view(parse(""))
        for day in days:
            began = time.perf_counter()
            searcher.view(parse(f"front:{day}"))
            found.append(1e3 * (time.perf_counter() - began))
    yield Figure("front page, p95", p95(found), "ms")
    titles = choose.choices(bench.feed.titles()[:_NEWEST], k=_ARRIVALS)
    arrived = [*_arriving(bench, [[title] for title in titles])]
    yield Figure("one new article, p95", p95([1e3 * one.seconds for one in arrived]), "ms")
    grouping = statistics.mean(one.grouping for one in arrived)
    yield Figure("one new article, its story", 1e3 * grouping, "ms")
    feeds = [choose.choices(titles, k=_TOGETHER) for _ in range(bench.runs)]
    grouping = statistics.median(one.grouping for one in _arriving(bench, feeds)) / _TOGETHER
    yield Figure("30 new articles, story of each", 1e3 * grouping, "ms")


class _Arrival(NamedTuple):
    """How long the index took for more articles, and the processor time for their stories."""

    seconds: float
    grouping: float


def _arriving(bench: Bench, together: Sequence[Sequence[str]]) -> Iterator[_Arrival]:
    """Measure articles with these titles, some at a time, that come right after the newest."""
    with Library(bench.root).open_index() as index:
        (newest,) = index.rows(index.view(parse(""), NEWEST_FIRST, limit=1)).values()
    date = datetime.fromtimestamp(newest.date or 0, UTC).isoformat()
    with restored(bench.root), _grouping() as spent:
        numbers, names = count(), list[str]()
        for titles in together:
            for title, number in zip(titles, numbers, strict=False):
                names.append(f"arrived-{number}.md")
                said = _ARRIVING.format(title=title.replace('"', "'"), number=number, date=date)
                (bench.root / names[-1]).write_text(said, "utf-8")
            spent.clear()
            began = time.perf_counter()
            bring_up_to_date(bench.root, only=names[-len(titles) :])
            yield _Arrival(time.perf_counter() - began, sum(spent))
    bring_up_to_date(bench.root, only=names)


@contextmanager
def _grouping() -> Iterator[list[float]]:
    """Note the processor time of all that the writer of the index does for stories.

    It leaves out the commit, which the articles need as well.
    """
    spent: list[float] = []

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def working(*arguments: Any) -> Any:
            began = time.process_time()
            result = work(*arguments)
            spent.append(time.process_time() - began)
            return result

        return working

    parts = (StoryWriter, "is_finished"), (StoryWriter, "finish"), (ready_leads, "note")
    with ExitStack() as patches:
        for owner, name in parts:
            patches.enter_context(patch.object(owner, name, timed(getattr(owner, name))))
        yield spent
