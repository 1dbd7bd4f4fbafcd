"""Which words of a title a rule is made of."""

import pytest

from broadsheet.library.stories.telling_words import telling_words

COUNTS = {"microsoft": 900, "power": 800, "apps": 800, "what": 90, "blog": 40}


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("April 2024 ALM blog: What’s new and what it means for you", ["alm", "blog"]),
        ("Microsoft uses GPT-3 to add AI features to Power Apps", ["gpt 3"]),
        ("Microsoft Power Apps", []),
        ("Monday, May 3: what you need to know in March", ["know"]),
        ("How Rolls-Royce is unlocking a sluggish factory", ["rolls royce", "unlocking"]),
        ("Seven Soups With Accelerator And Zest", ["accelerator", "seven"]),
        ("", []),
    ],
)
def test_names_come_first_and_months_and_common_words_never(title: str, words: list[str]) -> None:
    found = telling_words(title, lambda word: COUNTS.get(word, 2), 1000, 2)
    assert found == words


def test_a_word_that_others_have_says_more_than_one_that_finds_this_article_alone() -> None:
    counts = {"misconfiguration": 1, "records": 5, "exposed": 7}
    title = "Misconfiguration exposed records"
    assert telling_words(title, counts.__getitem__, 1000, 2) == ["records", "exposed"]
