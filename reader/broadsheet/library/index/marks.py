"""The user's marks, attached to a connection to the index as the schema `marks`."""

import sqlite3
from pathlib import Path

from broadsheet.articles.article_keys import RULE

_EMPTY = """
CREATE TABLE marks.marks (
  key INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  read INTEGER NOT NULL,
  read_at INTEGER NOT NULL,
  starred INTEGER NOT NULL,
  later INTEGER NOT NULL
)
"""


class AttachedMarks:
    """Keeps the marks file at `path` attached, read-only; without one, attaches an empty table."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self._connection = connection
        self._path = path
        self._times = 0
        self._is_open = False
        self._seen: tuple[int, ...] | None = None
        self._attach()

    def generation(self) -> tuple[int, int]:
        """Return a value that changes with the marks, and when another file is attached."""
        if self._look() != self._seen:
            self._connection.execute("DETACH marks")
            self._attach()
        (version,) = self._connection.execute("PRAGMA marks.data_version").fetchone()
        return self._times, int(version)

    def to_adopt(self) -> list[tuple[int, int, int]]:
        """Return the articles whose marks are stored under an earlier key: id, key, until when.

        Only those with a newer mark there than under their own key: what was adopted is not.
        """
        if not self._is_open:
            return []
        newer = " OR ".join(
            f"(m.{kind}_at <= e.until AND (m.{kind}_at, m.{kind}) > "
            f"(coalesce(n.{kind}_at, 0), coalesce(n.{kind}, 0)))"
            for kind in ("read", "starred", "later")
        )
        since = f"SELECT since FROM marks.rules WHERE rule = {RULE}"
        if not self._has_rules():  # its marks were all made by earlier versions
            since = str(2**62)
        return self._connection.execute(
            f"WITH e AS (SELECT article_id, key, coalesce(until, ({since}), 0) AS until "
            "FROM earlier_keys) "
            "SELECT a.id, e.key, e.until FROM e JOIN marks.marks m ON m.key = e.key "
            "JOIN articles a ON a.id = e.article_id "
            f"LEFT JOIN marks.marks n ON n.key = a.mark WHERE {newer}"
        ).fetchall()

    def _has_rules(self) -> bool:
        (count,) = self._connection.execute(
            "SELECT count(*) FROM marks.sqlite_master WHERE name = 'rules'"
        ).fetchone()
        return bool(count)

    def _look(self) -> tuple[int, ...] | None:
        """Return a value whose change makes another attempt worthwhile."""
        if self._path is None:
            return None
        try:
            status = self._path.stat()
        except OSError:
            return None
        identity = (status.st_dev, status.st_ino)
        # A file without marks may still be given some. One that is open stays a marks file.
        return identity if self._is_open else (*identity, status.st_size, status.st_mtime_ns)

    def _attach(self) -> None:
        self._times += 1
        self._is_open = self._path is not None and self._attach_file(self._path)
        self._seen = self._look()
        if not self._is_open:
            self._connection.execute("ATTACH ':memory:' AS marks")
            self._connection.execute(_EMPTY)

    def _attach_file(self, path: Path) -> bool:
        """Attach the file at `path`; returns False if it does not exist or holds no marks."""
        try:
            self._connection.execute("ATTACH ? AS marks", (f"{path.as_uri()}?mode=ro",))
        except sqlite3.Error:
            return False
        try:
            self._connection.execute(
                "SELECT key, read, read_at, starred, later FROM marks.marks LIMIT 1"
            )
        except sqlite3.Error:
            self._connection.execute("DETACH marks")
            return False
        return True
