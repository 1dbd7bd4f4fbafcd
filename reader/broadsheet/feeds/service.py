"""Feeds for the open reader, in a process of its own: the screen never waits for a network.

`python -m broadsheet.feeds.service LIBRARY` is asked (`serving.py`) with `do` and what that needs.
What went wrong is `error`, a sentence that is safe to show.

    {"do": "look", "what": ADDRESS}            -> found (title, url, headlines) or choices
    {"do": "add", "url": URL, "topics": […]}   -> added, title
    {"do": "fetch"}                            -> doing, again and again; then failing, next
    {"do": "fetch", "unasked": true}           -> the same, but only if the user ever asked before
    {"do": "fetch one", "url": URL}            -> outcome, added, message, next
    {"do": "list"}                             -> feeds
    {"do": "remove" | "rename" | "topics" | "weight", "url": URL, "value": …}
"""

import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from functools import partial
from itertools import count
from pathlib import Path

from broadsheet.background import give_way
from broadsheet.config.feed_weights import weight_in
from broadsheet.config.reading import read_settings
from broadsheet.feeds import opml, schedule
from broadsheet.feeds.discover import Choice, DiscoveryError, Found, discover
from broadsheet.feeds.fetch import Fetcher, FetchResult
from broadsheet.feeds.full_texts import fetch_full_texts
from broadsheet.feeds.model import FeedStatus, Subscription
from broadsheet.feeds.state import FetchRunningError, State, StateError
from broadsheet.feeds.writer import WriteError
from broadsheet.log import note_error
from broadsheet.serving import Values, answer, requests
from broadsheet.text.counting import counted
from broadsheet.text.door import clean_line

_HEADLINES = 5
_BETWEEN_REPORTS = 0.25
"""Seconds."""

_BUSY = "Another Broadsheet is fetching for this library. Try again in a moment."

_NO_SUCH_FEED = "There is no such subscription any more."

Tell = Callable[[Values], None]


class Service:
    """Answers the requests for one library."""

    def __init__(self, library: Path) -> None:
        self._library = library
        settings, _ = read_settings()
        self._settings = settings
        self._private_hosts = settings.feeds.private_hosts
        self._found: dict[str, Found] = {}

    def answer(self, request: Values, tell: Tell) -> Values:
        """Do what is asked for and return the last answer; earlier ones go to `tell`."""
        try:
            return self._answered(request, tell)
        except FetchRunningError:
            return {"error": _BUSY}
        except (DiscoveryError, opml.OpmlError, StateError, WriteError) as error:
            return {"error": str(error)}
        except (OSError, sqlite3.Error) as error:
            return {"error": clean_line(f"{self._library}: {error}")}
        except Exception as error:  # noqa: BLE001 - the screen goes on without feeds
            return {"error": note_error(error)}

    def _answered(self, request: Values, tell: Tell) -> Values:
        match request:
            case {"do": "look", "what": str(what)}:
                return self._look(what)
            case {"do": "add", "url": str(url), "topics": list(topics)}:
                return self._add(url, tuple(filter(None, map(clean_line, map(str, topics)))))
            case {"do": "fetch"}:
                return self._fetch(tell, is_unasked=request.get("unasked") is True)
            case {"do": "fetch one", "url": str(url)}:
                return self._fetch_one(url)
            case {"do": "list"}:
                return self._list()
            case {"do": str(do), "url": str(url), "value": str(value)}:
                return self._change(do, url, clean_line(value))
        return {"error": "there is no such request"}

    def _look(self, what: str) -> Values:
        found = self._discover(what)
        if not isinstance(found, Found):
            return {"choices": [{"url": each.url, "title": each.title} for each in found]}
        newest = sorted(found.document.entries, key=lambda entry: entry.date, reverse=True)
        known = opml.read_library(self._library).find(found.url)
        return {
            "url": found.url,
            "title": found.document.title or found.url,
            "is_known": known is not None,
            "headlines": [[entry.date[:10], entry.title] for entry in newest[:_HEADLINES]],
        }

    def _discover(self, what: str) -> Found | list[Choice]:
        with Fetcher(self._library, self._private_hosts) as fetcher:
            found = discover(what, fetcher.client, fetcher.parse)
        if isinstance(found, Found):
            self._found[found.url] = found
        return found

    def _add(self, url: str, topics: tuple[str, ...]) -> Values:
        # The process that looked may have ended since.
        found = self._found.get(url) or self._discover(url)
        if not isinstance(found, Found):
            return {"error": f"There is no feed at {url} any more."}
        self._library.mkdir(parents=True, exist_ok=True)
        feed = Subscription(url, found.document.title, found.document.site, topics)
        if opml.read_library(self._library).find(url) is not None:
            return {"error": "You have subscribed to this feed already."}
        with Fetcher(self._library, self._private_hosts) as fetcher:
            result = fetcher.take_in(feed, found.document, found.response)
        return {"added": result.added, "title": found.document.title or url}

    def _fetch(self, tell: Tell, *, is_unasked: bool) -> Values:
        everything = opml.read_library(self._library).subscriptions
        # feeds.opml may have come with the folder, and its author would learn who opens it.
        due = [] if is_unasked and not self._was_ever_asked() else self._due(everything)
        say = _seldom(tell)
        results = self._fetch_due(due, everything, say) if due else []
        numbers = count(1)

        def fetched(*_: object) -> None:
            say(f"fetched {counted(next(numbers), 'full text')}")

        fetch_full_texts(self._library, results, self._settings, fetched)
        failing, next_at = self._standing(everything)
        return {"failing": failing, "next": next_at}

    def _fetch_one(self, url: str) -> Values:
        """Fetch a feed if it is due, or if it failed and was left alone for an hour since."""
        subscriptions = opml.read_library(self._library)
        feed = subscriptions.find(url)
        if feed is None:
            return {"error": _NO_SUCH_FEED}
        with Fetcher(self._library, self._private_hosts) as fetcher:
            with closing(State(self._library)) as state:
                known = state.feed(feed.url)
                if known.error and time.time() - known.checked_at > schedule.SOONEST:
                    state.put_feed(known._replace(next_at=0.0))
            [result] = fetcher.fetch([feed], subscriptions.subscriptions, lambda _: None)
        fetch_full_texts(self._library, [result], self._settings, lambda *_: None)
        return {
            "outcome": result.outcome,
            "added": result.added,
            "message": result.message,
            "next": result.next_at,
        }

    def _fetch_due(
        self, due: list[Subscription], everything: list[Subscription], say: Callable[[str], None]
    ) -> list[FetchResult]:
        total = counted(len(due), "feed")
        numbers = count(1)
        say(f"fetched 0 of {total}")
        with Fetcher(self._library, self._private_hosts) as fetcher:
            return fetcher.fetch(
                due, everything, lambda _: say(f"fetched {next(numbers)} of {total}")
            )

    def _was_ever_asked(self) -> bool:
        with closing(State(self._library)) as state:
            return state.knows_feeds()

    def _due(self, feeds: list[Subscription]) -> list[Subscription]:
        with closing(State(self._library)) as state:
            known = [(feed, state.feed(feed.url)) for feed in feeds]
        now = time.time()
        return [
            feed
            for feed, about in known
            if not about.is_gone and schedule.is_due(now, about.next_at, about.checked_at)
        ]

    def _standing(self, feeds: list[Subscription]) -> tuple[int, float]:
        """Return how many feeds are failing, and when the first one is due."""
        with closing(State(self._library)) as state:
            known = [state.feed(feed.url) for feed in feeds]
        next_at = min((each.next_at for each in known if not each.is_gone), default=0.0)
        return sum(bool(each.error) for each in known), next_at

    def _list(self) -> Values:
        subscriptions = opml.read_library(self._library)
        with closing(State(self._library)) as state:
            feeds = [asdict(_status(feed, state)) for feed in subscriptions.subscriptions]
        return {"feeds": feeds}

    def _change(self, do: str, url: str, value: str) -> Values:
        with opml.changing(self._library) as subscriptions:
            return self._change_one(subscriptions, do, url, value)

    def _change_one(self, subscriptions: opml.OpmlFile, do: str, url: str, value: str) -> Values:
        found = subscriptions.find(url)
        if found is None:
            return {"error": _NO_SUCH_FEED}
        url = found.url  # the list may have been edited since, and spell it differently
        if do == "remove":
            changed = subscriptions.remove(url)
        elif do == "rename":
            changed = subscriptions.change(url, text=value, title=value)
        elif do == "topics":
            topics = [topic for each in value.split(",") if (topic := each.strip())]
            changed = subscriptions.move(url, topics)
        elif do == "weight":
            weight = weight_in(value)
            if weight is None:
                return {"error": f"A weight is a whole number from -50 to 50, not “{value}”."}
            changed = subscriptions.change(url, weight=str(weight or ""))
        else:
            return {"error": "there is no such request"}
        opml.write_library(self._library, changed)
        return {}


def _status(feed: Subscription, state: State) -> FeedStatus:
    about = state.feed(feed.url)
    return FeedStatus(
        url=feed.url,
        title=clean_line(feed.title or about.title or feed.url),
        site=feed.site,
        topics=feed.topics,
        weight=feed.weight,
        articles=state.count(feed.url),
        fetched_at=about.fetched_at,
        error=clean_line(about.error),
    )


def _seldom(tell: Tell) -> Callable[[str], None]:
    """Return what tells what is being done, now and then: each time is a frame of the screen."""
    told_at = 0.0

    def say(doing: str) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= _BETWEEN_REPORTS:
            told_at = time.monotonic()
            tell({"doing": doing})

    return say


def main() -> None:
    """Answer until the input ends."""
    give_way()
    service = Service(Path(sys.argv[1]))
    for request in requests():
        answer(request, service.answer(request, partial(answer, request, more=True)))


if __name__ == "__main__":
    main()
