"""Keeps the index in step with the folder, in a process of its own next to the screen.

`python -m broadsheet.library.sync.follow FOLDER` brings the index up to date, then watches the
folder and takes in what changes. It prints progress as JSON Lines, one `Progress` each, or
`{"failed": …}` with a sentence. A line on its standard input makes it look at the entire folder.
It ends when its input closes, which happens when the screen is gone.
"""

import json
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue

from broadsheet.library.files.folder import FolderGoneError
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.library import Library
from broadsheet.library.sync.progress import Progress
from broadsheet.library.sync.sync import sync, tidy
from broadsheet.library.sync.watching import Everything, watch
from broadsheet.pages.store import PageStore
from broadsheet.text.door import clean_message

_MOST_BY_NAME = 5_000
"""With more changes at once, a look at the entire folder is quicker."""

_NICENESS = 10
"""Lowers the priority of this process and of its readers, so that the screen comes first."""

_PAGES_EVERY = 0.5
"""Seconds between two looks at whether texts were fetched: one question to the file system."""

Asked = list[str] | None | EOFError


def follow(root: Path) -> Iterator[Progress | str]:
    """Yield progress, or a sentence about what failed, until the input closes."""
    asked = SimpleQueue[Asked]()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    if _is_new(root):
        # Setting up the watch for a million files takes a while: the rows come first.
        yield from _look(root, Everything)
    threading.Thread(target=_watch, args=(root, asked), daemon=True).start()
    threading.Thread(target=_watch_pages, args=(asked,), daemon=True).start()
    while not isinstance(paths := _next(asked), EOFError):
        yield from _look(root, paths)


def _look(root: Path, paths: list[str] | None) -> Iterator[Progress | str]:
    try:
        yield from sync(root, only=paths)
        tidy(root)
    except (FolderGoneError, IndexUnavailableError) as error:
        yield clean_message(str(error))


def _is_new(root: Path) -> bool:
    """Tell whether the library has no index yet."""
    try:
        with Library(root).open_index() as index:
            return index.count() == 0
    except (IndexUnavailableError, sqlite3.Error):
        return True


def _next(asked: SimpleQueue[Asked]) -> Asked:
    """Return the next request, together with all requests that came in meanwhile."""
    paths = asked.get()
    while not asked.empty() and not isinstance(paths, EOFError):
        more = asked.get()
        if isinstance(more, EOFError):
            return more
        paths = Everything if paths is None or more is None else [*paths, *more]
    if isinstance(paths, list) and len(paths) > _MOST_BY_NAME:
        return Everything
    return paths


def _listen(asked: SimpleQueue[Asked]) -> None:
    """Notice when the screen asks for a look at the folder, and when it is gone."""
    for _ in sys.stdin:
        asked.put(Everything)
    asked.put(EOFError())


def _watch(root: Path, asked: SimpleQueue[Asked]) -> None:
    """Ask for a look at what changes, for as long as the system reports changes."""
    try:
        for paths in watch(root):
            asked.put(paths)
    except (OSError, RuntimeError, ValueError, FolderGoneError) as error:
        # Too many folders for the system, or the folder is gone: `R` looks at it all the same.
        reason = f"Changes to the folder are not noticed automatically (press R): {error}"
        _say(clean_message(reason))
        asked.put(Everything)


def _watch_pages(asked: SimpleQueue[Asked]) -> None:
    """Ask for a look at fetched texts, but at no file, when any came or went."""
    store = PageStore()
    known = store.generation()
    while True:
        time.sleep(_PAGES_EVERY)
        generation = store.generation()
        if generation != known:
            known = generation
            asked.put([])


def _say(what: Progress | str) -> None:
    line = json.dumps({"failed": what} if isinstance(what, str) else asdict(what))
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Follow the folder named by the only argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the screen
    with suppress(OSError):  # if that is not allowed, keys are a little slower
        os.nice(_NICENESS)
    try:
        for what in follow(Path(sys.argv[1])):
            _say(what)
    except BrokenPipeError:
        os._exit(0)  # the screen is gone; nothing is left to flush


if __name__ == "__main__":
    main()
