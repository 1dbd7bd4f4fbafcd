"""Writes the words of articles for text search, inside the transactions of `IndexWriter`."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from zlib import adler32, crc32

from broadsheet.articles.plain_text import plain_text
from broadsheet.library.query.texts import VERSION
from broadsheet.text.words import words

_MOSTLY = 2
"""If fewer than one document in this many is up to date, the others are not worth keeping."""

_FEW_GONE = 10_000
"""This many outdated documents cost nothing."""


class TextWriter:
    """Keeps the documents that text search reads up to date; the caller owns transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._added: dict[int, tuple[str, str, int]] = {}
        self._gone: set[int] = set()

    def add(self, source: int, about: str, text: str) -> None:
        """Note the document of a source that is new or has changed.

        One that has changed must be forgotten first.
        """
        self._added[source] = about, text, _key(f"{about}\n{text}")

    def add_page(self, source: int, markdown: str, key: int) -> None:
        """Note a fetched text; `key` changes with it."""
        self._gone.add(source)
        self._added[source] = "", words(plain_text(markdown)), key

    def forget(self, source: int) -> None:
        """Note that a source is gone, or about to be added again."""
        self._gone.add(source)
        self._added.pop(source, None)

    def flush(self) -> None:
        """Write what was noted, at the end of each batch, inside its transaction."""
        known = self._known(self._gone)
        rows: list[tuple[int, int, int]] = []
        documents: list[tuple[int, str, str]] = []
        for source, (about, text, key) in self._added.items():
            version, known_key = known.get(source, (-1, None))
            if key == known_key:
                del known[source]
                continue
            rows.append((source, version + 1, key))
            documents.append((source + (version + 1) * VERSION, about, text))
        execute_many = self._connection.executemany
        execute_many(
            "INSERT OR REPLACE INTO text_gone VALUES (?)",
            [(source + version * VERSION,) for source, (version, _) in known.items()],
        )
        execute_many(
            "DELETE FROM text_docs WHERE source = ?",
            [(source,) for source in known if source not in self._added],
        )
        execute_many("INSERT OR REPLACE INTO text_docs VALUES (?, ?, ?)", rows)
        # FTS5 writes a segment of its own for each id that is lower than the one before.
        documents.sort()
        execute_many("INSERT INTO texts (rowid, about, words) VALUES (?, ?, ?)", documents)
        self._added.clear()
        self._gone.clear()

    def are_mostly_gone(self) -> bool:
        """Tell whether most documents are out of date, so that all should be written again."""
        ((gone,),) = self._connection.execute("SELECT count(*) FROM text_gone")
        if gone <= _FEW_GONE:
            return False
        ((current,),) = self._connection.execute("SELECT count(*) FROM text_docs")
        return bool(gone > _MOSTLY * current)

    def clear(self) -> None:
        """Forget all documents, in a transaction of its own."""
        self._connection.execute("INSERT INTO texts (texts) VALUES ('delete-all')")
        self._connection.execute("DELETE FROM text_docs")
        self._connection.execute("DELETE FROM text_gone")

    def _known(self, sources: Collection[int]) -> dict[int, tuple[int, int]]:
        """Return version and key of the documents of `sources`."""
        if not sources:
            return {}
        return {source: (version, key) for source, version, key in self._rows(sources)}

    def _rows(self, sources: Collection[int]) -> Iterator[tuple[int, int, int]]:
        return self._connection.execute(
            "SELECT d.source, d.version, d.key "
            "FROM json_each(?) j CROSS JOIN text_docs d ON d.source = j.value",
            (json.dumps(list(sources)),),
        )


def _key(text: str) -> int:
    """Return a number that changes with `text`, in a tenth of the time of `key64`."""
    data = text.encode("utf-8", "surrogatepass")
    return crc32(data) << 31 ^ adler32(data)
