from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broadsheet.feeds import opml
from broadsheet.feeds.fetch import Fetcher, FetchResult
from broadsheet.feeds.model import Subscription
from tests.feeds.server import Server, running

HOSTS = [f"127.0.0.{number}" for number in range(1, 30)]

Fetch = Callable[[], list[FetchResult]]


@pytest.fixture(autouse=True)
def quick_processes(forked: None) -> None:
    """Forks the processes that tests of this folder start."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine; the test fails if a client is impolite to it."""
    with running() as server:
        yield server


@pytest.fixture
def subscribe(news: Path) -> Callable[..., None]:
    """Subscribes the library to feeds."""

    def subscribe(*feeds: Subscription) -> None:
        opml.write_library(news, opml.read_library(news).add(feeds))

    return subscribe


@pytest.fixture
def fetch(news: Path) -> Fetch:
    """Fetches what is due of the library's feeds."""

    def fetch() -> list[FetchResult]:
        feeds = opml.read_library(news).subscriptions
        with Fetcher(news, HOSTS) as fetcher:
            return fetcher.fetch(feeds, feeds, lambda _: None)

    return fetch


def files(library: Path) -> dict[str, str]:
    """Return the articles of a library by path."""
    return {
        file.relative_to(library).as_posix(): file.read_text("utf-8")
        for file in sorted(library.rglob("*.md"))
    }
