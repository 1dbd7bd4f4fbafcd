"""Code within a paragraph ends where as many backticks stand as began it."""

from collections.abc import Callable
from time import process_time

import pytest

from broadsheet.articles.code_spans import CodeSpans
from broadsheet.articles.html_in_markdown import without_html
from broadsheet.articles.shortcodes import without_shortcodes


@pytest.mark.parametrize(
    ("text", "limit", "end"),
    [
        ("`a` b`", 6, 3),
        ("``a` b`` c", 10, 8),
        ("`a `` b", 7, 1),
        ("`a\n\nb`", 2, 1),
        ("`a", 2, 1),
    ],
)
def test_code_ends_with_as_many_backticks(text: str, limit: int, end: int) -> None:
    opened = len(text) - len(text.lstrip("`"))
    assert CodeSpans(text).end(0, opened, limit) == end


@pytest.mark.parametrize("convert", [without_html, without_shortcodes])
def test_code_that_ends_nowhere_takes_no_time(convert: Callable[[str], str]) -> None:
    text = "<b>{%" + " ".join("`" * number + "x" for number in range(1, 900))
    begun = process_time()
    convert(text)
    assert process_time() - begun < 1
