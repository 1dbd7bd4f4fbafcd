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
    first, *others = [_ids(connection, in_texts(term.value)) for term in terms]
    if not others:
        return array("q", dict.fromkeys(first))
    return array("q", set(first).intersection(*others))


def beyond_titles(connection: sqlite3.Connection, typed: str) -> tuple["array[int]", "array[int]"]:
    """Return which articles have all words in title and names, and which anywhere; in any order.

    `typed` is `Query.words`. An article may be there twice.
    """
    words = each_word(typed)
    if not words:
        return array("q"), array("q")
    together = " AND ".join(words)
    by_name = _ids(connection, f"about : ({together})")
    anywhere = _ids(connection, together)
    if len(words) > 1:
        anywhere += _apart(connection, words)
    return by_name, anywhere


def _apart(connection: sqlite3.Connection, words: Sequence[str]) -> "array[int]":
    """Return the articles that have some words in their file, and others in a fetched text."""
    found = {source - FETCHED for (source,) in connection.execute(_HAVE_PAGE, (FETCHED,))}
    for word in words:
        if found:
            found.intersection_update(_ids(connection, word))
    return array("q", found)


def _ids(connection: sqlite3.Connection, match: str) -> "array[int]":
    """Return the articles of the documents that `match` finds, some of them twice."""
    # As one value: row by row takes twice the time.
    ((documents,),) = connection.execute(_DOCUMENTS, (match,))
    ids: list[int] = json.loads(documents)
    gone = {doc_id for (doc_id,) in connection.execute("SELECT doc_id FROM text_gone")}
    if gone:
        ids = [doc_id for doc_id in ids if doc_id not in gone]
    if max(ids, default=0) >= VERSION:
        ids = [doc_id % VERSION for doc_id in ids]
    return array("q", ids)
