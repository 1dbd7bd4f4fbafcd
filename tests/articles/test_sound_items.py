"""The index is told of the pictures and the titles of related items that the screen shows."""

from collections.abc import Iterator

import yaml

from broadsheet.articles.model import Article
from broadsheet.articles.read import understand
from broadsheet.articles.sound_items import MAX_ITEMS

Fields = dict[str, object]

PICTURE: Fields = {
    "url": "https://example.org/a.png",
    "title": "A title",
    "alt": "What is on it",
    "width": 800,
    "height": 600,
    "isCached": True,
}
PUBLISHER: Fields = {"name": "Example", "domain": "example.org"}
RELATED: Fields = {
    "title": "A title",
    "webUrl": "https://example.org/a",
    "excerpt": "Text",
    "type": "video",
    "publishedDateTime": "2024-02-03T10:00:00Z",
    "provider": PUBLISHER,
    "quality": 3,
}
ODD: tuple[object, ...] = (
    *(None, True, False, 7, 0, -1, 1.5, 2**63, -(2**63), -(2**64), "", " ", "7", "no", "null"),
    *("&#27;", "\u200b", "&amp;", "/b", "2024-02-03", "2024-02-30T10:00:00Z", "2024-02-03Tten"),
    *("0001-01-01T00:00:00+23:00", [], ["x"], [{}], {}, {"name": "x"}, {"url": ["x"]}),
)


def with_one_odd_value(item: Fields) -> Iterator[object]:
    yield from (item, *ODD)
    for name in (*item, "name", "images", "authors", "originalUrl"):
        yield {other: value for other, value in item.items() if other != name}
        for odd in ODD:
            yield {**item, name: odd}


def assert_same(fields: Fields) -> None:
    text = yaml.dump({"title": "A", **fields}, Dumper=yaml.CSafeDumper, allow_unicode=True)
    content = f"---\n{text}---\nBody".encode()
    shown = understand("a.md", content)
    listed = understand("a.md", content, with_fields=False, with_items=False)
    assert isinstance(shown, Article)
    assert isinstance(listed, Article)
    assert listed.problems == shown.problems
    assert len(listed.images) == len(shown.images)
    assert [item.title for item in listed.related] == [item.title for item in shown.related]


def test_the_table_counts_the_pictures_that_are_shown() -> None:
    for picture in with_one_odd_value(PICTURE):
        assert_same({"images": [picture]})


def test_the_table_counts_the_related_items_that_are_shown() -> None:
    publishers = ({**RELATED, "provider": odd} for odd in with_one_odd_value(PUBLISHER))
    for related in (*with_one_odd_value(RELATED), *publishers):
        assert_same({"related": [related]})


def test_the_table_counts_no_more_items_than_are_read() -> None:
    assert_same({"images": [PICTURE] * (MAX_ITEMS + 1)})
