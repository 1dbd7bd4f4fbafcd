"""The front page of any day, and an article that arrives, with the story it belongs to."""

import random
import time
from collections.abc import Iterator
from contextlib import closing

from benchmarks.bench import Bench, p95
from benchmarks.figures import Figure
from benchmarks.libraries import restored
from broadsheet.library.library import Library, Searcher
from broadsheet.library.query.parse import parse
from broadsheet.library.sync.sync import bring_up_to_date

_DAYS = 20
_ARRIVING = """---
title: "{title} {number}"
originalUrl: https://news.example/{number}
publishedDateTime: 2024-01-01T10:00:00Z
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
    yield Figure("one new article, p95", p95([*_arriving(bench, choose)]), "ms")


def _arriving(bench: Bench, choose: random.Random) -> Iterator[float]:
    titles = choose.choices(bench.feed.titles(), k=_DAYS)
    with restored(bench.root):
        for number, title in enumerate(titles):
            name = f"arrived-{number}.md"
            said = _ARRIVING.format(title=title.replace('"', "'"), number=number)
            (bench.root / name).write_text(said, "utf-8")
            began = time.perf_counter()
            bring_up_to_date(bench.root, only=[name])
            yield 1e3 * (time.perf_counter() - began)
    bring_up_to_date(bench.root, only=[f"arrived-{number}.md" for number in range(len(titles))])
