"""Words in the texts of articles, as SQL over the documents of text search (texts.sql)."""

from collections.abc import Callable, Iterable

from broadsheet.text.word_forms import word_forms
from broadsheet.text.words import words

VERSION = 1 << 40
"""The ids of two versions of a document differ by this; below it is the id of the article."""

FETCHED = 1 << 62
"""What the sources of fetched texts have in addition."""

_FEWEST_LETTERS = 2
_FEWEST_OF_BEGINNING = 3

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


def each_word(typed: str, near: Callable[[str], Iterable[str]] = lambda word: ()) -> list[str]:
    """Return the words of `Query.words` in the language of FTS5, for titles, names or texts.

    Each may have another form, or be one that `near` returns for it. Empty if these are too few
    letters to be worth a look.
    """
    found = typed.split()
    if len("".join(found)) < _FEWEST_LETTERS and typed.isascii():
        return []
    last = len(found) - (0 if typed.endswith(" ") else 1)
    return [
        _any_of(
            _phrase(word, begins=number == last and _may_go_on(word)),
            [*word_forms(word)[1:], *near(word)],
        )
        for number, word in enumerate(found)
    ]


def _any_of(phrase: str, others: Iterable[str]) -> str:
    return f"({' OR '.join([phrase, *(_phrase(other, begins=False) for other in others)])})"


def _may_go_on(word: str) -> bool:
    # Two letters begin thousands of words.
    return len(word) >= _FEWEST_OF_BEGINNING or not word.isascii()


def _phrase(text: str, *, begins: bool) -> str:
    # `words` leaves letters and digits only, so that nothing needs to be escaped.
    return f'"{words(text)}"{" *" if begins else ""}'
