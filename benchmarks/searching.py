"""From a letter typed to the ranked rows: half-remembered titles, with and without a screen."""

import random
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from benchmarks.bench import Bench, environment, p95
from benchmarks.figures import FZF, Figure
from benchmarks.known_items import known_items
from benchmarks.picture import Replay, State, everything, view
from benchmarks.recording import Recording
from benchmarks.rivals import Program, fzf
from benchmarks.search_quality import OURS, STRICT, ask, searchers_of
from benchmarks.starts import ROW, settled
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.searcher import Searcher

_TITLES_AT_MOST = 20_000
"""The number of titles that queries are made from; more take longer and change nothing."""

_BETWEEN_LETTERS = 0.12
"""Seconds between letters: a hundred words a minute. The next one waits for the rows, if longer."""

_ROWS = 200
"""As many as the reader shows first: more than a screen has."""

_QUERIES_OF_EACH = 10


def queries(bench: Bench) -> list[str]:
    """Return what people type: one query of each kind of damage."""
    titles = bench.feed.titles()
    some = random.Random(5).sample(titles, min(len(titles), _TITLES_AT_MOST))  # noqa: S311
    return [item.text for item in known_items(some, seed=5, of_each=1)]


def on_screen(bench: Bench) -> Iterator[Figure]:
    """Measure each letter of each query, typed into the search bar."""
    typed = queries(bench)
    with settled(Program("", bench.reader(), ROW), environment(bench.scratch)) as reader:
        ours = _typed(reader, typed, "/", "\x1b", view)
    beside = {}
    if bench.has(FZF):
        with settled(fzf(bench), environment(bench.scratch)) as rival:
            beside[FZF] = p95([seen[-1] for seen in _typed(rival, typed, "", "\x15", everything)])
    yield Figure("search, key p95", p95([seen[0] for seen in ours]), "ms", beside)
    yield Figure("search, at rest p95", p95([seen[-1] for seen in ours]), "ms")


def _typed(
    recording: Recording, typed: Sequence[str], opens: str, clears: str, state: State
) -> list[list[float]]:
    """Type queries letter by letter; return when each that changed the rows did, in milliseconds.

    What is found in names and texts changes them again, and so do the sentences.
    """
    replay = Replay(recording)
    found: list[list[float]] = []
    for query in typed:
        if opens:
            recording.press(opens)
            recording.rest()
        for letter in query:
            replay.catch_up()
            pressed = recording.press(letter)
            recording.listen(_BETWEEN_LETTERS)
            recording.rest(quiet=0.06)
            (changes,) = replay.changes([pressed], time.perf_counter(), state)
            found += [[1e3 * seconds for seconds in changes]] if changes else []
        recording.press(clears)
        recording.rest()
    return found


def computed(bench: Bench) -> Iterator[Figure]:
    """Measure the same letters without a screen: the ranked ids alone."""
    typed = queries(bench)
    began = time.perf_counter()
    searcher = Searcher(Library(bench.root))
    searcher.view(parse(typed[0][:1]))
    yield Figure("search, first ever", 1e3 * (time.perf_counter() - began), "ms")
    letters = [query[:end] for query in typed for end in range(1, len(query) + 1)]
    first = [_time(partial(searcher.first, parse(text), (), _ROWS)) for text in letters]
    yield Figure("search, first rows p95", p95(first), "ms")
    every = [_time(partial(searcher.view, parse(text))) for text in letters]
    searcher.close()
    beside = {f"{FZF} --filter": _fzf_filter(bench, typed)} if bench.has(FZF) else {}
    yield Figure("search, view p95", p95(every), "ms", beside)


def _time(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - began)


def _fzf_filter(bench: Bench, typed: Sequence[str]) -> float:
    """Return the milliseconds that fzf takes for an entire query, including reading the titles."""
    found = []
    for query in typed:
        with bench.feed.titles_file.open("rb") as titles:
            began = time.perf_counter()
            subprocess.run(
                [FZF, f"--filter={query}"], stdin=titles, capture_output=True, check=False
            )
            found.append(1e3 * (time.perf_counter() - began))
    return statistics.median(found)


def quality(bench: Bench) -> Iterator[Figure]:
    """Measure how often what was meant comes first, and among the first ten."""
    titles = list(dict.fromkeys(bench.feed.titles()))
    items = list(known_items(titles, seed=1, of_each=_QUERIES_OF_EACH))
    columns = ask(searchers_of(titles), titles, items)
    del columns[STRICT]
    for name, among in (("found, first", 1), ("found, among ten", 10)):
        shares = {who: column.share(among) for who, column in columns.items()}
        yield Figure(name, shares.pop(OURS), "of 1", shares)
