"""Paths as the index keeps them: its text has no place for bytes that are not UTF-8.

Python stands a lone surrogate in for such a byte. The index keeps it as U+0001 and two hexadecimal
digits, and U+0001 itself as well; every other character stays as it is, which makes the form
reversible and gives all paths one order.
"""

import re

from broadsheet.text.patterns import compiled_later

_MARK = "\x01"
_UNFIT = compiled_later("[\x01\udc80-\udcff]")
_MARKED = compiled_later("\x01([0-9a-f]{2})")


def stored(path: str) -> str:
    """Return `path`, as the system gave it, in the form that the index keeps."""
    if path.isascii() and _MARK not in path:
        return path
    return _UNFIT.sub(lambda match: f"{_MARK}{ord(match[0]) & 0xFF:02x}", path)


def native(path: str) -> str:
    """Return a `stored` path as the system gave it: to open it, and for everybody outside."""
    return path if _MARK not in path else _MARKED.sub(_character, path)


def _character(match: re.Match[str]) -> str:
    byte = int(match[1], 16)
    return chr(byte) if byte < 0x80 else chr(0xDC00 + byte)
