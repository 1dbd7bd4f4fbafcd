"""Looks at the folder for `follow`, which starts this process and ends it when it is done.

`python -m broadsheet.library.sync.look FOLDER` does what the messages on its standard input ask
for, and says on its standard output how it goes. Both are pipes to `follow`. When its input
closes, it ends at once, whatever it is doing: the index loses nothing by that.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from broadsheet.library.files.folder import FolderGoneError
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.library import Library
from broadsheet.library.sync.pipes import Said, receive, send
from broadsheet.library.sync.sync import sync, tidy
from broadsheet.library.sync.watching import what_to_watch
from broadsheet.paths import texts_folder
from broadsheet.text.door import clean_message


def answers(root: Path, kind: str, about: object) -> Iterator[Said]:
    """Do what is asked; yield what there is to say about it, and in the end that it is done."""
    if kind == "fill":
        if _is_new(root):
            yield from _look(root, None)
    elif kind == "look":
        yield from _look(root, about if isinstance(about, list) else None)
    elif kind == "tidy":
        with suppress(IndexUnavailableError):  # the next look says so
            tidy(root)
    elif kind == "watch":
        yield from _what_to_watch(root)
    elif kind == "unwatched":
        yield _unwatched(about)
    yield "done", None


def _look(root: Path, paths: list[str] | None) -> Iterator[Said]:
    try:
        for progress in sync(root, only=paths):
            yield _said(asdict(progress))
    except (FolderGoneError, IndexUnavailableError) as error:
        yield _failed(str(error))


def _what_to_watch(root: Path) -> Iterator[Said]:
    watched: tuple[object, ...] = ((),)
    try:
        watched = tuple(what_to_watch(root))
    except (OSError, FolderGoneError) as error:
        yield _unwatched(error)
    yield "watch", (str(texts_folder()), watched)


def _is_new(root: Path) -> bool:
    """Tell whether the library has no index yet."""
    try:
        with Library(root).open_index() as index:
            return index.count() == 0
    except (IndexUnavailableError, sqlite3.Error):
        return True


def _unwatched(reason: object) -> Said:
    # Too many folders for the system, or the folder is gone: `R` looks at it all the same.
    return _failed(f"Changes to the folder are noticed only on a refresh: {reason}")


def _failed(sentence: str) -> Said:
    return _said({"failed": clean_message(sentence)})


def _said(line: dict[str, object]) -> Said:
    return "said", f"{json.dumps(line)}\n".encode()


def _listen(requests: "SimpleQueue[Said]") -> None:
    while (request := receive(0)) is not None:
        requests.put(request)
    os._exit(0)


def main() -> None:
    """Look at the folder named by the only argument, as often as is asked."""
    root = Path(sys.argv[1])
    requests = SimpleQueue[Said]()
    Thread(target=_listen, args=(requests,), daemon=True).start()
    while True:
        for said in answers(root, *requests.get()):
            send(1, said)


if __name__ == "__main__":
    main()
