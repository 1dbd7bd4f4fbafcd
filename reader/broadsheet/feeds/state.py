"""What this machine knows of a library's feeds: validators, the next time, errors, entries seen.

One SQLite file for each library, in the XDG state folder. If it is lost, the cost is one
unconditional fetch: the files of entries are recognised by their guid (`recover`).
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

from broadsheet.damage import FAULTS, is_damage
from broadsheet.own_files import FileLock, private_file, private_folder, write_ahead
from broadsheet.paths import state_folder

_VERSION = 1
_BUSY_SECONDS = 10.0


class StateError(Exception):
    """The state cannot be read or written; the message is one line."""


class FetchRunningError(Exception):
    """Another process is fetching for this library."""


class FeedState(NamedTuple):
    """What is known of a feed. Times are seconds since the epoch, 0 for never."""

    url: str
    title: str = ""
    etag: str = ""
    modified: str = ""
    validated_at: float = 0.0
    body_hash: str = ""
    next_at: float = 0.0
    checked_at: float = 0.0
    """When the feed was asked last, whatever it answered."""

    fetched_at: float = 0.0
    """When it was asked last and answered."""

    error: str = ""
    error_since: float = 0.0
    failures: int = 0
    is_gone: bool = False
    moved_to: str = ""
    moved_days: str = ""
    """Days, separated by commas, on which the feed said that it has moved to `moved_to`."""

    wishes: str = ""
    """What its document says about being asked; see `schedule.Wishes`."""


class SeenEntry(NamedTuple):
    """An entry that became a file. `hash` is of the bytes that are ours; empty: not known."""

    key: str
    alias: str
    said: str
    feed: str
    path: str
    hash: str = ""
    rewrites: int = 0
    topics: str = ""
    """Topics that other feeds added, separated by line feeds."""


_FEED_COLUMNS = ", ".join(FeedState._fields)
_ENTRY_COLUMNS = ", ".join(SeenEntry._fields)
_FIND = f"""
SELECT {_ENTRY_COLUMNS} FROM entries WHERE key = ?
UNION ALL SELECT {_ENTRY_COLUMNS} FROM entries WHERE alias = ? AND alias <> ''
UNION ALL SELECT {_ENTRY_COLUMNS} FROM entries WHERE feed = ? AND said = ? AND said <> '' LIMIT 1
"""
_SCHEMA = f"""
CREATE TABLE feeds (url TEXT PRIMARY KEY, title, etag, modified, validated_at, body_hash, next_at,
  checked_at, fetched_at, error, error_since, failures, is_gone, moved_to, moved_days, wishes);
CREATE TABLE entries (key TEXT PRIMARY KEY, alias, said, feed, path, hash, rewrites, topics);
CREATE INDEX entries_alias ON entries (alias) WHERE alias <> '';
CREATE INDEX entries_said ON entries (feed, said);
CREATE INDEX entries_path ON entries (path COLLATE NOCASE);
-- What is about to be written: a process that is killed meanwhile loses nothing.
CREATE TABLE pending (path TEXT PRIMARY KEY, key TEXT, content BLOB);
CREATE TABLE hosts (host TEXT PRIMARY KEY, silent_until REAL, refusals INTEGER);
PRAGMA user_version = {_VERSION};
"""


def state_path(library: Path) -> Path:
    """Return the file of the state that belongs to a library."""
    name = blake2b(os.fsencode(library.resolve()), digest_size=10).hexdigest()
    return state_folder() / "feeds" / f"{name}.sqlite"


def hash_of(content: bytes) -> str:
    """Return what tells whether bytes are still ours."""
    return blake2b(content, digest_size=20).hexdigest()


class State:
    """The state of one library's feeds; may be used by many threads of one process."""

    def __init__(self, library: Path) -> None:
        self._path = state_path(library)
        self._lock = RLock()
        try:
            private_folder(self._path.parent)
            self._connection = self._open()
        except (OSError, sqlite3.Error) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise StateError(f"cannot open {self._path}: {reason}") from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def fetching(self) -> Iterator[None]:
        """Hold the right to fetch; raises `FetchRunningError` if another process has it."""
        with FileLock(self._path.with_suffix(".lock")) as lock:
            if not lock.hold_alone(0):
                raise FetchRunningError
            yield

    @contextmanager
    def changes(self) -> Iterator[None]:
        """Make the changes of the block together or not at all."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def is_empty(self) -> bool:
        """Tell whether no entry is known."""
        return self._one("SELECT 1 FROM entries LIMIT 1") is None

    # Feeds

    def knows_feeds(self) -> bool:
        """Tell whether the user of this machine ever subscribed or fetched for the library."""
        return self._one("SELECT 1 FROM feeds LIMIT 1") is not None

    def feed(self, url: str) -> FeedState:
        """Return what is known of a feed."""
        row = self._one(f"SELECT {_FEED_COLUMNS} FROM feeds WHERE url = ?", url)
        return FeedState(url) if row is None else FeedState(*row)

    def feeds(self) -> list[FeedState]:
        """Return what is known of all feeds."""
        with self._lock:
            rows = self._connection.execute(f"SELECT {_FEED_COLUMNS} FROM feeds").fetchall()
        return [FeedState(*row) for row in rows]

    def put_feed(self, feed: FeedState) -> None:
        """Remember a feed."""
        marks = ", ".join("?" * len(FeedState._fields))
        self._run(f"INSERT OR REPLACE INTO feeds ({_FEED_COLUMNS}) VALUES ({marks})", feed)

    def move_feed(self, old: str, new: str) -> None:
        """Move the feed `old` and its entries to a new address."""
        with self.changes():
            self._run("DELETE FROM feeds WHERE url = ?", (new,))
            self._run(
                "UPDATE feeds SET url = ?, moved_to = '', moved_days = '' WHERE url = ?", (new, old)
            )
            self._run(
                "UPDATE OR REPLACE entries SET key = ? || substr(key, ?) "
                "WHERE key LIKE ? ESCAPE '\\'",
                (f"id:{new} ", len(f"id:{old} ") + 1, f"{_escaped(f'id:{old} ')}%"),
            )
            self._run("UPDATE entries SET feed = ? WHERE feed = ?", (new, old))

    def count(self, feed: str) -> int:
        """Return how many articles came from a feed."""
        row = self._one("SELECT count(*) FROM entries WHERE feed = ?", feed)
        return int(row[0]) if row else 0

    # Entries

    def find(self, key: str, alias: str, said: str, feed: str) -> SeenEntry | None:
        """Return the entry that is known by `key`, by `alias`, or in its feed by what it says."""
        row = self._one(_FIND, key, alias, feed, said)
        return None if row is None else SeenEntry(*row)

    def entry_at(self, path: str) -> SeenEntry | None:
        """Return the entry whose file is at `path`."""
        row = self._one(f"SELECT {_ENTRY_COLUMNS} FROM entries WHERE path = ?", path)
        return None if row is None else SeenEntry(*row)

    def path_is_known(self, path: str) -> bool:
        """Tell whether an entry has this path, in whatever case."""
        return self._one("SELECT 1 FROM entries WHERE path = ? COLLATE NOCASE", path) is not None

    def put_entries(self, entries: Sequence[SeenEntry]) -> None:
        """Remember entries."""
        marks = ", ".join("?" * len(SeenEntry._fields))
        self._run_many(
            f"INSERT OR REPLACE INTO entries ({_ENTRY_COLUMNS}) VALUES ({marks})", entries
        )

    # Writing

    def plan(self, files: Sequence[tuple[SeenEntry, bytes]]) -> None:
        """Note of entries and contents that they are about to become files."""
        notes = [(entry.path, entry.key, content) for entry, content in files]
        self._run_many("INSERT OR REPLACE INTO pending VALUES (?, ?, ?)", notes)
        self.put_entries([entry for entry, _ in files])

    def pending(self) -> list[tuple[str, str, bytes]]:
        """Return path, key and content of the files that an interrupted run left to be written."""
        with self._lock:
            return self._connection.execute("SELECT path, key, content FROM pending").fetchall()

    def entry(self, key: str) -> SeenEntry | None:
        """Return the entry with exactly this key."""
        return self.find(key, "", "", "")

    def done(self, entries: Sequence[SeenEntry]) -> None:
        """Note that the files of `entries` are written, with the hashes they carry."""
        self.put_entries(entries)
        self._run_many("DELETE FROM pending WHERE path = ?", [(entry.path,) for entry in entries])

    # Hosts

    def silent_hosts(self, now: float) -> dict[str, float]:
        """Return the hosts that want to be left alone, and until when."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT host, silent_until FROM hosts WHERE silent_until > ?", (now,)
            )
            return dict(rows.fetchall())

    def refusals(self, host: str) -> int:
        """Return how often in a row a host refused to answer."""
        row = self._one("SELECT refusals FROM hosts WHERE host = ?", host)
        return int(row[0]) if row else 0

    def put_host(self, host: str, silent_until: float, refusals: int) -> None:
        """Remember that a host wants to be left alone; 0 refusals: it answers again."""
        if refusals:
            self._run(
                "INSERT OR REPLACE INTO hosts VALUES (?, ?, ?)", (host, silent_until, refusals)
            )
        else:
            self._run("DELETE FROM hosts WHERE host = ?", (host,))

    # SQLite

    def _open(self) -> sqlite3.Connection:
        try:
            return self._opened()
        except FAULTS as error:
            if not is_damage(error):
                raise
        # Damaged: it is this machine's memory only, and the files say the rest.
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                self._path.with_name(self._path.name + suffix).unlink()
        return self._opened()

    def _opened(self) -> sqlite3.Connection:
        connection = self._connect()
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version == 0:
                version = self._create(connection)
            if version != _VERSION:
                raise StateError(f"{self._path} was written by a newer Broadsheet: update this one")
            connection.execute("SELECT 1 FROM feeds LIMIT 1").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    @staticmethod
    def _create(connection: sqlite3.Connection) -> int:
        """Create the tables, unless another process just did; return the version."""
        try:
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
        except sqlite3.OperationalError:
            connection.rollback()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version == 0:
                raise
            return int(version)
        return _VERSION

    def _connect(self) -> sqlite3.Connection:
        private_file(self._path)
        connection = sqlite3.connect(
            self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            write_ahead(connection, _BUSY_SECONDS)
            connection.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _one(self, query: str, *parameters: object) -> tuple[Any, ...] | None:
        with self._lock:
            row: tuple[Any, ...] | None = self._connection.execute(query, parameters).fetchone()
            return row

    def _run(self, statement: str, parameters: tuple[object, ...]) -> None:
        with self._lock:
            self._connection.execute(statement, parameters)

    def _run_many(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        with self._lock:
            self._connection.executemany(statement, rows)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
