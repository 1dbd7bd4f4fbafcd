"""Words in the texts of articles, as SQL over the documents of text search (texts.sql)."""

from broadsheet.text.words import words

VERSION = 1 << 40
"""The ids of two versions of a document differ by this; below it is the id of the article."""

FETCHED = 1 << 62
"""What the sources of fetched texts have in addition."""

FOUND = (
    f"SELECT rowid & {VERSION - 1} FROM texts WHERE texts MATCH ? "
    "AND rowid NOT IN (SELECT doc_id FROM text_gone)"
)
"""Selects the ids of the articles that something in the language of FTS5 finds."""

IS_FETCHED = f"id IN (SELECT source & {VERSION - 1} FROM text_docs WHERE source >= {FETCHED})"


def in_texts(text: str) -> str:
    """Return in the language of FTS5 that the words of `text` follow one another in a text.

    If it ends in `*`, the last one is the beginning of a word.
    """
    return f"words : {_phrase(text, begins=text.endswith('*'))}"


def _phrase(text: str, *, begins: bool) -> str:
    # `words` leaves letters and digits only, so that nothing needs to be escaped.
    return f'"{words(text)}"{" *" if begins else ""}'
