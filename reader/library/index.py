"""Asking the index: views as arrays of ids, rows by window, names with counts."""

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Self

from reader.articles.identity import canonical_url, key64
from reader.articles.model import Problem
from reader.articles.text import fold
from reader.library.database import open_index
from reader.library.query import Query, SortKey
from reader.library.query_sql import order_by, where

FacetKind = Literal["topic", "provider", "type", "category"]

_ROW = """
SELECT a.id, a.path, a.title, a.date, a.quality, a.heat,
       coalesce(p.name, ''), coalesce(t.name, ''), a.url, a.broken
FROM articles a
LEFT JOIN facets p ON p.id = a.provider_id
LEFT JOIN facets t ON t.id = a.type_id
WHERE a.id IN ({})
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What the table shows of an article. `date` is in seconds since 1970, UTC."""

    id: int
    path: str
    title: str
    date: int | None
    quality: int | None
    heat: int | None
    provider: str
    type: str
    url: str
    is_broken: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A topic, provider, type or category, and how many articles carry it."""

    kind: FacetKind
    name: str
    count: int
    parent: str = ""
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a value stands: the `rank`-th best (from 1) of the `count` articles that have one."""

    rank: int
    count: int


def _now() -> datetime:
    """Return the present without a zone: days then begin as the system's zone has them."""
    return datetime.now(UTC).astimezone().replace(tzinfo=None)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


class Index:
    """A connection to the index of one library. Not to be shared between busy threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = open_index(path)
        self._file = _identity(path)

    def is_current(self) -> bool:
        """Whether the file at `path` is still the one that was opened."""
        return _identity(self.path) == self._file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def interrupt(self) -> None:
        """Stop what this index is computing, from another thread."""
        self._connection.interrupt()

    def generation(self) -> int:
        """Return a number that changes when another process or connection changed the index."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def count(self, query: Query | None = None) -> int:
        """Return how many articles there are, words of the query left aside."""
        condition = where(query or Query(), _now())
        (count,) = self._connection.execute(
            f"SELECT count(*) FROM articles WHERE {condition.sql}",
            condition.parameters,
        ).fetchone()
        return int(count)

    def view(self, query: Query, sort: Sequence[SortKey]) -> "array[int]":
        """Return the ids of the articles that fit `query`, its words left aside, in order."""
        condition = where(query, _now())
        rows = self._connection.execute(
            f"SELECT id FROM articles WHERE {condition.sql} ORDER BY {order_by(tuple(sort))}",
            condition.parameters,
        )
        return array("q", (row[0] for row in rows))

    def rows(self, ids: Iterable[int]) -> dict[int, Row]:
        """Return the rows of `ids`; an article that is gone meanwhile is not among them."""
        wanted = list(ids)
        found: dict[int, Row] = {}
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            marks = ",".join("?" * len(part))
            for values in self._connection.execute(_ROW.format(marks), part):
                found[values[0]] = Row(*values)
        return found

    def titles(self) -> list[tuple[int, str]]:
        """Return id and title of every article, for the title search."""
        return self._connection.execute("SELECT id, title FROM articles").fetchall()

    def facets(self, kind: FacetKind) -> list[Facet]:
        """Return the names of a kind with their counts, most frequent first."""
        counted = (
            "SELECT topic_id, count(*) FROM article_topics GROUP BY topic_id"
            if kind == "topic"
            else f"SELECT {kind}_id, count(*) FROM articles GROUP BY {kind}_id"
        )
        rows = self._connection.execute(
            "WITH counted (id, count) AS ("
            + counted
            + ") SELECT f.name, coalesce(sum(counted.count), 0) AS total, f.parent, f.position "
            "FROM facets f LEFT JOIN counted USING (id) WHERE f.kind = ? GROUP BY f.key "
            "HAVING total > 0 OR f.position IS NOT NULL ORDER BY total DESC, f.key",
            (kind,),
        )
        return [
            Facet(kind, name, count, parent, position) for name, count, parent, position in rows
        ]

    def id_of_path(self, path: str) -> int | None:
        """Return the id of the article in the file `path`, relative to the library."""
        return self._one("SELECT id FROM articles WHERE path = ?", path)

    def id_of_url(self, url: str) -> int | None:
        """Return the id of the article that lives at `url`, in whatever spelling."""
        canonical = canonical_url(url)
        if not canonical:
            return None
        return self._one("SELECT min(article_id) FROM urls WHERE key = ?", key64(canonical))

    def id_of_title(self, title: str, date: int | None) -> int | None:
        """Return the id of the article of this title and date (seconds UTC; None: any date)."""
        key = key64(fold(title))
        if date is None:
            return self._one("SELECT min(id) FROM articles WHERE title_key = ?", key)
        return self._one("SELECT min(id) FROM articles WHERE title_key = ? AND date = ?", key, date)

    def standing(self, field: Literal["quality", "heat"], value: int) -> Standing:
        """Return the place of `value` among all qualities or heats of the library."""
        better, count = self._connection.execute(
            f"SELECT (SELECT count(*) FROM articles WHERE {field} > ?), count({field}) "
            "FROM articles",
            (value,),
        ).fetchone()
        return Standing(better + 1, count)

    def highest(self) -> tuple[int, int]:
        """Return the greatest quality and heat of the library, 0 where there is none."""
        quality, heat = self._connection.execute(
            "SELECT (SELECT max(quality) FROM articles), (SELECT max(heat) FROM articles)"
        ).fetchone()
        return quality or 0, heat or 0

    def problems(self) -> list[Problem]:
        """Return every problem of the library, by file and line."""
        rows = self._connection.execute(
            "SELECT path, reason, line, field FROM problems ORDER BY path, line"
        )
        return [Problem(*row) for row in rows]

    def skipped(self) -> list[tuple[str, int]]:
        """Return why files were passed over that are no articles, and how many for each reason."""
        return self._connection.execute(
            "SELECT reason, count(*) FROM others GROUP BY reason ORDER BY count(*) DESC, reason"
        ).fetchall()

    def _one(self, sql: str, *parameters: str | int) -> int | None:
        try:
            row = self._connection.execute(sql, parameters).fetchone()
        except (UnicodeEncodeError, sqlite3.InterfaceError):
            return None
        return None if row is None or row[0] is None else int(row[0])
