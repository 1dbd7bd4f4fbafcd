"""Walks the folder of a library: which files may be articles."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from broadsheet.articles.model import Problem
from broadsheet.articles.reasons import RESTRUCTURED_TEXT
from broadsheet.config.settings import FolderRules
from broadsheet.library.files.file_links import SUFFIXES
from broadsheet.library.files.folder_kind import is_vault
from broadsheet.library.files.found import FoundFile, Stamp, found_at, stamp
from broadsheet.library.files.rules import NO_RULES, Links
from broadsheet.library.files.scope import Scope, Scopes, may_be_copy
from broadsheet.library.files.stored_path import native, stored
from broadsheet.text.door import clean_message
from broadsheet.text.file_names import shown_path

TOPICS_FOLDER = "_data/topics"

_AT_ONCE = 500
"""Files looked at in one go: until the first of them is reported, that takes 2 ms."""


class FolderGoneError(Exception):
    """The library's folder is not there, or cannot be listed."""


class Walked:
    """What a walk notes besides the files that it finds."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        """What cannot be listed, and links that are not followed."""

        self.folders: dict[str, Stamp] = {}
        """Each folder ('' for the library) and each ignore file; stamped before it was read."""

        self.skipped: list[tuple[str, str]] = []
        """What the rules and ignore files leave out, with the reason."""

        self.vaults: set[str] = set()
        """Each folder inside the library that is a vault, with a slash."""


def walk(
    root: Path,
    walked: Walked | None = None,
    *,
    below: str = "",
    in_order: bool = True,
    names_only: bool = False,
    rules: FolderRules = NO_RULES,
) -> Iterator[FoundFile]:
    """Yield every candidate file below `root`, or `root` itself if it is a file.

    They come in the order of their paths, so those of a folder come once all its names are known;
    with `in_order` false they come at once, in the order of the file system. `names_only` asks the
    system for names only, which is enough if the files are read anyway. `below` is a folder inside
    `root`: only that is walked.

    Hidden files and folders are skipped, and so is what the rules and ignore files leave out. Links
    to folders are followed as far as `rules` allow, each real folder once, so that a loop of links
    ends. If the library itself cannot be listed, `FolderGoneError` is raised. Everything else is
    noted in `walked`.
    """
    if root.is_file():
        yield from filter(None, [found_at(str(root), stored(root.name))])
        return
    listing = _Listing(root, rules, walked or Walked())

    def entries(prefix: str) -> Iterator[FoundFile | str]:
        """Yield the files of a folder, and the folders in it as paths with a slash."""
        names = listing.names(prefix, in_order=in_order)
        while part := list(islice(names, _AT_ONCE)):
            if names_only:
                paths = (prefix + name for name in part)
                yield from (path if path[-1] == "/" else FoundFile(path) for path in paths)
            else:
                with listing.telling(prefix):
                    yield from _looked_at(root, prefix, part)

    pending = [entries(f"{below}/" if below else "")]
    while pending:
        for entry in pending[-1]:
            if isinstance(entry, str):
                if walked is not None and is_vault(f"{root}/{native(entry)}"):
                    walked.vaults.add(entry)
                pending.append(entries(entry))
                break
            yield entry
        else:
            pending.pop()


def count_files(root: Path, rules: FolderRules = NO_RULES) -> int:
    """Return how many candidate files are below `root`, asking for nothing but their names."""
    if root.is_file():
        return 1
    listing = _Listing(root, rules, Walked())
    pending, count = [""], 0
    while pending:
        prefix = pending.pop()
        for name in listing.names(prefix, in_order=False):
            if name.endswith("/"):
                pending.append(prefix + name)
            else:
                count += 1
    return count


def look_at(root: Path, path: str, rules: FolderRules = NO_RULES) -> Iterator[FoundFile]:
    """Yield what is at `path` below the folder `root`: a file, those of a folder, or nothing."""
    if any(part.startswith(".") for part in path.split("/")):
        return
    location = f"{root}/{native(path)}"
    is_folder = os.path.isdir(location)  # noqa: PTH112 - a Path would lose a trailing dot
    scopes = Scopes(root, rules, {})
    if Links(root, rules).fault(location) or scopes.excludes(f"{path}/" if is_folder else path):
        return
    if is_folder:
        yield from walk(root, below=path, rules=rules)
    elif path.lower().endswith(SUFFIXES):
        yield from filter(None, [found_at(location, path)])


class _Listing:
    """Lists the folders of a library, each real one once."""

    def __init__(self, root: Path, rules: FolderRules, walked: Walked) -> None:
        self._root = root
        self._scopes = Scopes(root, rules, walked.folders)
        self._links = Links(root, rules)
        self._walked = walked
        self._seen: set[tuple[int, int]] = set()

    def names(self, prefix: str, *, in_order: bool) -> Iterator[str]:
        """Return the names of the candidate files in a folder, and of its folders with a slash.

        The slash puts what a folder holds in its place among the files next to it.
        """
        if not in_order:
            return self._as_they_come(prefix)
        names: list[str] = []
        with self.telling(prefix):
            names = sorted(self._names(prefix))
        return iter(names)

    def _as_they_come(self, prefix: str) -> Iterator[str]:
        with self.telling(prefix):
            yield from self._names(prefix)

    @contextmanager
    def telling(self, prefix: str) -> Iterator[None]:
        """Note that a folder cannot be listed; raise FolderGoneError if it is the library."""
        try:
            yield
        except OSError as error:
            reason = clean_message(f"this folder cannot be listed: {error.strerror or error}")
            if not prefix:
                raise FolderGoneError(f"{shown_path(self._root)}: {reason}") from error
            self._walked.problems.append(Problem(native(prefix), reason))

    def _names(self, prefix: str) -> Iterator[str]:
        folder = f"{self._root}/{native(prefix)}"
        status = os.stat(folder)  # noqa: PTH116 - a Path would lose a trailing dot
        identity = (status.st_dev, status.st_ino)
        if identity in self._seen:
            return
        self._seen.add(identity)
        self._walked.folders[prefix] = stamp(status)
        scope = self._scopes.of(prefix)
        takes_all = self._scopes.takes_all(scope)
        with os.scandir(folder) as listing:
            for entry in listing:
                name = entry.name
                if name[0] == ".":
                    continue
                try:
                    is_folder = entry.is_dir()
                except OSError:
                    is_folder = False
                if is_folder:
                    name = f"{name}/"
                elif not (name.endswith(SUFFIXES) or name.lower().endswith(SUFFIXES)):
                    if name.lower().endswith(".rst"):
                        self._walked.skipped.append((native(prefix) + name, RESTRUCTURED_TEXT))
                    continue
                name = stored(name)
                if (not takes_all or may_be_copy(name)) and self._skips(scope, prefix + name):
                    continue
                if not entry.is_symlink() or self._may_follow(f"{folder}{entry.name}"):
                    yield name

    def _skips(self, scope: Scope, path: str) -> bool:
        reason = self._scopes.reason(scope, path)
        if reason:
            self._walked.skipped.append((native(path), reason))
        return bool(reason)

    def _may_follow(self, location: str) -> bool:
        fault = self._links.fault(location)
        if fault:
            self._walked.problems.append(Problem(location[len(f"{self._root}/") :], fault))
        return not fault


def _looked_at(root: Path, prefix: str, names: Sequence[str]) -> list[FoundFile | str]:
    """Return the files with these `names` in a folder, and the paths of its folders."""
    folder = os.open(f"{root}/{native(prefix)}", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        return [
            entry
            for name in names
            if (
                entry := prefix + name
                if name[-1] == "/"
                else found_at(native(name), prefix + name, folder)
            )
        ]
    finally:
        os.close(folder)
