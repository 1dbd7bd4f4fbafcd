"""`broadsheet check`: every problem, and what is not shown."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from broadsheet.articles.model import Problem
from broadsheet.cli.commands import DONE, PROBLEMS_FOUND
from broadsheet.library.library import Library
from broadsheet.library.sync.skipped import skipped_files
from broadsheet.library.sync.sync import healing
from broadsheet.text.counting import counted
from broadsheet.text.file_names import shown_path

Skipped = list[tuple[str, str]]


def check(root: Path, output: TextIO, notes: TextIO, *, lists_skipped: bool) -> int:
    """Write the problems of a library to `output`, or the skipped files; return the exit status.

    How many there are goes to `notes`. The index is up to date.
    """

    def ask() -> tuple[list[Problem], int, Skipped]:
        with Library(root).open_index() as index:
            return index.problems(), index.count(), skipped_files(root, index)

    problems, count, skipped = healing(root, ask)
    if lists_skipped:
        output.writelines(f"{shown_path(path)}: {reason}\n" for path, reason in skipped)
    else:
        output.writelines(f"{problem}\n" for problem in problems)
    output.flush()
    found = "no problems"
    if problems:
        files = counted(len({problem.path for problem in problems}), "file")
        found = f"{counted(len(problems), 'problem')} in {files}"
    notes.write(f"{counted(count, 'article')}, {found}\n")
    notes.writelines(f"{line}\n" for line in why_skipped(skipped))
    if skipped and not lists_skipped:
        notes.write("  broadsheet check --skipped lists them\n")
    return PROBLEMS_FOUND if problems else DONE


def why_skipped(skipped: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each reason: how many files are not shown for it, most first."""
    counts = Counter(reason for _, reason in skipped)
    for reason, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {counted(number, 'file')} not shown: {reason}"
