"""`broadsheet prune`: old articles that Broadsheet wrote, moved to the system's trash."""

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TextIO

from broadsheet.cli.commands import DONE, CommandError, Given
from broadsheet.cli.libraries import is_path, news_folder, up_to_date
from broadsheet.cli.listing import query_of
from broadsheet.config.reading import read_settings
from broadsheet.feeds.state import State, StateError
from broadsheet.feeds.writer import is_ours
from broadsheet.library.library import Library, Searcher
from broadsheet.text.counting import counted
from broadsheet.text.door import clean_line

_NO_QUERY = "prune needs a QUERY that says which articles, as in older:1y"


def prune(given: Given, out: TextIO, err: TextIO) -> int:
    """Move the articles that a query finds to the trash, if Broadsheet wrote them."""
    words = [*given.words]
    path = [words.pop(0)] if is_path(words[0]) else []
    if not words:
        raise CommandError(_NO_QUERY)
    settings, _ = read_settings()
    root = news_folder(path, settings)
    up_to_date(root, wait=False)
    found, kept = _found(Library(root), words, err)
    written, others = _written_by_us(root, found)
    if kept:
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


def _found(library: Library, words: Sequence[str], err: TextIO) -> tuple[list[str], int]:
    """Return the paths that a query finds, and how many more are starred or kept for later."""
    with library.open_index() as index:
        query = query_of(words, index)
        for note in query.notes:
            print(f"broadsheet: {clean_line(note.sentence)}", file=err)
        if query.notes:
            raise CommandError("nothing was moved: the query is not clear")
        if not query.terms:  # an empty argument is a variable that was not set
            raise CommandError(_NO_QUERY)
        with closing(Searcher(library)) as searcher:
            rows = index.rows(searcher.view(query).ids).values()
    free = [row.path for row in rows if not (row.is_starred or row.is_later)]
    return free, len(rows) - len(free)


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
