from datetime import UTC, datetime

import pytest

from broadsheet.articles.model import Article, Image, Link, Provider, Related
from broadsheet.text.door import TEXT_LIMIT
from tests.articles.one_article import URL, article, read, sound, told


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
        authors=("audrieg",),
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


def test_a_name_does_for_a_title() -> None:
    found = read(f"name: Ann\ntitle: ''\nwebUrl: {URL}")

    assert found is not None
    assert (found.title, found.problems) == ("Ann", ())


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("news/2023-a-story.md", "2023-a-story"),
        ("news/2023-05-18-a-story.md", "a-story"),
        ("news/2023-05-18.md", "2023-05-18"),
        ("news/2023-05-18-a-story/index.md", "a-story"),
        ("index.md", "index"),
        ("R&amp;D.md", "R&amp;D"),
    ],
)
def test_the_file_lends_its_name_without_a_date_where_there_is_no_title(
    path: str, title: str
) -> None:
    found = read(f"webUrl: {URL}", path=path)

    assert found is not None
    assert (found.title, found.problems) == (title, ())


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
