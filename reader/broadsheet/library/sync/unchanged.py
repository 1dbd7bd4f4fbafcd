"""Whether a library looks as it did, told by its folders: where there are too many files to ask."""

import os
from pathlib import Path

from broadsheet.library.files.found import Stamp, stamp
from broadsheet.library.files.rules import rules_for
from broadsheet.library.files.stored_path import native
from broadsheet.library.files.topics import topics_fingerprint
from broadsheet.library.index.index import Index

_MANY = 10_000
"""Up to so many files each of them is looked at, which takes a tenth of a second."""


def looks_unchanged(root: Path, index: Index) -> bool:
    """Tell whether the index of the large library at `root` needs no look at every file.

    The time of change of a folder moves when a file in it comes, goes, is renamed or replaced by
    another, as editors and git do. It does not when a file is written to as it is: that is seen by
    the next look at every file, by the reader or by `broadsheet index`. A small library is always
    looked at.
    """
    folders = index.folders() if index.count() > _MANY else {}
    if not folders:
        return False
    rules = rules_for(root)
    return (
        index.knows_rules(rules)
        and index.knows_topics(topics_fingerprint(root, rules))
        and all(_stamp(f"{root}/{native(path)}") == known for path, known in folders.items())
    )


def _stamp(folder: str) -> Stamp | None:
    try:
        return stamp(os.stat(folder))  # noqa: PTH116 - a Path would lose a trailing dot
    except OSError:
        return None
