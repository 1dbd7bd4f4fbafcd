"""Hears of changes in the folders of a library, with as few imports as that takes."""

import os
from _thread import start_new_thread
from collections.abc import Callable
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify

_LONGEST_GATHERING_MS = 1000
_QUIET_MS = 100
"""Changes that follow one another are reported together: once it is quiet, or every second."""

_POLLING_MS = 300
_ADDED, _DELETED = 1, 3


Rules = tuple[str, bool, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Which changes matter: what `watching.Watched` has besides the folders."""


class FolderWatch:
    """Watches folders until it is stopped.

    In another thread, `hear` gets this watch, and paths that changed, relative to `base`, or the
    error that ended it. What changes once this exists is not missed. Raises OSError, RuntimeError
    or ValueError if nothing can be watched.
    """

    def __init__(
        self,
        hear: "Callable[[FolderWatch, list[str] | Exception], None]",
        folders: tuple[str, ...],
        rules: Rules,
    ) -> None:
        self._hear = hear
        self._base, self._is_each, self._topics = rules[:3]
        self._suffixes, self._ignore_files, self._vaults = rules[3:]
        self._is_stopped = False
        self.is_outdated = False
        """Whether other folders are to be watched now: there is a new one, or others are left out.

        Set before `hear` gets the paths.
        """
        is_file = not os.path.isdir(self._base)  # noqa: PTH112 - pathlib is large
        self._watcher = _watcher_class()(
            list(folders), False, _must_poll(), _POLLING_MS, not (self._is_each or is_file), True
        )
        start_new_thread(self._listen, ())

    def stop(self) -> None:
        """Hear of nothing more."""
        self._is_stopped = True

    def is_set(self) -> bool:
        """Tell the watcher, which asks all the time, whether this was stopped."""
        return self._is_stopped

    def _listen(self) -> None:
        gathering = _LONGEST_GATHERING_MS, _QUIET_MS, 0, self
        try:
            while not isinstance(changes := self._watcher.watch(*gathering), str):
                self._report({(kind, os.path.relpath(path, self._base)) for kind, path in changes})
        except (OSError, RuntimeError, ValueError) as error:
            self._hear(self, error)
        finally:
            self._watcher.close()

    def _report(self, changes: set[tuple[int, str]]) -> None:
        matter = {(kind, path) for kind, path in changes if self._matters(kind, path)}
        if matter:
            self.is_outdated |= any(self._outdates(kind, path) for kind, path in matter)
            self._hear(self, sorted({path for _, path in matter}))

    def _matters(self, kind: int, path: str) -> bool:
        if path.startswith(self._topics):
            return True
        *above, name = path.split("/")
        if any(folder.startswith(".") for folder in above):
            return False
        if name in self._ignore_files or name in self._vaults:
            return True
        if name.startswith("."):
            return False
        # What is gone may have been a folder of articles.
        is_article = path.lower().endswith(self._suffixes)
        return is_article or kind == _DELETED or self._is_folder(path)

    def _outdates(self, kind: int, path: str) -> bool:
        is_new = self._is_each and kind == _ADDED and self._is_folder(path)
        return is_new or path.rpartition("/")[2] in self._ignore_files

    def _is_folder(self, path: str) -> bool:
        return os.path.isdir(f"{self._base}/{path}")  # noqa: PTH112


def _watcher_class() -> "type[RustNotify]":
    """Import the compiled part of `watchfiles` alone: its other imports would take 5 MB."""
    package = find_spec("watchfiles")
    folders = None if package is None else package.submodule_search_locations
    spec = PathFinder.find_spec("watchfiles._rust_notify", folders)
    if spec is None or spec.loader is None:
        from watchfiles._rust_notify import RustNotify

        return RustNotify
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: type[RustNotify] = module.RustNotify
    return found


def _must_poll() -> bool:
    """Tell whether the system reports no changes; `watchfiles` decides it in the same way."""
    wish = os.environ.get("WATCHFILES_FORCE_POLLING", "").lower()
    if wish:
        return wish not in ("false", "disable", "disabled")
    return "microsoft-standard" in os.uname().release.lower()
