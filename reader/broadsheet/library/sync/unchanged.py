"""Tells from its folders whether a large library changed, without looking at every file."""

import os
from pathlib import Path

from broadsheet.library.files.found import Stamp, stamp
from broadsheet.library.files.rules import rules_for
from broadsheet.library.files.stored_path import native
from broadsheet.library.files.topics import topics_fingerprint
from broadsheet.library.index.index import Index
from broadsheet.library.index.last_look import LastLook
from broadsheet.pages.store import PageStore

_MANY = 10_000
"""Up to this number every file is looked at, which takes a tenth of a second."""


def looks_unchanged(root: Path, index: Index) -> bool:
    """Tell whether no folder of the large library at `root` changed since its index was updated.

    A folder changes when a file in it is added, removed, renamed or replaced, which is how editors
    and git write. It does not change when a file is edited in place: that shows up after the reader
    or `broadsheet index` has looked at every file. For a small library the answer is always no.
    """
    look = LastLook(index.connection)
    folders = look.folders() if index.count() > _MANY else {}
    if not folders:
        return False
    rules = rules_for(root)
    return (
        look.knows_rules(rules)
        and look.knows_topics(topics_fingerprint(root, rules))
        and look.knows_pages(PageStore().generation())
        and all(_stamp(f"{root}/{native(path)}") == known for path, known in folders.items())
    )


def _stamp(folder: str) -> Stamp | None:
    try:
        return stamp(os.stat(folder))  # noqa: PTH116 - a Path would lose a trailing dot
    except OSError:
        return None
