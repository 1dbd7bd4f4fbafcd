"""Names of files as text that still names the file.

A name may hold whatever the system allows: a tab, a line end, an escape sequence, spaces at its
ends, bytes that are not UTF-8 (lone surrogates in Python). None of it may reach a terminal, and
none of it may be dropped, or the text would name another file.
"""

import os
import unicodedata

from broadsheet.text.door import clean_message

_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\", "'": "\\'"}


def shown_path(path: "str | os.PathLike[str]") -> str:
    r"""Return `path` as it is, or in quotes if it would not be readable, or not safe, on one line.

    The quotes are those of bash and zsh, so that what is printed can be pasted.

    >>> shown_path("R&amp;D/a b.md"), shown_path("a\tb\udce9.md")
    ('R&amp;D/a b.md', "$'a\\tb\\xe9.md'")
    """
    path = os.fspath(path)
    if clean_message(path) == path and path[:2] != "$'":
        return path
    characters = zip(" " + path, path, path[1:] + " ", strict=False)
    return "$'" + "".join(_quoted(*three) for three in characters) + "'"


def _quoted(before: str, character: str, after: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character == " ":  # next to another one, a column would fold them
        return "\\x20" if " " in (before, after) else character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code & 0xFF:02x}"
    is_mark = unicodedata.category(character) in ("Mn", "Me")
    if character.isprintable() and not is_mark and clean_message(character) == character:
        return character
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
