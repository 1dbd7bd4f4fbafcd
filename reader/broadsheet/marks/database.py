"""The marks file: how it is opened, created, brought up to date and examined."""

import sqlite3
import time
from pathlib import Path

from broadsheet.articles.article_keys import RULE
from broadsheet.damage import DamagedError, is_damage
from broadsheet.own_files import write_ahead

APPLICATION_ID = 0x42524D4B  # "BRMK", for `file` and for telling our own from any other
VERSION = 3
"""Each version has a version_N.sql. Files of a newer version are read, but never written."""

WRITE_AHEAD = "-wal"
SHARED_MEMORY = "-shm"
SUFFIXES = ("", WRITE_AHEAD, SHARED_MEMORY)
"""What SQLite appends to the name of a database to name its files."""

_JOURNAL_BYTES = 4 * 2**20
_SMALL = 2 * 2**20  # bytes: the marks of 10,000 articles; checking all of it takes 10 ms


class NewerError(Exception):
    """The file has a newer version than this program knows."""


def connect(path: Path, wait: float) -> sqlite3.Connection:
    """Connect to the marks at `path`, which need not exist; wait up to `wait` seconds for locks."""
    connection = sqlite3.connect(
        path, timeout=wait, isolation_level=None, check_same_thread=False, cached_statements=32
    )
    # The text in a damaged file may not be UTF-8; `examine` reports that.
    connection.text_factory = _decode
    return connection


def prepare(connection: sqlite3.Connection) -> None:
    """Make commits of `connection` durable: on the disk before the commit returns."""
    write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")
    # On macOS a plain fsync leaves the data in the cache of the disk; elsewhere this has no effect.
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute(f"PRAGMA journal_size_limit = {_JOURNAL_BYTES}")


def bring_up_to_date(connection: sqlite3.Connection) -> bool:
    """Create the marks in an empty file, or upgrade a sound older file to this version.

    Returns whether it was empty. Two processes may try at the same time: the second one finds the
    work done.
    """
    from importlib.resources import files

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


def examine(connection: sqlite3.Connection, *, everything: bool = False) -> None:
    """Check that this is a sound database of marks; a small one is always checked completely.

    Raises `DamagedError` or `NewerError`, and `sqlite3.Error` if the file cannot be reached.
    """
    try:
        if _number(connection, "PRAGMA application_id") != APPLICATION_ID:
            raise DamagedError("it is not a marks file")
        version = _number(connection, "PRAGMA user_version")
        if version > VERSION:
            raise NewerError
        if version < 1:
            raise DamagedError("its version number is missing")
        size = _number(connection, "PRAGMA page_count") * _number(connection, "PRAGMA page_size")
        if everything or size <= _SMALL:
            _check_everything(connection)
        revision(connection)
        connection.execute(
            "SELECT (SELECT min(key) FROM marks), (SELECT max(key) FROM marks),"
            " (SELECT max(id) FROM steps), (SELECT max(step) FROM undo)"
        ).fetchone()
        if version > 1:
            connection.execute(
                "SELECT (SELECT max(id) FROM other_steps), (SELECT 1 FROM rules)"
            ).fetchone()
        if version > 2:
            connection.execute("SELECT max(one) FROM partings").fetchone()
    except UnicodeDecodeError as error:
        raise DamagedError("its text cannot be decoded") from error
    except sqlite3.Error as error:
        if is_damage(error):
            raise DamagedError(str(error)) from error
        raise


def revision(connection: sqlite3.Connection) -> int:
    """Return how many times the marks have been changed."""
    return _number(connection, "SELECT revision FROM state")


def next_revision(connection: sqlite3.Connection) -> int:
    """Count the change that is being written, and return its number."""
    connection.execute("UPDATE state SET revision = revision + 1")
    return revision(connection)


def _check_everything(connection: sqlite3.Connection) -> None:
    """Check everything, indexes too: `quick_check` leaves these out and misses a flipped flag."""
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise DamagedError(str(verdict).splitlines()[-1])


def _number(connection: sqlite3.Connection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    if row is None or not isinstance(row[0], int):
        raise DamagedError("its change counter is missing")
    return row[0]


def _decode(text: bytes) -> str:
    return text.decode("utf-8", "replace")
