"""How many cells of a terminal a text takes.

Terminals disagree. What is counted here is never less than a common terminal takes (xterm, VTE,
tmux, kitty, Linux): a text cut to a width stays within it everywhere.
"""

import unicodedata
from functools import lru_cache

# Symbols that became wide with Unicode 16, which few Pythons know, and numbers in circles.
_WIDE = (
    range(0x3248, 0x3250),
    range(0x2630, 0x2638),
    range(0x268A, 0x2690),
    range(0x4DC0, 0x4E00),
    range(0x1D300, 0x1D357),
    range(0x1D360, 0x1D377),
)
_EMOJI = range(0x1F300, 0x1FB00)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_MEDIAL_AND_FINAL_JAMO = (range(0x1160, 0x1200), range(0xD7B0, 0xD7FC))
_EMOJI_STYLE = "\ufe0f"


@lru_cache(maxsize=4_096)
def width_of(character: str) -> int:
    """Return the cells that a character takes, never fewer than a terminal gives it."""
    if character == _EMOJI_STYLE:  # where a terminal heeds it, the emoji before becomes wide
        return 1
    category = unicodedata.category(character)
    code = ord(character)
    if category in ("Mn", "Me", "Cc") or any(code in jamo for jamo in _MEDIAL_AND_FINAL_JAMO):
        return 0
    if category == "Cn":
        return 2 if code in _EMOJI else 1
    if code in _SKIN_TONES or any(code in wide for wide in _WIDE):
        return 2
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cells(text: str) -> int:
    """Return the cells that a text takes."""
    return len(text) if text.isascii() else sum(map(width_of, text))


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` cells; if it is longer, it ends in an ellipsis."""
    if cells(text) <= width:
        return text
    if width <= 0:
        return ""
    used = end = 0
    for place, character in enumerate(text, 1):
        used += width_of(character)
        if used > width:
            break
        if used < width:
            end = place
    return text[:end].rstrip() + "…"
