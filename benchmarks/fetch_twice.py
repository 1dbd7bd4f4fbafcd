"""Fetches the feeds of a library twice, as the bench has it done: in a process that does no more.

`python -m benchmarks.fetch_twice LIBRARY` prints the seconds in which everything was new, those in
which nothing was, and the memory of all processes in MB.
"""

import json
import os
import sys
import time
from contextlib import closing
from pathlib import Path

from benchmarks.processes import peak_mb, with_children
from broadsheet.feeds import opml
from broadsheet.feeds.fetch import Fetcher
from broadsheet.feeds.model import Subscription
from broadsheet.feeds.state import State
from broadsheet.web.politeness import PAUSE


def main() -> None:
    """Fetch everything, then nothing new."""
    library = Path(sys.argv[1])
    feeds = opml.read_library(library).subscriptions
    new, megabytes = _fetch(library, feeds, "new")
    with closing(State(library)) as state:
        for feed in feeds:
            state.put_feed(state.feed(feed.url)._replace(next_at=0))
    time.sleep(PAUSE)  # the last hosts were asked just now, and are left alone for so long
    nothing, _ = _fetch(library, feeds, "unchanged")
    print(json.dumps([new, nothing, megabytes]))


def _fetch(library: Path, feeds: list[Subscription], expected: str) -> tuple[float, float]:
    """Return the seconds, and the greatest memory of each process up to then, added up."""
    hosts = [f"127.0.0.{number + 1}" for number in range(len(feeds))]
    with Fetcher(library, hosts) as fetcher:
        began = time.monotonic()
        results = fetcher.fetch(feeds, feeds, lambda _: None)
        seconds = time.monotonic() - began
        megabytes = sum(map(peak_mb, with_children(os.getpid())))
    if {each.outcome for each in results} != {expected}:
        sys.exit(f"not fetched: {results[0]}")
    return seconds, megabytes


if __name__ == "__main__":
    main()
