"""Fetching: which feeds are due, what each of them answered, and what came of it.

Feeds of different hosts are fetched next to one another, those of one host in turn. Whatever a feed
does, the others go on.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Self

from broadsheet.feeds import opml, schedule
from broadsheet.feeds.article_file import slug
from broadsheet.feeds.identity import digest
from broadsheet.feeds.model import Document, FeedDocument, Subscription
from broadsheet.feeds.parser_process import ParseError, Parsers
from broadsheet.feeds.recovery import recover
from broadsheet.feeds.state import FeedState, State, hash_of
from broadsheet.feeds.writer import WriteError, finish_interrupted, write_entries
from broadsheet.log import note_error
from broadsheet.text.door import clean_line
from broadsheet.web.client import REFUSED, Client, FetchError, Response, host_of, hosts_apart
from broadsheet.web.politeness import HostBusyError

_THREADS = 24
_MOVED_AFTER_DAYS = 3

Outcome = Literal["new", "unchanged", "not due", "waiting", "offline", "failed", "gone"]


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What came of one feed. `message` is one safe line, `next_at` seconds since the epoch."""

    feed: Subscription
    outcome: Outcome
    added: int = 0
    updated: int = 0
    message: str = ""
    next_at: float = 0.0
    error_since: float = 0.0


Report = Callable[[FetchResult], None]


class Fetcher:
    """Fetches the feeds of one library; raises `StateError` and `FetchRunningError` on entering."""

    def __init__(self, library: Path, private_hosts: Collection[str] = ()) -> None:
        self._library = library
        self._state = State(library)
        self._client = Client(private_hosts)
        self._parsers = Parsers()
        self._lock = threading.Lock()
        self._folders: dict[str, str] = {}
        self._moved: dict[str, str] = {}

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            for each in (self._state, self._client, self._parsers):
                opened.callback(each.close)
            opened.enter_context(self._state.fetching())
            for host, until in self._state.silent_hosts(time.time()).items():
                self._client.hosts.silence(host, until)
            self._opened = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    @property
    def client(self) -> Client:
        """The client, for looking at an address before it is subscribed to."""
        return self._client

    def parse(self, document: Document) -> FeedDocument:
        """Read a document in a process of its own; raises `ParseError`."""
        return self._parsers.parse(document)

    def fetch(
        self, feeds: Sequence[Subscription], everything: Sequence[Subscription], report: Report
    ) -> list[FetchResult]:
        """Fetch those of `feeds` that are due, out of `everything` that the library has.

        `report` is called for each feed as it is done, by one thread at a time. Raises
        `WriteError` if what an earlier run left unfinished cannot be written.
        """
        self._prepare(everything)
        now = time.time()
        results: list[FetchResult] = []

        def told(result: FetchResult) -> None:
            with self._lock:
                results.append(result)
                report(result)

        due: list[Subscription] = []
        for feed in feeds:
            known = self._state.feed(feed.url)
            if known.is_gone:
                told(FetchResult(feed, "gone"))  # which was reported
            elif schedule.is_due(now, known.next_at, known.checked_at):
                due.append(feed)
            else:
                told(FetchResult(feed, "not due", next_at=known.next_at))
        turns = hosts_apart(due, lambda feed: feed.url)
        with ThreadPoolExecutor(_THREADS, "fetch") as threads:
            try:
                list(threads.map(lambda feed: told(self._one(feed)), turns))
            except BaseException:
                self._client.abort()  # nobody who interrupts waits for a server
                raise
        results = self._offline_counts(results)
        self._update_subscriptions()
        return results

    def take_in(
        self, feed: Subscription, document: FeedDocument, response: Response
    ) -> FetchResult:
        """Subscribe to `feed` and write what its first document holds."""
        # As they are now: finding the feed took a while, and perhaps a question.
        self._prepare(opml.read_library(self._library).subscriptions)
        with opml.changing(self._library) as subscriptions:
            self._folders = _folders_of(subscriptions.subscriptions)
            feed = replace(feed, folder=self._folder(feed, document.title))
            opml.write_library(self._library, subscriptions.add([feed]))
        known = self._state.feed(feed.url)
        return self._written(feed, document, known, response, hash_of(response.body))

    def pipe(self, name: str, document: FeedDocument) -> FetchResult:
        """Write a document that another program made, as the feed `name`."""
        feed = Subscription(f"as:{name}", name, folder=slug(name) or digest(name, 6))
        self._prepare([])
        written = write_entries(self._library, feed, document, self._state)
        outcome: Outcome = "new" if written.added or written.updated else "unchanged"
        return FetchResult(feed, outcome, written.added, written.updated)

    def _prepare(self, everything: Iterable[Subscription]) -> None:
        self._folders = _folders_of(everything)
        finish_interrupted(self._library, self._state)
        if self._state.is_empty():
            recover(self._library, everything, self._state)

    # One feed

    def _one(self, feed: Subscription) -> FetchResult:
        try:
            return self._answer(feed)
        except (sqlite3.Error, OSError) as error:
            return FetchResult(feed, "failed", message=clean_line(f"cannot be kept: {error}"))
        except Exception as error:  # noqa: BLE001 - one feed must not end the others' fetching
            return FetchResult(feed, "failed", message=note_error(error))

    def _answer(self, feed: Subscription) -> FetchResult:
        known = self._state.feed(feed.url)
        now = time.time()
        validators = _validators(known, now)
        try:
            response = self._client.get(feed.url, validators)
        except HostBusyError as error:
            self._state.put_feed(known._replace(next_at=error.until))
            return FetchResult(feed, "waiting", message=str(error), next_at=error.until)
        except FetchError as error:
            if error.kind == "offline":
                return FetchResult(feed, "offline", message=str(error))
            return self._failed(feed, known, str(error))
        if response.status == 304 and validators:
            return self._unchanged(feed, known, response)
        if response.status == 410:
            self._state.put_feed(known._replace(is_gone=True, checked_at=now, error="gone (410)"))
            return FetchResult(feed, "gone", message="the feed is gone (410): its articles stay")
        if response.status in REFUSED:
            return self._silenced(feed, known, response)
        if response.status != 200:
            if response.status < 500:  # it may be about the validators
                known = known._replace(etag="", modified="")
            return self._failed(feed, known, f"the server answered {response.status}")
        return self._document(feed, known, response)

    def _document(self, feed: Subscription, known: FeedState, response: Response) -> FetchResult:
        body_hash = hash_of(response.body)
        if body_hash == known.body_hash:
            return self._unchanged(feed, _validated(known, response), response)
        document = Document(response.body, response.url, response.header("content-type"))
        try:
            parsed = self._parsers.parse(document)
            return self._written(feed, parsed, known, response, body_hash)
        except (ParseError, WriteError) as error:
            return self._failed(feed, known, str(error))

    def _written(
        self,
        feed: Subscription,
        document: FeedDocument,
        known: FeedState,
        response: Response,
        body_hash: str,
    ) -> FetchResult:
        feed = replace(feed, folder=self._folder(feed, document.title))
        written = write_entries(self._library, feed, document, self._state)
        wishes = schedule.Wishes(document.every, document.skip_hours, document.skip_days)
        known = _validated(known, response)._replace(
            body_hash=body_hash,
            title=document.title,
            wishes=str(wishes),
        )
        next_at = self._succeeded(feed, known, response)
        outcome: Outcome = "new" if written.added or written.updated else "unchanged"
        return FetchResult(feed, outcome, written.added, written.updated, next_at=next_at)

    def _unchanged(self, feed: Subscription, known: FeedState, response: Response) -> FetchResult:
        return FetchResult(feed, "unchanged", next_at=self._succeeded(feed, known, response))

    def _succeeded(self, feed: Subscription, known: FeedState, response: Response) -> float:
        now = time.time()
        next_at = schedule.after_success(
            now,
            response.headers,
            schedule.Wishes.parse(known.wishes),
            has_validators=bool(known.etag or known.modified),
        )
        known = known._replace(
            next_at=next_at,
            checked_at=now,
            fetched_at=now,
            error="",
            error_since=0.0,
            failures=0,
            is_gone=False,
        )
        self._state.put_feed(self._followed(feed, known, response.moved_to))
        host = host_of(response.url)
        if self._state.refusals(host):
            self._state.put_host(host, 0.0, 0)
        return next_at

    def _failed(self, feed: Subscription, known: FeedState, sentence: str) -> FetchResult:
        now = time.time()
        failures = known.failures + 1
        known = known._replace(
            next_at=schedule.after_failure(now, failures),
            checked_at=now,
            error=clean_line(sentence),
            error_since=known.error_since or now,
            failures=failures,
        )
        self._state.put_feed(known)
        return FetchResult(
            feed,
            "failed",
            message=known.error,
            next_at=known.next_at,
            error_since=known.error_since,
        )

    def _silenced(self, feed: Subscription, known: FeedState, response: Response) -> FetchResult:
        host = host_of(response.url)
        refusals = self._state.refusals(host) + 1
        until = self._client.heed(response, refusals)
        self._state.put_host(host, until, refusals)
        self._state.put_feed(known._replace(next_at=until, checked_at=time.time()))
        sentence = f"{host} asked for a pause ({response.status})"
        return FetchResult(feed, "waiting", message=sentence, next_at=until)

    def _followed(self, feed: Subscription, known: FeedState, moved_to: str) -> FeedState:
        """Believe a permanent redirect after three different days with the same answer."""
        if not moved_to:
            return known._replace(moved_to="", moved_days="")
        today = datetime.now(UTC).strftime("%Y-%m-%d")
        days = set(known.moved_days.split(",")) if known.moved_to == moved_to else set[str]()
        days = {*filter(None, days), today}
        if len(days) >= _MOVED_AFTER_DAYS:
            with self._lock:
                self._moved[feed.url] = moved_to
        return known._replace(moved_to=moved_to, moved_days=",".join(sorted(days)))

    def _folder(self, feed: Subscription, title: str) -> str:
        with self._lock:
            if feed.url in self._folders:
                return self._folders[feed.url]
            name = slug(feed.title or title) or slug(host_of(feed.url)) or "feed"
            taken = {folder.lower() for folder in self._folders.values()}
            if name.lower() in taken:
                name = f"{name[:93]}-{digest(feed.url, 6)}"
            self._folders[feed.url] = name
            return name

    # After a run

    def _offline_counts(self, results: list[FetchResult]) -> list[FetchResult]:
        """Count a host that cannot be reached as a failure only if the network is there."""
        if not any(result.outcome in ("new", "unchanged", "failed", "gone") for result in results):
            return results
        return [
            self._failed(each.feed, self._state.feed(each.feed.url), each.message)
            if each.outcome == "offline"
            else each
            for each in results
        ]

    def _update_subscriptions(self) -> None:
        """Write new folders and addresses into the subscriptions, as they are by now."""
        with opml.changing(self._library) as subscriptions:
            self._update(subscriptions)

    def _update(self, subscriptions: opml.OpmlFile) -> None:
        changes: dict[str, dict[str, str]] = {}
        moved: dict[str, str] = {}
        for feed in subscriptions.subscriptions:
            folder = self._folders.get(feed.url, "")
            if folder and not feed.folder:
                changes[feed.url] = {"folder": folder}
            address = self._moved.get(feed.url, "")
            if address and address not in moved.values() and subscriptions.find(address) is None:
                changes.setdefault(feed.url, {})["xmlUrl"] = address
                moved[feed.url] = address
        if changes:
            with suppress(opml.OpmlError):  # the next run comes to the same names
                opml.write_library(self._library, subscriptions.change_each(changes))
                for old, new in moved.items():
                    self._state.move_feed(old, new)


def _folders_of(feeds: Iterable[Subscription]) -> dict[str, str]:
    return {feed.url: feed.folder for feed in feeds if feed.folder}


def _validators(known: FeedState, now: float) -> dict[str, str]:
    if now - known.validated_at > schedule.VALIDATORS_LAST:
        return {}
    sent = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in sent.items() if value}


def _validated(known: FeedState, response: Response) -> FeedState:
    """Take over the validators of a 200, as a pair and byte for byte."""
    return known._replace(
        etag=response.header("etag"),
        modified=response.header("last-modified"),
        validated_at=time.time(),
    )
