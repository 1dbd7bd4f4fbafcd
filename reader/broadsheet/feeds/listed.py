"""The feeds of a library as the sidebar lists them, and as it listed them last."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

from broadsheet.atomic_write import atomic_write
from broadsheet.damage import FAULTS
from broadsheet.own_files import private_folder
from broadsheet.records import record
from broadsheet.text.door import clean_line

_MOST_CHARACTERS = 1_000_000


@record
class ListedFeed:
    """A feed by its address and its name, and whether it cannot be fetched at the moment."""

    url: str
    title: str
    is_failing: bool


def listed_feeds(library: Path) -> list[ListedFeed]:
    """Return the feeds in the order of `feeds.opml`; none if that cannot be read.

    Its parser alone takes as long to import as a tenth of a start.
    """
    from broadsheet.feeds import opml

    try:
        feeds = opml.read_library(library).subscriptions
        known = _known(library)
    except (opml.OpmlError, OSError, sqlite3.Error, *FAULTS):
        return []  # the window that manages feeds says why
    return [
        ListedFeed(feed.url, _name(feed.title or title, feed.url), is_failing)
        for feed in feeds
        for title, is_failing in [known.get(feed.url, ("", False))]
    ]


def _known(library: Path) -> dict[str, tuple[str, bool]]:
    """Return by address the name that a feed gives itself, and whether it is failing."""
    from broadsheet.feeds.state import State, StateError, state_path

    if not state_path(library).exists():
        return {}
    try:
        with closing(State(library)) as state:
            return {feed.url: (feed.title, bool(feed.error)) for feed in state.feeds()}
    except StateError:
        return {}


def _name(title: str, url: str) -> str:
    return clean_line(title) or urlsplit(url).hostname or url


def feeds_listed_last(kept: Path) -> list[ListedFeed]:
    """Return the feeds as they were `kept`, none if that cannot be read."""
    try:
        rows = json.loads(kept.read_text("utf-8")[:_MOST_CHARACTERS])
        return [
            ListedFeed(str(url), clean_line(str(title)), failing is True)
            for url, title, failing in rows
        ]
    except (OSError, ValueError, TypeError, RecursionError):
        return []


def keep_listed(kept: Path, feeds: Sequence[ListedFeed]) -> None:
    """Keep the feeds for the next start."""
    with suppress(OSError):
        private_folder(kept.parent)
        with atomic_write(kept) as stream:
            json.dump([(feed.url, feed.title, feed.is_failing) for feed in feeds], stream)
