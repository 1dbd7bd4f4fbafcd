import time

import pytest

from broadsheet.articles.model import Article
from broadsheet.articles.plain_text import plain_text, plain_texts


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain & simple <3", "plain & simple <3"),
        ('See [the docs](https://e.org/a_(b) "Title") now', "See [the docs] now"),
        ("![A cat](cat.png)", "![A cat]"),
        ("[docs]: https://e.org/secret\nmore", " \nmore"),
        ("one<p>two</p><b>th</b>ree", "one two three"),
        ("one<br>two", "one two"),
        ("a <script>var x = '<b>'</script> z", "a   z"),
        ("a <!-- hidden --> z", "a   z"),
        ("a <!-- never ends", "a  "),
        ("x <y and z> w", "x <y and z> w"),
        ("AT&amp;T &#8364;5 &nosuch; &#99999999;", "AT&T \u20ac5 &nosuch; &#99999999;"),
        ("<https://e.org>", "<https://e.org>"),
    ],
)
def test_markup_is_no_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_an_excerpt_of_the_body_is_not_there_twice() -> None:
    article = Article("a.md", "Title", excerpt="Begin.", body="Begin. And end.")
    assert plain_texts(article) == ["Begin.", "Begin. And end."]
    assert plain_texts(article._replace(is_excerpt_of_body=True)) == ["Begin. And end."]
    assert plain_texts(article._replace(body=" ", excerpt="")) == []


@pytest.mark.parametrize("piece", ["<script", "<!--", "](", "<a ", "[x]:", "]((", "&#1", "<"])
def test_hostile_markup_takes_no_time(piece: str) -> None:
    began = time.process_time()
    plain_text(piece * (1_000_000 // len(piece)))
    assert time.process_time() - began < 2
