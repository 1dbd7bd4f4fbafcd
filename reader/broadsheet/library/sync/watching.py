"""Which folders of a library are to be watched, and which of their changes matter."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

from broadsheet.articles.folder_traits import VAULTS
from broadsheet.library.files.file_links import SUFFIXES
from broadsheet.library.files.folder import TOPICS_FOLDER, Walked, walk
from broadsheet.library.files.rules import rules_for
from broadsheet.library.files.scope import IGNORE_FILES
from broadsheet.library.files.stored_path import native, stored

_EACH_FOLDER = sys.platform == "linux"
"""Elsewhere the system itself watches what is below a folder, and follows no links."""


class Watched(NamedTuple):
    """What `follow` has to know to watch a library: it imports nothing that could tell it."""

    folders: tuple[str, ...]
    base: str
    """The library's real folder."""

    is_each: bool = _EACH_FOLDER
    """Whether each folder is watched on its own, so that a new one has to be added."""

    topics: str = TOPICS_FOLDER
    suffixes: tuple[str, ...] = SUFFIXES
    ignore_files: tuple[str, ...] = IGNORE_FILES
    vaults: tuple[str, ...] = tuple(VAULTS)


def what_to_watch(root: Path) -> Watched:
    """Return the folders that there are now below `root`, and the names that matter in them.

    Raises OSError or `FolderGoneError` if nothing can be watched.
    """
    base = os.path.realpath(root if root.is_dir() else root.parent)
    return Watched(tuple(_folders(root, base)), base)


def _folders(root: Path, base: str) -> list[str]:
    """Return the folders to watch.

    On Linux each of them is watched on its own. Left to itself, the watching would follow every
    symbolic link, also one to `/`.
    """
    if stored(base) != base:
        raise OSError("the folder's name is not UTF-8 text")
    if not root.is_dir() or not _EACH_FOLDER:
        return [base]
    walked = Walked()
    for _ in walk(root, walked, in_order=False, names_only=True, rules=rules_for(root)):
        pass
    folders = [path for path in walked.folders if path[-1:] in ("", "/")]
    return [f"{base}/{path}" for path in folders if native(path) == path]
