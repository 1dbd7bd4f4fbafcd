"""Finds what has the words of a search in names and texts, not only in its title."""

import sqlite3
from array import array

from broadsheet.library.query.texts import FOUND, FOUND_OF_FETCHED, each_word


def beyond_titles(connection: sqlite3.Connection, typed: str) -> tuple["array[int]", "array[int]"]:
    """Return which articles have all words in title and names, and which anywhere; in any order.

    `typed` is `Query.words`. An article may be there twice.
    """
    words = each_word(typed)
    if not words:
        return array("q"), array("q")
    together = " AND ".join(words)
    by_name = _ids(connection, FOUND, f"about : ({together})")
    anywhere = _ids(connection, FOUND, together)
    if len(words) > 1:
        anywhere += _apart(connection, words)
    return by_name, anywhere


def _apart(connection: sqlite3.Connection, words: list[str]) -> "array[int]":
    """Return the articles that have some words in their file, and others in a fetched text."""
    found = set(_ids(connection, FOUND_OF_FETCHED, words[0]))
    for word in words[1:]:
        if not found:
            break
        found &= set(_ids(connection, FOUND_OF_FETCHED, word))
    return array("q", found)


def _ids(connection: sqlite3.Connection, query: str, match: str) -> "array[int]":
    return array("q", [article_id for (article_id,) in connection.execute(query, (match,))])
