"""Watches the folder of a library for changes."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from broadsheet.articles.folder_traits import VAULTS
from broadsheet.library.files.file_links import SUFFIXES
from broadsheet.library.files.folder import TOPICS_FOLDER, walk
from broadsheet.library.files.found import Stamp
from broadsheet.library.files.rules import rules_for
from broadsheet.library.files.scope import is_ignore_file
from broadsheet.library.files.stored_path import native, stored

_LONGEST_GATHERING_MS = 1000
_QUIET_MS = 100
"""Changes that follow one another are reported together: once it is quiet, or every second."""

_EACH_FOLDER = sys.platform == "linux"
"""Elsewhere the system itself watches what is below a folder, and follows no links."""

Everything = None
"""In place of paths: the entire folder."""


def watch(root: Path) -> Iterator[list[str] | None]:
    """Yield the paths of what changes below `root`, relative to it, again and again.

    `Everything` comes once the folders are watched, and again whenever a new folder is, because
    the system does not report earlier changes. Raises OSError, RuntimeError or `FolderGoneError`
    if nothing can be watched.
    """
    while True:
        began = time.monotonic()
        is_watched = False
        try:
            for paths in _watch_folders(root):
                is_watched = True
                yield paths
        except (FileNotFoundError, RuntimeError) as error:
            # A folder vanished just now, or a name that is not UTF-8 ended the watching.
            if not root.exists() or not (is_watched or isinstance(error, FileNotFoundError)):
                raise
            time.sleep(max(0.0, began + _LONGEST_GATHERING_MS / 1000 - time.monotonic()))


def _watch_folders(root: Path) -> Iterator[list[str] | None]:
    """Watch the folders that there are now, until there is a new one, or others are left out."""
    import watchfiles

    base = os.path.realpath(root if root.is_dir() else root.parent)

    def may_matter(change: watchfiles.Change, path: str) -> bool:
        inside = os.path.relpath(path, base)
        if inside.startswith(TOPICS_FOLDER):
            return True
        *above, name = inside.split("/")
        if any(part.startswith(".") for part in above):
            return False
        if is_ignore_file(inside) or name in VAULTS:
            return True
        if name.startswith("."):
            return False
        # What is gone may have been a folder of articles.
        is_gone = change == watchfiles.Change.deleted
        return path.lower().endswith(SUFFIXES) or is_gone or os.path.isdir(path)  # noqa: PTH112

    is_watched = False
    for changes in watchfiles.watch(
        *_folders(root, base),
        recursive=root.is_dir() and not _EACH_FOLDER,
        watch_filter=may_matter,
        debounce=_LONGEST_GATHERING_MS,
        step=_QUIET_MS,
        rust_timeout=_QUIET_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
        ignore_permission_denied=True,
    ):
        if not is_watched:
            is_watched = True
            yield Everything
        if changes:
            yield sorted({os.path.relpath(path, base) for _, path in changes})
        is_new = watchfiles.Change.added
        if any(is_ignore_file(os.path.relpath(path, base)) for _, path in changes) or (
            _EACH_FOLDER
            and any(change == is_new and os.path.isdir(path) for change, path in changes)  # noqa: PTH112
        ):
            return


def _folders(root: Path, base: str) -> list[str]:
    """Return the folders to watch.

    On Linux each of them is watched on its own. Left to itself, the watching would follow every
    symbolic link, also one to `/`.
    """
    if stored(base) != base:
        raise OSError("the folder's name is not UTF-8 text")
    if not root.is_dir() or not _EACH_FOLDER:
        return [base]
    folders: dict[str, Stamp] = {}
    for _ in walk(root, folders=folders, in_order=False, names_only=True, rules=rules_for(root)):
        pass
    return [f"{base}/{path}" for path in folders if path[-1:] in ("", "/") and native(path) == path]
