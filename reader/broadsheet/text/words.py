"""The words of a text as text search knows them, in scripts with and without spaces."""

import unicodedata

from broadsheet.text.folding import fold
from broadsheet.text.patterns import compiled_later

BREAK = "\N{OBJECT REPLACEMENT CHARACTER}"
"""A word that `words` never returns; no phrase reaches across it."""

# Chinese, Japanese, Korean, Thai, Lao, Tibetan, Burmese, Khmer and Yi: their words are not (or, in
# Korean, not entirely) told apart by spaces, so each character counts as a word.
_UNSPACED = compiled_later(
    "[\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u2e80-\ua4cf"
    "\ua960-\ua97f\ua9e0-\ua9ff\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
_HANGUL_PARTS = compiled_later("[\u1100-\u11ff]")


def has_no_spaces(folded: str) -> bool:
    """Tell whether a folded word is of a script that puts no spaces between words."""
    return (
        not folded.isascii()
        and _UNSPACED.search(folded) is not None
        and _HANGUL_PARTS.search(folded) is None
    )


def words(text: str) -> str:
    """Return the words of `text`, folded, with a space between them.

    >>> words("Élan vital: 知識 is 서울")
    'elan vital 知 識 is 서 울'
    """
    return spaced(fold(text))


def spaced(folded: str) -> str:
    """Return the words of a text that was folded."""
    if folded.isascii():
        return folded
    if _HANGUL_PARTS.search(folded):
        folded = unicodedata.normalize("NFC", folded)  # `fold` took the syllables apart
    return " ".join(_UNSPACED.sub(r" \g<0> ", folded).split())
