"""How often a half-remembered title is found: `python -m benchmarks.search_quality PATH...`.

A PATH is a folder of articles, or a text file with a title on each line, say the descriptions of a
distribution's packages: titles that nothing was ever tuned on.

Known-item queries are made of the titles by kind of damage (`benchmarks.known_items`; fixed seed)
and put to our search, to rapidfuzz's scorers over entire titles and to fzf, where it is installed.
Each cell is the share of queries whose title came first / among the first ten; the column "wanted"
is what is asked of ours, "strict" included.

How it is counted, for all alike: a query of two common words fits many titles, and no search can
know which of them was meant. So a title counts against the wanted one unless it fits the query no
worse: it holds every word that was meant, or every word as it was typed, in full or at a word's
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
from benchmarks.title_search import matches, search_of
from broadsheet.text.folding import fold

_TITLE = re.compile(r"^(?:title|name):[ \t]*(.+)$", re.MULTILINE)
_SUFFIXES = {".md", ".markdown", ".txt", ".html"}
_SCORERS = (fuzz.WRatio, fuzz.partial_ratio, fuzz.token_set_ratio)

OURS, STRICT = "ours", "ours, strict"

_EVERY_WORD = "0.990 / 1.000"
_WANTED = {
    "exact": _EVERY_WORD,
    "shuffled": _EVERY_WORD,
    "prefixes": _EVERY_WORD,
    "one typo": _EVERY_WORD,
    "typo in each word": _EVERY_WORD,
    "typos, shuffled": _EVERY_WORD,
    "words joined": _EVERY_WORD,
    "word split": _EVERY_WORD,
    "two edits in a word": "0.900 /     -",
    "one word dropped": _EVERY_WORD,
    ONE_WRONG: "    - / 0.950",
}

Searcher = Callable[[str], Mapping[int, float]]
"""Takes a query; returns the score of each title that was found, by its place in the list."""


def read_titles(source: Path) -> list[str]:
    """Return the different titles of a text file, or of the articles in a folder by path."""
    if source.is_file():
        lines = source.read_text("utf-8", errors="replace").splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    titles: dict[str, None] = {}
    for path in sorted(source.rglob("*")):
        if path.suffix in _SUFFIXES and path.is_file():
            found = _TITLE.search(path.read_text("utf-8", errors="replace")[:20_000])
            if found:
                titles[html.unescape(found[1]).strip().strip("\"'")] = None
    return list(titles)


def _ours(titles: Sequence[str]) -> Searcher:
    searched = search_of(enumerate(titles))
    return lambda text: {match.id: match.score for match in matches(searched, text)}


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
        """Return the probability of being among the first `among`."""
        return min(1.0, max(0.0, (among - self.above) / (self.level + 1)))


_LOST = _Place(1_000_000, 0)


@dataclass
class Column:
    """The places of the wanted titles by kind of damage, and the seconds that each query took."""

    places: dict[str, list[_Place]] = field(default_factory=lambda: defaultdict(list))
    seconds: list[float] = field(default_factory=list)

    def share(self, among: int, kind: str | None = None) -> float:
        """Return the share of wanted titles that came among the first `among`."""
        places = [place for of, some in self.places.items() if kind in {None, of} for place in some]
        return statistics.fmean(place.chance(among) for place in places)

    def shares(self, kind: str | None = None) -> str:
        """Return the share of first places and of places among the first ten."""
        return f"{self.share(1, kind):.3f} / {self.share(10, kind):.3f}"


def ask(
    searchers: Mapping[str, Searcher], titles: Sequence[str], items: Sequence[KnownItem]
) -> dict[str, Column]:
    """Put `items`, made of `titles`, to each of `searchers`; ours has a strict column too."""
    judge = _Judge(titles)
    columns: dict[str, Column] = {}
    for name, search in searchers.items():
        fair, strict = Column(), Column()
        for item in items:
            start = time.perf_counter()
            found = search(item.text)
            fair.seconds.append(time.perf_counter() - start)
            fair.places[item.kind].append(judge.place(item, found))
            if name == OURS:
                strict.places[item.kind].append(judge.strict_place(item, found))
        columns[name] = fair
        if name == OURS:
            columns[STRICT] = strict
    return columns


def searchers_of(titles: Sequence[str]) -> dict[str, Searcher]:
    """Return our search over `titles`, and fzf where it is installed."""
    searchers = {OURS: _ours(titles)}
    fzf = shutil.which("fzf")
    if fzf:
        searchers["fzf"] = _fzf(titles, fzf)
    return searchers


def _report(titles: Sequence[str], items: Sequence[KnownItem]) -> None:
    searchers = searchers_of(titles)
    if "fzf" not in searchers:
        print("fzf is not installed: left out")
    for scorer in _SCORERS:
        searchers[scorer.__name__] = _whole_titles(titles, scorer)
    columns = ask(searchers, titles, items)
    print(f"{'':20}" + "".join(f"{name:>18}" for name in [*columns, "wanted"]))
    for kind in dict.fromkeys(item.kind for item in items):
        cells = [column.shares(kind) for column in columns.values()]
        print(f"{kind:20}" + "".join(f"{cell:>18}" for cell in [*cells, _WANTED.get(kind, "")]))
    print(f"{'all':20}" + "".join(f"{some.shares():>18}" for some in columns.values()))
    seconds = columns[OURS].seconds
    p95 = statistics.quantiles(seconds, n=20)[-1]
    print(f"ours: median {statistics.median(seconds) * 1e3:.2f} ms, p95 {p95 * 1e3:.2f} ms a query")


def main() -> None:
    """Print the table for the titles that are named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--of-each", type=int, default=100, help="queries of each kind")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    found = (title for path in arguments.paths for title in read_titles(path))
    titles = list(dict.fromkeys(found))
    items = list(known_items(titles, arguments.seed, arguments.of_each))
    print(f"{len(titles):,} titles, {len(items):,} queries; share first / among the first ten")
    _report(titles, items)


if __name__ == "__main__":
    main()
