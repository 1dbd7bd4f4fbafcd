"""Finds articles by the words of their names and texts, as ids in no order."""

import json
import sqlite3
from array import array
from collections.abc import Sequence

from broadsheet.library.query.terms import TextTerm
from broadsheet.library.query.texts import (
    FETCHED,
    VERSION,
    each_word,
    in_texts,
)

_DOCUMENTS = "SELECT json_group_array(rowid) FROM texts WHERE texts MATCH ?"
_FIRST_DOCUMENTS = (
    "SELECT json_group_array(rowid) FROM (SELECT rowid FROM texts WHERE texts MATCH ? LIMIT ?)"
)
# The articles of a list, in its order, that have something in a current document.
_AMONG = f"""
SELECT value FROM json_each(?) WHERE EXISTS (
  SELECT 1 FROM text_docs d CROSS JOIN texts t
  WHERE d.source IN (value, value + {FETCHED})
  AND t.rowid = d.source + d.version * {VERSION} AND t.texts MATCH ?
) LIMIT ?
"""
_HAVE_PAGE = "SELECT source FROM text_docs WHERE source >= ?"

_MANY = 300_000
"""To find this many documents takes as long as to look into articles until a screen is full."""

_PROBED = 1_000
"""Articles that are looked into at once."""


def with_all(connection: sqlite3.Connection, terms: Sequence[TextTerm]) -> "array[int]":
    """Return the articles that have what each of `terms` asks for; none of them is negated."""
    return _with_each(connection, [in_texts(term.value) for term in terms])


def first_with_all(
    connection: sqlite3.Connection, terms: Sequence[TextTerm], order: "array[int]", most: int
) -> tuple["array[int]", bool]:
    """Return the first `most` articles in `order` that `with_all` finds, or all it finds.

    True means all, in no order: that is quicker unless most of the library has the words.
    """
    parts = [in_texts(term.value) for term in terms]
    # Each look would intersect several words again, and gather all that begin with something.
    if len(parts) > 1 or terms[0].value.endswith("*"):
        return _with_each(connection, parts), True
    [match] = parts
    ((documents,),) = connection.execute(_FIRST_DOCUMENTS, (match, _MANY))
    first: list[int] = json.loads(documents)
    if len(first) < _MANY:
        return array("q", _articles(connection, first)), True
    found = array("q")
    for start in range(0, len(order), _PROBED):
        some = json.dumps(order[start : start + _PROBED].tolist())
        rows = connection.execute(_AMONG, (some, match, most - len(found)))
        found.extend(article_id for (article_id,) in rows)
        if len(found) >= most:
            break
    return found, False


def beyond_titles(connection: sqlite3.Connection, typed: str) -> tuple["array[int]", "array[int]"]:
    """Return which articles have all words in title and names, and which anywhere.

    `typed` is `Query.words`.
    """
    words = each_word(typed)
    if not words:
        return array("q"), array("q")
    by_name = _ids(connection, f"about : ({' AND '.join(words)})")
    return array("q", by_name), _with_each(connection, words)


def _with_each(connection: sqlite3.Connection, parts: Sequence[str]) -> "array[int]":
    """Return the articles that all of `parts` find, be it in their file or in a fetched text."""
    found = _ids(connection, _all_of(parts))
    apart = _apart(connection, parts) if len(parts) > 1 else set[int]()
    return array("q", apart.union(found) if apart else found)


def _all_of(parts: Sequence[str]) -> str:
    return " AND ".join(f"({part})" for part in parts)


def _apart(connection: sqlite3.Connection, parts: Sequence[str]) -> set[int]:
    """Return the articles that have some parts in their file, and others in a fetched text."""
    found = {source - FETCHED for (source,) in connection.execute(_HAVE_PAGE, (FETCHED,))}
    for part in parts:
        if found:
            found.intersection_update(_ids(connection, part))
    return found


def _ids(connection: sqlite3.Connection, match: str) -> list[int]:
    """Return the articles of the documents that `match` finds."""
    # As one value: row by row takes twice the time.
    ((documents,),) = connection.execute(_DOCUMENTS, (match,))
    return _articles(connection, json.loads(documents))


def _articles(connection: sqlite3.Connection, ids: list[int]) -> list[int]:
    """Return the articles of documents, without those that are out of date."""
    gone = {doc_id for (doc_id,) in connection.execute("SELECT doc_id FROM text_gone")}
    if gone:
        ids = [doc_id for doc_id in ids if doc_id not in gone]
    if ids and ids[-1] >= VERSION:  # they ascend
        ids = list({doc_id % VERSION: None for doc_id in ids})
    return ids
