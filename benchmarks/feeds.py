"""Fetching feeds from a server on this machine that answers each request after 50 ms."""

import json
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
from benchmarks.feeds_arriving import keys_while_feeds_arrive
from benchmarks.figures import BARE_REQUESTS, BARE_REQUESTS_AND_PARSING, NEWSBOAT, Figure
from broadsheet.feeds import opml
from broadsheet.feeds.model import FeedDocument, FeedEntry, Subscription
from broadsheet.feeds.state import State
from broadsheet.feeds.writer import write_entries

_FEEDS = 100
_ENTRIES = 30
_THREADS = 24
_WRITTEN = 3000


def feeds(bench: Bench) -> Iterator[Figure]:
    """Measure fetching that brings everything or nothing, keys meanwhile, and writing."""
    with _server() as port:
        urls = [f"http://127.0.0.{n + 1}:{port}/{n}" for n in range(_FEEDS)]
        rounds = [_round(bench.scratch / f"feeds-{n}", urls) for n in range(bench.runs)]
        rival = _newsboat(bench, urls)
        subscriptions = [Subscription(url, f"Feed {n}") for n, url in enumerate(urls)]
        arriving = keys_while_feeds_arrive(bench, subscriptions)
    new, nothing, requests, parsing, megabytes = (
        median(each) for each in zip(*rounds, strict=True)
    )
    floor = {BARE_REQUESTS_AND_PARSING: requests + parsing}
    yield Figure("feeds, all new", new, "s", floor | rival["new"])
    yield Figure("feeds, nothing new", nothing, "s", {BARE_REQUESTS: requests} | rival["nothing"])
    yield arriving
    yield Figure("feeds, memory", megabytes, "MB")
    yield Figure(
        "feeds, written", median(_written(bench, n) for n in range(bench.runs)), "a second"
    )


def _round(folder: Path, urls: list[str]) -> tuple[float, ...]:
    library = folder / "news"
    library.mkdir(parents=True)
    subscriptions = [Subscription(url, f"Feed {n}") for n, url in enumerate(urls)]
    opml.write_library(library, opml.read_library(library).add(subscriptions))
    command = [sys.executable, "-m", "benchmarks.fetch_twice", str(library)]
    finished = subprocess.run(
        command, check=True, env=environment(folder) | _path(), capture_output=True
    )
    new, nothing, megabytes = json.loads(finished.stdout)
    return new, nothing, _bare_requests(urls), _bare_parsing(), megabytes


def _path() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(filter(None, sys.path))}


def _newsboat(bench: Bench, urls: list[str]) -> dict[str, dict[str, float]]:
    """Let newsboat fetch the feeds twice, as often as we do; return the seconds of each."""
    found: dict[str, list[float]] = {"new": [], "nothing": []}
    for run in range(bench.runs if bench.has(NEWSBOAT) else 0):
        folder = bench.scratch / f"newsboat-feeds-{run}"
        folder.mkdir()
        (folder / "urls").write_text("\n".join(urls) + "\n")
        (folder / "config").write_text(f"reload-threads {_THREADS}\n")
        command = [NEWSBOAT, "-u", str(folder / "urls"), "-c", str(folder / "cache.db")]
        command += ["-C", str(folder / "config"), "-x", "reload"]
        for seconds in found.values():
            began = time.monotonic()
            subprocess.run(command, env=environment(bench.scratch), capture_output=True, check=True)
            seconds.append(time.monotonic() - began)
    return {what: {NEWSBOAT: median(of)} if of else {} for what, of in found.items()}


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
