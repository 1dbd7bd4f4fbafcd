"""How well stories are told apart: `python -m benchmarks.stories PATH…`.

A PATH is one of these:

- A table of pairs with tabs and a heading: 1 or 0 for the same event or not, then title and text of
  one article, then of the other. Printed is the area under the curve: how often a pair of the same
  event is more alike than a pair of different ones.
- A library whose files have heats. Printed is how well ours, of the articles that lead in our
  stories as in the publisher's, agree with these in rank: of all, and of those with a quality in
  their file.
- A library that has the articles of `story_pairs.tsv`, which are those of the public repository
  everyday-cc/powerapps. Printed is how many of the pairs put into one story belong there, and how
  many that belong there were put into one. Some pairs were used to choose the thresholds, the
  others were labelled after that. The file has keys of addresses in place of titles, which belong
  to their publishers.

Without a PATH, the cost is measured on made-up articles. Indexes are made in a folder of their own.
"""

import argparse
import csv
import os
import sys
import tempfile
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import StatisticsError, correlation
from typing import NamedTuple

from benchmarks.bench import environment
from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.demo import write_demo
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.stories.likeness import Rarity, Weights, likeness, titles_factor, vector
from broadsheet.library.stories.terms import EXCERPT, Terms, packed_terms, terms_of
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.text.folding import fold

_ARTICLES = 10_000
_PAIRS = Path(__file__).with_name("story_pairs.tsv")


class UnfitError(Exception):
    """What the command line names has nothing to measure; the message says why."""


def area_under_curve(file: Path) -> float:
    """Return how often a pair of the same event is more alike than one of different events."""
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            _, *rows = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        pairs = [(row[0] == "1", _terms(row[1], row[2]), _terms(row[3], row[4])) for row in rows]
    except (IndexError, ValueError) as error:
        raise UnfitError("no table of pairs: label, title, text, title, text") from error
    if len({is_same for is_same, *_ in pairs}) < 2:
        raise UnfitError("needs pairs of the same event and pairs of different ones")
    rarity = Rarity()
    rarity.count(terms.words for _, *both in pairs for terms in both)
    weights = Weights(rarity)
    alike = [
        (same, likeness(vector(a, weights), vector(b, weights)) * titles_factor(a, b))
        for same, a, b in pairs
    ]
    same_event = [score for is_same, score in alike if is_same]
    others = [score for is_same, score in alike if not is_same]
    wins = sum((a > b) + (a == b) / 2 for a in same_event for b in others)
    return wins / (len(same_event) * len(others))


def _terms(title: str, text: str) -> Terms:
    return terms_of(fold(title), fold(text[:EXCERPT]))


def rank_agreement(root: Path, query: str) -> tuple[float, int]:
    """Return Spearman's correlation of the publisher's heats with ours, and of how many leads."""
    bring_up_to_date(root)
    with Library(root).open_index() as index:
        rows = index.rows(index.ids(parse(f"is:lead heat:>=0 {query}"))).values()
    both = [(row.heat or 0, row.story.heat(row.quality)) for row in rows]
    theirs = _ranks([heat for heat, ours in both if ours is not None])
    ours = _ranks([ours for _, ours in both if ours is not None])
    try:
        return correlation(theirs, ours), len(ours)
    except StatisticsError as error:
        raise UnfitError("fewer than two articles have a heat of their own to compare") from error


def _ranks(values: Sequence[int]) -> list[float]:
    """Return the rank of each value; equal ones share the middle of their ranks."""
    ordered = sorted(values)
    return [(bisect_left(ordered, one) + bisect_right(ordered, one)) / 2 for one in values]


class Told(NamedTuple):
    """How many labelled pairs are in one story, and how many of these and of all belong there."""

    in_one: int
    rightly: int
    belong: int


def told_apart(root: Path) -> dict[str, Told]:
    """Return how the labelled pairs of each set that are in the library at `root` are grouped."""
    with Library(root).open_index() as index:
        rows = index.rows(index.ids(parse("")))
        story_of = {row.mark: row.story.name for row in rows.values()}
    with _PAIRS.open(encoding="utf-8", newline="") as stream:
        labels = [
            (row["set"], row["same_event"] == "1", int(row["one"]), int(row["other"]))
            for row in csv.DictReader(stream, delimiter="\t")
        ]
    found: dict[str, Told] = {}
    for name, belong, one, other in labels:
        if one in story_of and other in story_of:
            in_one = story_of[one] == story_of[other]
            before = found.get(name, Told(0, 0, 0))
            now = Told(in_one, in_one and belong, belong)
            found[name] = Told(*map(sum, zip(before, now, strict=True)))
    if not found:
        raise UnfitError(f"has none of the articles of {_PAIRS.name}")
    return found


def cost(articles: int) -> None:
    """Print the processor time that stories add to an index of made-up articles."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "demo"
        write_demo(articles, root)
        read = [
            article
            for file in root.rglob("*.md")
            if isinstance(
                article := read_article(root, str(file.relative_to(root)), with_fields=False),
                Article,
            )
        ]
        texts = [(fold(a.title), fold(a.excerpt[:EXCERPT]), a.related) for a in read]
        began = time.process_time()
        for title, excerpt, related in texts:
            packed_terms(title, excerpt, [item.title for item in related])
        words = time.process_time() - began
        print(f"words of an article      {words / len(texts) * 1e6:6.0f} µs")
        bring_up_to_date(root, rebuild=True)
        for number in range(3):
            file = root / f"new-{number}.md"
            file.write_text(
                f'---\ntitle: "A comet passes {number}"\noriginalUrl: https://example.org/{number}\n'
                "publishedDateTime: 2026-01-01T10:00:00Z\n---\n"
            )
            began = time.process_time()
            bring_up_to_date(root, only=[file.name])
            print(f"a new file, with stories {(time.process_time() - began) * 1e3:6.1f} ms")


def measure(path: Path) -> Iterator[str]:
    """Yield what there is to say of a table or a library, one sentence after the other."""
    if not path.is_dir():
        yield f"area under the curve {area_under_curve(path):.3f}"
        return
    try:
        for name, query in (("all", ""), ("those with a quality", "-quality:none")):
            agreement, count = rank_agreement(path, query)
            yield f"heats of {count:,} leads ({name}) agree in rank by {agreement:.3f}"
    except UnfitError as error:
        yield f"heats: {error}"
    for pairs, told in told_apart(path).items():
        precision = told.rightly / max(1, told.in_one)
        recall = told.rightly / max(1, told.belong)
        yield f"{pairs} pairs: precision {precision:.3f}, recall {recall:.3f}"


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser("python -m benchmarks.stories", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    paths: Sequence[Path] = parser.parse_args().paths
    if missing := [str(path) for path in paths if not path.exists()]:
        parser.error(f"there is no file or folder {missing[0]}")
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(environment(Path(home)))
        unfit = False
        for path in paths:
            try:
                for sentence in measure(path):
                    print(f"{path}: {sentence}")
            except UnfitError as error:
                print(f"{path}: {error}", file=sys.stderr)
                unfit = True
        if not paths:
            cost(_ARTICLES)
    sys.exit(unfit)


if __name__ == "__main__":
    main()
