"""The progress of indexing on a terminal, and its result."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from broadsheet.cli.checking import why_skipped
from broadsheet.library.library import Library
from broadsheet.library.sync.progress import Progress
from broadsheet.library.sync.skipped import skipped_files
from broadsheet.text.counting import counted
from broadsheet.text.file_names import shown_path


@contextmanager
def progress_line(stream: TextIO) -> Iterator[Callable[[Progress], None]]:
    """Yield a function that shows progress in one line of `stream`, if that is a terminal."""
    if not stream.isatty():
        yield lambda _: None
        return
    written = 0

    def report(progress: Progress) -> None:
        nonlocal written
        line = ""
        if progress.phase == "waiting":
            line = "waiting for another process, which is reading this folder"
        elif progress.phase == "reading" and progress.to_read > 500:
            line = progress.sentence
        if line:
            stream.write("\r" + line.ljust(written))
            stream.flush()
            written = len(line)

    try:
        yield report
    finally:
        if written:
            stream.write("\r" + " " * written + "\r")
            stream.flush()


def finished(root: Path, progress: Progress) -> str:
    """Return what bringing the index up to date did, and which files were skipped."""
    with Library(root).open_index() as index:
        count, skipped = index.count(), skipped_files(root, index)
        broken = len({problem.path for problem in index.problems()})
    added = counted(progress.added, "file")
    lines = [
        f"{counted(count, 'article')} in {shown_path(root)}",
        f"  {added} added, {progress.changed:,} changed, {progress.removed:,} removed "
        f"in {progress.seconds:.1f} s"
        + (f" ({progress.rate:,.0f} files per second)" if progress.read else ""),
    ]
    lines += why_skipped(skipped)
    if broken:
        have = counted(broken, "file has", "files have")
        lines.append(f"  {have} problems: broadsheet check lists them")
    return "\n".join(lines)
