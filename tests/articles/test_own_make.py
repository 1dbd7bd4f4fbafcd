"""For the index, an article of our own make is what it is anywhere else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.articles.model import Article, Image, Related
from broadsheet.articles.own_make import own_article
from broadsheet.articles.read import understand
from broadsheet.feeds.article_file import file_bytes
from broadsheet.feeds.model import Enclosure, FeedEntry, FeedImage, Subscription
from tests.articles.test_related_titles import ITEMS

SEEDS = Path(__file__).parents[2] / "seeds"

FIELDS = (
    "category: news\n",
    'title: "A «comet»: \\"near\\""\n',
    'excerpt: "It said: R&amp;D\u00a0&amp; more.\\nAnd…"\n',
    "publishedDateTime: 2023-05-31T16:00:00Z\n",
    'originalUrl: "https://example.org/comet"\n',
    'webUrl: "https://example.org/comet?a=1&amp;b=2"\n',
    'ampWebUrl: "https://example.org/amp/comet"\n',
    'cdnAmpWebUrl: "https://example-org.cdn.ampproject.org/c/s/example.org/amp/comet"\n',
    'type: "video"\n',
    "quality: -1\n",
    "heat: 942\n",
    "published: false\n\n",
    'featuredContent: "<iframe src=\\"https://example.org/embed\\"></iframe>"\n\n',
    "price: 0\n",
    "length: 1 hour 30 min\n",
    "actions:\n  - title: Begin\n    url: https://example.org/begin\n",
    'enclosures:\n  - url: "https://example.org/a.mp3"\n    type: "audio/mpeg"\n    length: 7\n',
    'guid: "tag:example.org,2023:comet"\n',
    'feed: "https://example.org/feed"\n',
    "provider:\n  name: O'Neill & Söhne\n  domain: 9to5.example\n  authors:\n    - name: Ada\n\n",
    'authors:\n  - "Ada L."\n  - Grace\n',
    'topics:\n  - Sky\n  - "404"\n  - "#1"\n\n',
    """\
images:
  - url: https://example.org/a.png?b=c
    width: 0
    height: 1280
    isCached: false
  - url: "http://example.org/é - url: b"
""",
    f"related:\n{ITEMS}",
    'secured: "fzmW54/KHA==;CNNs="\n',
)
FRONT = "".join(FIELDS)
BODIES = ("", "\nBody\n", "# Heading\n\nText", "<p>Text</p>", "## Metadata\r\n- Author: Ada\r\n")
PATHS = ("a.md", "2024-02-03-a.md", "news/_index.md", "a.html", "a.txt")


def is_the_same(path: str, text: str) -> bool:
    """Tell whether `own_article` has read a file at all; what it returns must be the same."""
    content = text.encode("utf-8", "surrogatepass")
    own = own_article(path, content)
    general = understand(path, content, with_fields=False, with_items=False)
    if own is None:
        return False
    assert isinstance(general, Article)
    assert kept(own) == kept(general)
    return True


def kept(article: Article) -> Article:
    """Return what the index keeps of an article."""
    return article._replace(
        images=(Image(""),) * len(article.images),
        related=tuple([Related(item.title) for item in article.related]),
        featured_url="",
        secured_bytes=0,
    )


def test_our_own_make_is_read() -> None:
    assert is_the_same("a.md", f"---\n{FRONT}---\n")
    article = own_article("a.md", f"---\n{FRONT}---\n".encode())
    assert article is not None
    assert article.title == 'A «comet»: "near"'
    assert [item.title for item in article.related] == ['A "second" comet', "«Комета»", "More"]
    assert len(article.images) == 2


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("body", BODIES)
def test_names_and_bodies_change_nothing(path: str, body: str) -> None:
    is_the_same(path, f"---\n{FRONT}---\n{body}")


@pytest.mark.parametrize("left_out", FIELDS)
def test_a_file_may_lack_a_field(left_out: str) -> None:
    for path in PATHS:
        is_the_same(path, f"---\n{FRONT.replace(left_out, '')}---\n")


@pytest.mark.parametrize("twice", FIELDS)
def test_a_field_that_stands_there_twice_is_a_problem(twice: str) -> None:
    assert not is_the_same("a.md", f"---\n{FRONT}{twice}---\n")


def test_the_samples_are_read_as_they_are_anywhere_else() -> None:
    read = [is_the_same(file.name, file.read_text("utf-8")) for file in SEEDS.iterdir()]
    assert sum(read) > len(read) / 2


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("2023-05-31T", "2023-02-30T"),
        ('comet"\nwebUrl', 'comet?srsltid=1"\nwebUrl'),
        ('comet"\nwebUrl', 'comet?a=1&amp;b=2"\nwebUrl'),
        ('https://example.org/comet"\nwebUrl', 'www.example.org/comet"\nwebUrl'),
        ("  - title: Begin", "  - title: [Begin"),
        ("  - title: Begin", '  - title: "{{title}}"'),
        ("  - Sky", "  - [Sky"),
        ("category: news", 'category: "#news"'),
        ("name: O'Neill & Söhne\n  domain: 9to5.example", "name: 404\n  domain: 9"),
        ("name: O'Neill & Söhne\n  domain: 9to5.example", 'name: "&#27;"\n  domain: \u200b'),
        ('A «comet»: \\"near\\"', "{{title}}"),
        ('A «comet»: \\"near\\"', "\u200b"),
    ],
)
def test_what_is_not_as_usual_is_left_to_the_general_way(written: str, instead: str) -> None:
    assert written in FRONT
    assert not is_the_same("a.md", f"---\n{FRONT.replace(written, instead, 1)}---\n")


def test_articles_of_feeds_are_of_our_own_make() -> None:
    entry = FeedEntry(
        id="tag:feed.example,1",
        title='Night "trains" return',
        link="https://feed.example/1",
        date="2024-03-05T10:00:00Z",
        summary="They are\u00a0back: R&D.",
        content="The *entire* text.",
        authors=('Ada "L" Lovelace',),
        images=(FeedImage("https://feed.example/1.jpg", 800),),
        enclosures=(Enclosure("https://feed.example/1.mp3", "audio/mpeg", 123),),
        type="podcast",
    )
    feed = Subscription("https://feed.example/rss", "Mine")
    assert is_the_same("a.md", file_bytes(entry, feed, "Feed", ["Trains", "#1"]).decode())


@given(st.permutations(FIELDS), st.integers(0, len(FIELDS)))
def test_any_order_will_do(fields: list[str], left_out: int) -> None:
    is_the_same("a.md", f"---\n{''.join(fields[left_out:])}---\n")


PIECES = (
    *("", " ", "  ", "\n", "\n\n", "\n  - ", "\n    ", ": ", " #", "'", '"', "\\", "~", "null"),
    *("true", "7", "-0", "1e9", "99999999999999999999", "2023-02-30", "&amp;", "[", "{{x}}", "<%"),
    *("---\n", "\n---\n", "\t", "\r", "\u2028", "\xa0", "&#27;", "\ud800", "\x1b[2J", "\u200b"),
    *("title: x\n", "later date: 2024\n", "author: x\n", "related:\n", "Z", ".5Z", "?utm_source=x"),
)


@given(st.data())
def test_damaged_files_are_read_as_they_are_anywhere_else(data: st.DataObject) -> None:
    text = f"---\n{FRONT}---\nBody\n"
    for _ in range(data.draw(st.integers(1, 3))):
        begin = data.draw(st.integers(0, len(text)))
        end = begin + data.draw(st.sampled_from([0, 0, 1, 2, 5, 40]))
        text = text[:begin] + data.draw(st.sampled_from(PIECES)) + text[end:]
    is_the_same("a.md", text)
