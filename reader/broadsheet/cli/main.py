"""The commands: parse the arguments, call, print. Each imports only what it needs."""

import errno
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from broadsheet import __version__
from broadsheet.cli.commands import (
    ADD,
    CHECK,
    COMMANDS,
    COMPLETION,
    DEMO,
    DONE,
    EXPORT,
    FAULT,
    FEEDS,
    FETCH,
    FRONT,
    HELP,
    IMPORT,
    INDEX,
    LIST,
    NOT_DONE,
    PRUNE,
    READ,
    REMOVE,
    STATS,
    TEXT,
    CommandError,
    Given,
    read_arguments,
    whole_number,
)

if TYPE_CHECKING:
    from broadsheet.library.sync.progress import Progress

_LARGEST_DEMO = 10_000_000
_OUTPUT_FAILS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (else the process's own) name; return the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    closed = _closed_streams()
    _write_whatever_the_locale()
    name = arguments[0] if arguments else ""
    try:
        if "stdout" in closed:
            raise CommandError("standard output is closed")
        status = _run(name, arguments)
        sys.stdout.flush()
        return status
    except CommandError as error:
        return _complain(str(error), NOT_DONE)
    except BrokenPipeError:
        _end_with_the_pipe()
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Exception as error:  # noqa: BLE001 - users never see a traceback
        return _failed(name, error)


def _run(name: str, arguments: Sequence[str]) -> int:
    if name == "__complete":
        return _complete(arguments[1:])
    command = next((command for command in COMMANDS if command.name == name), READ)
    given = read_arguments(command, arguments if command is READ else arguments[1:])
    if HELP.name in given.options:
        from broadsheet.cli.help import help_of

        print(help_of(command), end="")
        return DONE
    return _RUN[command.name](given)


def _complain(sentence: str, status: int) -> int:
    print(f"broadsheet: {sentence}", file=sys.stderr)
    return status


def _failed(name: str, error: Exception) -> int:
    """Print why a command failed; an unexpected error is also logged."""
    if isinstance(error, OSError) and error.errno in _OUTPUT_FAILS and error.filename is None:
        # What is still in the buffer would fail once more when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _complain(f"cannot write the output: {error.strerror}", NOT_DONE)

    import sqlite3

    from broadsheet.library.files.folder import FolderGoneError
    from broadsheet.library.index.database import IndexUnavailableError

    if isinstance(error, IndexUnavailableError | FolderGoneError):
        return _complain(_clean(str(error)), NOT_DONE)
    if isinstance(error, sqlite3.Error):
        sentence = f"cannot read the index ({_clean(str(error))})"
        return _complain(f"{sentence}: run “broadsheet index PATH --rebuild”", NOT_DONE)

    from broadsheet.log import note_error, start_log

    start_log(name if name in _RUN else "read")
    return _complain(note_error(error), FAULT)


def _closed_streams() -> list[str]:
    """Return the standard streams that the caller closed (`>&-`), after replacing them.

    Otherwise the next file that is opened would get their number.
    """
    modes = {"stdin": "r", "stdout": "w", "stderr": "w"}
    closed = [name for name in modes if getattr(sys, name) is None]
    for name in closed:
        setattr(sys, name, Path(os.devnull).open(modes[name]))  # noqa: SIM115 - to the end
    return closed


def _write_whatever_the_locale() -> None:
    """Print UTF-8 to pipes and files, and to a terminal as much as it can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def _end_with_the_pipe() -> NoReturn:
    """Exit by the signal, quietly, as other commands do when their output is closed (`| head`)."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGPIPE)
    raise SystemExit(128 + signal.SIGPIPE)


def _clean(text: str) -> str:
    from broadsheet.text.door import clean_message

    return clean_message(text)


def _shown(path: str | Path) -> str:
    from broadsheet.text.file_names import shown_path

    return shown_path(path)


def _path(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError as error:  # ~name of an unknown user
        raise CommandError(f"there is no folder {_shown(name)}") from error


def _existing(name: str) -> Path:
    path = _path(name)
    try:
        exists = name != "" and (path.is_dir() or path.is_file())
    except (OSError, ValueError):
        exists = False
    if not exists:
        raise CommandError(f"there is no folder or file {_shown(name) if name else '“”'}")
    if path.is_dir() and not os.access(path, os.R_OK | os.X_OK):
        raise CommandError(f"you are not allowed to read the folder {_shown(name)}")
    return path


def _looks_unchanged(root: Path) -> bool:
    import sqlite3

    from broadsheet.library.library import Library
    from broadsheet.library.sync.unchanged import looks_unchanged

    try:
        with Library(root).open_index() as index:
            return looks_unchanged(root, index)
    except sqlite3.Error:
        return False  # what is wrong shows, and is put right, when the index is brought up to date


def _up_to_date(root: Path, *, wait: bool, rebuild: bool = False) -> "Progress":
    """Bring the index up to date, with progress and messages on standard error."""
    from broadsheet.cli.progress_line import progress_line
    from broadsheet.library.sync.sync import bring_up_to_date

    with progress_line(sys.stderr) as report:
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


def _read(given: Given) -> int:
    if "--version" in given.options:
        print(f"broadsheet {__version__}")
        return DONE

    if "--plain" in given.options:
        return _read_plainly(given)

    from broadsheet.tui import startup

    ignored = startup.before_start()

    from broadsheet.config.reading import read_settings

    settings, warnings = read_settings()
    warnings += ignored
    root = _existing(given.words[0]) if given.words else settings.library or _first_library()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError(
            "the reader needs a terminal; use “broadsheet list PATH” to print articles"
        )

    from broadsheet.library.library import Library
    from broadsheet.tui.run import run_reader

    return run_reader(Library(root), settings, tuple(warnings))


def _read_plainly(given: Given) -> int:
    from broadsheet.config.reading import read_settings
    from broadsheet.library.library import Library
    from broadsheet.marks.store import Marks
    from broadsheet.paths import marks_path
    from broadsheet.plain.reader import PlainReader

    settings, warnings = read_settings()
    root = _existing(given.words[0]) if given.words else settings.library or _first_library()
    for warning in warnings:
        print(f"broadsheet: {warning}", file=sys.stderr)
    _up_to_date(root, wait=False)
    with Marks(marks_path()) as marks:
        if marks.opening.sentence:
            print(f"broadsheet: {marks.opening.sentence}", file=sys.stderr)
        PlainReader(Library(root), settings, marks, lambda: input("> "), sys.stdout).run()
    return DONE


def _first_library() -> Path:
    """Return the library that the first subscription created, else the samples."""
    from broadsheet.paths import SUBSCRIPTIONS, bundled, default_library

    has_feeds = (default_library() / SUBSCRIPTIONS).is_file()
    return default_library() if has_feeds else bundled("seeds")


def _list(given: Given) -> int:
    from broadsheet.cli.listing import list_articles, list_options

    options = list_options(given)
    root = _existing(options.path)
    if not _looks_unchanged(root):
        _up_to_date(root, wait=False)
    list_articles(root, options, sys.stdout, sys.stderr)
    return DONE


def _stats(given: Given) -> int:
    from broadsheet.cli.stats import print_statistics

    path, *query = given.words
    root = _existing(path)
    if not _looks_unchanged(root):
        _up_to_date(root, wait=False)
    print_statistics(root, query, sys.stdout, sys.stderr, as_json="--json" in given.options)
    return DONE


def _front(given: Given) -> int:
    from broadsheet.cli.front import front_options, print_front_page

    options = front_options(given)
    root = _existing(given.words[0])
    if not _looks_unchanged(root):
        _up_to_date(root, wait=False)
    print_front_page(root, options, sys.stdout)
    return DONE


def _check(given: Given) -> int:
    root = _existing(given.words[0])
    _up_to_date(root, wait=True)

    from broadsheet.cli.checking import check

    return check(root, sys.stdout, sys.stderr, lists_skipped="--skipped" in given.options)


def _index(given: Given) -> int:
    root = _existing(given.words[0])

    from broadsheet.cli.progress_line import finished

    print(finished(root, _up_to_date(root, wait=True, rebuild="--rebuild" in given.options)))
    return DONE


def _export(given: Given) -> int:
    from broadsheet.cli.export_import import STREAM, export_marks

    *path, file = given.words
    root = _library_of(path)
    done = export_marks(root, file, sys.stderr, with_text="--with-text" in given.options)
    print(done, file=sys.stderr if file == STREAM else sys.stdout)
    return DONE


def _import(given: Given) -> int:
    from broadsheet.cli.export_import import import_marks

    *path, file = given.words
    print(import_marks(_library_of(path), file, sys.stderr))
    return DONE


def _library_of(path: Sequence[str]) -> Path | None:
    """Return the library that was named, if any, after bringing its index up to date."""
    if not path:
        return None
    root = _existing(path[0])
    _up_to_date(root, wait=False)
    return root


def _demo(given: Given) -> int:
    number, name = given.words
    count = whole_number(number, "N", _LARGEST_DEMO)
    if not count:
        raise CommandError("N must be at least 1")

    from broadsheet.demo import DemoError, write_demo
    from broadsheet.demo.makes import MAKES
    from broadsheet.text.counting import counted

    make = given.options.get("--make", "")
    if make and make not in MAKES:
        raise CommandError(f"--make is one of {', '.join(MAKES)}, not {make}")
    folder = _path(name)
    try:
        write_demo(count, folder, make=make)
    except (DemoError, OSError, ValueError) as error:
        raise CommandError(str(error)) from error
    print(f"wrote {counted(count, 'article')} to {_shown(folder)}")
    return DONE


def _add(given: Given) -> int:
    from broadsheet.cli.feeds import add

    return add(given, sys.stdout, sys.stderr)


def _feeds(given: Given) -> int:
    from broadsheet.cli.feeds import feeds

    return feeds(given, sys.stdout)


def _remove(given: Given) -> int:
    from broadsheet.cli.feeds import remove

    return remove(given, sys.stdout)


def _fetch(given: Given) -> int:
    from broadsheet.cli.feeds import fetch

    return fetch(given, sys.stdout, sys.stderr)


def _text(given: Given) -> int:
    from broadsheet.cli.text import text

    return text(given, lambda root: _up_to_date(root, wait=False), sys.stdout, sys.stderr)


def _prune(given: Given) -> int:
    from broadsheet.cli.prune import prune

    return prune(given, lambda root: _up_to_date(root, wait=False), sys.stdout, sys.stderr)


def _completion(given: Given) -> int:
    from broadsheet.cli.shell_completion import script

    print(script(given.words[0]), end="")
    return DONE


def _complete(arguments: Sequence[str]) -> int:
    """Answer a shell: see `broadsheet.cli.shell_completion`."""
    from broadsheet.cli.shell_completion import answer
    from broadsheet.cli.shell_words import SHELLS

    for shell in SHELLS:
        if arguments[:1] == [shell]:
            print(answer(shell, *arguments[1:3]), end="")
    return DONE


_RUN: dict[str, Callable[[Given], int]] = {
    READ.name: _read,
    LIST.name: _list,
    STATS.name: _stats,
    FRONT.name: _front,
    CHECK.name: _check,
    INDEX.name: _index,
    ADD.name: _add,
    FEEDS.name: _feeds,
    REMOVE.name: _remove,
    FETCH.name: _fetch,
    TEXT.name: _text,
    PRUNE.name: _prune,
    EXPORT.name: _export,
    IMPORT.name: _import,
    DEMO.name: _demo,
    COMPLETION.name: _completion,
}
