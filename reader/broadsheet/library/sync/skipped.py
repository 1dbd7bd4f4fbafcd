"""Which files of a library are not shown, and why."""

from pathlib import Path

from broadsheet.library.files.folder import Walked, walk
from broadsheet.library.files.rules import rules_for
from broadsheet.library.index.index import Index


def skipped_files(root: Path, index: Index) -> list[tuple[str, str]]:
    """Return path and reason of every file that is not shown, by path.

    Those that were read and are no articles come from the index; those that a rule leaves out
    were never read, so the folder is walked for them. An excluded folder stands for its files.
    """
    walked = Walked()
    for _ in walk(root, walked, names_only=True, in_order=False, rules=rules_for(root)):
        pass
    return sorted([*index.skipped(), *walked.skipped])
