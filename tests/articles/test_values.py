from datetime import UTC, datetime

import pytest

from broadsheet.articles.make_article import MAX_LINKS
from broadsheet.articles.model import Image, Provider
from broadsheet.articles.sound_items import MAX_ITEMS
from tests.articles.one_article import URL, article, read, sound, told


@pytest.mark.parametrize(
    ("written", "quality"),
    [
        ('"32"', 32),
        ("32.0", 32),
        ("' -7 '", -7),
        ("007", 7),
        ("1e3", 1000),
        ("0", 0),
        ("", None),
        ("null", None),
    ],
)
def test_a_number_is_understood_however_it_is_written(written: str, quality: int | None) -> None:
    assert sound(f"quality: {written}").quality == quality


@pytest.mark.parametrize(
    "written", ["high", "32.5", "true", "[32]", "{a: 1}", "9223372036854775808", "9" * 5000]
)
def test_what_is_no_whole_number_costs_the_number_only(written: str) -> None:
    found = article("heat: 5", f"quality: {written}")

    assert (found.quality, found.heat) == (None, 5)
    (problem,) = found.problems
    assert (problem.path, problem.line, problem.field) == ("news/a.md", 5, "quality")
    assert problem.reason.startswith("expected a whole number, got ")


def test_the_largest_number_that_the_index_can_hold_is_kept() -> None:
    assert sound("heat: 9223372036854775807").heat == 2**63 - 1


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2023-11-06T20:09:00Z", datetime(2023, 11, 6, 20, 9, tzinfo=UTC)),
        ("2023-11-06T20:09:00.5Z", datetime(2023, 11, 6, 20, 9, 0, 500_000, tzinfo=UTC)),
        ("2023-11-06T20:09:00+02:00", datetime(2023, 11, 6, 18, 9, tzinfo=UTC)),
        ("2023-11-06 20:09:00 -0500", datetime(2023, 11, 7, 1, 9, tzinfo=UTC)),
        ("2023-11-06 20:09", datetime(2023, 11, 6, 20, 9, tzinfo=UTC)),
        ("2023-11-06", datetime(2023, 11, 6, tzinfo=UTC)),
        ("2023-5-8", datetime(2023, 5, 8, tzinfo=UTC)),
        ('"2023-11-06"', datetime(2023, 11, 6, tzinfo=UTC)),
        ("", None),
    ],
)
def test_a_date_is_taken_to_utc(written: str, expected: datetime | None) -> None:
    assert sound(f"publishedDateTime: {written}").published_at == expected


@pytest.mark.parametrize(
    "written",
    [
        *("yesterday", "2023-13-01", "2023-02-30", "[2023-11-06]", "true", "12.5"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "10000-01-01"),
    ],
)
def test_what_is_no_date_costs_the_date_only(written: str) -> None:
    found = article(f"publishedDateTime: {written}", "heat: 5")

    assert (found.published_at, found.heat) == (None, 5)
    (problem,) = found.problems
    assert (problem.line, problem.field) == (4, "publishedDateTime")


@pytest.mark.parametrize(
    ("written", "published"),
    [("true", True), ("yes", True), ("Off", False), ('"false"', False), ("0", False), ("", None)],
)
def test_published_is_understood_however_it_is_written(
    written: str, published: bool | None
) -> None:
    assert sound(f"published: {written}").published is published


def test_published_that_is_neither_yes_nor_no_is_unknown() -> None:
    found = article("published: soon")

    assert found.published is None
    assert told(found) == ["news/a.md:4: published: expected true or false, got “soon”"]


@pytest.mark.parametrize(
    ("lines", "topics"),
    [
        (["topics:", "  - AI", "  -", "  - ''", "  - AI", "  - 2023"], ("AI", "2023")),
        (["topics: [{name: AI}, {title: Portals}]"], ("AI", "Portals")),
        (["topics: []"], ()),
        (["topics:"], ()),
        (
            ["topics: [3.10, 2.0, 1e3, 007, no, null, ~]"],
            ("3.10", "2.0", "1e3", "007", "no", "null"),
        ),
    ],
)
def test_topics_that_are_empty_or_twice_are_dropped(
    lines: list[str], topics: tuple[str, ...]
) -> None:
    assert sound(*lines).topics == topics


def test_topics_in_one_text_are_parted_by_commas() -> None:
    assert sound("topics: AI Hardware").topics == ("AI Hardware",)
    assert sound("topics: AI Hardware, Portals,").topics == ("AI Hardware", "Portals")


def test_a_list_within_a_list_costs_itself_only() -> None:
    found = article("topics:", "  - AI", "  - [Portals]", "  - Teams")

    assert found.topics == ("AI", "Teams")
    assert told(found) == ["news/a.md:6: topics[1]: expected text, got a list"]


def test_images_that_are_none_cost_only_themselves() -> None:
    found = article(
        "images:",
        "  - https://example.com/1.png",
        "  - {title: no address}",
        "  - {url: https://example.com/2.png, width: wide, height: 20}",
        "  - [1, 2]",
        "  -",
    )

    assert found.images == (
        Image("https://example.com/1.png"),
        Image("https://example.com/2.png", width=None, height=20),
    )
    assert [(problem.line, problem.field) for problem in found.problems] == [
        (6, "images[1]"),
        (7, "images[2].width"),
        (8, "images[3]"),
    ]


def test_related_items_that_are_none_cost_only_themselves() -> None:
    found = article(
        "related:",
        "  - just words",
        "  - {title: By its home, originalUrl: https://example.com/1}",
        "  - {title: By its address, url: https://example.com/2, quality: high}",
        "  - {webUrl: https://example.com/3}",
        "  - {type: article}",
    )

    assert [(item.title, item.url, item.quality) for item in found.related] == [
        ("By its home", "https://example.com/1", None),
        ("By its address", "https://example.com/2", None),
        ("https://example.com/3", "https://example.com/3", None),
    ]
    assert [(problem.line, problem.field) for problem in found.problems] == [
        (5, "related[0]"),
        (7, "related[2].quality"),
        (9, "related[4]"),
    ]


@pytest.mark.parametrize(
    ("lines", "provider"),
    [
        (["provider: IT World Canada"], Provider("IT World Canada")),
        (
            ["provider: {name: X, authors: [Ann, {name: Bob}]}"],
            Provider("X", authors=("Ann", "Bob")),
        ),
        (["provider:"], Provider("", "example.com")),
        (["provider: https://www.ibm.com/news"], Provider("", "ibm.com")),
    ],
)
def test_a_provider_may_be_only_a_name(lines: list[str], provider: Provider) -> None:
    assert sound(*lines).provider == provider


def test_a_provider_that_is_a_list_is_unknown() -> None:
    found = article("provider: [X, Y]")

    assert found.provider == Provider("", "example.com")
    assert told(found) == ["news/a.md:4: provider: expected text, got a list"]


def test_endless_lists_are_cut_and_told() -> None:
    many = MAX_ITEMS + 1
    found = article(
        f"topics: [{', '.join(f't{n}' for n in range(many))}]",
        f"images: [{', '.join(f'i{n}' for n in range(many))}]",
        f"related: [{', '.join(f'{{title: r{n}}}' for n in range(many))}]",
        f"links: [{', '.join(f'{{url: {URL}/{n}}}' for n in range(many))}]",
    )

    assert [len(found.topics), len(found.images), len(found.related)] == [MAX_ITEMS] * 3
    assert len(found.other_links) == MAX_LINKS
    assert [problem.field for problem in found.problems] == ["topics", "images", "related"]


def test_an_address_keeps_what_only_looks_like_an_entity() -> None:
    url = "https://example.com/?a=1&copy;=2&amp=3"

    assert sound(f'webUrl: "{url}"').web_url == url


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        *(("2023", "2023"), ("4.5", "4.5"), ("true", "true"), ("1:30", "1:30"), ("007", "007")),
        *(("1.10", "1.10"), ("1e3", "1e3"), ("True", "True"), ("no", "no"), ("null", "null")),
    ],
)
def test_a_title_may_look_like_another_kind_of_value(title: str, shown: str) -> None:
    found = read(f"title: {title}\nwebUrl: {URL}")

    assert found is not None
    assert (found.title, found.problems) == (shown, ())
