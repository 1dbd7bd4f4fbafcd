"""The library that a command names: found, brought up to date, with its progress shown."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.cli.commands import Command, CommandError

if TYPE_CHECKING:
    from broadsheet.config.settings import Settings
    from broadsheet.library.sync.progress import Progress


def path_of(name: str) -> Path:
    """Return the path that was typed, `~` filled in; raises `CommandError`."""
    try:
        return Path(name).expanduser()
    except RuntimeError as error:  # ~name of an unknown user
        raise CommandError(f"there is no folder {shown(name)}") from error


def existing(name: str, command: Command) -> Path:
    """Return the folder or file that `command` was given, if it can be read; raises `CommandError`.

    The error says what else may be meant by the name.
    """
    path = path_of(name)
    if name == "" or not (_is(Path.is_dir, path) or _is(Path.is_file, path)):
        hint = _hint(name, command) if name else ""
        raise CommandError(f"there is no folder or file {shown(name) if name else '“”'}{hint}")
    if path.is_dir() and not os.access(path, os.R_OK | os.X_OK):
        raise CommandError(f"you are not allowed to read the folder {shown(name)}")
    return path


def _hint(name: str, command: Command) -> str:
    from broadsheet.cli.meant import in_place_of_path

    return in_place_of_path(name, command)


def news_folder(path: Sequence[str], settings: "Settings") -> Path:
    """Return the folder that the news goes to: the one named, that of the settings, or ~/news.

    Raises `CommandError` if it is not there; ~/news need not be.
    """
    from broadsheet.paths import default_library

    if not path and settings.library is None:
        return default_library()
    folder = path_of(path[0]).absolute() if path else settings.library
    if folder is None or not _is(Path.is_dir, folder):
        raise CommandError(f"there is no folder {shown(folder or '')}")
    return folder


def is_path(word: str) -> bool:
    """Tell whether the first word of a command is a PATH rather than a feed or a query."""
    return word.startswith(("/", "./", "../", "~")) or _is(Path.is_dir, Path(word))


def is_folder(word: str) -> bool:
    """Tell whether a word can only be a folder that exists, and no address."""
    return word.startswith(("/", "./", "../", "~")) and _is(Path.is_dir, path_of(word))


def is_file(name: str) -> bool:
    """Tell whether the path that was typed leads to a file; raises `CommandError`."""
    return _is(Path.is_file, path_of(name))


def _is(kind: Callable[[Path], bool], path: Path) -> bool:
    try:
        return kind(path)
    except (OSError, ValueError):  # a name that is too long
        return False


def first_library() -> Path:
    """Return the library that the first subscription created, else the samples."""
    from broadsheet.paths import SUBSCRIPTIONS, bundled, default_library

    has_feeds = (default_library() / SUBSCRIPTIONS).is_file()
    return default_library() if has_feeds else bundled("seeds")


def library_of(path: Sequence[str], command: Command) -> Path | None:
    """Return the library that was named, if any, after bringing its index up to date."""
    if not path:
        return None
    root = existing(path[0], command)
    up_to_date(root, wait=False)
    return root


def freshen(root: Path) -> None:
    """Bring the index up to date, unless the folder looks as it did the last time."""
    if not _looks_unchanged(root):
        up_to_date(root, wait=False)


def _looks_unchanged(root: Path) -> bool:
    import sqlite3

    from broadsheet.library.library import Library
    from broadsheet.library.sync.unchanged import looks_unchanged

    try:
        with Library(root).open_index() as index:
            return looks_unchanged(root, index)
    except sqlite3.Error:
        return False  # what is wrong shows, and is put right, when the index is brought up to date


def up_to_date(root: Path, *, wait: bool, rebuild: bool = False) -> "Progress":
    """Bring the index up to date, with progress and messages on standard error."""
    from broadsheet.cli.indexing import show_progress
    from broadsheet.cli.progress_line import ProgressLine
    from broadsheet.library.sync.sync import bring_up_to_date

    with ProgressLine(sys.stderr) as line:
        report = partial(show_progress, line)
        last = bring_up_to_date(root, rebuild=rebuild, wait=wait, report=report)
    if last.note:
        from broadsheet.log import note, start_log

        start_log("index")
        note(last.note)
        print(f"broadsheet: {last.note}", file=sys.stderr)
    if last.phase == "busy":
        print(
            "broadsheet: another process is updating the index: these are the results so far",
            file=sys.stderr,
        )
    if last.changed_anything:
        _adopt_marks(root)
    return last


def _adopt_marks(root: Path) -> None:
    """Give articles that changed the marks they have under earlier keys."""
    from broadsheet.library.library import Library

    library = Library(root)
    with library.open_index() as index:
        if not index.marks_to_adopt():
            return

        from broadsheet.adoption import adopt_marks
        from broadsheet.marks.model import MarksError
        from broadsheet.marks.store import Marks
        from broadsheet.paths import marks_path

        # If the marks cannot be written now, a later reader adopts them.
        with suppress(MarksError), Marks(marks_path()) as marks:
            adopt_marks(library.base, index, marks)


def shown(path: str | Path) -> str:
    """Return a path as it can be printed."""
    from broadsheet.text.file_names import shown_path

    return shown_path(path)
