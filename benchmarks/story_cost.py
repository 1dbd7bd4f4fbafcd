"""What stories add to a cold index: `python -m benchmarks.story_cost PATH`.

PATH is a library. The program makes its index with all of its processes in three ways, in turn: as
it is, without grouping, and without scores either. Without grouping, articles have scores, but no
words to group them by, and are in no story. Printed are the medians of the time on the clock and of
the processor time, and how much more each way takes than the one without, round by round.
"""

import argparse
import statistics
import tempfile
from collections import defaultdict
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from unittest.mock import patch

from benchmarks.bench import environment, reader_command
from benchmarks.processes import Cost, cost_of
from broadsheet.library.files import entry
from broadsheet.library.index.file_rows import FileRows
from broadsheet.library.index.writer import IndexWriter
from broadsheet.library.stories import writer as stories
from broadsheet.library.stories.grouped import Grouped

_RUNS = 5
_ALL, _NO_GROUPING, _NO_SCORES = "as it is", "without grouping", "without scores either"
_SITE = "from benchmarks.story_cost import leave_out\nleave_out({!r})\n"
"""Python imports a module of this name in each process that the program starts."""


def leave_out(way: str) -> None:
    """Replace in this process what is left out."""
    if way == _ALL:
        return
    write = FileRows.write

    def without_terms(rows: FileRows, connection: Connection) -> None:
        rows.terms.clear()
        write(rows, connection)

    def no_grouping(writer: IndexWriter, *_: object) -> AbstractContextManager[bool]:
        writer.commit()
        return nullcontext(True)

    def no_stories(writer: IndexWriter, *_: object) -> bool:
        writer.commit()
        return False

    def nothing(*_: object) -> None:
        pass

    replaced: list[tuple[object, str, object]] = [
        (entry, "packed_terms", lambda *_: b""),
        (FileRows, "write", without_terms),
        (IndexWriter, "prepare_grouping", nothing),
        (IndexWriter, "grouping", no_grouping),
        (stories, "grouped", lambda *_: Grouped([], 1, [])),
        (stories, "write_counts", lambda *_: 0),
    ]
    if way == _NO_SCORES:
        replaced.append((IndexWriter, "make_stories", no_stories))
    for owner, name, by in replaced:
        patch.object(owner, name, by).start()


def _cost(root: Path, way: str) -> Cost:
    with tempfile.TemporaryDirectory() as home:
        Path(home, "sitecustomize.py").write_text(_SITE.format(way), "utf-8")
        paths = {"PYTHONPATH": f"{home}:{Path(__file__).parents[1]}"}
        return cost_of(reader_command("index", str(root)), environment(Path(home)) | paths)


def _said(found: dict[str, list[Cost]], way: str, base: str) -> str:
    pairs = [*zip(found[way], found[base], strict=True)]
    seconds = statistics.median(one.seconds / other.seconds for one, other in pairs) - 1
    worked = statistics.median(one.worked / other.worked for one, other in pairs) - 1
    return f"{way}, against {base}: time {seconds:+.1%}, processors {worked:+.1%}"


def main() -> None:
    """Print what an index takes in each of the three ways."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("path", type=Path, metavar="PATH", help="a library")
    parser.add_argument("--runs", type=int, default=_RUNS, help="how often each is measured")
    options = parser.parse_args()
    cost = partial(_cost, options.path.resolve())
    found = defaultdict[str, list[Cost]](list)
    ways = [_NO_SCORES, _NO_GROUPING, _ALL]
    cost(_ALL)  # which reads files that no run after it has to wait for
    for _ in range(options.runs):
        for way in ways:
            found[way].append(cost(way))
        ways.reverse()
    for way, costs in found.items():
        seconds = statistics.median(one.seconds for one in costs)
        worked = statistics.median(one.worked for one in costs)
        print(f"{way:22} {seconds:6.2f} s, processors {worked:6.2f} s")
    print(_said(found, _ALL, _NO_GROUPING))
    print(_said(found, _NO_GROUPING, _NO_SCORES))
    print(_said(found, _ALL, _NO_SCORES))


if __name__ == "__main__":
    main()
