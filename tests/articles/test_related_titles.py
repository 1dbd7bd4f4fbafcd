"""What the index is told of related items is what the screen shows, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.articles.model import Article
from broadsheet.articles.own_make import own_article
from broadsheet.articles.read import understand
from broadsheet.articles.related_titles import related_titles
from broadsheet.articles.sound_items import MAX_ITEMS
from tests.hostile import HOSTILE_STRINGS, HOSTILE_URLS

ABOVE = """\
title: "A comet passes"
excerpt: "It was seen."
originalUrl: "https://example.org/comet"
provider:
  name: Example
  domain: example.org
topics:
  - Sky
"""
ITEMS = """\
  - title: "A \\"second\\" comet"
    excerpt: "It said:\\n“no”."
    publishedDateTime: 2023-05-31T16:00:00Z
    webUrl: "https://example.org/second"
    type: video
    provider:
      name: O'Neill & Söhne
      domain: 9to5.example
    quality: 90
    images:
      - url: "https://example.org/a.png?w=1&h=2"
        width: 2560
        height: 1280
        isCached: true
  - title: "«Комета»"
    provider:
      name: "404"
      domain: example.org
    quality: -1
  - title: "More"
"""
BELOW = """\
images:
  - url: "https://example.org/b.png"
    width: 1
    height: 1
"""
FRONT = f"{ABOVE}related:\n{ITEMS}\n{BELOW}"


def assert_same(front: str) -> None:
    content = f"---\n{front}---\nBody".encode("utf-8", "replace")
    shown = understand("a.md", content)
    general = understand("a.md", content, with_fields=False, with_items=False)
    listed = own_article("a.md", content) or general
    assert type(listed) is type(shown)
    if isinstance(shown, Article) and isinstance(listed, Article):
        assert [item.title for item in listed.related] == [item.title for item in shown.related]
        assert without_items(listed) == without_items(shown)


def without_items(article: Article) -> Article:
    return article._replace(fields={}, images=(), related=(), other_links=())


def test_our_own_make_is_read_for_its_titles_only() -> None:
    assert related_titles(ITEMS) == ['A "second" comet', "«Комета»", "More"]
    assert own_article("a.md", f"---\n{FRONT}---\n".encode())
    assert_same(FRONT)


PIECES = (
    *("", " ", "  ", "\n", "\n\n", "\n  - ", "\n    ", ": ", " #", "'", '"', "\\", "~", "null"),
    *("true", "7", "-0", "1e9", "99999999999999999999", "2023-02-30", "&amp;", "[", "{", "|", "- "),
    *("related:\n", "\nrelated:\n", "quality: x\n", "---\n", "\t", "\u2028", "\xa0", "&#27;"),
)


@given(st.data())
def test_damaged_items_have_the_same_titles_and_problems(data: st.DataObject) -> None:
    front = FRONT
    for _ in range(data.draw(st.integers(1, 3))):
        begin = data.draw(st.integers(0, len(front)))
        end = begin + data.draw(st.sampled_from([0, 0, 1, 2, 5, 40]))
        front = front[:begin] + data.draw(st.sampled_from(PIECES) | st.text()) + front[end:]
    assert_same(front)


@given(st.lists(st.sampled_from(ITEMS.splitlines(keepends=True)), max_size=9))
def test_lines_in_any_order_have_the_same_titles_and_problems(lines: list[str]) -> None:
    assert_same(f"{ABOVE}related:\n  - title: x\n{''.join(lines)}{BELOW}")


@pytest.mark.parametrize(
    "value", ["«Комета", "video", "O'Neill", "9to5", "90", "true", "2023-05-31"]
)
def test_no_value_is_read_otherwise(value: str) -> None:
    assert value in FRONT
    for text in PIECES:
        assert_same(FRONT.replace(value, text, 1))
        assert_same(FRONT.replace(value, f"{text}{value}", 1))


def test_no_title_is_read_otherwise() -> None:
    for text in (*(hostile.text for hostile in HOSTILE_STRINGS), *HOSTILE_URLS):
        assert_same(FRONT.replace("«", text))


def test_no_more_items_are_read_than_are_shown() -> None:
    for count in (MAX_ITEMS, MAX_ITEMS + 1):
        assert_same(f"{ABOVE}related:\n" + '  - title: "More"\n' * count)
