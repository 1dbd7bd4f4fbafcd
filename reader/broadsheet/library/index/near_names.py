"""Mistyped names: the words of providers, authors and feeds that a typed word may have meant."""

import sqlite3
from collections.abc import Iterable

from broadsheet.damage import typed
from broadsheet.library.query.texts import each_word
from broadsheet.library.texts.finding import with_about
from broadsheet.library.titles.search_words import SearchWord
from broadsheet.library.titles.vocabulary import FUZZY, INSIDE, Vocabulary
from broadsheet.text.words import words

_MOST = 5_000
"""Names of a kind that are known, the most frequent first."""

_NAMES = (
    f"SELECT name FROM facets WHERE kind = ? AND count > 0 ORDER BY count DESC, key LIMIT {_MOST}"
)


class NearNames:
    """The words of the names in an index at one moment."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        names = [
            name
            for kind in ("provider", "author", "feed")
            for (name,) in typed(connection.execute(_NAMES, (kind,)), str)
        ]
        self._vocabulary = Vocabulary({*words(" ".join(names)).split()})

    def articles(self, text: str) -> list[int]:
        """Return the articles that have each word of `Query.words`, or nearly, in title and names.

        Letters may be wrong as they may be in titles.
        """
        return with_about(self._connection, each_word(text, self._near))

    def _near(self, word: str) -> Iterable[str]:
        # Not as unfinished: a beginning is near too many words. A part of a name is no mistake.
        found = self._vocabulary.like(SearchWord(words(word)))
        return dict.fromkeys(
            self._vocabulary.words[line]
            for price, lines in found
            if price >= FUZZY and price != INSIDE
            for line in lines
        )
