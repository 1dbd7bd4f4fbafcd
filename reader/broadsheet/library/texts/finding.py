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
_HAVE_PAGE = "SELECT source FROM text_docs WHERE source >= ?"


def with_all(connection: sqlite3.Connection, terms: Sequence[TextTerm]) -> "array[int]":
    """Return the articles that have what each of `terms` asks for; none of them is negated."""
    return _with_each(connection, [in_texts(term.value) for term in terms])


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
    found = _ids(connection, " AND ".join(f"({part})" for part in parts))
    apart = _apart(connection, parts) if len(parts) > 1 else set[int]()
    return array("q", apart.union(found) if apart else found)


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
    ids: list[int] = json.loads(documents)
    gone = {doc_id for (doc_id,) in connection.execute("SELECT doc_id FROM text_gone")}
    if gone:
        ids = [doc_id for doc_id in ids if doc_id not in gone]
    if ids and ids[-1] >= VERSION:  # they ascend
        ids = list({doc_id % VERSION: None for doc_id in ids})
    return ids
