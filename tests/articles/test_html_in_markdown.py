import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from broadsheet.articles.html_in_markdown import without_html, without_tags
from broadsheet.text.door import clean_text
from tests.hostile import HOSTILE_STRINGS


@pytest.mark.parametrize(
    ("mixed", "markdown"),
    [
        ("No tags at all, 2 < 3.", "No tags at all, 2 < 3."),
        (
            "See <a href='https://a.example/x'>the *page*</a>.",
            "See [the *page*](https://a.example/x).",
        ),
        ("A <a href=/local>page</a>, <b> bold </b>and <em>so</em>", "A page,  **bold** and *so*"),
        ("<kbd>Ctrl</kbd> <span style='x'>s</span> <s>t</s>", "`Ctrl` s ~~t~~"),
        ("one<br>two\n| a<br>b | c |", "one\\\ntwo\n| a b | c |"),
        ("<b>never closed", "never closed"),
        ("closed</b> only", "closed only"),
        ("<img src=https://a.example/p.png alt=Cat> x", "![Cat](https://a.example/p.png) x"),
        (
            "a <iframe src='https://x*b*@a.example/v'></iframe>",
            "a [Embedded: a.example](https://x*b*@a.example/v)",
        ),
        ("a <!-- note --> b", "a  b"),
        ("a <script>evil()</script>b", "a b"),
        (
            "List<String> and <T>, `<b>`, ``<i>`<u>``",
            "List\\<String> and \\<T>, `<b>`, ``<i>`<u>``",
        ),
        ("`a`<b>`c` `", "`a` `c` \\`"),
        ("<https://a.example> \\<b> <me@a.example>", "<https://a.example> \\<b> <me@a.example>"),
        ("```html\n<p>one</p>\n```\n~~~\n<b>", "```html\n<p>one</p>\n```\n~~~\n<b>"),
        ("text\n\n    <b>code</b>\n\ntext <b>x</b>", "text\n\n    <b>code</b>\n\ntext **x**"),
        (
            "Before.\n\n<details><summary>More</summary>\n\n*Hidden*.\n\n</details>\n\n## After",
            "Before.\n\nMore\n\n*Hidden*.\n\n\n## After",
        ),
        (
            "Before\n<table>\n<tr><td>1<td>2</tr>\n\n<tr><td>7<td>8</tr>\n</table>\n\n- one",
            "Before\n\n| 1 | 2 |\n| --- | --- |\n| 7 | 8 |\n\n- one",
        ),
        ("<pre>\na *b*\n</pre>\n- item", "```\na *b*\n```\n\n- item"),
        ("<!-- one\n\ntwo -->\nthree", "three"),
        ("<table>\n\nNever closed", "\nNever closed"),
    ],
)
def test_html_in_markdown_becomes_markdown(mixed: str, markdown: str) -> None:
    assert without_html(mixed) == markdown


def test_plain_text_shows_what_looks_like_a_tag() -> None:
    assert without_tags("if a < b: List<String> </T> <3") == "if a < b: List\\<String> \\</T> <3"


PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<a href=https://a.example>",
            "</a>",
            "<br>",
            "<!--",
            "-->",
        ),
        *(
            "<table>",
            "<td>",
            "</table>",
            "<pre>",
            "</pre>",
            "<T>",
            "<",
            "`",
            "``",
            "```",
            "\n```\n",
        ),
        *(
            "\n",
            "\n\n",
            "    ",
            "- ",
            "| ",
            "> ",
            "\\",
            "word",
            "*",
            "[x](https://b.example)",
            "<svg>",
        ),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text())
def test_no_tag_is_left_that_would_be_dropped(mixed: str) -> None:
    tokens = MarkdownIt("gfm-like").parse(without_html(mixed))
    kinds = {token.type for token in tokens}
    kinds |= {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {"html_block", "html_inline"}


@pytest.mark.parametrize(
    "piece", ["<b>", "<b>x</b>", "`", "``x`", "<a href='", "<!--", "<table>\n\n", "<", "<p>\n"]
)
def test_long_bodies_take_time_in_proportion(piece: str) -> None:
    began = time.process_time()
    without_html(piece * (120_000 // len(piece)))
    assert time.process_time() - began < 5


@pytest.mark.parametrize("hostile", HOSTILE_STRINGS, ids=lambda hostile: hostile.name)
def test_nothing_hostile_is_let_in(hostile: object) -> None:
    text = getattr(hostile, "text", "")
    clean = clean_text(f"x <b>{text}</b> <a href='{text}'>y</a>", decode_entities=False)
    markdown = without_html(clean)
    assert not [c for c in markdown if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", markdown)
