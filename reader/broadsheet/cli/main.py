"""Parses the arguments, runs the command, and reports what went wrong."""

import os
import signal
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from broadsheet.cli.commands import (
    COMMANDS,
    DONE,
    FAULT,
    HELP,
    NOT_DONE,
    OUTPUT_FAILS,
    READ,
    CommandError,
    read_arguments,
)
from broadsheet.cli.run import RUN, complete, run
from broadsheet.first_frame.painting import give_back


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
        return complete(arguments[1:])
    command = next((command for command in COMMANDS if command.name == name), READ)
    given = read_arguments(command, arguments if command is READ else arguments[1:])
    if HELP.name in given.options:
        from broadsheet.cli.help import help_of

        print(help_of(command), end="")
        return DONE
    return run(command, given)


def _complain(sentence: str, status: int) -> int:
    give_back()
    print(f"broadsheet: {sentence}", file=sys.stderr)
    return status


def _failed(name: str, error: Exception) -> int:
    """Print why a command failed; an unexpected error is also logged."""
    if isinstance(error, OSError) and error.errno in OUTPUT_FAILS and error.filename is None:
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

    start_log(name if name in RUN else "read")
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
