"""Feeds of every kind, one difficulty each."""

from pathlib import Path

import pytest

from broadsheet.feeds.model import Document, FeedDocument, FeedEntry
from broadsheet.feeds.parse import NotAFeedError, parse
from broadsheet.feeds.parser_process import ParseError, Parsers
from broadsheet.feeds.repair import with_first_entries
from tests.feeds.server import item, rss

BASE = "https://ex.org/feed"


def read(body: str | bytes, content_type: str = "") -> FeedDocument:
    data = body.encode() if isinstance(body, str) else body
    return parse(Document(data, BASE, content_type))


def only(body: str | bytes) -> FeedEntry:
    [entry] = read(body).entries
    return entry


def one(inside: str, more: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {more}><channel><title>Chan'
        f"</title><link>https://ex.org/</link><item>{inside}</item></channel></rss>"
    )


def atom(inside: str, more: str = "") -> str:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {more}><title>Chan</title><id>urn:f</id>'
        f'<link href="https://ex.org/"/><entry>{inside}</entry></feed>'
    )


def test_rss_2() -> None:
    document = read(rss(item(1)))
    assert (document.title, document.site) == ("The Feed", "https://news.example/")
    [entry] = document.entries
    assert entry == FeedEntry(
        "g1", "Item 1", "https://news.example/1", "2024-03-05T10:01:00Z", "About 1"
    )


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ada Lovelace", ("Ada Lovelace",)),
        ("ada@ex.org (Ada Lovelace)", ("Ada Lovelace",)),
        ("ada@ex.technology (Ada Lovelace)", ("Ada Lovelace",)),
        ("Ada &lt;ada@ex.media&gt;", ("Ada",)),
        ("ada@ex.online", ("ada@ex.online",)),
    ],
)
def test_authors_are_named_without_their_addresses(written: str, names: tuple[str, ...]) -> None:
    assert only(one(f"<title>T</title><author>{written}</author>")).authors == names


@pytest.mark.parametrize(
    ("inside", "link"),
    [
        ("<guid isPermaLink='false'>tag:1</guid><title>T</title>", ""),
        ("<guid>https://ex.org/g</guid><title>T</title>", "https://ex.org/g"),
        ("<title>T</title><link>https://ex.org/a?x=1&y=2</link>", "https://ex.org/a?x=1&y=2"),
        ("<title>T</title><link>/a</link>", "https://ex.org/a"),
        ("<title>T</title><link>javascript:alert(1)</link>", ""),
    ],
)
def test_links_of_rss(inside: str, link: str) -> None:
    assert only(one(inside)).link == link


def test_atom_takes_the_alternate_link_and_the_enclosure() -> None:
    entry = only(
        atom(
            "<title>T</title><id>urn:1</id><link rel='self' href='https://ex.org/self'/>"
            "<link rel='alternate' href='https://ex.org/a'/>"
            "<link rel='enclosure' type='audio/mpeg' length='99' href='https://ex.org/a.mp3'/>"
        )
    )
    assert (entry.link, entry.type) == ("https://ex.org/a", "podcast")
    assert entry.enclosures[0].length == 99


def test_an_enclosure_of_impossible_length_costs_only_the_length() -> None:
    length = "9" * 5000
    found = only(one(f'<title>T</title><enclosure url="/a.mp3" length="{length}" type="audio/x"/>'))
    assert [(each.url, each.length) for each in found.enclosures] == [
        ("https://ex.org/a.mp3", None)
    ]


def test_atom_0_3_rss_0_91_and_1_0() -> None:
    old = only(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>C</title><entry><title>T'
        '</title><link rel="alternate" href="https://ex.org/a"/></entry></feed>'
    )
    older = only(
        '<rss version="0.91"><channel><title>C</title><item><title>T</title>'
        "<link>https://ex.org/a</link></item></channel></rss>"
    )
    rdf = only(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><channel><title>C</title></channel>'
        "<item><title>T</title><link>https://ex.org/a</link></item></rdf:RDF>"
    )
    assert {(each.title, each.link) for each in (old, older, rdf)} == {("T", "https://ex.org/a")}


def test_json_feed() -> None:
    document = read(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "C", "home_page_url": '
        '"https://ex.org/", "authors": [{"name": "Bo"}], "items": [{"id": 7, "content_text": '
        '"hello", "url": "/a", "date_published": "2024-03-05T11:00:00+01:00", "tags": ["#x"], '
        '"attachments": [{"url": "https://ex.org/a.mp4", "mime_type": "video/mp4"}]}]}'
    )
    [entry] = document.entries
    assert (document.title, document.site) == ("C", "https://ex.org/")
    assert (entry.id, entry.title, entry.content) == ("7", "hello", "hello")
    assert (entry.link, entry.date) == ("https://ex.org/a", "2024-03-05T10:00:00Z")
    assert (entry.authors, entry.topics, entry.type) == (("Bo",), ("x",), "video")


def test_a_description_that_is_an_article_is_the_body_with_addresses_of_its_page() -> None:
    text = "&lt;p&gt;One &lt;a href='x'&gt;two&lt;/a&gt;&lt;/p&gt;&lt;p&gt;Three&lt;/p&gt;"
    entry = only(one(f"<title>T</title><link>/blog/a</link><description>{text}</description>"))
    assert entry.content == "One [two](https://ex.org/blog/x)\n\nThree"
    assert entry.summary == "One two Three"


def test_a_json_feed_has_absolute_links_and_pictures_too() -> None:
    [entry] = read(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "C", "items": [{"id": "1", '
        '"url": "/blog/a", "content_html": "<p><a href=\'b\'>B</a><img src=/i.png alt=I></p>"}]}'
    ).entries
    assert entry.content == "[B](https://ex.org/blog/b)![I](https://ex.org/i.png)"


def test_scripts_styles_and_comments_are_in_no_excerpt() -> None:
    html = "<style>p {}</style><p>Seen</p><script>a > b</script><!-- <i>x</i> --><script>never"
    escaped = html.replace("<", "&lt;").replace(">", "&gt;")
    assert only(one(f"<title>T</title><description>{escaped}</description>")).summary == "Seen"


def test_relative_addresses_start_from_the_site_wherever_its_feed_is() -> None:
    data = one("<title>T</title><link>/a</link><guid>7</guid><enclosure url='/b.mp3'/>")
    [entry] = parse(Document(data.encode(), "https://feeds.example/x", "")).entries
    assert (entry.link, entry.enclosures[0].url) == ("https://ex.org/a", "https://ex.org/b.mp3")
    in_atom = atom("<title>T</title><id>1</id><link href='/a'/>")
    [entry] = parse(Document(in_atom.encode(), "https://feeds.example/x", "")).entries
    assert entry.link == "https://feeds.example/a"


def test_an_id_that_is_the_only_link_stays_the_address_that_it_was() -> None:
    """Another id would make every episode of a podcast without links new again."""
    data = one("<title>T</title><guid>7</guid><enclosure url='https://ex.org/b.mp3'/>")
    [entry] = parse(Document(data.encode(), "https://feeds.example/x", "")).entries
    assert entry.id == "https://feeds.example/7"


def test_a_podcast() -> None:
    entry = only(
        one(
            "<title>T</title><itunes:title>Other</itunes:title><itunes:author>Bo</itunes:author>"
            '<itunes:image href="https://ex.org/i.jpg"/>'
            '<enclosure url="https://ex.org/a.mp3" length="1" type="audio/mpeg"/>',
            'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
        )
    )
    assert (entry.title, entry.type, entry.authors) == ("T", "podcast", ("Bo",))
    assert entry.images[0].url == "https://ex.org/i.jpg"


def test_a_video_channel() -> None:
    entry = only(
        atom(
            "<id>yt:video:abc</id><yt:videoId>abc</yt:videoId><title>T</title>"
            "<link rel='alternate' href='https://www.youtube.com/watch?v=abc'/>"
            "<published>2024-03-05T10:00:00+00:00</published>"
            "<updated>2024-03-06T10:00:00+00:00</updated>"
            "<media:group><media:thumbnail url='https://i.ytimg.com/a.jpg' width='480' "
            "height='360'/><media:description>desc</media:description></media:group>",
            'xmlns:yt="http://www.youtube.com/xml/schemas/2015" '
            'xmlns:media="http://search.yahoo.com/mrss/"',
        )
    )
    assert (entry.type, entry.date, entry.summary) == ("video", "2024-03-05T10:00:00Z", "desc")
    assert entry.images[0].width == 480


def test_a_post_without_a_title_is_called_by_its_first_words() -> None:
    words = " ".join(f"word{n}" for n in range(30))
    entry = only(one(f"<description>{words}</description>"))
    assert entry.title == " ".join(words.split()[:12]) + "…"


def test_the_full_content_is_the_body_with_absolute_addresses_and_no_tracking() -> None:
    entry = only(
        atom(
            '<title>T</title><id>1</id><content type="html" xml:base="https://ex.org/b/">'
            "&lt;p&gt;Hello &lt;a href='x'&gt;there&lt;/a&gt;&lt;/p&gt;&lt;script&gt;evil()"
            "&lt;/script&gt;&lt;img src='https://t.example/p.gif' width=1 height=1&gt;"
            "&lt;img src='i.png'&gt;</content>"
        )
    )
    assert "Hello [there](https://ex.org/b/x)" in entry.content
    assert "https://ex.org/b/i.png" in entry.content
    assert "evil" not in entry.content
    assert "t.example" not in entry.content
    assert [image.url for image in entry.images] == ["https://ex.org/b/i.png"]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Tue, 5 Mar 2024 10:00 GMT", "2024-03-05T10:00:00Z"),
        ("05 Mar 2024 10:00:00 +0000", "2024-03-05T10:00:00Z"),
        ("Tuesday, 05 March 2024 10:00:00 GMT", "2024-03-05T10:00:00Z"),
        ("Tue, 05 Mar 24 10:00:00 GMT", "2024-03-05T10:00:00Z"),
        ("2024-03-05", "2024-03-05"),
        ("5 Mar 2024", "2024-03-05"),
        ("Tuesday, 05-Mar-24 10:00:00 GMT", "2024-03-05T10:00:00Z"),
        ("Tue, 05 mars 2024 10:00:00 +0100", "2024-03-05T09:00:00Z"),
        ("20240305T100000Z", "2024-03-05T10:00:00Z"),
        ("2024-03-05 24:00", "2024-03-06T00:00:00Z"),
        ("1709632800", "2024-03-05T10:00:00Z"),
        ("garbage", ""),
        ("0024-03-05T10:00:00Z", ""),
    ],
)
def test_dates(written: str, date: str) -> None:
    assert only(one(f"<title>T</title><pubDate>{written}</pubDate>")).date == date


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (one("<title>Żółć</title>").replace("UTF-8", "UTF-16").encode("utf-16"), "Żółć"),
        (one("<title>Новости</title>").replace("UTF-8", "KOI8-R").encode("koi8-r"), "Новости"),
        (one("<title>“Q”</title>").replace("UTF-8", "ISO-8859-1").encode("cp1252"), "“Q”"),
        (b"\n\n" + one("<title>T</title>").encode(), "T"),
        (one("<title>A\x01B</title>").encode(), "AB"),
        (one("<title><![CDATA[Rock & Roll]]></title>").encode(), "Rock & Roll"),
        (
            one("<title>Hi &#xD83D;&#xDE00; &#55357;&#56832; &#xd83d;</title>").encode(),
            "Hi 😀 😀 �",
        ),
        (one("<title>T</title>").replace("UTF-8", "U\xae").encode("latin-1"), "T"),
        (one("<title>[b]&amp;lt;b&amp;gt;[/b]</title>").encode(), "[b]<b>[/b]"),
    ],
)
def test_hard_texts(data: bytes, title: str) -> None:
    assert only(data).title == title


def test_a_page_is_no_feed_and_an_empty_feed_is_one() -> None:
    with pytest.raises(NotAFeedError):
        read("<html><body><p>Hello</p></body></html>")
    with pytest.raises(NotAFeedError):
        read('{"a": 1}')
    assert read(rss()).entries == ()


@pytest.mark.parametrize(
    ("inside", "title", "content"),
    [
        ("<title>T</title><description>Some *words*</description>", "T", r"Some \*words\*"),
        ("<title>T</title>", "T", "T"),
        ("<description>Some words</description>", "Some words", "Some words"),
    ],
)
def test_an_entry_without_a_link_has_a_body_as_an_article_must(
    inside: str, title: str, content: str
) -> None:
    entry = only(one(inside))
    assert (entry.title, entry.content) == (title, content)
    assert read(one("<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>")).entries == ()


def test_a_document_that_is_the_name_of_a_file_opens_none(tmp_path: Path) -> None:
    file = tmp_path / "private.xml"
    file.write_text(one("<title>T</title><link>/a</link>"))
    with pytest.raises(NotAFeedError):
        read(str(file))


def test_how_often_a_feed_wants_to_be_asked() -> None:
    assert read(rss(more="<ttl>90</ttl>")).every == 5400
    skips = read(
        rss(
            more="<skipHours><hour>3</hour><hour>24</hour></skipHours>"
            "<skipDays><day>Sunday</day></skipDays>"
        )
    )
    assert (skips.skip_hours, skips.skip_days) == ((0, 3), (6,))


def test_of_a_feed_with_thousands_of_entries_the_first_ones_are_read() -> None:
    """40,000 short ones took longer than the parser may, so that nobody saw any of them."""
    first, rest = [item(n) for n in range(3)], [item(n) for n in range(3, 9)]
    assert with_first_entries(rss(*first, *rest), 3) == rss(*first)
    assert with_first_entries(rss(*first), 3) == rss(*first)
    assert with_first_entries(rss(*first)[:-40], 2).startswith(rss(*first[:2])[:-40])


def test_a_document_that_takes_too_long_costs_its_parser_and_not_the_next_one() -> None:
    deep = b"<rss><channel>" + b"<a>" * 200_000
    slow = rss(*(item(n) for n in range(3000)))
    hurried = Parsers(count=1, seconds=0.05)
    with hurried as parsers, pytest.raises(ParseError, match="too much time or memory"):
        parsers.parse(Document(slow, BASE))
    with Parsers(count=1, seconds=2) as parsers:
        with pytest.raises(ParseError):
            parsers.parse(Document(deep, BASE))
        assert parsers.parse(Document(rss(item(1)), BASE)).entries[0].title == "Item 1"
