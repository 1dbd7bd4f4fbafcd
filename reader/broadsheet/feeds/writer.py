"""Entries into files: which are new, which changed, and which of the files are still ours.

Only bytes that Broadsheet wrote are ever replaced. A file that the user edited is theirs, an
article that they deleted does not come back.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from broadsheet.feeds.article_file import add_topics, file_bytes, file_name
from broadsheet.feeds.identity import Identity, identities
from broadsheet.feeds.model import FeedDocument, FeedEntry, Subscription
from broadsheet.feeds.safe_files import remove_leftovers, write_files
from broadsheet.feeds.state import SeenEntry, State, hash_of
from broadsheet.text.door import clean_message
from broadsheet.text.file_names import shown_path
from broadsheet.untrusted_file import read_untrusted

MOST_REWRITES = 24
"""A feed that changes an entry at every fetch would otherwise rewrite its file forever."""

_AT_ONCE = 256
"""Files that are open at the same time."""

_LARGEST = 64 * 1024 * 1024
"""Bytes that are read of a file: those that we write are far smaller."""


class WriteError(Exception):
    """The articles of a feed cannot be written; the message is one line."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many articles a document brought."""

    added: int = 0
    updated: int = 0


@dataclass(frozen=True, slots=True)
class _Plan:
    entry: SeenEntry
    content: bytes
    is_new: bool


def write_entries(
    library: Path, feed: Subscription, document: FeedDocument, state: State
) -> Written:
    """Write what is new or changed in `document` as files of `feed`; raises `WriteError`."""
    with state.changes():
        plans = _Planner(library, feed, document, state).plans()
        state.plan([(plan.entry, plan.content) for plan in plans])
    return _carry_out(library, plans, state)


def finish_interrupted(library: Path, state: State) -> None:
    """Write the files that a run which was killed had planned; raises `WriteError`."""
    plans = []
    for path, key, content in state.pending():
        with suppress(OSError):
            remove_leftovers(f"{library}/{path}")
        entry = state.entry(key)
        if entry is not None and _hash_on_disk(f"{library}/{path}") in ("", entry.hash):
            plans.append(_Plan(entry, content, is_new=not entry.hash))
        elif entry is not None:
            written = hash_of(content)
            is_ours = _hash_on_disk(f"{library}/{path}") == written
            state.done([entry._replace(hash=written if is_ours else entry.hash)])
    _carry_out(library, plans, state)


def is_ours(library: Path, path: str, state: State) -> bool:
    """Tell whether the file at `path` is one that we wrote, and still as we wrote it."""
    seen = state.entry_at(path)
    return seen is not None and seen.hash != "" and _hash_on_disk(f"{library}/{path}") == seen.hash


def _carry_out(library: Path, plans: Sequence[_Plan], state: State) -> Written:
    done: list[SeenEntry] = []
    try:
        for start in range(0, len(plans), _AT_ONCE):
            batch = plans[start : start + _AT_ONCE]
            write_files(
                [(f"{library}/{each.entry.path}", each.content, each.is_new) for each in batch]
            )
            done += [plan.entry._replace(hash=hash_of(plan.content)) for plan in batch]
    except OSError as error:
        reason = error.strerror or str(error)
        raise WriteError(
            clean_message(f"cannot write to {shown_path(library)}: {reason}")
        ) from error
    finally:
        with state.changes():
            state.done(done)
    added = sum(plan.is_new for plan in plans)
    return Written(added, len(plans) - added)


class _Planner:
    """Decides which files the entries of a document become, one after the other."""

    def __init__(
        self, library: Path, feed: Subscription, document: FeedDocument, state: State
    ) -> None:
        self._library = library
        self._feed = feed
        self._document = document
        self._state = state
        self._plans: dict[str, _Plan] = {}

    def plans(self) -> list[_Plan]:
        """Return what is to be written."""
        entries = self._document.entries
        known = zip(entries, identities(self._feed.url, entries), strict=True)
        keys = set[str]()
        # The oldest first, so that of equal names the same one gets the suffix on every machine.
        for entry, identity in sorted(known, key=lambda each: each[0].date):
            if identity.key in keys:
                continue
            keys.add(identity.key)
            if plan := self._plan(entry, identity):
                self._plans.setdefault(plan.entry.path.lower(), plan)
        return list(self._plans.values())

    def _plan(self, entry: FeedEntry, identity: Identity) -> _Plan | None:
        seen = self._state.find(identity.key, identity.alias, identity.said, self._feed.url)
        if seen is None:
            return self._new(entry, identity)
        return self._changed(entry, seen) if seen.feed == self._feed.url else self._shared(seen)

    def _new(self, entry: FeedEntry, identity: Identity) -> _Plan | None:
        for is_taken in (False, True):
            path = f"{self._feed.folder}/{file_name(entry, identity.key, is_taken=is_taken)}"
            if path.lower() in self._plans or self._state.path_is_known(path):
                continue
            seen = SeenEntry(identity.key, identity.alias, identity.said, self._feed.url, path)
            content = self._content(entry, seen)
            if not os.path.lexists(f"{self._library}/{path}"):
                return _Plan(seen, content, is_new=True)
            if _holds(self._library, path, entry, identity):
                # Written by another machine that shares the folder, or before the state was lost.
                is_ours = _hash_on_disk(f"{self._library}/{path}") == hash_of(content)
                self._state.put_entries([seen._replace(hash=hash_of(content) if is_ours else "")])
                return None
        return None

    def _changed(self, entry: FeedEntry, seen: SeenEntry) -> _Plan | None:
        content = self._content(entry, seen)
        if hash_of(content) == seen.hash or seen.rewrites >= MOST_REWRITES:
            return None
        on_disk = _hash_on_disk(f"{self._library}/{seen.path}")
        if on_disk == hash_of(content):  # another machine that shares the folder was quicker
            self._state.put_entries([seen._replace(hash=on_disk)])
            return None
        if not seen.hash or on_disk != seen.hash:
            return None
        return _Plan(seen._replace(rewrites=seen.rewrites + 1), content, is_new=False)

    def _shared(self, seen: SeenEntry) -> _Plan | None:
        """Add the topics of the feed to an article that another feed brought first."""
        topics = [*filter(None, seen.topics.split("\n"))]
        more = [topic for topic in self._feed.topics if topic not in topics]
        data = _bytes_on_disk(f"{self._library}/{seen.path}") if more and seen.hash else None
        if data is None or hash_of(data) != seen.hash:
            return None
        content = add_topics(data, more)
        if hash_of(content) == seen.hash:
            return None
        return _Plan(seen._replace(topics="\n".join([*topics, *more])), content, is_new=False)

    def _content(self, entry: FeedEntry, seen: SeenEntry) -> bytes:
        others = filter(None, seen.topics.split("\n"))
        topics = tuple(dict.fromkeys([*self._feed.topics, *entry.topics, *others]))
        return file_bytes(entry, self._feed, self._document.title, topics)


def _holds(library: Path, path: str, entry: FeedEntry, identity: Identity) -> bool:
    """Tell whether the file at `path` is the article of `entry`, edited or not."""
    # Files are seldom read here, and what reads them is large.
    from broadsheet.articles.model import Article
    from broadsheet.articles.read import read_article

    article = read_article(library, path)
    if not isinstance(article, Article):
        return False
    if identity.key.startswith("id:"):
        return article.fields.get("guid") == entry.id
    if identity.key.startswith("link:"):
        return article.original_url == entry.link
    return article.title == entry.title


def _hash_on_disk(path: str) -> str:
    """Return the hash of a regular file; empty if nothing is there."""
    data = _bytes_on_disk(path)
    if data is not None:
        return hash_of(data)
    return "not a file of ours" if os.path.lexists(path) else ""


def _bytes_on_disk(path: str) -> bytes | None:
    """Return the content of a regular file, None if it cannot be read or is a link."""
    try:
        data, _ = read_untrusted(path, _LARGEST, follows_links=False)
    except OSError:
        return None
    return data
