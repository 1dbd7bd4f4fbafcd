import sys
import unicodedata
from functools import cache

import pytest
from wcwidth import wcwidth

from broadsheet.text.cells import cells, cut, width_of
from tests.text.samples import MANY_SCRIPTS

ALONE_IN_A_FLAG = {chr(code) for code in range(0x1F1E6, 0x1F200)}
"""Letters of flags: two of them take two cells."""


@cache
def characters() -> list[str]:
    """Return every character that can be seen."""
    return [
        character
        for character in map(chr, range(0x20, sys.maxunicode + 1))
        if unicodedata.category(character) not in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
    ]


def test_no_character_is_counted_narrower_than_wcwidth_has_it() -> None:
    narrower = {c for c in characters() if width_of(c) < wcwidth(c)} - ALONE_IN_A_FLAG
    assert not narrower


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("plain", 5),
        ("\u65e5\u672c", 4),
        ("e\u0301", 1),
        ("\u0915\u093f", 2),  # a vowel sign that xterm, VTE and tmux give a cell of its own
        ("\U0001f44d\U0001f3fd", 4),
        ("\u2764\ufe0f", 2),
        ("\u1112\u1161\u11ab", 2),  # Hangul, taken apart
        ("\u4dc0", 2),
    ],
)
def test_cells_of_a_text(text: str, width: int) -> None:
    assert cells(text) == width


@pytest.mark.parametrize("text", MANY_SCRIPTS)
def test_a_cut_text_fits_and_ends_in_an_ellipsis(text: str) -> None:
    for width in range(cells(text) + 2):
        shorter = cut(text, width)
        assert cells(shorter) <= width
        assert shorter == text or shorter in ("", "…") or text.startswith(shorter[:-1])
    assert cut(text, cells(text)) == text
