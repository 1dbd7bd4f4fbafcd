"""`broadsheet prune`: old articles that Broadsheet wrote, moved to the system's trash."""

import sys
from contextlib import closing
from pathlib import Path
from typing import TextIO

from broadsheet.cli.commands import DONE, CommandError, Given
from broadsheet.cli.libraries import is_path, news_folder, up_to_date
from broadsheet.cli.queries import rows_found
from broadsheet.config.reading import read_settings
from broadsheet.feeds.state import State, StateError
from broadsheet.feeds.writer import is_ours
from broadsheet.library.library import Library
from broadsheet.text.counting import counted


def prune(given: Given, out: TextIO, err: TextIO) -> int:
    """Move the articles that a query finds to the trash, if Broadsheet wrote them."""
    words = [*given.words]
    path = [words.pop(0)] if is_path(words[0]) else []
    if not words:
        raise CommandError("prune needs a QUERY that says which articles, as in older:1y")
    settings, _ = read_settings()
    root = news_folder(path, settings)
    up_to_date(root, wait=False)
    found = rows_found(Library(root), words, err, "nothing was moved")
    free = [row.path for row in found if not (row.is_starred or row.is_later)]
    written, others = _written_by_us(root, free)
    if kept := len(found) - len(free):
        print(f"{counted(kept, 'article')} starred or kept for later: left alone", file=out)
    if others:
        print(f"{counted(others, 'file')} of yours or edited by you: left alone", file=out)
    if not written:
        print("Nothing to move to the trash.", file=out)
        return DONE
    question = f"Move {counted(len(written), 'article')} to the trash?"
    if "--yes" not in given.options and not _agrees(question, err):
        print("Nothing was moved.", file=out)
        return DONE
    _move(root, written)
    print(f"Moved {counted(len(written), 'article')} to the trash.", file=out)
    return DONE


def _written_by_us(root: Path, paths: list[str]) -> tuple[list[str], int]:
    try:
        with closing(State(root)) as state:
            ours = [path for path in paths if is_ours(root, path, state)]
    except StateError as error:
        raise CommandError(str(error)) from error
    return ours, len(paths) - len(ours)


def _agrees(question: str, err: TextIO) -> bool:
    if not (sys.stdin.isatty() and err.isatty()):
        raise CommandError(f"{question} Add --yes to do it without asking.")
    print(f"{question} [y/N] ", end="", file=err, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _move(root: Path, paths: list[str]) -> None:
    from send2trash import send2trash
    from send2trash.exceptions import TrashPermissionError

    for path in paths:
        try:
            send2trash(root / path)
        except (OSError, TrashPermissionError) as error:
            raise CommandError(f"cannot move {root / path} to the trash: {error}") from error
