"""`make bench`: what a person waits for, beside a bare Textual app measured in the same run.

`python -m benchmarks [FOLDER | N …]`: a folder of articles, or sizes of demo libraries.
"""

import json
import os
import re
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.terminal_start import Start, bare_textual, measure
from reader.demo import write_demo
from reader.library.library import Library, Searcher
from reader.library.query import SortKey, parse
from reader.library.sync import bring_up_to_date

_SIZES = ("1000", "10000")
_RUNS = 7
_ROW = r"\d{4}-\d\d-\d\d"
_RESULTS = Path(__file__).parent / "results.json"


@dataclass(frozen=True, slots=True)
class Figures:
    """One library's figures; times in seconds, medians of several runs; memory in MB."""

    library: str
    articles: int
    bare_textual: float
    warm_start: float
    first_run: float
    peak_mb: float
    bare_peak_mb: float
    cold_index: float
    freshen: float
    walk: float
    sort: float
    search: float


def _median(values: list[float]) -> float:
    return round(statistics.median(values), 4)


def _timed(runs: int, action: object) -> float:
    assert callable(action)  # noqa: S101 - for the type checker
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return _median(times)


def _figures(root: Path, cache: Path) -> Figures:
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "TERM": "xterm-256color"}
    began = time.perf_counter()
    bring_up_to_date(root, rebuild=True)
    cold_index = time.perf_counter() - began
    library = Library(root)
    searcher = Searcher(library)
    newest = (SortKey("date", descending=True),)
    view = searcher.view(parse(""), newest)
    with library.open_index() as index:
        title = index.rows(view.ids[:1])[view.ids[0]].title[:24]
    reader = [sys.executable, "-m", "reader", str(root)]
    bare: list[Start] = []
    warm: list[Start] = []
    for _ in range(_RUNS):
        bare.append(measure(bare_textual(), "here it is", environment))
        warm.append(measure(reader, re.escape(title), environment))
    words = " ".join(title.split()[:3])
    prefixes = [parse(words[:end]) for end in range(1, len(words) + 1)]
    searcher.view(prefixes[0])
    figures = Figures(
        library=root.name,
        articles=len(view.ids),
        bare_textual=_median([start.seconds for start in bare]),
        warm_start=_median([start.seconds for start in warm]),
        first_run=_first_run(reader, environment),
        peak_mb=_median([start.peak_mb for start in warm]),
        bare_peak_mb=_median([start.peak_mb for start in bare]),
        cold_index=round(cold_index, 4),
        freshen=_timed(3, lambda: bring_up_to_date(root)),
        walk=_timed(3, lambda: [f.stat() for f in root.rglob("*.md")]),
        sort=_timed(_RUNS, lambda: searcher.view(parse(""), (SortKey("quality", True),))),
        search=_median([_timed(3, lambda q=query: searcher.view(q)) for query in prefixes]),
    )
    searcher.close()
    return figures


def _first_run(reader: list[str], environment: dict[str, str]) -> float:
    """Time to the first row without an index: a date in the table."""
    with tempfile.TemporaryDirectory() as empty:
        return round(measure(reader, _ROW, {**environment, "XDG_CACHE_HOME": empty}).seconds, 4)


def main() -> None:
    """Measure, print a table and write `results.json` beside this file."""
    with tempfile.TemporaryDirectory() as scratch:
        cache = Path(scratch) / "cache"
        os.environ["XDG_CACHE_HOME"] = str(cache)
        results = []
        for argument in sys.argv[1:] or _SIZES:
            root = Path(argument)
            if argument.isdigit():
                root = Path(scratch) / f"demo-{argument}"
                write_demo(int(argument), root)
            results.append(_figures(root, cache))
    for figures in results:
        print(f"\n{figures.library}: {figures.articles:,} articles")
        ratio = figures.warm_start / figures.bare_textual
        for name, value in asdict(figures).items():
            print(
                f"  {name:<14} {value}" + (f"   {ratio:.2f} x bare" if name == "warm_start" else "")
            )
    _RESULTS.write_text(json.dumps([asdict(figures) for figures in results], indent=1) + "\n")


if __name__ == "__main__":
    main()
