"""Queries to the index: views as arrays of ids, names with counts, scores, problems."""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Literal, Self

from broadsheet.articles.folder_traits import A_SCORE, ANY_ARTICLE, FolderTraits
from broadsheet.articles.model import Problem
from broadsheet.damage import typed
from broadsheet.library.files.stored_path import native
from broadsheet.library.index import ready_lists
from broadsheet.library.index.database import noted, open_index, read_ids
from broadsheet.library.index.lookup import Lookup
from broadsheet.library.index.makeup import Makeup, makeup_of
from broadsheet.library.index.marks import AttachedMarks
from broadsheet.library.index.names import Facet, IndexNames, facets_of
from broadsheet.library.index.rows import Row, rows_of
from broadsheet.library.index.rules import Rules
from broadsheet.library.index.stories import Stories, asked_front, last_second
from broadsheet.library.query.dates import local_now
from broadsheet.library.query.order import order_as_told
from broadsheet.library.query.parse import Query
from broadsheet.library.query.sql import Lists, where
from broadsheet.library.query.terms import FacetField, FacetTerm, SortKey, TextTerm
from broadsheet.library.texts.finding import Found, Sought, beyond_titles, find, with_all
from broadsheet.own_files import file_identity
from broadsheet.records import record
from broadsheet.text.folding import name_key

if TYPE_CHECKING:
    from broadsheet.library.index.near_names import NearNames

_ALL = 2**63 - 1
"""The highest LIMIT that SQLite accepts."""

_SKIPPED = "FROM files WHERE reason > '' AND article_id IS NULL"

# From the marks to the articles, because few of a million articles are read.
_READ = "FROM marks.marks m CROSS JOIN articles a ON a.mark = m.key"


@record
class Standing:
    """The rank of a value (1 is best) among the `count` articles that have one."""

    rank: int
    count: int


class Index:
    """A connection to the index of one library. Two threads must not use it at the same time.

    `marks` is the file with the user's marks, which is read and never written. If there is none, or
    it cannot be read, nothing is marked.
    """

    def __init__(self, path: Path, marks: Path | None = None) -> None:
        self.path = path
        self._connection = open_index(path)
        self._file = file_identity(path)
        self._marks = AttachedMarks(self._connection, marks)
        self._near_names: tuple[int, NearNames] | None = None
        self.lookup = Lookup(self._connection)
        """Finds articles by what links, marks and related items name."""

        self.rules = Rules(self.ids, self.generation, self.marks_generation)
        """Finds what the settings mute and boost."""

        self.stories = Stories(self._connection, self.rules)
        """Finds the articles of a story, and the front page."""

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, for queries that are written elsewhere."""
        return self._connection

    def is_current(self) -> bool:
        """Whether the file at `path` is still the one that was opened."""
        return file_identity(self.path) == self._file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def give_back(self) -> None:
        """Free the memory of names and pages, which can be read again."""
        self._near_names = None
        self._connection.execute("PRAGMA shrink_memory")

    def interrupt(self) -> None:
        """Stop what this index is computing, from another thread."""
        self._connection.interrupt()

    def generation(self) -> int:
        """Return a number that changes when another process or connection changed the index."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def marks_generation(self) -> tuple[int, int]:
        """Return a value that changes when marks change; opens a marks file that has appeared."""
        return self._marks.generation()

    def marks_to_adopt(self) -> list[tuple[int, int, int]]:
        """Return the marks that are stored under earlier keys; see `AttachedMarks.to_adopt`."""
        return self._marks.to_adopt()

    def has_any(self, marks: Sequence[int]) -> bool:
        """Tell whether any article has its marks under one of these keys."""
        found = self._connection.execute(
            "SELECT 1 FROM json_each(?) j CROSS JOIN articles a ON a.mark = j.value LIMIT 1",
            (json.dumps(marks),),
        )
        return found.fetchone() is not None

    def count(self, query: Query | None = None) -> int:
        """Return how many articles match `query`, ignoring its words."""
        if query is None or not query.terms:
            return int(noted(self._connection, "articles") or 0)
        condition = where(query, local_now(), self._lists(query))
        (count,) = self._connection.execute(
            f"SELECT count(*) FROM articles WHERE {condition.sql}",
            condition.parameters,
        ).fetchone()
        return int(count)

    def ready(self, query: Query, sort: Sequence[SortKey]) -> "array[int] | None":
        """Return what `view` returns, if the index keeps it ready; None if it must be gathered."""
        match query.terms:
            case []:
                return ready_lists.in_order(self._connection, sort)
            case [FacetTerm("topic", name, negated=False)] if (
                tuple(sort) == ready_lists.NEWEST_FIRST
            ):
                return ready_lists.of_topic(self._connection, name)
        return None

    def view(self, query: Query, sort: Sequence[SortKey], limit: int | None = None) -> "array[int]":
        """Return the ids of the articles that match `query`, ignoring its words, in order.

        With a `limit`, returns at most that number of ids.
        """
        if front := asked_front(query, sort):
            found = set(self.ids(query))
            page = self._front_ids(last_second(front, local_now()))
            return array("q", [article_id for article_id in page if article_id in found][:limit])
        ready = self.ready(query, sort) if limit is None else None
        if ready is not None:
            return ready
        lists = self._lists(query)
        condition = where(query, local_now(), lists)
        order = order_as_told(tuple(sort), lists.told)
        return read_ids(
            self._connection,
            f"SELECT id FROM articles WHERE {condition.sql} ORDER BY {order.sql} LIMIT ?",
            (
                *condition.parameters,
                *order.parameters,
                _ALL if limit is None else min(limit, _ALL),
            ),
        )

    def ids(self, query: Query) -> "array[int]":
        """Return the ids of the articles that match `query`, ignoring its words, in any order."""
        match query.terms:
            case [FacetTerm("topic", name, negated=False)]:
                ready = ready_lists.of_topic(self._connection, name)
                if ready is not None:
                    return ready
        texts = query.texts()
        if texts and len(texts) == len(query.terms):
            return with_all(self._connection, texts)
        condition = where(query, local_now(), self._lists(query))
        return read_ids(
            self._connection,
            f"SELECT id FROM articles WHERE {condition.sql}",
            condition.parameters,
        )

    def _lists(self, query: Query) -> Lists:
        return Lists(self._front_ids, self.rules.muted, lambda: self.stories.told_for(query))

    def topics_of(self, article_id: int) -> list[str]:
        """Return the topics of an article, in the order of its file."""
        rows = self._connection.execute(
            "SELECT f.name FROM articles a, json_each(a.topics) t JOIN facets f ON f.id = t.value "
            "WHERE a.id = ? ORDER BY t.key",
            (article_id,),
        )
        return [name for (name,) in typed(rows, str)]

    def has_topics(self, article_id: int, query: Query) -> bool:
        """Tell whether an article has one of the topics that `query` asks for, by exact name."""
        wanted = map(name_key, query.facet("topic"))
        return not {*map(name_key, self.topics_of(article_id))}.isdisjoint(wanted)

    def _front_ids(self, at: int) -> list[int]:
        return [place.id for place in self.stories.front_page(at)]

    def in_order(self, ids: "array[int]", sort: Sequence[SortKey]) -> "array[int]":
        """Return some ids in order, quicker than all would be."""
        order = order_as_told(tuple(sort), self._lists(Query()).told)
        return read_ids(
            self._connection,
            "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?)) "
            f"ORDER BY {order.sql}",
            (json.dumps(ids.tolist()), *order.parameters),
        )

    def with_texts(self, terms: Sequence[TextTerm]) -> Found | Sought:
        """Return the articles whose texts have something, to be read as far as needed."""
        return find(self._connection, terms)

    def beyond_titles(self, words: str) -> tuple[list[int], list[int]]:
        """Return what has words in its names, or anywhere; see `texts.finding`.

        If no names have them, those that nearly do count.
        """
        by_name, anywhere = beyond_titles(self._connection, words)
        return by_name or self._by_near_names(words), anywhere

    def _by_near_names(self, words: str) -> list[int]:
        generation = self.generation()
        if self._near_names is None or self._near_names[0] != generation:
            # Imported here, because only a mistyped name needs it.
            from broadsheet.library.index.near_names import NearNames

            self._near_names = generation, NearNames(self._connection)
        return self._near_names[1].articles(words)

    def rows(self, ids: Iterable[int]) -> dict[int, Row]:
        """Return the rows of `ids`, except those of articles that have been removed since."""
        return rows_of(self._connection, ids)

    def told_rows(self, ids: Iterable[int]) -> dict[int, Row]:
        """Return the same rows with their place among what is not muted, as of `Stories.as_of`."""
        rows = self.rows(ids)
        told = self.stories.told(rows)
        for article_id in told.keys() & rows.keys():
            row, (lead, sources, _) = rows[article_id], told[article_id]
            story = row.story._replace(is_lead=lead == article_id, sources=sources)
            rows[article_id] = replace(row, story=story)
        return rows

    def facets(
        self, kind: FacetField, limit: int = _ALL, *, named: Iterable[str] | None = None
    ) -> list[Facet]:
        """Return the names of a kind with their counts, most frequent first; at most `limit`.

        Only those that are `named`, if any are.
        """
        among = "1" if named is None else "key IN (SELECT value FROM json_each(:keys))"
        rows = self._connection.execute(
            f"SELECT name, total, parent, position, key FROM ({facets_of(kind, among)}) "
            "ORDER BY total DESC, key LIMIT :limit",
            {"keys": json.dumps([*map(name_key, named or ())]), "limit": limit},
        )
        read = self._read_of(kind)
        return [
            Facet(kind, name, count, parent, position, count - read.get(key, 0))
            for name, count, parent, position, key in typed(
                rows, str, int, str, int | NoneType, str
            )
        ]

    def facet_count(self, kind: FacetField) -> int:
        """Return how many names a kind has."""
        rows = self._connection.execute(f"SELECT count(*) FROM ({facets_of(kind)})")
        return int(*rows.fetchone())

    def names(self) -> IndexNames:
        """Return what a query can ask for in this library."""
        return IndexNames(lambda: self.connection, lambda when: self.stories.front_day(when).note)

    def unread(self) -> int:
        """Return how many articles are unread."""
        (read,) = self._connection.execute(f"SELECT count(*) {_READ} WHERE m.read").fetchone()
        return self.count() - int(read)

    def starred_and_later(self) -> tuple[int, int]:
        """Return how many articles are starred, and how many are kept for later."""
        starred, later = self._connection.execute(
            f"SELECT count(CASE WHEN m.starred THEN 1 END), count(CASE WHEN m.later THEN 1 END) "
            f"{_READ} WHERE m.starred OR m.later"
        ).fetchone()
        return int(starred), int(later)

    def standing(self, field: Literal["quality", "heat"], value: int) -> Standing:
        """Return the place of `value` among all qualities or heats of the library."""
        found = self._connection.execute(
            "SELECT coalesce(sum(count) FILTER (WHERE value > ?), 0), coalesce(sum(count), 0) "
            "FROM scores WHERE field = ?",
            (value, field),
        )
        ((better, count),) = typed(found, int, int)
        return Standing(better + 1, count)

    def highest(self) -> tuple[int, int]:
        """Return the highest quality and heat in the library; 0 if no article has one."""
        found = self._connection.execute(
            "SELECT coalesce(max(value) FILTER (WHERE field = 'quality'), 0), "
            "coalesce(max(value) FILTER (WHERE field = 'heat'), 0) FROM scores"
        )
        ((quality, heat),) = typed(found, int, int)
        return quality, heat

    def makeup(self) -> Makeup:
        """Return what the articles of the library have."""
        return makeup_of(self._connection)

    def traits(self) -> FolderTraits:
        """Return how to read the files that are articles, so that they are read as before."""
        scored = self._connection.execute(
            "SELECT quality FROM articles WHERE id = ("
            "SELECT article_id FROM files WHERE reason = ? AND reason > '' LIMIT 1)",
            (A_SCORE,),
        ).fetchone()
        return ANY_ARTICLE._replace(
            is_jekyll="jekyll" in str(noted(self._connection, "traits")),
            takes_scores=scored is not None and scored[0] is not None,
        )

    def problems(self) -> list[Problem]:
        """Return every problem of the library, by file and line."""
        rows = self._connection.execute(
            "SELECT path, reason, line, field FROM problems ORDER BY path, line"
        )
        found = typed(rows, str, str, int | NoneType, str)
        return [Problem(native(path), *rest) for path, *rest in found]

    def problem_count(self) -> int:
        """Return how many problems the library has."""
        (count,) = self._connection.execute("SELECT count(*) FROM problems").fetchone()
        return int(count)

    def skipped(self) -> list[tuple[str, str]]:
        """Return path and reason of every file that was read and is no article."""
        found = self._connection.execute(f"SELECT path, reason {_SKIPPED}")
        return [(native(path), reason) for path, reason in typed(found, str, str)]

    def skipped_count(self) -> int:
        """Return how many files were read and are no articles."""
        (count,) = self._connection.execute(f"SELECT count(*) {_SKIPPED}").fetchone()
        return int(count)

    def _read_of(self, kind: FacetField) -> dict[str, int]:
        """Return how many articles of each name of a kind are read, by the key of the name."""
        ids, facet_id = (
            (f", json_each(a.{kind}s) name", "name.value")
            if kind in ("topic", "author")
            else ("", f"a.{kind}_id")
        )
        return dict(
            self._connection.execute(
                f"SELECT f.key, count(*) {_READ}{ids} JOIN facets f ON f.id = {facet_id} "
                "WHERE m.read GROUP BY f.key"
            )
        )
