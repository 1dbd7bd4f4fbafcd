"""Feeds for the open reader: what it fetches by itself, and what only if the user asks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.cli.main import main
from broadsheet.config.settings import settings_file
from broadsheet.feeds.model import Subscription
from broadsheet.feeds.service import Answer, Service
from tests.feeds.server import Answer as Page
from tests.feeds.server import Server, item, rss

UNASKED: Answer = {"do": "fetch", "unasked": True}


@pytest.fixture(autouse=True)
def _private_hosts() -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('[feeds]\nprivate_hosts = ["127.0.0.1"]\n')


def fetched(library: Path, request: Answer) -> object:
    return Service(library).answer(request, lambda _: None)["fetched"]


def test_feeds_that_came_with_a_folder_are_fetched_only_if_the_user_asks(
    news: Path, server: Server, subscribe: Callable[..., None]
) -> None:
    server.pages["/feed"] = Page(rss(item(1)))
    subscribe(Subscription(server.url("/feed")))
    assert fetched(news, UNASKED) == 0
    assert Service(news).answer({"do": "list"}, lambda _: None)["feeds"]
    assert fetched(news, UNASKED) == 0
    assert server.requests == []
    assert fetched(news, {"do": "fetch"}) == 1
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
    assert fetched(news, UNASKED) == 1
