"""The log in the state folder: what was done and what failed, to find out why.

It records versions, folders, counts and places in the program, never what an article says. The
message of an error may quote an article, so it is logged only if it comes from the system.
"""

import logging
import os
import sqlite3
import sys
import traceback
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from broadsheet import __version__
from broadsheet.own_files import close_to_others, private_file, private_folder
from broadsheet.paths import state_folder
from broadsheet.text.door import clean_line, clean_message

_LARGEST = 256 * 1024
_SPEAKS_FOR_ITSELF = (OSError, sqlite3.Error, MemoryError)


def log_file() -> Path:
    """Return the path of the log; the one before it has the same name with `.1` at the end."""
    return state_folder() / "broadsheet.log"


def start_log(what: str) -> None:
    """Start logging; `what` names the command. If the log cannot be written, nothing is logged."""
    logger = logging.getLogger("broadsheet")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    handler: logging.Handler = logging.NullHandler()
    with suppress(OSError):
        private_folder(log_file().parent)
        close_to_others(*log_file().parent.glob("broadsheet.log.*"))
        private_file(log_file())
        handler = RotatingFileHandler(log_file(), maxBytes=_LARGEST, backupCount=1, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    # An error while logging (a full disk) must not be printed over the screen.
    logging.raiseExceptions = False
    for earlier in logger.handlers:
        earlier.close()
    logger.handlers = [handler]
    note(f"{what}: broadsheet {__version__}, {_system()}")


def note(sentence: str) -> None:
    """Log that something happened."""
    logging.getLogger("broadsheet").info(clean_message(sentence))


def note_error(error: BaseException) -> str:
    """Log where in the program `error` came from; return a sentence for the user."""
    places = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    logging.getLogger("broadsheet").error("%s\n%s", _name(error), places)
    return (
        f"Unexpected error: {_name(error)}. Your articles and marks are unchanged. "
        f"Please report it and attach {log_file()}, which quotes no article."
    )


def _name(error: BaseException) -> str:
    name = type(error).__name__
    return clean_line(f"{name}: {error}") if isinstance(error, _SPEAKS_FOR_ITSELF) else name


def _system() -> str:
    python, system = sys.version.partition(" ")[0], os.uname()  # `platform` takes 3 ms to import
    database = f"SQLite {sqlite3.sqlite_version}"
    return f"Python {python}, {system.sysname} {system.release}, {database}"
