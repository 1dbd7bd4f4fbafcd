"""Fetching texts from servers that have them, have them elsewhere, or have something else."""

from collections.abc import Mapping

import pytest

from broadsheet.articles.article_keys import key64
from broadsheet.articles.model import Article
from broadsheet.pages.fetch import PageFetcher
from broadsheet.pages.reasons import Kind, Missing
from broadsheet.pages.store import Page
from broadsheet.pages.wanted import Wanted, wanted
from tests.feeds.server import Answer, Server
from tests.pages.samples import HTML, SENTENCE, page


def why(found: Page | Missing) -> Kind:
    assert isinstance(found, Missing)
    assert found.sentence.endswith(".")
    return found.kind


def test_a_text_comes_without_its_title_and_with_where_it_is_from(
    server: Server, fetcher: PageFetcher
) -> None:
    server.pages |= {"/a": Answer(status=302, headers={"Location": "/b"}), "/b": page()}
    found = fetcher.fetch(Wanted(1, (server.url("/a"),), "Night trains return"))
    assert isinstance(found, Page)
    assert found.markdown.startswith("Night trains return to the cities")
    assert (found.url, found.title) == (server.url("/b"), "Night trains return")


def test_the_addresses_of_an_article_are_tried_in_their_order() -> None:
    urls = [f"https://example.org/{name}" for name in ("original", "web", "amp", "cache")]
    article = Article("a.md", "Trains", "", original_url=urls[0], web_url=urls[1])
    article = article._replace(amp_web_url=urls[2], cdn_amp_web_url=urls[1])
    assert wanted(article).addresses == tuple(urls[:3])
    assert wanted(article).key == key64("https://example.org/original")
    assert wanted(Article("a.md", "No address")).addresses == ()


def test_the_first_address_that_has_the_text_counts(server: Server, fetcher: PageFetcher) -> None:
    server.pages |= {"/original": page("<p>Subscribe now!</p>"), "/amp": page(), "/cache": page()}
    urls = ("javascript:alert(1)", *map(server.url, ("/gone", "/original", "/amp", "/cache")))
    found = fetcher.fetch(Wanted(1, urls))
    assert isinstance(found, Page)
    assert found.url == server.url("/amp")
    assert [path for _, path in server.requests] == ["/gone", "/original", "/amp"]


def test_a_page_that_only_leads_to_another_is_followed_once(
    server: Server, fetcher: PageFetcher
) -> None:
    for name, to in (("a", "/story"), ("b", "/a"), ("c", "/c"), ("d", "file:///etc/passwd")):
        head = f"<meta http-equiv='Refresh' content='0; URL={to}'>"
        server.pages[f"/{name}"] = page("<p>Moved.</p>", head=head)
    server.pages["/story"] = page()
    found = fetcher.fetch(Wanted(1, (server.url("/a"),)))
    assert isinstance(found, Page)
    assert found.url == server.url("/story")
    for name in "bcd":
        assert isinstance(fetcher.fetch(Wanted(1, (server.url(f"/{name}"),))), Missing)
    assert len(server.requests) == 2 + 2 + 2 + 1


def test_less_than_the_article_has_already_is_not_shown(
    server: Server, fetcher: PageFetcher
) -> None:
    server.pages["/a"] = page()
    article = Article("a.md", "Trains", original_url=server.url("/a"), body=SENTENCE * 20)
    assert why(fetcher.fetch(wanted(article))) == "shorter"
    article = article._replace(body="", excerpt=SENTENCE * 20)
    assert why(fetcher.fetch(wanted(article))) == "shorter"
    article = article._replace(excerpt="")
    html = f"<p>{SENTENCE}</p>" + '<a href="https://example.org/x">-</a>' * 99
    article = article._replace(body=html, body_format="html")
    assert isinstance(fetcher.fetch(wanted(article)), Page)


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (Answer(status=404), "status", "gone"),
        (Answer(status=410), "status", "gone"),
        (Answer(status=403), "status", "programs"),
        (Answer(status=500), "status", "500"),
        (Answer(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "not html", "PDF"),
        (Answer(b"\x89PNG", headers={"Content-Type": "image/png"}), "not html", "picture"),
        (Answer(b'{"a": 1}', headers={"Content-Type": "application/json"}), "not html", "HTML"),
        (Answer(b"plain " * 200, headers={"Content-Type": "text/plain"}), "not html", "HTML"),
        (Answer(b"x" * (5 * 1024**2 + 1), headers=HTML), "too large", "5 MB"),
        (Answer(status=302, headers={"Location": "/page"}), "redirects", "redirects"),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "refused", "web address"),
        (Answer(b"", headers=HTML), "no text", "hardly"),
        (page("<div id=root></div><script src=app.js></script>"), "script", "JavaScript"),
        (
            page(
                f"<p>{SENTENCE}</p><div class='paywall'>Subscribe to read on.</div><p>Already?</p>"
            ),
            "paywall",
            "subscribers",
        ),
        (
            page(
                f"<p>{SENTENCE}</p>",
                head='<script type="application/ld+json">{"@type": "NewsArticle", '
                '"isAccessibleForFree": "False"}</script>',
            ),
            "paywall",
            "subscribers",
        ),
        (
            page("<p>A film.</p>", head='<meta property="og:type" content="video.other">'),
            "video",
            "video",
        ),
    ],
)
def test_why_there_is_no_text_is_said(
    server: Server, fetcher: PageFetcher, answer: Answer, kind: Kind, said: str
) -> None:
    server.pages["/page"] = answer
    found = fetcher.fetch(Wanted(1, (server.url("/page"),)))
    assert (why(found), said in getattr(found, "sentence", "")) == (kind, True), found


def test_a_page_that_names_no_kind_is_read_if_it_is_html(
    server: Server, fetcher: PageFetcher
) -> None:
    server.pages["/page"] = Answer(page().body)
    assert isinstance(fetcher.fetch(Wanted(1, (server.url("/page"),))), Page)


def test_without_an_address_or_a_network_that_is_said(fetcher: PageFetcher) -> None:
    assert why(fetcher.fetch(Wanted(1, ()))) == "no address"
    found = fetcher.fetch(Wanted(1, ("http://127.0.0.1:1/a", "http://127.0.0.1:1/b")))
    assert why(found) == "offline"


def test_a_private_address_is_not_asked(server: Server) -> None:
    server.pages["/a"] = Answer(status=302, headers={"Location": server.url("/b", "127.0.0.3")})
    with PageFetcher() as fetcher:
        assert why(fetcher.fetch(Wanted(1, (server.url("/a"),)))) == "refused"
    assert server.requests == []
    with PageFetcher(["127.0.0.1"]) as fetcher:
        found = fetcher.fetch(Wanted(1, (server.url("/a"),)))
    assert (why(found), "private address 127.0.0.3" in str(found)) == ("refused", True)
    assert server.requests == [("127.0.0.1", "/a")]


def test_a_host_that_asks_for_a_pause_is_left_alone(server: Server, fetcher: PageFetcher) -> None:
    server.pages["/a"] = Answer(status=429, headers={"Retry-After": "600"})
    url = server.url("/a", "127.0.0.2")
    for _ in range(3):
        assert why(fetcher.fetch(Wanted(1, (url,)))) == "busy"
    assert server.count("/a") == 1


def test_without_the_package_it_is_said_how_to_install_it(
    fetcher: PageFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.pages.wanted.find_spec", lambda _: None)
    found = fetcher.fetch(Wanted(1, ("https://example.org/",)))
    assert why(found) == "not installed"
    assert "pipx install" in getattr(found, "sentence", "")


def test_the_pause_between_two_pages_of_a_host_is_kept(server: Server) -> None:
    server.is_strict_about_pauses = True

    def answer(headers: Mapping[str, str]) -> Answer:
        return page("<p>Nothing.</p>")

    server.pages |= {"/a": answer, "/b": answer}
    with PageFetcher(["127.0.0.1"]) as fetcher:
        fetcher.fetch(Wanted(1, (server.url("/a"), server.url("/b"))))
    assert len(server.requests) == 2
