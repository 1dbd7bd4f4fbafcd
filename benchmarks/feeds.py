"""Fetching feeds from a server on this machine that answers each request after 50 ms."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import feedparser
import urllib3

from benchmarks.bench import Bench, environment
from benchmarks.figures import BARE_REQUESTS, BARE_REQUESTS_AND_PARSING, Figure
from broadsheet.feeds import opml
from broadsheet.feeds.fetch import Fetcher
from broadsheet.feeds.model import FeedDocument, FeedEntry, Subscription
from broadsheet.feeds.state import State
from broadsheet.feeds.writer import write_entries

_FEEDS = 100
_ENTRIES = 30
_THREADS = 24
_WRITTEN = 3000


def feeds(bench: Bench) -> Iterator[Figure]:
    """Measure fetching that brings everything, fetching that brings nothing, and writing."""
    with _server() as port:
        urls = [f"http://127.0.0.{n + 1}:{port}/{n}" for n in range(_FEEDS)]
        rounds = [_round(bench.scratch / f"feeds-{n}", urls) for n in range(bench.runs)]
    new, nothing, requests, parsing, megabytes = (
        median(each) for each in zip(*rounds, strict=True)
    )
    yield Figure("feeds, all new", new, "s", {BARE_REQUESTS_AND_PARSING: requests + parsing})
    yield Figure("feeds, nothing new", nothing, "s", {BARE_REQUESTS: requests})
    yield Figure("feeds, memory", megabytes, "MB")
    yield Figure(
        "feeds, written", median(_written(bench, n) for n in range(bench.runs)), "a second"
    )


def _round(folder: Path, urls: list[str]) -> tuple[float, ...]:
    library = folder / "news"
    library.mkdir(parents=True)
    subscriptions = [Subscription(url, f"Feed {n}") for n, url in enumerate(urls)]
    opml.write_library(library, opml.read_library(library).add(subscriptions))
    command = [sys.executable, "-m", "benchmarks.feeds", str(library)]
    finished = subprocess.run(
        command, check=True, env=environment(folder) | _path(), capture_output=True
    )
    new, nothing, megabytes = json.loads(finished.stdout)
    return new, nothing, _bare_requests(urls), _bare_parsing(), megabytes


def _path() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(filter(None, sys.path))}


def _bare_requests(urls: list[str]) -> float:
    pools = urllib3.PoolManager(num_pools=_FEEDS, retries=False)
    began = time.monotonic()
    with ThreadPoolExecutor(_THREADS) as threads:
        list(threads.map(lambda url: pools.request("GET", url).data, urls))
    return time.monotonic() - began


def _bare_parsing() -> float:
    """Return the processor time that feedparser needs for all documents."""
    from benchmarks.feed_server import document

    documents = [document(feed, _ENTRIES) for feed in range(_FEEDS)]
    began = time.process_time()
    for body in documents:
        feedparser.parse(body, sanitize_html=False)
    return time.process_time() - began


def _written(bench: Bench, number: int) -> float:
    """Return how many articles are written in a second, each flushed to the disk."""
    library = bench.scratch / f"written-{number}"
    library.mkdir()
    entries = tuple(
        FeedEntry(
            f"tag:x,{n}", f"Title number {n}", f"https://x.example/{n}", "2024-03-05", "Text. " * 50
        )
        for n in range(_WRITTEN)
    )
    state = State(library)
    began = time.monotonic()
    write_entries(
        library,
        Subscription("https://x.example/", folder="x"),
        FeedDocument("X", entries=entries),
        state,
    )
    seconds = time.monotonic() - began
    state.close()
    return _WRITTEN / seconds


@contextmanager
def _server() -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.feed_server", str(_FEEDS), str(_ENTRIES)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 - PIPE was asked for
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def _fetch_twice(library: Path) -> None:
    """Fetch everything, then again when nothing is new; print the seconds, and the memory in MB."""
    subscriptions = opml.read_library(library).subscriptions
    hosts = [f"127.0.0.{n + 1}" for n in range(len(subscriptions))]
    seconds = []
    for _ in range(2):
        with Fetcher(library, hosts) as fetcher:
            began = time.monotonic()
            results = fetcher.fetch(subscriptions, subscriptions, lambda _: None)
            seconds.append(time.monotonic() - began)
        if {each.outcome for each in results} != {"new" if len(seconds) == 1 else "unchanged"}:
            sys.exit(f"not fetched: {results[0]}")
        state = State(library)
        for feed in subscriptions:
            state.put_feed(state.feed(feed.url)._replace(next_at=0))
        state.close()
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps([*seconds, peak / 1024]))


if __name__ == "__main__":
    _fetch_twice(Path(sys.argv[1]))
