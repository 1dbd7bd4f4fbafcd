"""What makes two texts the same: for search, and for names."""

import unicodedata

from broadsheet.text.patterns import compiled_later

_NOT_WORDS = compiled_later(r"[\W_]+")
_NOT_ASCII = compiled_later(r"[^\x00-\x7f]+")
# What `fold` makes of each ASCII character: titles are folded by the million, and most are ASCII.
_ASCII_FOLDED = bytes(ord(_NOT_WORDS.sub(" ", chr(code)).lower()) for code in range(128)).ljust(256)


class _Folded(dict[int, str]):
    """What `fold` makes of each other character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _NOT_WORDS.sub(" ", _without_accents(chr(code)).casefold())
        return self[code]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Reduce `text` to what search compares: lower case, no accents, one space between words.

    >>> fold("Élan vital: AI-Builder")
    'elan vital ai builder'
    """
    if not text.isascii():
        # Most texts have a few such characters only: quotation marks, dashes, an accent.
        text = _NOT_ASCII.sub(lambda found: found[0].translate(_FOLDED), text)
        if not text.isascii():
            return _NOT_WORDS.sub(" ", text.casefold()).strip()
    return " ".join(text.encode().translate(_ASCII_FOLDED).decode().split())


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
