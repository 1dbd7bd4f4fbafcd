"""The marks file: how it is opened, created, brought up to date and examined."""

import sqlite3
import time
from importlib.resources import files
from pathlib import Path

from broadsheet.articles.identity import RULE
from broadsheet.damage import DamagedError, is_damage

APPLICATION_ID = 0x42524D4B  # "BRMK", for `file` and for telling our own from any other
VERSION = 2
"""There is a version_N.sql for each; a file of a newer version than this is only read."""

WRITE_AHEAD = "-wal"
SHARED_MEMORY = "-shm"
SUFFIXES = ("", WRITE_AHEAD, SHARED_MEMORY)
"""What SQLite appends to the name of a database for its files."""

_JOURNAL_BYTES = 4 * 2**20
_CHECKED_WHOLE = 2 * 2**20  # bytes; takes some 10 ms, and is the marks of 10,000 articles


class NewerError(Exception):
    """The file is of a newer version than this program knows."""


def connect(path: Path, wait: float) -> sqlite3.Connection:
    """Connect to the marks at `path`, which need not exist, and wait `wait` seconds for locks."""
    connection = sqlite3.connect(
        path, timeout=wait, isolation_level=None, check_same_thread=False, cached_statements=32
    )
    # Where a file is damaged its text may be no text; that is for the examination to say.
    connection.text_factory = _decode
    return connection


def prepare(connection: sqlite3.Connection) -> None:
    """Make what `connection` commits durable: on the disk before the commit returns."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    # On macOS a plain fsync leaves the data in the memory of the disk; elsewhere this is nothing.
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute(f"PRAGMA journal_size_limit = {_JOURNAL_BYTES}")


def bring_up_to_date(connection: sqlite3.Connection) -> bool:
    """Make an empty file a database of marks, or a sound older one one of this version.

    Returns whether it was empty. Two processes may try at the same time: the second finds what the
    first has made.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        is_empty = _number(connection, "SELECT count(*) FROM sqlite_master") == 0
        version = 0 if is_empty else _number(connection, "PRAGMA user_version")
        for number in range(version + 1, VERSION + 1):
            script = files("broadsheet.marks").joinpath(f"version_{number}.sql")
            for statement in script.read_text("utf-8").split(";\n"):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute(
            "INSERT OR IGNORE INTO rules VALUES (?, ?)", (RULE, time.time_ns() // 1_000_000)
        )
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return is_empty


def is_up_to_date(connection: sqlite3.Connection) -> bool:
    """Tell whether a sound database of marks needs no `bring_up_to_date`."""
    return (
        _number(connection, "PRAGMA user_version") == VERSION
        and _number(connection, f"SELECT count(*) FROM rules WHERE rule = {RULE}") == 1
    )


def examine(connection: sqlite3.Connection, *, whole: bool = False) -> None:
    """Look whether this is a sound database of marks; a small one is always looked at as a whole.

    Raises `DamagedError` or `NewerError`, and `sqlite3.Error` where the file cannot be reached.
    """
    try:
        if _number(connection, "PRAGMA application_id") != APPLICATION_ID:
            raise DamagedError("it is not a file of marks")
        version = _number(connection, "PRAGMA user_version")
        if version > VERSION:
            raise NewerError
        if version < 1:
            raise DamagedError("its version is lost")
        size = _number(connection, "PRAGMA page_count") * _number(connection, "PRAGMA page_size")
        if whole or size <= _CHECKED_WHOLE:
            _check_whole(connection)
        revision(connection)
        connection.execute(
            "SELECT (SELECT min(key) FROM marks), (SELECT max(key) FROM marks),"
            " (SELECT max(id) FROM steps), (SELECT max(step) FROM undo)"
        ).fetchone()
        if version > 1:
            connection.execute("SELECT (SELECT max(id) FROM other_steps), (SELECT 1 FROM rules)")
    except UnicodeDecodeError as error:
        raise DamagedError("it is garbage") from error
    except sqlite3.Error as error:
        if is_damage(error):
            raise DamagedError(str(error)) from error
        raise


def revision(connection: sqlite3.Connection) -> int:
    """Return how many times the marks were changed."""
    return _number(connection, "SELECT revision FROM state")


def next_revision(connection: sqlite3.Connection) -> int:
    """Count a change that is being written, and return its number."""
    connection.execute("UPDATE state SET revision = revision + 1")
    return revision(connection)


def _check_whole(connection: sqlite3.Connection) -> None:
    """Compare tables with their indexes too: `quick_check` does not, and misses a turned flag."""
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise DamagedError(str(verdict).splitlines()[-1])


def _number(connection: sqlite3.Connection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    if row is None or not isinstance(row[0], int):
        raise DamagedError("what it counts by is lost")
    return row[0]


def _decode(text: bytes) -> str:
    return text.decode("utf-8", "replace")
