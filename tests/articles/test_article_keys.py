from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.articles.article_keys import canonical_url, key64, mark_key, spellings, url_keys
from broadsheet.articles.model import Article, Provider
from broadsheet.articles.read import understand
from tests.hostile import HOSTILE_STRINGS, HOSTILE_URLS

PAGE = "https://example.com/news/today"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/news/today",
        "http://example.com/news/today",
        "HTTPS://WWW.Example.COM/news/today/",
        "https://m.example.com:443/news/today",
        "http://example.com.:80/news/today#comments",
        "https://example.com/news/today?utm_source=x&UTM_Medium=y&fbclid=1&gclid=2",
        "https://user:secret@example.com/news/today",
        "https://example.com/news/today?amp",
        "https://example.com/news/today?amp=1",
        "https://example.com/news/today/amp/",
        "https://example.com/amp/news/today",
        "https://amp.example.com/news/AMP/today",
        "https://example.com/google-amp/news/today/",
        "https://example.com/news/today.amp",
        "https://example-com.cdn.ampproject.org/c/s/www.example.com/news/today/?amp",
        "https://cdn.ampproject.org/v/example.com/amp/news/today",
        "https://www.google.com/amp/s/example.com/news/today/amp/",
        " https://example.com/%6eews/tod%61y ",
    ],
)
def test_all_addresses_of_a_page_have_one_spelling(url: str) -> None:
    assert canonical_url(url) == PAGE


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/news/Today",
        "https://example.com/news/today?id=1",
        "https://example.com/news/today?gclidx=1",
        "https://example.com/news/today#!/page/2",
        "https://example.com:8443/news/today",
        "https://example.com/news/today/ampere",
        "https://blog.example.com/news/today",
    ],
)
def test_other_pages_have_another_spelling(url: str) -> None:
    assert canonical_url(url) not in ("", PAGE)


def test_the_order_of_parameters_and_the_case_of_escapes_do_not_matter() -> None:
    expected = "https://example.com/caf%C3%A9?a=1&b=%2F"
    assert canonical_url("http://example.com/caf%c3%a9?b=%2f&a=1&utm_id=3") == expected
    assert canonical_url("https://www.example.com/caf\xe9/?a=1&&b=%2F") == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://youtu.be/dQw4w9WgXcQ?t=10",
        "https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "https://m.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&feature=share",
        "https://youtube.com/shorts/dQw4w9WgXcQ",
    ],
)
def test_a_video_is_known_by_its_id(url: str) -> None:
    assert canonical_url(url) == "https://youtube.com/watch?v=dQw4w9WgXcQ"


def test_a_channel_is_not_a_video() -> None:
    assert canonical_url("https://www.youtube.com/@someone/") == "https://youtube.com/@someone"


def test_each_version_of_the_rule_spells_an_address_as_it_always_did() -> None:
    url = "https://example.com/a?utm_source=x&b=1&srsltid=2"
    assert canonical_url(url, rule=1) == "https://example.com/a?b=1&srsltid=2"
    assert canonical_url(url) == canonical_url(url, rule=2) == "https://example.com/a?b=1"
    assert spellings(url) == {canonical_url(url, 1), canonical_url(url, 2)}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "no address",
        "mailto:a@example.com",
        "ftp://example.com/",
        "https://",
        "http://[",
        "//a.b",
    ],
)
def test_what_is_no_web_address_has_no_spelling(url: str) -> None:
    assert canonical_url(url) == ""


@pytest.mark.parametrize("url", [*HOSTILE_URLS, *(hostile.text for hostile in HOSTILE_STRINGS)])
def test_hostile_addresses_have_a_key_or_none(url: str) -> None:
    article = Article("a.md", "A", original_url=url)
    assert len(url_keys(article)) == (1 if canonical_url(url) else 0)


@given(st.text().map(lambda rest: f"https://{rest}"))
def test_any_address_is_spelt_without_an_error(url: str) -> None:
    assert canonical_url(url).partition("//")[0] in ("", "https:")


ADDRESSES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["http://", "https://"]),
    st.sampled_from(
        ["a.b", "www.a.b", "a.b.", "A.b", "a.b:80", "x@a.b", "m.a.b", "..", "", "[::1]"]
    ),
    st.text("/?#%&=;:@.aM2amp_-+~é \\"),
)


@given(ADDRESSES)
def test_an_address_is_spelt_alike_whether_it_looks_usual_or_not(url: str) -> None:
    assert canonical_url(url) == canonical_url(f" {url}")


def test_keys_are_the_same_on_every_machine_and_fit_an_sqlite_integer() -> None:
    assert key64("https://example.com") == -1_577_905_451_416_939_388
    assert all(-(2**63) <= key64(str(number)) < 2**63 for number in range(1_000))
    assert any(key64(str(number)) < 0 for number in range(1_000))


def test_an_article_is_known_by_each_of_its_pages_once_its_home_first() -> None:
    article = Article(
        "a.md",
        "A",
        original_url="https://www.youtube.com/watch?v=abc",
        web_url="https://www.example.com/a/",
        amp_web_url="https://example.com/a?amp",
        cdn_amp_web_url="https://example-com.cdn.ampproject.org/c/s/example.com/a/amp/",
    )
    assert url_keys(article) == (
        key64("https://youtube.com/watch?v=abc"),
        key64("https://example.com/a"),
    )
    assert url_keys(Article("b.md", "B")) == ()


LONG = "And it goes on. " * 200

UNADDRESSED = Article(
    "2023/a.md",
    "Été: the AI-Builder",
    published_at=datetime(2023, 5, 18, 16, tzinfo=UTC),
    provider=Provider("Électricité", "e.example"),
    body="It begins so. " + LONG + "And so it ends.",
)


@pytest.mark.parametrize(
    "article",
    [
        Article("a.md", "A", original_url="http://www.example.com/a/?utm_source=x"),
        Article("b.md", "B", original_url="mailto:a@b.example", web_url="https://example.com/a"),
        Article("c.md", "C", amp_web_url="https://amp.example.com/a", cdn_amp_web_url="http://x.y"),
        Article("d.md", "D", cdn_amp_web_url="https://cdn.ampproject.org/c/s/example.com/a"),
    ],
)
def test_marks_are_kept_under_the_first_address_of_an_article(article: Article) -> None:
    assert mark_key(article) == "https://example.com/a"


def test_marks_of_an_article_without_address_survive_the_move_of_its_file() -> None:
    moved = UNADDRESSED._replace(path="archive/b.md", excerpt="Now with one", original_url="none")
    respelt = moved._replace(
        title="ete the ai builder",
        body="It *begins* so …\n\n" + LONG + "and ends otherwise.",
        published_at=datetime(2023, 5, 18, 23, tzinfo=UTC),
    )

    assert mark_key(UNADDRESSED) == "hash2:d1f6ebfcb6baddefd928ffb2d18b4c97"
    assert mark_key(moved) == mark_key(respelt) == mark_key(UNADDRESSED)


def test_other_articles_without_address_have_other_marks() -> None:
    others = [
        UNADDRESSED._replace(title="Another"),
        UNADDRESSED._replace(body="It begins otherwise. " + LONG),
        UNADDRESSED._replace(published_at=None),
        UNADDRESSED._replace(published_at=datetime(2023, 5, 19, tzinfo=UTC)),
        Article("a.md", ""),
    ]
    assert len({mark_key(article) for article in [*others, UNADDRESSED]}) == 6


@pytest.mark.parametrize(
    "fields",
    [
        "title: Essay",
        "title: Essay\noriginalUrl: mailto:me@example.com",
        "title: Essay\nfeaturedContent: '<iframe src=\"https://example.com/video\"></iframe>'",
        "title: Essay\nimages: [{url: 'https://example.com/a.jpg'}]",
        "title: Essay\noriginalUrl: https://example.com/essay",
        "title: Essay\ndate: 2024-01-02\ntags: [a]",
    ],
)
def test_the_index_and_the_screen_know_an_article_by_the_same_key(fields: str) -> None:
    content = f"---\n{fields}\n---\n\n# Essay\n\n{LONG}\n".encode()
    without, full = (
        understand("essay.md", content, with_fields=with_items, with_items=with_items)
        for with_items in (False, True)
    )
    assert isinstance(without, Article)
    assert isinstance(full, Article)
    assert mark_key(without) == mark_key(full)
    assert without.earlier_keys == full.earlier_keys
