"""Feeds for the open reader: what it fetches by itself, and what only if the user asks."""

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.cli.main import main
from broadsheet.config.settings import settings_file
from broadsheet.feeds import opml
from broadsheet.feeds.discover import DiscoveryError, Found, discover
from broadsheet.feeds.fetch import Fetcher
from broadsheet.feeds.model import Subscription
from broadsheet.feeds.parser_process import Parsers
from broadsheet.feeds.service import Service
from broadsheet.feeds.state import FeedState, State
from broadsheet.serving import Values
from broadsheet.web.client import Client
from broadsheet.web.politeness import Hosts
from tests.feeds.server import Answer as Page
from tests.feeds.server import Server, allow_this_machine, item, rss

UNASKED: Values = {"do": "fetch", "unasked": True}


@pytest.fixture(autouse=True)
def _private_hosts() -> None:
    allow_this_machine(settings_file().parents[1])


def fetch(library: Path, request: Values) -> None:
    assert Service(library).answer(request, lambda _: None)["failing"] == 0


def test_feeds_that_came_with_a_folder_are_fetched_only_if_the_user_asks(
    news: Path, server: Server, subscribe: Callable[..., None]
) -> None:
    server.pages["/feed"] = Page(rss(item(1)))
    subscribe(Subscription(server.url("/feed")))
    fetch(news, UNASKED)
    assert Service(news).answer({"do": "list"}, lambda _: None)["feeds"]
    fetch(news, UNASKED)
    assert server.requests == []
    fetch(news, {"do": "fetch"})
    assert server.count("/feed") == 1


def test_feeds_of_a_list_that_the_user_added_are_fetched_without_asking(
    news: Path, server: Server, tmp_path: Path
) -> None:
    server.pages["/feed"] = Page(rss(item(1)))
    listed = tmp_path / "list.opml"
    listed.write_text(
        f'<opml version="2.0"><body><outline xmlUrl="{server.url("/feed")}"/></body></opml>'
    )
    assert main(["add", str(news), str(listed)]) == 0
    assert server.requests == []
    fetch(news, UNASKED)
    assert server.count("/feed") == 1


@pytest.mark.parametrize(
    ("hours", "error", "outcome"),
    [(0.5, "it answered 500", "not due"), (2, "", "not due"), (2, "it answered 500", "new")],
)
def test_one_feed_is_fetched_again_only_if_it_failed_and_not_within_the_hour(
    news: Path,
    server: Server,
    subscribe: Callable[..., None],
    hours: float,
    error: str,
    outcome: str,
) -> None:
    server.pages["/feed"] = Page(rss(item(1)))
    url, now = server.url("/feed"), time.time()
    subscribe(Subscription(url, "Mine"))
    with closing(State(news)) as state:
        asked = now - hours * 3600
        state.put_feed(FeedState(url, next_at=now + 86400, checked_at=asked, error=error))
    said = Service(news).answer({"do": "fetch one", "url": url}, lambda _: None)
    assert said["outcome"] == outcome
    assert server.count("/feed") == (outcome == "new")


def test_a_feed_that_an_earlier_process_found_is_subscribed_to(news: Path, server: Server) -> None:
    server.pages["/feed"] = Page(rss(item(1)))
    url = server.url("/feed")
    request: Values = {"do": "add", "url": url, "topics": ["Trains"]}
    assert Service(news).answer(request, lambda _: None)["added"] == 1
    [feed] = opml.read_library(news).subscriptions
    assert (feed.url, feed.topics) == (url, ("Trains",))


def test_a_weight_that_is_none_is_refused_in_words(
    news: Path, subscribe: Callable[..., None]
) -> None:
    subscribe(Subscription("https://a.example/feed", weight=5))
    request: Values = {"do": "weight", "url": "https://a.example/feed"}
    answer = Service(news).answer(request | {"value": "much"}, lambda _: None)
    assert answer == {"error": "A weight is a whole number from -50 to 50, not “much”."}
    assert Service(news).answer(request | {"value": "-7"}, lambda _: None) == {}
    assert [feed.weight for feed in opml.read_library(news).subscriptions] == [-7]


def test_a_feed_is_renamed_whose_address_was_written_otherwise_meanwhile(
    news: Path, subscribe: Callable[..., None]
) -> None:
    subscribe(Subscription("https://example.org/feed/"))
    request: Values = {"do": "rename", "url": "https://example.org/feed", "value": "Ours"}
    assert Service(news).answer(request, lambda _: None) == {}
    assert [feed.title for feed in opml.read_library(news).subscriptions] == ["Ours"]


@pytest.mark.parametrize(
    "inside",
    [
        b'<link rel="alternate" type="application/rss+xml" href="http://[x">',
        b"<link " * 20_000,
        b"<link " + b"a" * 200_000 + b">",
    ],
    ids=["impossible address", "links without an end", "a long name"],
)
def test_a_page_that_names_no_feed_is_refused_at_once(server: Server, inside: bytes) -> None:
    server.is_strict_about_pauses = False
    server.pages["/"] = Page(b"<html>" + inside)
    with Parsers(1) as parsers, pytest.raises(DiscoveryError, match="names none"):
        discover(server.url("/"), Client(["127.0.0.1"], Hosts(pause=0)), parsers.parse)


def test_what_changes_while_a_feed_is_found_stays_in_the_list(
    news: Path, server: Server, subscribe: Callable[..., None]
) -> None:
    server.pages["/feed"] = Page(rss(item(1)))
    with Fetcher(news, ["127.0.0.1"]) as fetcher:
        found = discover(server.url("/feed"), fetcher.client, fetcher.parse)
        assert isinstance(found, Found)
        subscribe(Subscription("https://a.example/feed"))
        fetcher.take_in(Subscription(found.url), found.document, found.response)
    known = [feed.url for feed in opml.read_library(news).subscriptions]
    assert known == ["https://a.example/feed", found.url]


def test_one_process_at_a_time_changes_the_list_of_feeds(
    news: Path,
    tmp_path: Path,
    subscribe: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(opml, "_LOCK_SECONDS", 0.0)
    subscribe(Subscription("https://a.org/f"), Subscription("https://b.org/f"))
    listed = tmp_path / "list.opml"
    listed.write_text('<opml><body><outline xmlUrl="https://c.org/f"/></body></opml>')

    def weigh() -> object:
        request: Values = {"do": "weight", "url": "https://a.org/f", "value": "9"}
        return Service(news).answer(request, lambda _: None).get("error", "")

    with opml.changing(news) as subscriptions:
        assert "another Broadsheet is changing" in str(weigh())
        for command in (["remove", str(news), "https://a.org/f"], ["add", str(news), str(listed)]):
            assert main(command) != 0
            assert "another Broadsheet is changing" in capsys.readouterr().err
        opml.write_library(news, subscriptions.remove("https://b.org/f"))
    assert weigh() == ""
    [left] = opml.read_library(news).subscriptions
    assert (left.url, left.weight) == ("https://a.org/f", 9)
