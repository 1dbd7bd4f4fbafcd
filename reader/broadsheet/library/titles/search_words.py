"""The words of a query, taken apart for the title search."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from broadsheet.text.folding import fold

_MOST_WORDS = 32
_MOST_LETTERS = 64


@dataclass(frozen=True, slots=True)
class SearchWord:
    """A word of a query, folded; the last one is `unfinished` while it may still be growing."""

    text: str
    unfinished: bool = False


def parse_words(text: str) -> list[SearchWord]:
    """Return the distinct words of a query, the last one unfinished unless a space follows.

    Pasted text is cut: nobody remembers more words of a title, or longer ones.
    """
    words = list(dict.fromkeys(word[:_MOST_LETTERS] for word in fold(text).split()))[:_MOST_WORDS]
    terms = [SearchWord(word) for word in words]
    if words and not text[-1].isspace():
        terms[-1] = SearchWord(words[-1], unfinished=True)
    return terms


def neighbours_joined(terms: Sequence[SearchWord]) -> list[SearchWord]:
    """Return every two neighbouring words as one, as a title may have them."""
    return [
        SearchWord(first.text + second.text, second.unfinished) for first, second in pairwise(terms)
    ]
