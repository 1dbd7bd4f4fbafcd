"""Keeps text search up to date with the fetched texts, which any program may bring or prune."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple

from broadsheet.articles.article_keys import key64
from broadsheet.library.query.texts import FETCHED
from broadsheet.library.texts.writer import TextWriter
from broadsheet.pages.store import PageStore, Stamp

_AT_ONCE = 200
"""How many texts are written in one transaction."""

_BEHIND = "pages behind"
"""What is noted in the index while articles changed for which nobody looked for texts yet."""


class _Wanted(NamedTuple):
    """A text to read: the source of its document, and its keys in the store and of its stamp."""

    source: int
    mark: int
    key: int


class PageTexts:
    """Reads fetched texts for text search, through `texts`, in transactions of its own."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        texts: TextWriter,
        transaction: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._connection = connection
        self._texts = texts
        self._transaction = transaction

    def note_articles_changed(self) -> None:
        """Have `take_in` look at the articles, whichever run calls it; inside a transaction."""
        self._connection.execute(
            "INSERT OR REPLACE INTO meta SELECT ?, 1 WHERE EXISTS (SELECT 1 FROM text_pages)",
            (_BEHIND,),
        )

    def take_in(self, store: PageStore) -> int:
        """Read what is new in `store` for the articles there are, drop what is gone; count both.

        Nothing is looked at if neither texts nor articles have changed since the last time.
        """
        generation = store.generation()
        is_known = generation == (self._noted("pages") or 0)
        is_behind = self._noted(_BEHIND) is not None
        if is_known and not is_behind:
            return 0
        if not is_known:
            stamps = store.stamps()
            with self._transaction():
                self._note(stamps)
        wanted = self._wanted()
        known = dict(
            self._connection.execute(
                "SELECT source, key FROM text_docs WHERE source >= ?", (FETCHED,)
            )
        )
        missing = [page for page in wanted.values() if known.get(page.source) != page.key]
        gone = [source for source in known if source not in wanted]
        self._read(store, missing)
        if gone or is_behind or not is_known:
            with self._transaction():
                for source in gone:
                    self._texts.forget(source)
                self._texts.flush()
                self._connection.execute(
                    "INSERT OR REPLACE INTO meta VALUES ('pages', ?)", (generation,)
                )
                self._connection.execute("DELETE FROM meta WHERE key = ?", (_BEHIND,))
        return len(missing) + len(gone)

    def _noted(self, key: str) -> int | None:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return int(row[0]) if row else None

    def _note(self, stamps: Mapping[int, Stamp]) -> None:
        self._connection.execute("DELETE FROM text_pages")
        self._connection.executemany(
            "INSERT INTO text_pages VALUES (?, ?, ?)",
            [(mark, *stamp) for mark, stamp in stamps.items()],
        )

    def _wanted(self) -> dict[int, _Wanted]:
        """Return the texts of the articles there are, by source."""
        rows = self._connection.execute(
            "SELECT a.id, p.mark, p.changed, p.size "
            "FROM text_pages p CROSS JOIN articles a ON a.mark = p.mark"
        )
        return {
            FETCHED + article_id: _Wanted(
                FETCHED + article_id, mark, key64(f"{mark} {changed} {size}")
            )
            for article_id, mark, changed, size in rows
        }

    def _read(self, store: PageStore, missing: list[_Wanted]) -> None:
        for start in range(0, len(missing), _AT_ONCE):
            with self._transaction():
                for source, mark, key in missing[start : start + _AT_ONCE]:
                    page = store.get(mark)
                    self._texts.add_page(source, page.markdown if page else "", key)
                self._texts.flush()
