"""What the index is told of front matter is what `plain_yaml` reads in it, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.articles.for_index import parse_for_index
from broadsheet.articles.plain_yaml import parse_plain
from broadsheet.articles.sound_items import are_sound, is_sound_image, is_sound_related
from tests.articles.test_plain_yaml import UNUSUAL, USUAL, damaged, jumbled
from tests.articles.test_related_titles import FRONT

PICTURES = """\
images:
  - url: https://example.org/a.png?b=c
    width: 0
    height: 1280
    isCached: false
  - url: "http://example.org/é b"
"""


def reads_alike(text: str) -> bool:
    """Tell whether all is the same but what need not be, or is left to `parse_plain`."""
    told, plain = parse_for_index(text), parse_plain(text)
    if told is None:
        return True
    return plain is not None and repr(without_items(told)) == repr(without_items(plain))


def without_items(fields: dict[str, object]) -> dict[str, object]:
    images, related = fields.get("images"), fields.get("related")
    if are_sound(images, is_sound_image):
        fields = fields | {"images": f"{len(images)} sound pictures"}
    if are_sound(related, sound_with_pictures):
        fields = fields | {"related": [item["title"] for item in related]}
    return fields


def sound_with_pictures(item: object) -> bool:
    if not isinstance(item, dict):
        return False
    rest = {name: value for name, value in item.items() if name != "images"}
    return is_sound_related(rest) and are_sound(item.get("images", []), is_sound_image)


def test_an_article_of_our_own_make_is_read() -> None:
    told = parse_for_index(f"{FRONT}\n{PICTURES.replace('images', 'pictures')}category: news\n")
    assert told is not None
    assert told["images"] == [{"url": "https://example.org/"}]
    assert told["related"] == [{"title": t} for t in ('A "second" comet', "«Комета»", "More")]
    assert told["topics"] == ["Sky"]
    assert told["category"] == "news"
    assert parse_for_index(PICTURES) == {"images": [{"url": "https://example.org/"}] * 2}


@given(USUAL | UNUSUAL | jumbled() | damaged())
def test_front_matter_is_read_as_it_is_anywhere_else(text: str) -> None:
    assert reads_alike(f"{text}\n")


PIECES = (
    *("", " ", "  ", "\n", "\n\n", "\n  - ", "\n    ", ": ", " #", "'", '"', "\\", "~", "null"),
    *("- ", "7", "title: x\n", "images:\n", "related:\n", "  x\n", "topics:\n", "\t", "\u2028"),
)


@given(st.data())
def test_damaged_front_matter_is_read_as_it_is_anywhere_else(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([FRONT, f"{FRONT}{PICTURES}", f"{PICTURES}\n{FRONT}"]))
    for _ in range(data.draw(st.integers(1, 3))):
        begin = data.draw(st.integers(0, len(text)))
        end = begin + data.draw(st.sampled_from([0, 0, 1, 2, 5, 40]))
        text = text[:begin] + data.draw(st.sampled_from(PIECES)) + text[end:]
    assert reads_alike(text)


@pytest.mark.parametrize("name", ["title", "related", "topics"])
def test_a_name_that_stands_there_twice_is_left_to_the_one_who_knows(name: str) -> None:
    assert parse_for_index(f"{FRONT}{name}: x\n") is None


def test_files_that_share_a_publisher_are_told_apart() -> None:
    first, second = (
        parse_for_index(f"{kind}:\n  name: Example\n  domain: example.org\n")
        for kind in ("provider", "topics")
    )
    assert first is not None
    assert second is not None
    assert first.keys() == {"provider"}
    assert second.keys() == {"topics"}
