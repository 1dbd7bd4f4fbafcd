"""Which of several values counts, and what stands in where no field has one."""

import pytest

from broadsheet.articles.model import Article
from broadsheet.articles.read import understand
from tests.articles.makes import dated, read


@pytest.mark.parametrize(
    ("lines", "url"),
    [
        ("authors:\n  - name: A\n    url: https://author.example/me", ""),
        ("image:\n  url: https://pictures.example/rose.webp", ""),
        (
            "source:\n  name: A\n  url: https://site.example/\nurl: https://site.example/post",
            "https://site.example/post",
        ),
        ("url: /relative/\nlink: https://example.org/x", "https://example.org/x"),
        ("url: /relative/\npermalink: https://example.org/x", "https://example.org/x"),
        ("source: The Daily\nsource_url: https://example.org/x", "https://example.org/x"),
        ("originalUrl: ''\nwebUrl: https://example.org/x", "https://example.org/x"),
        ("originalUrl: nowhere\nlink: https://example.org/x", "https://example.org/x"),
        ("originalUrl: nowhere", "nowhere"),
        ("url: //example.org/x", "https://example.org/x"),
        (
            "url: https://example.org/?a=1&amp;amp;b=2&#38;c=3&copy=4",
            "https://example.org/?a=1&b=2&c=3&copy=4",
        ),
        ("twitter: {url: https://twitter.com/ann}", ""),
    ],
)
def test_the_home_of_an_article_is_its_own_address_and_no_other(lines: str, url: str) -> None:
    assert read(f"---\ntitle: A\n{lines}\n---\nBody.").url == url


def test_the_address_that_an_article_opens_is_not_listed_again() -> None:
    found = read("---\ntitle: A\nurl: https://a.example/1\nsource_url: https://a.example/2\n---\n")

    assert [link.url for link in found.other_links] == ["https://a.example/2"]


def test_our_own_name_counts_before_any_other() -> None:
    found = read(
        "---\nname: Wrong\ntitle: Right\ndate: 2020-01-01\npublishedDateTime: 2024-02-03\n"
        "url: https://wrong.example\noriginalUrl: https://right.example\nsummary: Wrong\n"
        "excerpt: Right\ndraft: true\npublished: true\nimage: wrong.png\nimages: [right.png]\n---\n"
    )

    assert (found.title, dated(found), found.url) == (
        "Right",
        "2024-02-03",
        "https://right.example",
    )
    assert (found.excerpt, found.published, found.images[0].url) == ("Right", True, "right.png")


def test_a_value_of_another_type_falls_through_to_the_next_name() -> None:
    found = read(
        "---\ntitle: [a, b]\nheadline: Right\ndate: {year: 2024}\npubDate: 2024-02-03\n"
        "description: [a]\nsummary: Right\nimage: true\ncover: right.png\nauthor: []\nby: Right\n"
        "publisher: []\nfeed: Right\ntype: []\nkind: note\n---\nBody."
    )

    assert (found.title, dated(found), found.excerpt) == ("Right", "2024-02-03", "Right")
    assert (found.images[0].url, found.authors, found.type) == ("right.png", ("Right",), "note")
    assert found.provider.name == "Right"


@pytest.mark.parametrize(
    ("front", "path", "date"),
    [
        ("date: 2024-01-01", "2024-02-03-x.md", "2024-01-01"),
        ("created: 2024-01-01", "2024-02-03-x.md", "2024-02-03"),
        ("permalink: /2024/1/5/x\ncreated: 2023-01-01", "x.md", "2024-01-05"),
        ("slug: 2024/01/05", "x.md", "2024-01-05"),
        ("modified: 2024-01-02\nupdated: 2024-01-01", "x.md", "2024-01-01"),
        ("published: true\ndate_added: 2024-01-01", "x.md", "2024-01-01"),
        ("date: 1706954400", "x.md", "2024-02-03T10:00:00Z"),
    ],
)
def test_the_date_comes_from_the_first_place_that_has_one(front: str, path: str, date: str) -> None:
    assert dated(read(f"---\ntitle: A\n{front}\n---\nBody.", path)) == date


def test_a_date_that_was_clearly_meant_is_told_where_it_cannot_be_read() -> None:
    found = understand("a.md", b"---\ntitle: A\ndate: 3/2/2024\ncreated: soon\n---\nBody.")

    assert isinstance(found, Article)
    assert [str(problem) for problem in found.problems] == [
        "a.md:3: date: expected a date such as 2023-11-06T20:09:00Z, got “3/2/2024”"
    ]


def test_published_that_is_a_date_is_no_truth_and_no_problem() -> None:
    assert read("---\ntitle: A\npublished: 2024-02-03\n---\nBody.").published is None
    assert read("---\ntitle: A\npublished: 2024-02-03\ndraft: no\n---\nBody.").published is True


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# The *title* of [it](https://a.example) #\n\nText", "The title of it"),
        ("Text\n\n```\n# no\n```\n\n# Yes\n", "Yes"),
        ("Underlined\n===\n\nText", "Underlined"),
        ("## Not of the first level\n\nText", "file"),
        ("<h1>In <b>HTML</b></h1><p>Text", "In HTML"),
    ],
)
def test_a_heading_does_for_a_title(body: str, title: str) -> None:
    assert read(f"---\nlayout: post\n---\n{body}", "2024-02-03-file.md").title == title


@pytest.mark.parametrize(
    ("body", "excerpt"),
    [
        (
            "# Heading\n\n![alt](x.png)\n\nThe **first** [paragraph](https://a.example) `here`.\n",
            "The first paragraph here.",
        ),
        ("- a list\n\n> quoted\n\n| a | b |\n\nText\nin two lines.\n\nMore.", "Text in two lines."),
        (
            "```\ncode\n```\n\n{{< toc >}}\n\n***\n\nA snake_case_name, 2 * 3 * 4.",
            "A snake_case_name, 2 * 3 * 4.",
        ),
        ("<p>One <a href='https://a.example'>two</a>.</p><p>Three.</p>", "One two."),
        ("[[Page|Shown]] and [[Other]][^1].\n\n[^1]: Note.", "Shown and Other."),
        ("[ref]: https://a.example\n\n- only a list", ""),
        ("word " * 200, " ".join(["word"] * 120) + "…"),
    ],
)
def test_the_first_paragraph_does_for_an_excerpt(body: str, excerpt: str) -> None:
    found = read(f"---\ntitle: A\n---\n{body}")

    assert found.excerpt == excerpt
    assert found.is_excerpt_of_body == bool(excerpt)


def test_a_picture_keeps_what_is_said_of_it() -> None:
    found = read("---\ntitle: A\ncover: {src: /c.png, alt: A cat, width: 3}\n---\nBody.")

    assert (found.images[0].title, found.images[0].width) == ("A cat", 3)
