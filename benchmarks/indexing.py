"""Reading a library: into a new index, again when little or nothing changed, and while watched."""

import os
import re
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from pathlib import Path

from benchmarks.bench import Bench, environment, p95, reader_command
from benchmarks.figures import EXPECTED, NEWSBOAT, WALK, Figure
from benchmarks.libraries import change, restored
from benchmarks.picture import Replay, cursor_title
from benchmarks.processes import Cost, cost_of
from benchmarks.recording import Recording
from benchmarks.rivals import newsboat_cache, newsboat_reload
from benchmarks.starts import ROW
from broadsheet.articles.read import read_article
from broadsheet.demo import write_demo
from broadsheet.library.files.folder import walk
from broadsheet.library.index.database import index_path
from broadsheet.library.sync.sync import bring_up_to_date

_EACH = 100
_DEMO = 10_000
_BETWEEN_KEYS = 0.1
_LATER = 10.0
_TOO_LONG = 900.0


def demo(bench: Bench) -> Iterator[Figure]:
    """Measure how fast made-up articles are written."""
    began = time.perf_counter()
    write_demo(_DEMO, bench.scratch / "demo")
    yield Figure("demo written", _DEMO / (time.perf_counter() - began), "a second")


def cold(bench: Bench) -> Iterator[Figure]:
    """Measure `broadsheet index` without an index, and newsboat reloading the same articles."""
    where = environment(bench.scratch)
    ours, theirs = list[Cost](), list[Cost]()
    for _ in range(_few(bench)):
        ours.append(cost_of(reader_command("index", str(bench.root), "--rebuild"), where))
        if bench.has(NEWSBOAT):
            newsboat_cache(bench).unlink(missing_ok=True)
            theirs.append(cost_of(newsboat_reload(bench), where))
    for place, name in enumerate(("cold index", "cold index, work")):
        beside = {NEWSBOAT: statistics.median(cost[place] for cost in theirs)} if theirs else {}
        yield Figure(name, statistics.median(cost[place] for cost in ours), "s", beside)
    yield Figure("index size", index_path(bench.root).stat().st_size / 1e6, "MB")


def freshening(bench: Bench) -> Iterator[Figure]:
    """Measure looking for changes, with no changes and with some hundreds."""
    ours, walks = list[float](), list[float]()
    for _ in range(bench.runs):
        walks.append(_seconds(partial(_walk_and_stat, bench.root)))
        ours.append(_seconds(partial(bring_up_to_date, bench.root)))
    walked = statistics.median(walks)
    yield Figure("nothing changed", statistics.median(ours), "s", {WALK: walked})
    changed, expected = list[float](), list[float]()
    with restored(bench.root):
        for number in range(_few(bench)):
            paths = [file.path for file in walk(bench.root)]
            fresh = change(bench.root, paths, number, min(_EACH, len(paths) // 10))
            expected.append(3 * walked + _seconds(partial(_read, bench.root, fresh)))
            changed.append(_seconds(partial(bring_up_to_date, bench.root)))
    beside = {EXPECTED: statistics.median(expected)}
    yield Figure("400 changes", statistics.median(changed), "s", beside)


def first_run(bench: Bench) -> Iterator[Figure]:
    """Measure the reader without an index: the first rows, keys meanwhile, and the end."""
    rows, read, answered = list[float](), list[float](), list[float]()
    memory = list[float]()
    for number in range(_few(bench)):
        home = bench.scratch / f"first-{number}"
        with Recording(bench.reader(), environment(home)) as reader:
            rows.append(reader.wait_for(ROW) - reader.began)
            found, ended = _press_until_read(reader, bench)
            answered += found
            read.append(ended - reader.began)
            reader.listen(_LATER)
            memory.append(reader.all_mb())
    yield Figure("first run, first rows", statistics.median(rows), "s")
    yield Figure("first run, key p95", p95(answered), "ms")
    yield Figure("first run, all read", statistics.median(read), "s")
    yield Figure("first run, memory 10 s later", statistics.median(memory), "MB")


def _press_until_read(reader: Recording, bench: Bench) -> tuple[list[float], float]:
    """Move up and down until every article is there; return milliseconds a key, and when.

    Raises TimeoutError when they never are.
    """
    everything = re.compile(rf"\b{bench.count:,} articles".encode())
    replay, presses = Replay(reader), list[float]()
    replay.catch_up()
    for key in cycle("jk"):
        presses.append(reader.press(key))
        reader.listen(_BETWEEN_KEYS)
        if reader.has_come(everything):
            break
        if presses[-1] - reader.began > _TOO_LONG:
            raise TimeoutError(f"no {bench.count:,} articles after {_TOO_LONG} s")
    answers = replay.answers(presses, time.perf_counter(), cursor_title)
    milliseconds = [1e3 * (_BETWEEN_KEYS if found is None else found) for found in answers]
    return milliseconds, reader.pieces[-1].at


def _few(bench: Bench) -> int:
    """Return how often to do what takes long: once at a million."""
    return max(1, min(bench.runs, 500_000 // bench.count))


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _walk_and_stat(folder: Path) -> None:
    """Do what no look at a folder can do without."""
    pending = [str(folder)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    pending.append(entry.path)
                else:
                    entry.stat()


def _read(root: Path, paths: list[str]) -> None:
    for path in paths:
        read_article(root, path, with_fields=False)
