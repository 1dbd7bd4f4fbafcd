from collections.abc import Iterator

import pytest

from broadsheet.pages.fetch import PageFetcher
from broadsheet.web.politeness import Hosts
from tests.feeds.server import Server, running

HOSTS = ("127.0.0.1", "127.0.0.2")


@pytest.fixture(autouse=True)
def quick_processes(forked: None) -> None:
    """Forks the processes that tests of this folder start."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine; clients need not pause between requests."""
    with running(is_strict_about_pauses=False) as server:
        yield server


@pytest.fixture(scope="module")
def fetcher() -> Iterator[PageFetcher]:
    with PageFetcher(HOSTS, Hosts(pause=0), extractors=1) as fetcher:
        yield fetcher
