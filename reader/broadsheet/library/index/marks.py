"""The marks of the person beside the index, as the schema `marks` of its connection."""

import sqlite3
from pathlib import Path

_EMPTY = """
CREATE TABLE marks.marks (
  key INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  read INTEGER NOT NULL,
  starred INTEGER NOT NULL,
  later INTEGER NOT NULL
)
"""


class AttachedMarks:
    """Keeps the file of marks at `path` attached, for reading only; an empty table in its stead."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self._connection = connection
        self._path = path
        self._times = 0
        self._is_open = False
        self._seen: tuple[int, ...] | None = None
        self._attach()

    def generation(self) -> tuple[int, int]:
        """Return what changes with every change of the marks, and when another file is attached."""
        if self._look() != self._seen:
            self._connection.execute("DETACH marks")
            self._attach()
        (version,) = self._connection.execute("PRAGMA marks.data_version").fetchone()
        return self._times, int(version)

    def _look(self) -> tuple[int, ...] | None:
        """Return what is worth another attempt when it changes."""
        if self._path is None:
            return None
        try:
            status = self._path.stat()
        except OSError:
            return None
        identity = (status.st_dev, status.st_ino)
        # A file that is no marks yet may become one where it lies; what is open stays what it is.
        return identity if self._is_open else (*identity, status.st_size, status.st_mtime_ns)

    def _attach(self) -> None:
        self._times += 1
        self._is_open = self._path is not None and self._attach_file(self._path)
        self._seen = self._look()
        if not self._is_open:
            self._connection.execute("ATTACH ':memory:' AS marks")
            self._connection.execute(_EMPTY)

    def _attach_file(self, path: Path) -> bool:
        """Attach the file at `path`; False where there is none, or it holds no marks."""
        try:
            self._connection.execute("ATTACH ? AS marks", (f"{path.as_uri()}?mode=ro",))
        except sqlite3.Error:
            return False
        try:
            self._connection.execute("SELECT key, read, starred, later FROM marks.marks LIMIT 1")
        except sqlite3.Error:
            self._connection.execute("DETACH marks")
            return False
        return True
