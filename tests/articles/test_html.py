import html as stdlib_html
import re
import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from broadsheet.articles.html import first_url, html_to_markdown, looks_like_html
from broadsheet.text.door import clean_line
from tests.hostile import HOSTILE_STRINGS, HostileString

IFRAME = '<iframe width="800" src="https://www.youtube.com/embed/abc?a=1&amp;b=2" allowfullscreen>'
TAGS = ["<p>", "</p>", "<b>", "</b>", "<i>", "<a href=https://a.example>", "</a>", "<br>", "<pre>"]
MORE_TAGS = [
    "<ul>",
    "<li>",
    "</ul>",
    "<table>",
    "<td>",
    "<tr>",
    "</table>",
    "<h2>",
    "</h2>",
    "<ol>",
]
ODD_TAGS = ["<code>", "</code>", "<!--", "-->", "<", "<a href='", "<blockquote>", "<svg>", "<hr>"]
NESTED = [
    "<b>",
    "<b>x</b>",
    "<i></b>",
    "<blockquote>",
    "<ul><li>",
    "<table><tr><td>x",
    "<pre>",
    "<svg>",
]
UNFINISHED = ["<a ", '<a href="', "<a href=https://a.example>x", "<!--", "<![", "</", "<", "*_[&`"]


def rendered_text(markdown: str) -> str:
    """Return the text that a reader sees, as the Markdown widget's own parser finds it."""
    blocks = MarkdownIt("gfm-like").parse(markdown)
    inline = [child for block in blocks for child in block.children or ()]
    kinds = {token.type for token in blocks} | {token.type for token in inline}
    assert kinds <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"} | {
        "link_open",  # bare addresses become links: they show where they lead
        "link_close",
    }
    return "".join(token.content for token in inline)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One\n  two</p><p>three&nbsp;four", "One two\n\nthree four"),
        ("<h2>Head <i>line</i></h2>text", "## Head *line*\n\ntext"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
        ("a<br>b<br/><br>c", "a\\\nb\n\nc"),
        ("<b>bold</b><b>er</b> <em> spaced </em>x", "**bolder** *spaced* x"),
        ("<strong>Note:</strong>text", "**Note:** text"),
        ("<b>a<br><br>b</b>", "**a**\n\n**b**"),
        ("<p><b>never closed<p>next", "**never closed**\n\n**next**"),
        ("<b>crossed <i>tags</b> here</i>", "**crossed *tags*** here"),
        ("R&amp;D &lt;b&gt; 5 &gt; 3 &#8217;", "R&D \\<b\\> 5 \\> 3 \u2019"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>d", "- a\n  - b\n- c\n\nd"),
        ("<ol><li><p>a</p><p>b</p><li>c</ol>", "1. a\n\n   b\n2. c"),
        ("<li>no list", "- no list"),
        ("<blockquote>a<p>b</blockquote>c", "> a\n>\n> b\n\nc"),
        ("<pre>x\n  *y*</pre>", "```\nx\n  *y*\n```"),
        ("<pre>```</pre>", "````\n```\n````"),
        ("use <code>a_b `c`</code>", "use `` a_b `c` ``"),
        ("a<hr>b", "a\n\n***\n\nb"),
        (
            "<table><tr><th>A<th>B|C<tr><td><td>1<br>2</table>",
            "| A | B\\|C |\n| --- | --- |\n|  | 1 2 |",
        ),
        ("<table><tr><td>layout</table>", "layout"),
        ("a<script>if (1 < 2) '</p>'</script>b<style>p{}</style><svg><p>x</svg>c", "abc"),
        ("a<!-- <p>hidden</p> -->b<![CDATA[x]]>c", "abc"),
        ("2 < 3 and <3", "2 \\< 3 and \\<3"),
        ("", ""),
    ],
)
def test_html_becomes_readable_markdown(html: str, markdown: str) -> None:
    assert html_to_markdown(html) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<a href="https://a.example/x?b=1&amp;c=2">t</a>', "[t](https://a.example/x?b=1&c=2)"),
        ("<a href=//a.example/(x)>t</a>", "[t](https://a.example/%28x%29)"),
        ("<a href='https://a.example'><div>block</div></a>", "[block](https://a.example)"),
        ("<a href=javascript:alert(1)>t</a>", "t"),
        ("<a href='java\tscript:alert(1)'>t</a>", "t"),
        ("<a href=/local>t</a><a>u</a>", "tu"),
        ("<a href=https://a.example></a>x", "x"),
        (
            "<img src=https://a.example/p.png alt='A *cat*'>",
            "![A \\*cat\\*](https://a.example/p.png)",
        ),
        ("<img src=https://a.example/p.png>", "![](https://a.example/p.png)"),
        ("<img src=https://a.example/1f600.png alt='\U0001f600'>", "\U0001f600"),
        ("<a href=https://a.example><img src=https://b.example></a>", "[Image](https://a.example)"),
        ("<img src=https://a.example/p.png width=1 height=1>", ""),
        ("<img src=data:image/png;base64,xx alt=':-)'>", "\\:-)"),
        (
            "<a href=https://a.example><img src=https://b.example alt=Logo></a>",
            "[Logo](https://a.example)",
        ),
        (
            f"before {IFRAME}</iframe>after",
            "before\n\n[Embedded: www.youtube.com](https://www.youtube.com/embed/abc?a=1&b=2)\n\nafter",
        ),
    ],
)
def test_links_images_and_embedded_pages_become_links(html: str, markdown: str) -> None:
    assert html_to_markdown(html) == markdown


@given(
    st.text(st.sampled_from("ab1 \n*_~`[](){}<>#+-=.!|&\\;:x\u00e9") | st.characters(codec="utf-8"))
)
def test_text_is_shown_as_it_is_and_never_becomes_formatting(text: str) -> None:
    shown = rendered_text(html_to_markdown(f"<p>x {stdlib_html.escape(text)} y</p>"))
    # Character references that the text itself spells are decoded: see `clean_line`.
    if not re.search(r"&[#\w]+;", text):
        assert letters(shown) == letters(clean_line(f"x {text} y"))


def addresses(markdown: str) -> list[str]:
    tokens = MarkdownIt("gfm-like").parse(markdown)
    inline = [child for token in tokens for child in token.children or ()]
    return [str(value) for token in inline for value in token.attrs.values()]


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum() or c in "*_~`[](){}<>#+-=.!|&\\;:")


@pytest.mark.parametrize(
    "html",
    [
        "*<b>*x*</b>*",
        "_<i>y</i>_",
        "!<a href=https://a.example>x</a>",
        "&#x<span>202e;</span>",
        "&<span>lt;</span>",
        "<p>#</p><p>- a</p><p>1. b</p><p>===</p><p>a<br>---</p><p>&gt; c</p>",
        "[x]<span>(https://a.example)</span>",
        "a | b<br>--- | ---<br>c | d",
        "\\<b>*</b>",
    ],
)
def test_pieces_do_not_become_formatting_together(html: str) -> None:
    expected = re.sub(r"<[^>]*>|\s", "", html).replace("&gt;", ">")
    tokens = MarkdownIt("gfm-like").parse(html_to_markdown(html))
    shown = "".join(child.content for token in tokens for child in token.children or ())
    assert re.sub(r"\s", "", shown) == expected
    assert {token.tag for token in tokens} <= {"", "p"}


@pytest.mark.parametrize("hostile", HOSTILE_STRINGS, ids=lambda hostile: hostile.name)
def test_nothing_hostile_comes_through(hostile: HostileString) -> None:
    for html in (hostile.text, f"<p>{hostile.text}</p>", f"<a href='{hostile.text}'>x</a>"):
        markdown = html_to_markdown(f"{html}<pre>{hostile.text}</pre>")
        assert not [c for c in markdown if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", markdown)
        assert all(address.startswith("http") for address in addresses(markdown))


@given(st.lists(st.sampled_from([*TAGS, *MORE_TAGS, *ODD_TAGS]) | st.text(max_size=3)).map("".join))
def test_any_tags_in_any_order_come_to_an_end(html: str) -> None:
    assert "<svg>" not in html_to_markdown(html)
    looks_like_html(html)
    first_url(html)


@pytest.mark.parametrize("piece", [*NESTED, *UNFINISHED])
def test_long_and_deep_html_takes_time_in_proportion(piece: str) -> None:
    # Anything quadratic would need many minutes for 300 KB, anything recursive would fail.
    began = process_time()
    html_to_markdown(piece * (300_000 // len(piece)))
    assert process_time() - began < 20


@pytest.mark.parametrize(
    "body",
    [
        "<p>Hello</p>",
        "\n  <div class='x'>Hello\n\nworld</div>",
        "<!DOCTYPE html><title>x</title><body>Hello",
        "<!-- made by x -->\n<h1>Head</h1>\n\n<p>one\n\n<p>two",
        "<ul><li>one</li></ul>\n<hr>\n<blockquote>two</blockquote>",
        "<table><tr><td># 1</td></tr></table>",
        IFRAME,
    ],
)
def test_html_is_recognised(body: str) -> None:
    assert looks_like_html(body)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Just text, 2 < 3 and <3.",
        "# Title\n\nText with <b>bold</b>.\n\n- a\n- b\n\n[x](https://a.example)",
        "A paragraph.\n\nAnother, with <b>bold</b> and a <br> break.",
        "<https://a.example> is an address",
        "<img src=x>\n\n# Title\n\n- a\n- b",
        "Generics: `List<String>` and <T>",
        "Hello <b>you</b><br>there",
        "Text first\n\n<p>then a paragraph</p><ul><li>- item</li></ul>",
        "<p align=center><img src=x></p>\n\nA paragraph of Markdown.",
        "<div>\n\n```html\n<p>one</p>\n```\n\n</div>",
        "```html\n<p>one</p>\n<p>two</p>\n```\n\nThat is all.",
    ],
)
def test_markdown_and_text_are_not_taken_for_html(body: str) -> None:
    assert not looks_like_html(body)


@pytest.mark.parametrize(
    ("fragment", "url"),
    [
        (IFRAME, "https://www.youtube.com/embed/abc?a=1&b=2"),
        ("<p>x</p><IFRAME SRC = '//a.example/v' />", "https://a.example/v"),
        ("<iframe src=javascript:alert(1)></iframe>", ""),
        ("<iframe src='https://a.example/\x1b[2Jv'></iframe>", "https://a.example/v"),
        ("<!-- <iframe src=https://a.example> -->", ""),
        ("<a href=https://a.example>x</a>", ""),
        ("<iframe", ""),
        ("", ""),
    ],
)
def test_the_address_of_an_embedded_page_is_found(fragment: str, url: str) -> None:
    assert first_url(fragment) == url
