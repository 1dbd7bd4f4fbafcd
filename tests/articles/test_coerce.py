from datetime import UTC, datetime

import pytest

from reader.articles.coerce import MAX_LINKS, coerce
from reader.articles.frontmatter import read_front_matter
from reader.articles.model import Article, Image, Link, Provider, Related
from reader.articles.report import Report
from reader.articles.text import TEXT_LIMIT
from reader.articles.values import MAX_ITEMS

URL = "https://example.com/a"


def read(front: str, body: str = "", path: str = "news/a.md") -> Article | None:
    report = Report(path)
    parsed = read_front_matter(f"---\n{front}\n---\n{body}".encode(), report)
    assert parsed is not None
    return coerce(parsed, path, report)


def article(*lines: str, body: str = "", path: str = "news/a.md") -> Article:
    found = read("\n".join([f"originalUrl: {URL}", "title: A title", *lines]), body, path)
    assert found is not None
    return found


def sound(*lines: str) -> Article:
    found = article(*lines)
    assert found.problems == ()
    return found


def told(found: Article) -> list[str]:
    return [str(problem) for problem in found.problems]


def test_every_field_of_a_file_has_its_place() -> None:
    found = sound(
        'excerpt: "First line\\nR&amp;D"',
        "publishedDateTime: 2023-05-18T16:00:00Z",
        "webUrl: https://example.com/web",
        "ampWebUrl: https://example.com/amp",
        "cdnAmpWebUrl: https://cdn.example.com/amp",
        "type: article",
        "category: news",
        "quality: 59",
        "heat: -1",
        "published: false",
        "provider:",
        "  name: about.fb",
        "  domain: fb.com",
        "  images: [{url: /logo.png, width: 50, height: 50}]",
        "  authors: [{name: audrieg}]",
        "topics: [AI Hardware, AI]",
        "images: [{url: https://example.com/p.png, width: 1200, height: 675, isCached: true}]",
        "related:",
        "  - title: Another one",
        "    excerpt: In short",
        "    publishedDateTime: 2023-05-18T15:53:17Z",
        "    webUrl: https://ibm.com/b",
        "    type: article",
        "    provider: {name: IBM, domain: ibm.com}",
        "    quality: 90",
        "    images: [{url: https://ibm.com/p.jpg}]",
        "featuredContent: '<iframe src=\"https://www.youtube.com/embed/x\"></iframe>'",
        'secured: "QUJDRA==;QUJDREVGR0g="',
        "price: Free",
        "ratings: {count: 3, average: 4.5}",
    )

    assert found == Article(
        path="news/a.md",
        title="A title",
        excerpt="First line\nR&D",
        published_at=datetime(2023, 5, 18, 16, tzinfo=UTC),
        original_url=URL,
        web_url="https://example.com/web",
        amp_web_url="https://example.com/amp",
        cdn_amp_web_url="https://cdn.example.com/amp",
        type="article",
        category="news",
        quality=59,
        heat=-1,
        published=False,
        provider=Provider("about.fb", "fb.com", (Image("/logo.png", "", 50, 50),), ("audrieg",)),
        topics=("AI Hardware", "AI"),
        images=(Image("https://example.com/p.png", "", 1200, 675, is_cached=True),),
        related=(
            Related(
                title="Another one",
                url="https://ibm.com/b",
                excerpt="In short",
                published_at=datetime(2023, 5, 18, 15, 53, 17, tzinfo=UTC),
                type="article",
                provider=Provider("IBM", "ibm.com"),
                quality=90,
                images=(Image("https://ibm.com/p.jpg"),),
            ),
        ),
        featured_url="https://www.youtube.com/embed/x",
        secured_bytes=4,
        fields=found.fields,
    )
    assert found.fields["price"] == "Free"
    assert found.fields["ratings"] == {"count": 3, "average": 4.5}
    assert found.fields["publishedDateTime"] == "2023-05-18T16:00:00Z"


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
    assert problem.reason.startswith("a whole number is meant, not ")


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
        *("yesterday", "2023-13-01", "2023-02-30", "1699301340", "[2023-11-06]", "true", "12.5"),
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
    assert told(found) == ["news/a.md:4: published: true or false is meant, not “soon”"]


@pytest.mark.parametrize(
    ("lines", "topics"),
    [
        (["topics:", "  - AI", "  -", "  - ''", "  - AI", "  - 2023"], ("AI", "2023")),
        (["topics: [{name: AI}, {title: Portals}]"], ("AI", "Portals")),
        (["topics: []"], ()),
        (["topics:"], ()),
    ],
)
def test_topics_that_are_empty_or_twice_are_dropped(
    lines: list[str], topics: tuple[str, ...]
) -> None:
    assert sound(*lines).topics == topics


def test_one_topic_where_a_list_is_meant_is_a_topic_and_a_problem() -> None:
    found = article("topics: AI Hardware")

    assert found.topics == ("AI Hardware",)
    assert told(found) == [
        "news/a.md:4: topics: a list is meant: “AI Hardware” is taken as its only item"
    ]


def test_a_list_within_a_list_costs_itself_only() -> None:
    found = article("topics:", "  - AI", "  - [Portals]", "  - Teams")

    assert found.topics == ("AI", "Teams")
    assert told(found) == ["news/a.md:6: topics[1]: text is meant, not a list"]


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
        (["provider:"], Provider()),
    ],
)
def test_a_provider_may_be_only_a_name(lines: list[str], provider: Provider) -> None:
    assert sound(*lines).provider == provider


def test_a_provider_that_is_a_list_is_unknown() -> None:
    found = article("provider: [X, Y]")

    assert found.provider == Provider()
    assert told(found) == ["news/a.md:4: provider: text is meant, not a list"]


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


def test_an_endless_body_is_cut_and_told() -> None:
    found = article(body="word " * TEXT_LIMIT)

    assert len(found.body) <= TEXT_LIMIT
    assert told(found) == [
        "news/a.md: the body is long: only its first 1,000,000 characters are shown"
    ]


def test_links_of_unknown_fields_are_found_and_labelled() -> None:
    found = sound(
        "website: https://t.co/a",
        "twitter: {username: ann, url: https://twitter.com/ann, followers: 3}",
        "actions:",
        "  - {url: https://example.com/app.zip, type: download, title: Download Source Code}",
        "codeUrl: HTTPS://github.com/a/b",
        "link: not an address",
        "url: ftp://example.com",
        "affiliation: {name: X, url: https://x.org}",
        "provider: {name: X, url: https://x.org}",
    )

    assert found.other_links == (
        Link("website", "https://t.co/a"),
        Link("twitter", "https://twitter.com/ann"),
        Link("Download Source Code", "https://example.com/app.zip"),
        Link("codeUrl", "HTTPS://github.com/a/b"),
    )


def test_an_address_keeps_what_only_looks_like_an_entity() -> None:
    url = "https://example.com/?a=1&copy;=2&amp=3"

    assert sound(f'webUrl: "{url}"').web_url == url


@pytest.mark.parametrize(
    ("title", "shown"),
    [("2023", "2023"), ("4.5", "4.5"), ("true", "true"), ("1:30", "1:30"), ("007", "007")],
)
def test_a_title_may_look_like_another_kind_of_value(title: str, shown: str) -> None:
    found = read(f"title: {title}\nwebUrl: {URL}")

    assert found is not None
    assert (found.title, found.problems) == (shown, ())


def test_a_name_does_for_a_title() -> None:
    found = read(f"name: Ann\ntitle: ''\nwebUrl: {URL}")

    assert found is not None
    assert (found.title, found.problems) == ("Ann", ())


def test_the_file_lends_its_name_where_there_is_no_title() -> None:
    found = read(f"webUrl: {URL}", path="news/2023-a-story.md")

    assert found is not None
    assert found.title == "2023-a-story"
    assert told(found) == [
        "news/2023-a-story.md: title: there is no title: the name of the file takes its place"
    ]


@pytest.mark.parametrize(
    "line",
    [
        f"originalUrl: {URL}",
        f"webUrl: {URL}",
        f"ampWebUrl: {URL}",
        f"cdnAmpWebUrl: {URL}",
        f"featuredContent: '<iframe src=\"{URL}\"></iframe>'",
        f"twitter: {{url: {URL}}}",
    ],
)
def test_any_link_makes_a_titled_file_an_article(line: str) -> None:
    found = read(f"title: A\n{line}")

    assert found is not None
    assert found.title == "A"


def test_a_body_makes_a_titled_file_an_article() -> None:
    assert read("title: A", body="Some words") is not None
    assert read("title: A", body=" \n\t\n") is None


def test_a_title_alone_makes_no_article() -> None:
    assert read("title: A collection\ntype: collection\nitems: [videos/a]") is None


@pytest.mark.parametrize(
    ("path", "body", "body_format"),
    [
        ("a.md", "Some *words*", "markdown"),
        ("a.md", "<p>Some words</p>", "html"),
        ("a.html", "Some words", "html"),
        ("a.HTML", "Some words", "html"),
        ("a.txt", "Some words - and\nmore of them.", "text"),
        ("a.txt", "# Heading\n\nwords", "markdown"),
        ("a.txt", "See [this](https://example.com)", "markdown"),
        ("a.txt", "<p>Some words</p>", "html"),
    ],
)
def test_the_format_of_a_body_follows_its_file_and_its_look(
    path: str, body: str, body_format: str
) -> None:
    assert article(body=body, path=path).body_format == body_format


def test_a_body_keeps_its_entities_for_the_renderer() -> None:
    assert article(body="Use `&lt;b&gt;` &amp; more").body == "Use `&lt;b&gt;` &amp; more"


def test_no_string_of_an_article_can_reach_the_terminal_as_a_command() -> None:
    evil = r'"\e]52;c;aGk=\a\x9b31mX&#27;[2J\u202E"'
    found = article(
        f"type: {evil}",
        f"category: {evil}",
        f"excerpt: {evil}",
        f"webUrl: {evil}",
        f"provider: {{name: {evil}, domain: {evil}, authors: [{evil}], images: [{evil}]}}",
        f"topics: [{evil}]",
        f"images: [{{url: {evil}, title: {evil}}}]",
        f"related: [{{title: {evil}, url: {evil}, excerpt: {evil}, type: {evil}}}]",
        f"{evil}: {evil}",
        f'actions: [{{title: {evil}, url: "https://e.x/\\e[2J"}}]',
        f"quality: {evil}",
        body="\x1b]0;title\x07words\x9b2J\u202e",
    )

    shown = [*_strings(found)]
    assert len(shown) > 25
    assert not [text for text in shown if not text.replace("\n", "").isprintable()]


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in _strings(part)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _strings(item)]
    slots = getattr(value, "__slots__", ())
    return [text for slot in slots for text in _strings(getattr(value, slot))]
