"""`make bench`: what users wait for, with floors and rivals measured in the same run.

`python -m benchmarks [N | FOLDER ...]`: sizes of demo libraries, or folders of articles.
README.md says what each figure means.
"""

import argparse
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import (
    feeds,
    front,
    indexing,
    keys,
    report,
    resting,
    searching,
    starts,
    texts,
)
from benchmarks.bench import Bench, environment
from benchmarks.figures import SMALLER, Figure, Library, Results
from benchmarks.libraries import (
    demo_feed,
    demo_library,
    demo_size,
    feed_of,
    linked_copy,
    remove_outdated,
)
from benchmarks.rivals import RIVALS
from broadsheet.library.sync.sync import bring_up_to_date

_SIZES = ("1000", "100000")
_SMALLER = 100_000
_RESULTS = Path(__file__).parent / "results.json"

Part = Callable[[Bench], Iterator[Figure]]

# Last what changes the library.
_PARTS: dict[str, tuple[Part, ...]] = {
    "demo": (indexing.demo,),
    "index": (indexing.cold,),
    "start": (starts.starts,),
    "rest": (resting.resting,),
    "first": (indexing.first_run,),
    "keys": (keys.keys,),
    "search": (searching.on_screen, searching.computed),
    "quality": (searching.quality,),
    "front": (front.front,),
    "text": (texts.texts,),
    "feeds": (feeds.feeds,),
    "freshen": (indexing.freshening,),
}


def _measure(bench: Bench, parts: Sequence[str], earlier: Sequence[Library]) -> Iterator[Library]:
    """Measure part by part; after each, yield all figures so far."""
    print(f"\n{bench.root.name}: {bench.count:,} articles", flush=True)
    figures: list[Figure] = []
    commit = _commit()
    bring_up_to_date(bench.root)
    for name in parts:
        began = time.monotonic()
        for part in _PARTS[name]:
            for figure in part(bench):
                figures.append(replace(_with_known(figure, figures, earlier), at=commit))
                print(report.line(figures[-1], bench.count), flush=True)
        print(f"    {name}: {time.monotonic() - began:.0f} s", flush=True)
        yield Library(bench.root.name, bench.count, figures)


def _commit() -> str:
    """Return the commit that is measured; empty outside a checkout."""
    git = shutil.which("git")
    if git is None:
        return ""
    asked = [git, "-C", str(_RESULTS.parent), "rev-parse", "--short=8", "HEAD"]
    return subprocess.run(asked, capture_output=True, check=False, text=True).stdout.strip()


def _with_known(figure: Figure, same: Sequence[Figure], earlier: Sequence[Library]) -> Figure:
    """Add to a figure what another one of the run has measured."""
    beside = dict(figure.beside)
    if figure.name == "first run, all read":
        beside.update(*(one.beside for one in same if one.name == "cold index"))
    elif figure.name == "first rows live":
        smaller = [of.figures for of in earlier if of.articles == _SMALLER]
        beside.update(
            (SMALLER, one.value) for of in smaller for one in of if one.name == figure.name
        )
    return replace(figure, beside=beside)


def _bench(argument: str, kept: Path, cache: Path | None, scratch: Path, runs: int) -> Bench:
    """Prepare a library and the files of the rivals; what takes long is stored for the next run.

    A demo is measured where it is: copying would change the times of its files, and with them the
    index that is stored.
    """
    scratch.mkdir()
    library = demo_library(int(argument), kept) if argument.isdigit() else Path(argument).resolve()
    if demo_size(library):
        feed, root = demo_feed(library, kept), library
        indexes = cache or kept / f"index-{library.name}"
        indexes.mkdir(parents=True, exist_ok=True)
        (scratch / "cache").symlink_to(indexes.resolve())
    else:
        feed = feed_of(library, scratch / "feed")
        root = linked_copy(library, scratch / library.name)
    return Bench(root, len(feed.titles()), feed, scratch, runs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("libraries", nargs="*", metavar="N|FOLDER", default=_SIZES)
    parser.add_argument("--only", nargs="+", choices=_PARTS, default=[*_PARTS], metavar="PART")
    parser.add_argument("--runs", type=int, default=7, help="how often what is quick is measured")
    parser.add_argument("--keep", type=Path, help="where demo libraries are kept between runs")
    parser.add_argument("--cache", type=Path, help="where the indexes of demos are kept")
    parser.add_argument("--results", type=Path, default=_RESULTS, help="the file of figures")
    parser.add_argument("--fresh", action="store_true", help="drop the figures of earlier runs")
    parser.add_argument("--readme", action="store_true", help="put the last results into README.md")
    return parser.parse_args()


def main() -> None:
    """Measure, print the figures as they come, and keep them in `results.json`."""
    arguments = _arguments()
    if arguments.readme:
        report.fill_readme(report.read_json(arguments.results))
        return
    earlier = None if arguments.fresh else report.read_json_if_any(arguments.results)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept: Path = arguments.keep or cache / "broadsheet-bench"
    kept.mkdir(parents=True, exist_ok=True)
    skipped = [rival for rival in RIVALS if shutil.which(rival) is None]
    if skipped:
        print(f"not installed, so left out: {', '.join(skipped)}")
    machine = report.describe_machine()
    libraries: list[Library] = []
    # Removed at the very end: see "demo written" in README.md.
    with tempfile.TemporaryDirectory(dir=kept, prefix="run-") as scratch:
        for number, argument in enumerate(arguments.libraries):
            folder = Path(scratch) / str(number)
            bench = _bench(argument, kept, arguments.cache, folder, arguments.runs)
            os.environ.update(environment(folder))
            measured = list(libraries)
            for library in _measure(bench, arguments.only, measured):
                libraries = [*measured, library]
                results = Results(report.today(), machine, libraries, skipped)
                report.write_json(report.merged(earlier, results), arguments.results)
    remove_outdated(kept)


if __name__ == "__main__":
    main()
