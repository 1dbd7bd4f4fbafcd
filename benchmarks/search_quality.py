"""How often a half-remembered title is found: `python -m benchmarks.search_quality FOLDER...`.

Known-item queries are made from the titles of FOLDER by kind of damage (`benchmarks.known_items`;
fixed seed) and put to our search, to rapidfuzz's scorers over whole titles and to fzf, where it is
installed. Each cell is the share of queries whose title came first / among the first ten.

How it is counted, for all alike: a query of two common words fits many titles, and no search can
know which of them was meant. So a title counts against the wanted one unless it fits the query no
worse: it holds every word that was meant, or every word as it was typed, whole or at a word's
beginning (where one word is wrong: all but one). Among titles of one score the order is left to
chance, so a query scores the probability that the wanted one comes first, or among the first ten:
a search that gives everything the same score gains nothing by it. The column "strict" excuses no
title strictly above but the same title again; level ones leave the order to quality and date.
"""

import argparse
import html
import re
import shutil
import statistics
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz, process

from benchmarks.known_items import ONE_WRONG, KnownItem, known_items
from reader.articles.text import fold
from reader.library.titles import TitleSearch

_TITLE = re.compile(r"^(?:title|name):[ \t]*(.+)$", re.MULTILINE)
_SUFFIXES = {".md", ".markdown", ".txt", ".html"}
_SCORERS = (fuzz.WRatio, fuzz.partial_ratio, fuzz.token_set_ratio)

Searcher = Callable[[str], Mapping[int, float]]
"""Takes a query; returns the score of each title that was found, by its place in the list."""


def read_titles(folder: Path) -> list[str]:
    """Return the different titles of the articles in `folder`, by path."""
    titles: dict[str, None] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SUFFIXES and path.is_file():
            found = _TITLE.search(path.read_text("utf-8", errors="replace")[:20_000])
            if found:
                titles[html.unescape(found[1]).strip().strip("\"'")] = None
    return list(titles)


def _ours(titles: Sequence[str]) -> Searcher:
    searched = TitleSearch.build(enumerate(titles))
    return lambda text: {match.id: match.score for match in searched.search(text)}


def _whole_titles(titles: Sequence[str], scorer: Callable[..., float]) -> Searcher:
    folded = [fold(title) for title in titles]

    def search(text: str) -> dict[int, float]:
        found = process.extract(text, folded, scorer=scorer, limit=None)
        return {place: score for _, score, place in found}

    return search


def _fzf(titles: Sequence[str], fzf: str) -> Searcher:
    lines = "".join(f"{place}\t{fold(title)}\n" for place, title in enumerate(titles))

    def search(text: str) -> dict[int, float]:
        command = [fzf, "--delimiter=\t", "--nth=2", f"--filter={text}"]
        run = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
        places = [int(line.split("\t", 1)[0]) for line in run.stdout.splitlines()]
        return {place: -rank for rank, place in enumerate(places)}

    return search


class _Judge:
    """Tells how many titles came before the wanted one, and should not have."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._words = [fold(title).split() for title in titles]

    def place(self, item: KnownItem, found: Mapping[int, float]) -> "_Place":
        """Return where the wanted title stands among those that fit the query worse."""
        if item.wanted not in found:
            return _LOST
        score = found[item.wanted]
        rivals = {at: other for at, other in found.items() if not self._fits_no_worse(item, at)}
        levels = sum(other == score for other in rivals.values())
        return _Place(sum(other > score for other in rivals.values()), levels)

    def strict_place(self, item: KnownItem, found: Mapping[int, float]) -> "_Place":
        """Return where the wanted title stands among all others that are better placed."""
        if item.wanted not in found:
            return _LOST
        score, same = found[item.wanted], self._words[item.wanted]
        above = (at for at, other in found.items() if other > score and self._words[at] != same)
        return _Place(sum(1 for _ in above), 0)

    def _fits_no_worse(self, item: KnownItem, place: int) -> bool:
        words = self._words[place]
        typed = item.text.split()
        needed = len(typed) - (item.kind == ONE_WRONG)
        begun = sum(any(word.startswith(part) for word in words) for part in typed)
        return place == item.wanted or begun >= needed or all(word in words for word in item.meant)


@dataclass(frozen=True, slots=True)
class _Place:
    """How many titles stand above the wanted one, and how many level with it."""

    above: int
    level: int

    def chance(self, among: int) -> float:
        """Return the probability of being `among` the first so many."""
        return min(1.0, max(0.0, (among - self.above) / (self.level + 1)))


_LOST = _Place(1_000_000, 0)


@dataclass
class _Column:
    """The places of the wanted titles by kind of damage."""

    places: dict[str, list[_Place]] = field(default_factory=lambda: defaultdict(list))

    def shares(self, kind: str | None = None) -> str:
        """Return the share of first places and of places among the first ten."""
        places = [place for of, some in self.places.items() if kind in {None, of} for place in some]
        first = statistics.fmean(place.chance(1) for place in places)
        ten = statistics.fmean(place.chance(10) for place in places)
        return f"{first:.3f} / {ten:.3f}"


def _ask(
    search: Searcher, items: Sequence[KnownItem], judge: _Judge
) -> tuple[_Column, _Column, list[float]]:
    """Return the column as counted above, the strict one, and the seconds of each query."""
    fair, strict = _Column(), _Column()
    seconds: list[float] = []
    for item in items:
        start = time.perf_counter()
        found = search(item.text)
        seconds.append(time.perf_counter() - start)
        fair.places[item.kind].append(judge.place(item, found))
        strict.places[item.kind].append(judge.strict_place(item, found))
    return fair, strict, seconds


def _report(titles: Sequence[str], items: Sequence[KnownItem]) -> None:
    judge = _Judge(titles)
    fair, strict, seconds = _ask(_ours(titles), items, judge)
    columns = {"ours": fair, "ours, strict": strict}
    for scorer in _SCORERS:
        columns[scorer.__name__], _, _ = _ask(_whole_titles(titles, scorer), items, judge)
    fzf = shutil.which("fzf")
    if fzf:
        columns["fzf"], _, _ = _ask(_fzf(titles, fzf), items, judge)
    print(f"{'':20}" + "".join(f"{name:>18}" for name in columns))
    for kind in dict.fromkeys(item.kind for item in items):
        print(f"{kind:20}" + "".join(f"{some.shares(kind):>18}" for some in columns.values()))
    print(f"{'all':20}" + "".join(f"{some.shares():>18}" for some in columns.values()))
    p95 = statistics.quantiles(seconds, n=20)[-1]
    print(f"ours: median {statistics.median(seconds) * 1e3:.2f} ms, p95 {p95 * 1e3:.2f} ms a query")
    if not fzf:
        print("fzf is not installed: left out")


def main() -> None:
    """Print the table for the folders named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--of-each", type=int, default=100, help="queries of each kind")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    found = (title for folder in arguments.folders for title in read_titles(folder))
    titles = list(dict.fromkeys(found))
    items = list(known_items(titles, arguments.seed, arguments.of_each))
    print(f"{len(titles):,} titles, {len(items):,} queries; share first / among the first ten")
    _report(titles, items)


if __name__ == "__main__":
    main()
