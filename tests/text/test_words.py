import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.text.folding import fold
from broadsheet.text.placed_words import placed_words
from broadsheet.text.words import BREAK, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Élan vital: AI-Builder", "elan vital ai builder"),
        ("\u201cdon\u2019t\u201d \u2014 \ufb01ne", "don t fine"),
        ("AI\u77e5\u8b58 2", "ai \u77e5 \u8b58 2"),  # two signs of Chinese
        ("\u30ab\u3099", "\u30ab"),  # Japanese, with a mark of its own
        ("\uc11c\uc6b8\uc5d0\uc11c", "\uc11c \uc6b8 \uc5d0 \uc11c"),  # Korean
        (unicodedata.normalize("NFD", "\uc11c\uc6b8"), "\uc11c \uc6b8"),
        ("\u0e20\u0e32\u0e29\u0e32", "\u0e20 \u0e32 \u0e29 \u0e32"),  # Thai
        (BREAK, ""),
        ("...", ""),
    ],
)
def test_the_words_of_a_text(text: str, found: str) -> None:
    assert words(text) == found


@given(st.text())
@example("\u13a0\uab70")  # Cherokee: its lower case is the newer one
@example("a\u0301\u1e9e\u0130")
def test_folding_is_the_same_character_by_character(text: str) -> None:
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    letters = "".join(char if char.isalnum() else " " for char in plain)
    assert fold(text) == " ".join(letters.split())


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_every_letter_of_a_word_comes_from_a_place_in_the_text(text: str) -> None:
    placed = placed_words(text)
    assert " ".join(word.text for word in placed) == fold(text)
    assert all(len(word.places) == len(word.text) for word in placed)
