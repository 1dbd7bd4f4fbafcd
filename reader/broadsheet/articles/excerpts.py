"""Tells whether a text begins with its excerpt, so that nothing is read twice."""

import re

_NOT_LETTERS = re.compile(r"[\W_]+")
_CUT_SHORT = re.compile(r"(?:\s|\[|\()*(?:…|\.\.\.)[\])]?\s*\Z")
_FEWEST_LETTERS = 20


def beginning_length(excerpt: str) -> int:
    """Return how many characters of a text `is_repeated` looks at."""
    return 2 * len(excerpt) + 500


def is_repeated(excerpt: str, beginning: str) -> bool:
    """Return whether the `beginning` of a text holds the words of `excerpt`."""
    words = _letters(_CUT_SHORT.sub("", excerpt))
    return len(words) >= _FEWEST_LETTERS and words in _letters(beginning)


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()
