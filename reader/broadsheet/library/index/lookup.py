"""Finds articles by what links, marks and related items name: an address, a title, a file."""

import sqlite3
from collections.abc import Sequence
from itertools import takewhile

from broadsheet.articles.article_keys import canonical_url, key64
from broadsheet.damage import typed
from broadsheet.library.files.file_links import NamedFile, named_file
from broadsheet.library.files.stored_path import native, stored
from broadsheet.text.folding import fold

_MOST_OF_A_NAME = 1_000
"""Files of one name that are compared to find the one that a link names."""


class Lookup:
    """Finds the one article that something names."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def id_of_url(self, url: str) -> int | None:
        """Return the id of the article at `url`, however the address is spelt."""
        canonical = canonical_url(url)
        if not canonical:
            return None
        return self.id_of_mark(key64(canonical)) or self._one(
            "SELECT min(article_id) FROM urls WHERE key = ?", key64(canonical)
        )

    def id_of_mark(self, key: int) -> int | None:
        """Return the id of an article whose mark has this `key`: `articles.mark`."""
        return self._one("SELECT min(id) FROM articles WHERE mark = ?", key)

    def id_of_title(self, title: str, date: int | None) -> int | None:
        """Return the id of the article of this title and date (seconds UTC; None: any date)."""
        key = key64(fold(title))
        if date is None:
            return self._one("SELECT min(id) FROM articles WHERE title_key = ?", key)
        return self._one("SELECT min(id) FROM articles WHERE title_key = ? AND date = ?", key, date)

    def id_of_file(self, href: str, from_path: str) -> int | None:
        """Return the id of the article that a link in the file `from_path` names.

        By path, by the name of a file (the nearest, if several have it), or by title.
        """
        named = named_file(href, from_path)
        if named is None:
            return None
        return self._id_of_path(named.paths) or self._id_of_name(named, from_path)

    def _id_of_path(self, paths: Sequence[str]) -> int | None:
        """Return the id of the article at the first of `paths` that has one."""
        wanted = [stored(path) for path in paths]
        found = self._connection.execute(
            "SELECT path, article_id FROM files WHERE article_id IS NOT NULL "
            f"AND path IN ({', '.join('?' * len(wanted))})",
            wanted,
        )
        ids = dict(typed(found, str, int))
        return next((ids[path] for path in wanted if path in ids), None)

    def _id_of_name(self, named: NamedFile, from_path: str) -> int | None:
        if not named.name:
            return None
        rows = self._connection.execute(
            "SELECT id, path FROM articles WHERE file_key = ? ORDER BY path LIMIT ?",
            (key64(named.name), _MOST_OF_A_NAME),
        )
        found = [(article_id, native(path)) for article_id, path in typed(rows, int, str)]
        near = [
            (-_shared_folders(path, from_path), path, article_id)
            for article_id, path in found
            if named.may_be(path)
        ]
        return min(near)[2] if near else self.id_of_title(named.text, None)

    def _one(self, sql: str, *parameters: str | int) -> int | None:
        try:
            row = self._connection.execute(sql, parameters).fetchone()
        except (UnicodeEncodeError, sqlite3.InterfaceError):
            return None
        if row is None or row[0] is None:
            return None
        ((value,),) = typed([row], int)
        return int(value)


def _shared_folders(path: str, other: str) -> int:
    """Return how many folders from the top two paths have in common."""
    pairs = zip(path.split("/")[:-1], other.split("/")[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
