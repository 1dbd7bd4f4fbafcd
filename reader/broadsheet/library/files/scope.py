"""Which files and folders of a library are left out, and by what rule."""

import os
from dataclasses import dataclass
from pathlib import Path

from broadsheet.config.settings import FolderRules
from broadsheet.library.files.found import Stamp, stamp
from broadsheet.library.files.patterns import Patterns
from broadsheet.library.files.stored_path import native
from broadsheet.untrusted_file import read_untrusted

IGNORE_FILES = (".gitignore", ".broadsheetignore")

_CONFLICT = ".sync-conflict-"
_LARGEST = 64 * 1024  # bytes of an ignore file


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds in one folder.

    `levels` are the patterns of its ignore files and of those above, the nearest first: the length
    of the prefix that their paths leave out, the patterns, and the name of their file. `is_wanted`
    is true if the `only` of the settings names the folder itself, or is empty.
    """

    levels: tuple[tuple[int, Patterns, str], ...]
    is_wanted: bool


class Scopes:
    """Tells why something is left out; `files` gets the stamp of every ignore file it reads."""

    def __init__(self, root: Path, rules: FolderRules, files: dict[str, Stamp]) -> None:
        self._root = root
        self._only = Patterns(rules.only)
        self._skip = Patterns(rules.skip)
        self._files = files
        self._known: dict[str, Scope] = {}

    def of(self, prefix: str) -> Scope:
        """Return the scope of a folder that is not left out: '' or a path with a slash."""
        scope = self._known.get(prefix)
        if scope is not None:
            return scope
        names = prefix.split("/")[:-1]
        for end in range(len(names) + 1):
            above = "".join(f"{name}/" for name in names[:end])
            scope = self._known.get(above) or self._enter(scope, above)
            self._known[above] = scope
        assert scope is not None  # noqa: S101 - the range is never empty
        return scope

    def takes_all(self, scope: Scope) -> bool:
        """Tell whether nothing but copies (see `may_be_copy`) is left out in such a folder."""
        return scope.is_wanted and not (scope.levels or self._skip)

    def reason(self, scope: Scope, path: str) -> str:
        """Return why `path`, in a folder of this scope, is left out; empty if it is not."""
        path = native(path)
        if self._skip.verdict(path):
            return "left out by skip in the settings"
        for start, patterns, name in scope.levels:
            verdict = patterns.verdict(path[start:])
            if verdict:
                return f"left out by {name}"
            if verdict is False:
                break
        else:
            if copy := _copy(path):
                return copy
        is_wanted = path.endswith("/") or scope.is_wanted or self._only.verdict(path)
        return "" if is_wanted else "not named by only in the settings"

    def excludes(self, path: str) -> bool:
        """Tell whether `path`, or a folder that it is in, is left out."""
        end = -1
        while (end := path.find("/", end + 1)) != -1:
            if self.reason(self.of(path[: path.rfind("/", 0, end) + 1]), path[: end + 1]):
                return True
        return not path.endswith("/") and bool(
            self.reason(self.of(path[: path.rfind("/") + 1]), path)
        )

    def _enter(self, above: Scope | None, prefix: str) -> Scope:
        levels = () if above is None else above.levels
        is_wanted = not self._only if above is None else above.is_wanted
        lines: list[str] = []
        named = ""
        for name in IGNORE_FILES:
            data, status = _read(f"{self._root}/{native(prefix)}{name}")
            if status is not None:
                self._files[f"{prefix}{name}"] = status
            if data:
                lines += data.decode("utf-8-sig", "surrogateescape").split("\n")
                named = f"{named} and {name}" if named else name
        if lines and (patterns := Patterns(lines)):
            levels = ((len(native(prefix)), patterns, named), *levels)
        return Scope(levels, is_wanted or bool(prefix and self._only.verdict(native(prefix))))


def _read(location: str) -> tuple[bytes | None, Stamp | None]:
    # Most folders have no such file, and an error takes longer than a question.
    if not os.access(location, os.F_OK):
        return None, None
    try:
        data, status = read_untrusted(location, _LARGEST)
    except OSError:
        return None, None
    return data, stamp(status)


def may_be_copy(name: str) -> bool:
    """Tell whether a name is worth a closer look: most of a library's are not."""
    return _CONFLICT in name or name == "bak/"


def _copy(path: str) -> str:
    """Return what kind of copy a file or folder is, if it is one that a program put aside."""
    if _CONFLICT in path.rstrip("/").rpartition("/")[2]:
        return "a copy that Syncthing made of a conflict"
    return "a copy that Logseq keeps" if path.endswith("logseq/bak/") else ""
