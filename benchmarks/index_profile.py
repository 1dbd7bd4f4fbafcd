"""Where the processor time of a cold index goes: `python -m benchmarks.index_profile PATH`.

PATH is a library; its index is made in a folder of its own. One process does all the work, also
what is otherwise done by those that read files and group stories, so that nothing waits and all of
it can be measured. First comes the time of each stage without the stages inside it. Then comes
what text search and stories add, in two ways: what their own stages took of the same run, and the
time of a run that really leaves them out, which says nothing if the machine was busier in one of
the two. The runs are made in turn, and medians are given.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Self

from benchmarks.bench import environment
from broadsheet.articles import own_make
from broadsheet.articles.folder_traits import FolderTraits
from broadsheet.articles.model import Article
from broadsheet.library.files import entry
from broadsheet.library.files.entry import ReadFile, read_files
from broadsheet.library.files.folder import walk
from broadsheet.library.files.found import FoundFile
from broadsheet.library.files.frames import Frames, frame
from broadsheet.library.index import ready_leads, ready_lists, writer
from broadsheet.library.index.file_rows import FileRows
from broadsheet.library.index.writer import IndexWriter
from broadsheet.library.stories import writer as stories
from broadsheet.library.stories.terms import EXCERPT, packed
from broadsheet.library.sync import sync
from broadsheet.library.texts.writer import TextWriter
from broadsheet.library.titles.writer import TitleWriter

_RUNS = 3
_PARTS = {
    "text search": ("reduce: words for text search", "texts"),
    "stories": ("reduce: terms for stories", "grouping", "scores", "ready lists of leads"),
}
"""What may be left out, and the stages that are nothing else."""

_STAGES: Sequence[tuple[str, object, Sequence[str]]] = (
    ("load", entry, ["load"]),
    ("parse", entry, ["parse", "parse_for_index"]),
    ("parse: one pattern over front matter", own_make, ["_groups_and_body"]),
    ("judge", entry, ["judge"]),
    ("reduce: words for text search", entry, ["plain_texts", "words"]),
    ("reduce: terms for stories", entry, ["packed_terms"]),
    ("reduce: the rest", entry, ["_reduced"]),
    ("send", sys.modules[__name__], ["_sent"]),
    ("rows", IndexWriter, ["put"]),
    ("rows: written", FileRows, ["write"]),
    ("titles", TitleWriter, ["flush", "finish", "tidy"]),
    ("texts", TextWriter, ["flush"]),
    ("commits, and the words of texts", IndexWriter, ["commit", "settle"]),
    ("indexes", IndexWriter, ["_make_indexes"]),
    ("ready lists", ready_lists, ["refresh"]),
    ("ready lists of leads", ready_leads, ["note"]),
    ("grouping", stories, ["grouped"]),
    ("scores", IndexWriter, ["make_stories"]),
    ("checksum of the file", writer, ["write_checksum"]),
)
_REST = "the rest: the walk, the names, Python's start"


class _Stopwatch:
    """Adds up the processor time of each stage, without that of the stages inside it."""

    def __init__(self) -> None:
        self.seconds = defaultdict[str, float](float)
        self._stage = _REST
        self._since = 0.0  # when the process began

    def watch(self, stage: str, owner: object, name: str) -> None:
        """Let a function of a module or class count as part of `stage`."""
        work: Callable[..., object] = getattr(owner, name)

        def watched(*values: object, **options: object) -> object:
            outer = self.enter(stage)
            try:
                return work(*values, **options)
            finally:
                self.enter(outer)

        _replace(owner, name, watched)

    def enter(self, stage: str) -> str:
        """Begin a stage; return the one that ends."""
        now = time.process_time()
        self.seconds[self._stage] += now - self._since
        self._since = now
        outer, self._stage = self._stage, stage
        return outer


class _Here:
    """Reads files as `ReaderPool` does, in this process."""

    failure = ""

    def __init__(self, base: Path, _count: int, traits: FolderTraits) -> None:
        self._base = base
        self._traits = traits

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, chunks: Iterable[list[FoundFile]]) -> Iterator[list[ReadFile]]:
        """Yield the result for each chunk of files."""
        for chunk in chunks:
            yield from _sent(read_files(self._base, chunk, self._traits))


def _sent(read: list[ReadFile]) -> list[list[ReadFile]]:
    return [*Frames(ReadFile.from_plain).add(frame(map(ReadFile.plain, read)))]


def _nothing(*_: object) -> None:
    pass


def _not_ahead(*_: object) -> AbstractContextManager[bool]:
    return nullcontext(False)


def _leave_out(part: str) -> None:
    """Replace what a part of the index needs by what does nothing."""

    def beginning(article: Article) -> list[str]:
        return [article.excerpt[:EXCERPT]]

    def no_terms(*_: object) -> bytes:
        return packed(0, (), ())

    if part == "text search":
        _replace(entry, "plain_texts", beginning)  # that much is for the stories
        _replace(TextWriter, "add", _nothing)
    elif part == "stories":
        _replace(entry, "packed_terms", no_terms)
        _replace(IndexWriter, "make_stories", _nothing)


def _replace(owner: object, name: str, by: object) -> None:
    getattr(owner, name)  # what is gone by that name must not go unnoticed
    setattr(owner, name, by)


def _measure(root: Path, part: str) -> dict[str, float]:
    """Make the index of `root` without a part; return the seconds of each stage."""
    stopwatch = _Stopwatch()
    _replace(sync, "ReaderPool", _Here)
    _replace(IndexWriter, "prepare_grouping", _nothing)
    _replace(IndexWriter, "grouping", _not_ahead)
    _leave_out(part)
    for stage, owner, names in _STAGES:
        for name in names:
            stopwatch.watch(stage, owner, name)
    sync.bring_up_to_date(root, rebuild=True)
    stopwatch.enter(_REST)
    return stopwatch.seconds


def _measured_apart(root: Path, part: str, home: Path) -> dict[str, float]:
    """Call `_measure` in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.index_profile", str(root), "--without", part]
    output = subprocess.run(
        command, env=environment(home), stdout=subprocess.PIPE, check=True
    ).stdout
    seconds: dict[str, float] = json.loads(output)
    return seconds


def main() -> None:
    """Print the time of each stage, and what text search and stories add."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("path", type=Path, metavar="PATH", help="a library")
    parser.add_argument("--runs", type=int, default=_RUNS, help="how often each is measured")
    parser.add_argument("--without", help=argparse.SUPPRESS)
    options = parser.parse_args()
    root: Path = options.path.resolve()
    if options.without is not None:
        print(json.dumps(_measure(root, options.without)))
        return
    runs = defaultdict[str, list[dict[str, float]]](list)
    with tempfile.TemporaryDirectory() as home:
        for _ in range(options.runs):
            for part in ("", *_PARTS):
                runs[part].append(_measured_apart(root, part, Path(home)))
    files = sum(1 for _ in walk(root, names_only=True))
    stages = {
        stage: statistics.median(run.get(stage, 0.0) for run in runs[""])
        for stage in (*(stage for stage, _, _ in _STAGES), _REST)
    }
    totals = {part: statistics.median(sum(run.values()) for run in runs[part]) for part in runs}
    print(f"{'':45}{'s':>8}{'µs a file':>12}{'share':>8}")
    for stage, seconds in (*stages.items(), ("all", totals[""])):
        share = seconds / totals[""]
        print(f"{stage:45}{seconds:8.2f}{seconds / files * 1e6:12.1f}{share:8.1%}")
    for part in _PARTS:
        own = sum(stages[stage] for stage in _PARTS[part])
        more = own / (totals[""] - own), totals[""] / totals[part] - 1
        print(f"{f'stages of {part}':45}{own:8.2f}, {more[0]:.0%} more than the others")
        print(f"{f'without {part}':45}{totals[part]:8.2f}, {more[1]:.0%} more with it")


if __name__ == "__main__":
    main()
