"""Search in texts: how long first rows, all rows and those below the titles take; its index."""

import random
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial

from benchmarks.bench import Bench, environment, p95
from benchmarks.figures import NEWSBOAT, RIPGREP, Figure
from benchmarks.libraries import lengthen, restored
from benchmarks.picture import Replay, everything
from benchmarks.rivals import newsboat
from benchmarks.starts import settled
from broadsheet.articles.model import Article
from broadsheet.articles.plain_text import plain_texts
from broadsheet.articles.read import read_article
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.searcher import Searcher
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.text.words import words

_SENTENCES = 40
_SHORTEST_WORD = 4
_ROWS = 200
"""More rows than any screen shows."""

_ASKED_OF_RIVALS = 7


def texts(bench: Bench) -> Iterator[Figure]:
    """Measure search in texts without a screen, while many articles have bodies of 5 kB."""
    with restored(bench.root):
        lengthen(bench.root)
        bring_up_to_date(bench.root)
        yield from _searched(bench, Library(bench.root))
    bring_up_to_date(bench.root)


def _searched(bench: Bench, library: Library) -> Iterator[Figure]:
    asked = _queries(library)
    with closing(Searcher(library)) as searcher:
        searcher.view(parse(""))
        first = [_time(partial(searcher.first, parse(q), (), _ROWS)) for q in asked["all"]]
        beside = {name: _rival(bench, asked["words"]) for name, _rival in _rivals(bench)}
        yield Figure("text:, first rows p95", p95(first), "ms", beside)
        every = [_time(partial(searcher.view, parse(q))) for q in asked["all"]]
        yield Figure("text:, all rows p95", p95(every), "ms")
        yield Figure("below the titles, p95", p95([*_beyond(searcher, asked["words"])]), "ms")
    yield Figure("text index", _megabytes(library), "MB")


def _time(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - began)


def _queries(library: Library) -> dict[str, list[str]]:
    """Return words of texts, the frequent ones more often; also pairs, beginnings and phrases."""
    choose = random.Random(5)  # noqa: S311 - the same every time
    asked: list[str] = []
    single: list[str] = []
    with library.open_index() as index:
        ids = index.ids(parse(""))
        while len(single) < _SENTENCES:
            row = index.rows([choose.choice(ids)]).popitem()[1]
            article = read_article(library.base, row.path, with_fields=False)
            said = words(" ".join(plain_texts(article))) if isinstance(article, Article) else ""
            found = said.split()
            if len(found) < _SHORTEST_WORD:
                continue
            at = choose.randrange(len(found) - 2)
            some = [word for word in found if len(word) >= _SHORTEST_WORD] or found
            one, other = choose.choice(some), choose.choice(some)
            single.append(one)
            asked += [f"text:{one}", f"text:{one} text:{other}", f"text:{one[:-1]}*"]
            asked.append(f'text:"{" ".join(found[at : at + 3])}"')
    return {"all": asked, "words": single}


def _beyond(searcher: Searcher, typed: Sequence[str]) -> Iterator[float]:
    for word in typed:
        view = searcher.view(parse(word))
        yield _time(partial(searcher.beyond_titles, view))


def _megabytes(library: Library) -> float:
    """Return what the inverted index takes of the index file."""
    with library.open_index() as index:
        ((size,),) = index._connection.execute("SELECT sum(length(block)) FROM texts_data")
    return float(size) / 1e6


Rival = Callable[[Bench, Sequence[str]], float]


def _rivals(bench: Bench) -> list[tuple[str, Rival]]:
    rivals: tuple[tuple[str, Rival], ...] = ((RIPGREP, _ripgrep), (NEWSBOAT, _newsboat))
    return [(name, rival) for name, rival in rivals if bench.has(name)]


def _ripgrep(bench: Bench, asked: Sequence[str]) -> float:
    """Return the median of naming the files that have a word."""
    command = [RIPGREP, "--files-with-matches", "--ignore-case", "--word-regexp"]
    commands = [[*command, word, str(bench.root)] for word in asked[:_ASKED_OF_RIVALS]]
    return statistics.median(
        _time(partial(subprocess.run, one, capture_output=True, check=False)) for one in commands
    )


def _newsboat(bench: Bench, asked: Sequence[str]) -> float:
    """Return the median from Enter, in the search of newsboat's list of feeds, to what it found."""
    found: list[float] = []
    with settled(newsboat(bench), environment(bench.scratch)) as recording:
        replay = Replay(recording)
        for word in asked[:_ASKED_OF_RIVALS]:
            recording.press("/")
            recording.press(word)
            recording.rest()
            replay.catch_up()
            pressed = recording.press("\r")
            recording.rest(quiet=0.5)
            (seconds,) = replay.answers([pressed], time.perf_counter(), everything)
            found += [] if seconds is None else [1e3 * seconds]
            recording.press("q")
            recording.rest()
    return statistics.median(found) if found else float("nan")
