"""Excerpts that a text begins with."""

import pytest

from broadsheet.articles.excerpts import is_repeated


@pytest.mark.parametrize(
    ("excerpt", "beginning", "repeated"),
    [
        ("The first words of an article…", "The first words of an article, and more.", True),
        ("The first words of an article [...]", "Head The first words of an article.", True),
        ("Something else is said of this", "The first words of an article.", False),
        ("Short", "Short", False),
    ],
)
def test_an_excerpt_that_the_text_repeats_is_found(
    excerpt: str, beginning: str, repeated: bool
) -> None:
    assert is_repeated(excerpt, beginning) is repeated
