"""How far indexing is, and what it did, in words."""

from pathlib import Path

from broadsheet.cli.checking import why_skipped
from broadsheet.cli.progress_line import ProgressLine
from broadsheet.library.library import Library
from broadsheet.library.sync.progress import Progress
from broadsheet.library.sync.skipped import skipped_files
from broadsheet.text.counting import counted
from broadsheet.text.file_names import shown_path

_FEW = 500
"""Files that are read before anybody wonders what takes so long."""


def show_progress(line: ProgressLine, progress: Progress) -> None:
    """Show how far indexing is, if it takes time."""
    if progress.phase == "waiting":
        line.show("waiting for another process, which is reading this folder")
    elif progress.phase == "reading" and progress.to_read > _FEW:
        line.show(progress.sentence)


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
