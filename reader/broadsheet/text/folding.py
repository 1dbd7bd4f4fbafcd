"""What makes two texts the same: for search, and for names."""

import unicodedata
from codecs import charmap_build, charmap_encode
from functools import cache
from itertools import islice

from broadsheet.text.patterns import compiled_later

_NOT_WORDS = compiled_later(r"[\W_]+")
_NOT_ASCII = compiled_later(r"[^\x00-\x7f]+")
# Dashes, quotation marks and the letters of Western Europe: of these, as many as go into a byte.
_COMMON = (*range(0x2010, 0x2028), *range(0xA0, 0x180))


class _Folded(dict[int, str]):
    """What `fold` makes of each other character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _NOT_WORDS.sub(" ", _without_accents(chr(code)).casefold())
        return self[code]


_FOLDED = _Folded()


class _Tables:
    """What makes bytes of the characters that fold to one of ASCII, and what folds these bytes.

    Texts are folded by the million, and almost all consist of such characters.
    """

    def __init__(self) -> None:
        common = (chr(code) for code in _COMMON if len(_FOLDED[code].encode()) == 1)
        characters = "".join((*map(chr, range(128)), *islice(common, 128)))
        self._to_bytes = charmap_build(characters)
        self.folded = "".join(map(_FOLDED.__getitem__, map(ord, characters))).encode()

    def encoded(self, text: str) -> bytes:
        """Return the bytes of a text; raises UnicodeEncodeError for other characters."""
        return charmap_encode(text, "strict", self._to_bytes)[0]


_tables = cache(_Tables)


def fold(text: str) -> str:
    """Reduce `text` to what search compares: lower case, no accents, one space between words.

    >>> fold("Élan vital: AI-Builder")
    'elan vital ai builder'
    """
    tables = _tables()
    try:
        data = text.encode() if text.isascii() else tables.encoded(text)
    except UnicodeEncodeError:
        text = _NOT_ASCII.sub(lambda found: found[0].translate(_FOLDED), text)
        if not text.isascii():
            return _NOT_WORDS.sub(" ", text.casefold()).strip()
        data = text.encode()
    text = data.translate(tables.folded).decode()
    # Sooner done than to take the words apart and put them together.
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip()


def name_key(text: str) -> str:
    """Reduce a name to what makes it the same name: no case, no accents, signs kept.

    >>> name_key("Électricité  de C++")
    'electricite de c++'
    """
    return " ".join(_without_accents(text).casefold().split())


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


_TYPED_AS = str.maketrans("‘’“”‐‑–—", "''\"\"----")
"""Quotation marks and dashes, and what people type for them."""


def fold_in_place(text: str) -> tuple[str, list[int] | None]:
    """Fold the letters of `text`, signs and spaces kept, and say where each came from.

    The places are None if each letter stands where it stood.

    >>> fold_in_place("Straße")
    ('strasse', [0, 1, 2, 3, 4, 4, 5])
    """
    if text.isascii():
        return text.lower(), None
    folded = [_folded_letter(letter) for letter in text.translate(_TYPED_AS)]
    if all(len(letter) == 1 for letter in folded):
        return "".join(folded), None
    places = [place for place, letters in enumerate(folded) for _ in letters]
    return "".join(folded), places


@cache
def _folded_letter(letter: str) -> str:
    return _without_accents(letter).casefold()
