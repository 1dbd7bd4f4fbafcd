"""Finds articles by the words of their names and texts, as ids in no order."""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, islice

from broadsheet.library.query.terms import TextTerm
from broadsheet.library.query.texts import (
    FETCHED,
    VERSION,
    each_word,
    in_texts,
)

_DOCUMENTS = "SELECT json_group_array(rowid) FROM texts WHERE texts MATCH ?"
_DOCUMENTS_BETWEEN = "SELECT rowid FROM texts WHERE texts MATCH ? AND rowid BETWEEN ? AND ?"
# The articles of a list that have something in a fetched text, or in a document with a new version.
_IN_OTHERS = f"""
SELECT value FROM json_each(?) j CROSS JOIN text_docs d CROSS JOIN texts t
WHERE d.source IN (value, value + {FETCHED}) AND (d.version > 0 OR d.source >= {FETCHED})
AND t.rowid = d.source + d.version * {VERSION} AND t.texts MATCH ?
"""
_GONE = "SELECT json_group_array(doc_id) FROM text_gone"
_HAVE_PAGE = "SELECT source FROM text_docs WHERE source >= ?"

_HIGHEST = "SELECT coalesce(max(id), 0) FROM articles"

_MANY = 300_000
"""In fewer articles, everything that texts have is listed as soon as a screen is full."""

_FEW = 150_000
"""Reading this many numbers takes as long as looking for a few hundred of them in their text."""

_LOOKED_AT = 1_000
"""Articles that are looked at together."""

_LOOKS = 3
"""The number of attempts after which finding everything is as quick."""

_APART = 64
"""Articles are looked at together if their ids are no further apart than this, on average."""


class Found:
    """The articles whose texts have something; as long as possible, their numbers are a text.

    `documents` is what `_DOCUMENTS` selects, in ascending order. The articles `apart` were found in
    several documents together.
    """

    def __init__(self, documents: str, gone: AbstractSet[int], apart: set[int]) -> None:
        self._text = documents
        self._gone = gone
        self._end = self._place(VERSION)
        later = json.loads(f"[{documents[self._end :]}") if self._end < len(documents) - 1 else ()
        self._others = apart.union(doc_id % VERSION for doc_id in later if doc_id not in gone)
        self._is_small = documents.count(",") < _FEW

    def all(self) -> list[int]:
        """Return all of them, in any order."""
        ids: list[int] = json.loads(f"{self._text[: self._end].rstrip(',]')}]")
        if self._gone:
            ids = [doc_id for doc_id in ids if doc_id not in self._gone]
        return [*self._others.union(ids)] if self._others else ids

    def first(self, order: Iterable[int], most: int) -> "array[int]":
        """Return the first `most` articles of `order` that were found."""
        left, first = iter(order), array("q")
        if not self._is_small:
            some = islice(left, _LOOKS * _LOOKED_AT)
            first.extend(islice(filter(self.__contains__, some), most))
        if len(first) < most:
            first.extend(islice(filter({*self.all()}.__contains__, left), most - len(first)))
        return first

    def __contains__(self, article_id: int) -> bool:
        if article_id in self._others:
            return True
        at = self._place(article_id)
        is_there = self._text.startswith((f"{article_id},", f"{article_id}]"), at)
        return is_there and article_id not in self._gone

    def _place(self, number: int) -> int:
        """Return where the numbers begin that are not below `number`."""
        low, high = 1, len(self._text) - 1
        while low < high:
            middle = (low + high) // 2
            start = max(low, self._text.rfind(",", low, middle) + 1)
            end = self._text.find(",", middle, high)
            end = high if end < 0 else end
            if int(self._text[start:end]) < number:
                low = min(end + 1, high)
            else:
                high = start
        return low


class Sought:
    """The articles that have all of `parts`, found only as far as needed.

    The newest articles mostly have the highest ids, and documents are listed by id: of a frequent
    word, a screen is full in a fraction of the time that all of them take.
    """

    def __init__(self, connection: sqlite3.Connection, parts: Sequence[str]) -> None:
        self._connection = connection
        self._parts = parts
        self._listed: Found | None = None

    def all(self) -> list[int]:
        """Return all of them, in any order."""
        return self._every().all()

    def first(self, order: Iterable[int], most: int) -> "array[int]":
        """Return the first `most` articles of `order` that were found."""
        left, first, passed = iter(order), array("q"), list[int]()
        for _ in range(_LOOKS):
            some = [*islice(left, _LOOKED_AT)]
            passed += some
            if not some or max(some) - min(some) > _APART * len(some):
                break
            first.extend(islice(filter(self._among(some).__contains__, some), most - len(first)))
            if len(first) >= most:
                return first
        return self._every().first(chain(passed, left), most)

    def __contains__(self, article_id: int) -> bool:
        if self._listed is not None:
            return article_id in self._listed
        return article_id in self._among([article_id])

    def _every(self) -> Found:
        self._listed = self._listed or _found(self._connection, self._parts)
        return self._listed

    def _among(self, ids: list[int]) -> set[int]:
        """Return those of `ids`, and perhaps others, that have all parts, in whichever document."""
        within, listed = (min(ids), max(ids)), json.dumps(ids)
        gone = _gone(self._connection)
        found: set[int] | None = None
        for part in self._parts:
            rows = self._connection.execute(_DOCUMENTS_BETWEEN, (part, *within))
            have = {doc_id for (doc_id,) in rows} - gone
            have.update(one for (one,) in self._connection.execute(_IN_OTHERS, (listed, part)))
            found = have if found is None else found & have
        return found or set()


def with_all(connection: sqlite3.Connection, terms: Sequence[TextTerm]) -> "array[int]":
    """Return the articles that have what each of `terms` asks for; none of them is negated."""
    return array("q", _found(connection, [in_texts(term.value) for term in terms]).all())


def find(connection: sqlite3.Connection, terms: Sequence[TextTerm]) -> Found | Sought:
    """Return what `with_all` does, to be read as far as needed."""
    parts = [in_texts(term.value) for term in terms]
    ((articles,),) = connection.execute(_HIGHEST)
    # Each look would gather all that begin with something again.
    if articles < _MANY or any(term.value.endswith("*") for term in terms):
        return _found(connection, parts)
    return Sought(connection, parts)


def beyond_titles(connection: sqlite3.Connection, typed: str) -> tuple[list[int], list[int]]:
    """Return which articles have all words in title and names, and which anywhere.

    `typed` is `Query.words`.
    """
    words = each_word(typed)
    if not words:
        return [], []
    return with_about(connection, words), _found(connection, words).all()


def with_about(connection: sqlite3.Connection, words: Sequence[str]) -> list[int]:
    """Return the articles with all of `words`, in the language of FTS5, in title and names."""
    return _found(connection, [f"about : ({' AND '.join(words)})"]).all() if words else []


def _found(connection: sqlite3.Connection, parts: Sequence[str]) -> Found:
    """Return the articles that all of `parts` find, be it in their file or in a fetched text."""
    documents = _documents(connection, " AND ".join(f"({part})" for part in parts))
    apart = _apart(connection, parts) if len(parts) > 1 else set[int]()
    return Found(documents, _gone(connection), apart)


def _apart(connection: sqlite3.Connection, parts: Sequence[str]) -> set[int]:
    """Return the articles that have some parts in their file, and others in a fetched text."""
    found = {source - FETCHED for (source,) in connection.execute(_HAVE_PAGE, (FETCHED,))}
    for part in parts:
        if found:
            found.intersection_update(_found(connection, [part]).all())
    return found


def _documents(connection: sqlite3.Connection, match: str) -> str:
    """Return the documents that `match` finds."""
    # As one value: row by row takes twice the time.
    ((documents,),) = connection.execute(_DOCUMENTS, (match,))
    return str(documents)


def _gone(connection: sqlite3.Connection) -> set[int]:
    """Return the documents that are out of date."""
    ((gone,),) = connection.execute(_GONE)
    return set(json.loads(gone))
