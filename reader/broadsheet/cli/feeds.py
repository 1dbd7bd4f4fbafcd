"""`broadsheet add`, `feeds`, `remove` and `fetch`: subscriptions from the shell."""

import json
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from broadsheet.cli.commands import DONE, PROBLEMS_FOUND, CommandError, Given, one_of, reported
from broadsheet.cli.feed_texts import fetch_texts_of_feeds
from broadsheet.cli.libraries import is_file, is_folder, is_path, news_folder, path_of
from broadsheet.cli.progress_line import ProgressLine
from broadsheet.config.reading import read_settings
from broadsheet.config.settings import Settings
from broadsheet.feeds import opml
from broadsheet.feeds.catalogue import catalogue
from broadsheet.feeds.discover import Choice, DiscoveryError, Found, discover
from broadsheet.feeds.fetch import Fetcher, FetchResult
from broadsheet.feeds.model import Document, Subscription
from broadsheet.feeds.newsboat import read_urls
from broadsheet.feeds.parser_process import ParseError
from broadsheet.feeds.schedule import REPORTED_AFTER
from broadsheet.feeds.state import FeedState, FetchRunningError, State, StateError
from broadsheet.feeds.writer import WriteError
from broadsheet.paths import default_library
from broadsheet.text.counting import counted
from broadsheet.text.door import clean_line
from broadsheet.text.file_names import shown_path
from broadsheet.web.client import LARGEST_DOCUMENT

_HEADLINES = 3

_NO_SUBSCRIPTIONS = "There are no subscriptions: broadsheet add ADDRESS makes one."


def add(given: Given, out: TextIO, err: TextIO) -> int:
    """Subscribe to what the user named: an address, or all feeds of an OPML file."""
    if "--catalogue" in given.options:
        return _print_catalogue(out)
    *path, what = given.words
    settings, _ = read_settings()
    library = news_folder(path, settings)
    topics = tuple(filter(None, map(clean_line, given.all_of("--topic"))))
    extras = Subscription("", topics=topics, fulltext="--fulltext" in given.options)
    if is_folder(what):
        raise CommandError(f"{clean_line(what)} is a folder: add needs WHAT as well")
    with _messages():
        if is_file(what):
            return _add_opml(library, path_of(what), extras, out, err)
        return _add_feed(library, what, extras, settings, out, err)


def feeds(given: Given, out: TextIO, err: TextIO) -> int:
    """Print the subscriptions and their status."""
    form = one_of(given.options, "--json", "--opml")
    settings, _ = read_settings()
    library = news_folder(given.words, settings)
    with _messages():
        subscriptions = opml.read_library(library)
        if form == "--opml":
            out.write(opml.export(subscriptions.subscriptions))
            return DONE
        with closing(State(library)) as state:
            known = [
                (feed, state.feed(feed.url), state.count(feed.url))
                for feed in subscriptions.subscriptions
            ]
    if not (known or form or subscriptions.ignored):
        print(_NO_SUBSCRIPTIONS, file=out)
    for feed, about, articles in known:
        if form == "--json":
            out.write(json.dumps(_as_json(feed, about, articles), ensure_ascii=False) + "\n")
        else:
            out.write(_as_lines(feed, about, articles))
    for ignored in subscriptions.ignored:
        print(f"not subscribed: {ignored}", file=err)
    return DONE


def remove(given: Given, out: TextIO) -> int:
    """Unsubscribe; the articles stay."""
    *path, name = given.words
    settings, _ = read_settings()
    library = news_folder(path, settings)
    with _messages(), opml.changing(library) as subscriptions:
        feed = _find(subscriptions, name)
        opml.write_library(library, subscriptions.remove(feed.url))
    print(f"Unsubscribed from {_name(feed)}. Its articles stay in {shown_path(library)}.", file=out)
    return DONE


def fetch(given: Given, out: TextIO, err: TextIO) -> int:
    """Fetch what is due, or read one document from standard input."""
    settings, _ = read_settings()
    words = [*given.words]
    path = [words.pop(0)] if words and is_path(words[0]) else []
    library = news_folder(path, settings)
    is_quiet = "--quiet" in given.options
    with _messages():
        try:
            with Fetcher(library, settings.feeds.private_hosts) as fetcher:
                if words == ["-"]:
                    return _fetch_input(fetcher, library, given.options.get("--as", ""), out)
                if "--as" in given.options:
                    raise CommandError(
                        "--as names a document from standard input: fetch - --as NAME"
                    )
                everything = opml.read_library(library)
                chosen = [_find(everything, name) for name in words]
                wanted = chosen or everything.subscriptions
                with ProgressLine(err, is_quiet=is_quiet) as line:
                    progress = _Progress(line, None if is_quiet else out, len(wanted))
                    results = fetcher.fetch(wanted, everything.subscriptions, progress.report)
        except FetchRunningError:
            if not is_quiet:
                print("Another Broadsheet is fetching for this library.", file=out)
            return DONE
    if not everything.subscriptions:
        print(_NO_SUBSCRIPTIONS, file=out)
    status = _summary(results, out, err, is_quiet=is_quiet, is_named=bool(words))
    with _messages():
        fetch_texts_of_feeds(library, results, settings, None if is_quiet else out, err)
    return status


def _add_feed(
    library: Path,
    what: str,
    extras: Subscription,
    settings: Settings,
    out: TextIO,
    err: TextIO,
) -> int:
    subscriptions = opml.read_library(library)
    known = subscriptions.find(what)
    if known is not None:
        print(f"Already subscribed to {_name(known)}.", file=out)
        return DONE
    try:
        with Fetcher(library, settings.feeds.private_hosts) as fetcher:
            found = discover(what, fetcher.client, fetcher.parse)
            while not isinstance(found, Found):
                found = discover(_choose(found, err), fetcher.client, fetcher.parse)
            feed = replace(
                extras, url=found.url, title=found.document.title, site=found.document.site
            )
            known = subscriptions.find(feed.url)
            if known is not None:
                print(f"Already subscribed to {_name(known)}.", file=out)
                return DONE
            _create_default(library, out)
            newest = sorted(found.document.entries, key=lambda entry: entry.date, reverse=True)
            for entry in newest[:_HEADLINES]:
                print(f"  {entry.date[:10] or '–':10}  {entry.title}", file=out)
            result = fetcher.take_in(feed, found.document, found.response)
    except FetchRunningError as error:
        raise CommandError(
            "another Broadsheet is fetching for this library: try again in a moment"
        ) from error
    articles = counted(result.added, "article")
    folder = shown_path(library / result.feed.folder)
    print(f"Subscribed to {_name(feed)}: {articles} in {folder}", file=out)
    fetch_texts_of_feeds(library, [result], settings, out, err)
    return DONE


def _choose(choices: Sequence[Choice], err: TextIO) -> str:
    for number, choice in enumerate(choices, 1):
        print(f"{number:3}  {choice.title}  {choice.url}", file=err)
    if not (sys.stdin.isatty() and err.isatty()):
        raise CommandError("the page offers several feeds: add one of these addresses")
    print("Which one? ", end="", file=err, flush=True)
    answer = sys.stdin.readline().strip()
    if answer not in map(str, range(1, len(choices) + 1)):
        raise CommandError("no feed was chosen, so nothing was subscribed to")
    return choices[int(answer) - 1].url


def _add_opml(library: Path, file: Path, extras: Subscription, out: TextIO, err: TextIO) -> int:
    offered = _offered(file)
    for ignored in offered.ignored:
        print(f"left out: {ignored}", file=err)
    with opml.changing(library) as subscriptions:
        known = {opml.same_feed(feed.url) for feed in subscriptions.subscriptions}
        added = [
            replace(
                opml.with_topics(feed, extras.topics), fulltext=feed.fulltext or extras.fulltext
            )
            for feed in offered.subscriptions
            if opml.same_feed(feed.url) not in known
        ]
        if added:
            _create_default(library, out)
            opml.write_library(library, subscriptions.add(added))
    _know(library, added)
    again = len(offered.subscriptions) - len(added)
    had = f", {again:,} already there" if again else ""
    new = counted(len(added), "feed")
    print(f"Subscribed to {new}{had}: broadsheet fetch brings them in", file=out)
    return DONE


def _offered(file: Path) -> opml.OpmlFile:
    """Read the subscriptions in an OPML file, or in newsboat's `urls`."""
    data = opml.file_bytes(file)
    try:
        return opml.read(data)
    except opml.OpmlError as error:
        found = read_urls(data.decode("utf-8-sig", "replace"))
        if found is None:
            raise opml.OpmlError(f"{file}: {error}") from error
        return found


def _fetch_input(fetcher: Fetcher, library: Path, name: str, out: TextIO) -> int:
    data = sys.stdin.buffer.read(LARGEST_DOCUMENT + 1)
    if len(data) > LARGEST_DOCUMENT:
        raise CommandError(f"standard input is larger than {LARGEST_DOCUMENT // 1024**2} MB")
    try:
        document = fetcher.parse(Document(data, ""))
    except ParseError as error:
        raise CommandError(f"standard input: {error}") from error
    name = clean_line(name) or document.title
    if not name:
        raise CommandError("the feed has no title: name it with --as NAME")
    result = fetcher.pipe(name, document)
    print(f"{_counts(result)} in {shown_path(library / result.feed.folder)}", file=out)
    return DONE


class _Progress:
    """Says how far a fetch is, and which feeds have something new."""

    def __init__(self, line: ProgressLine, out: TextIO | None, total: int) -> None:
        self._line, self._out = line, out
        self._total, self._done = total, 0

    def report(self, result: FetchResult) -> None:
        """Show that a feed is done."""
        self._done += 1
        if result.outcome == "new" and self._out is not None:
            self._line.clear()
            print(f"{_name(result.feed)}: {_counts(result)}", file=self._out, flush=True)
        self._line.show(f"fetched {self._done:,} of {self._total:,} feeds")


def _summary(
    results: Sequence[FetchResult], out: TextIO, err: TextIO, *, is_quiet: bool, is_named: bool
) -> int:
    now = time.time()
    # A feed that was gone before has been reported.
    known = [each for each in results if each.outcome == "gone" and not each.message]
    failed = [
        each
        for each in results
        if each.outcome in ("failed", "gone", "offline") and each not in known
    ]
    # For cron: a feed that fails for a day or two is no news.
    told = [
        each
        for each in failed
        if not is_quiet or (each.outcome == "failed" and now - each.error_since > REPORTED_AFTER)
    ]
    for each in told:
        print(f"{_name(each.feed)}: {each.message}", file=err)
    if is_quiet:
        return PROBLEMS_FOUND if told else DONE
    for each in results:
        if is_named and each.outcome in ("not due", "waiting"):
            print(f"{_name(each.feed)}: next at {_moment(each.next_at)}", file=out)
        elif is_named and each in known:
            print(f"{_name(each.feed)}: gone (410), so it is not fetched any more", file=out)
    added = sum(each.added for each in results)
    not_due = sum(each.outcome in ("not due", "waiting") for each in results) + len(known)
    asked = len(results) - not_due
    if results:
        later = f", {not_due:,} not due" if not_due else ""
        print(f"{counted(added, 'new article')} from {counted(asked, 'feed')}{later}", file=out)
    return PROBLEMS_FOUND if failed else DONE


def _as_json(feed: Subscription, about: FeedState, articles: int) -> dict[str, object]:
    return {
        "title": feed.title or about.title,
        "url": feed.url,
        "articles": articles,
        "fetched": _moment(about.fetched_at) or None,
        "next": _moment(about.next_at) or None,
        "error": about.error or None,
    }


def _as_lines(feed: Subscription, about: FeedState, articles: int) -> str:
    fetched, after = _moment(about.fetched_at) or "never", _moment(about.next_at) or "now"
    lines = [
        f"{feed.title or about.title or feed.url}",
        f"  {feed.url}",
        f"  {counted(articles, 'article')}, fetched {fetched}, next {after}",
    ]
    if feed.topics:
        lines.append(f"  topics: {', '.join(feed.topics)}")
    if about.error:
        lines.append(f"  failing: {about.error}")
    return "\n".join(lines) + "\n"


def _print_catalogue(out: TextIO) -> int:
    for entry in catalogue():
        print(f"{entry.topic:12} {entry.name:32} {entry.language:3} {entry.url}", file=out)
    return DONE


def _create_default(library: Path, out: TextIO) -> None:
    """Create ~/news for the first subscription."""
    if library == default_library() and not library.exists():
        library.mkdir(parents=True)
        print(f"Created {shown_path(library)}: your news goes there.", file=out)


def _know(library: Path, feeds: Sequence[Subscription]) -> None:
    """Remember that the user asked for `feeds`: the open reader then fetches them, too."""
    with closing(State(library)) as state, state.changes():
        for feed in feeds:
            state.put_feed(state.feed(feed.url))


def _find(subscriptions: opml.OpmlFile, name: str) -> Subscription:
    feed = subscriptions.find(name)
    if feed is None:
        raise CommandError(f"there is no subscription “{name}”: broadsheet feeds lists them")
    return feed


@contextmanager
def _messages() -> Iterator[None]:
    """Turn what can go wrong with feeds into the one line that a command prints."""
    try:
        with reported(DiscoveryError, opml.OpmlError, StateError, WriteError, what="file"):
            yield
    except sqlite3.Error as error:
        raise CommandError(f"cannot keep what is known of the feeds: {error}") from error


def _counts(result: FetchResult) -> str:
    updated = f", {result.updated:,} updated" if result.updated else ""
    return f"{counted(result.added, 'new article')}{updated}"


def _name(feed: Subscription) -> str:
    return clean_line(feed.title) or feed.url


def _moment(seconds: float) -> str:
    with suppress(ValueError, OverflowError, OSError):
        if seconds:
            return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return ""
