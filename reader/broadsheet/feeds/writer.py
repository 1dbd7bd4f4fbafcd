"""Entries into files: which are new, which changed, and which of the files are still ours.

Only bytes that Broadsheet wrote are ever replaced. A file that the user edited is theirs, an
article that they deleted does not come back.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
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
        plans = _plans(library, feed, document, state)
        state.plan([(plan.entry, plan.content) for plan in plans])
    return _carry_out(library, plans, state)


def finish_interrupted(library: Path, state: State) -> None:
    """Write the files that a run which was killed had planned; raises `WriteError`."""
    plans = []
    for path, key, content in state.pending():
        with suppress(OSError):
            remove_leftovers(library / path)
        entry = state.entry(key)
        if entry is not None and _hash_on_disk(library / path) in ("", entry.hash):
            plans.append(_Plan(entry, content, is_new=not entry.hash))
        elif entry is not None:
            written = hash_of(content)
            is_ours = _hash_on_disk(library / path) == written
            state.done([entry._replace(hash=written if is_ours else entry.hash)])
    _carry_out(library, plans, state)


def is_ours(library: Path, path: str, state: State) -> bool:
    """Tell whether the file at `path` is one that we wrote, and still as we wrote it."""
    seen = state.entry_at(path)
    return seen is not None and seen.hash != "" and _hash_on_disk(library / path) == seen.hash


def _carry_out(library: Path, plans: Sequence[_Plan], state: State) -> Written:
    done: list[SeenEntry] = []
    try:
        for start in range(0, len(plans), _AT_ONCE):
            batch = plans[start : start + _AT_ONCE]
            write_files([(library / plan.entry.path, plan.content, plan.is_new) for plan in batch])
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


def _plans(library: Path, feed: Subscription, document: FeedDocument, state: State) -> list[_Plan]:
    plans: dict[str, _Plan] = {}
    keys = set[str]()
    known = zip(document.entries, identities(feed.url, document.entries), strict=True)
    # The oldest first, so that of equal names the same one gets the suffix on every machine.
    for entry, identity in sorted(known, key=lambda each: each[0].date):
        if identity.key in keys:
            continue
        keys.add(identity.key)
        seen = state.find(identity.key, identity.alias, identity.said, feed.url)
        if seen is None:
            plan = _new(library, feed, document, entry, identity, state, plans)
        elif seen.feed == feed.url:
            plan = _changed(library, feed, document, entry, seen, state)
        else:
            plan = _shared(library, feed, seen)
        if plan is not None:
            plans.setdefault(plan.entry.path.lower(), plan)
    return list(plans.values())


def _new(
    library: Path,
    feed: Subscription,
    document: FeedDocument,
    entry: FeedEntry,
    identity: Identity,
    state: State,
    plans: dict[str, _Plan],
) -> _Plan | None:
    for is_taken in (False, True):
        path = f"{feed.folder}/{file_name(entry, identity.key, is_taken=is_taken)}"
        if path.lower() in plans or state.path_is_known(path):
            continue
        seen = SeenEntry(identity.key, identity.alias, identity.said, feed.url, path)
        content = _content(feed, document, entry, seen)
        if not os.path.lexists(library / path):
            return _Plan(seen, content, is_new=True)
        if _holds(library, path, entry, identity):
            # Written by another machine that shares the folder, or before the state was lost.
            is_ours = _hash_on_disk(library / path) == hash_of(content)
            state.put_entries([seen._replace(hash=hash_of(content) if is_ours else "")])
            return None
    return None


def _holds(library: Path, path: str, entry: FeedEntry, identity: Identity) -> bool:
    """Tell whether the file at `path` is the article of `entry`, edited or not."""
    article = read_article(library, path)
    if not isinstance(article, Article):
        return False
    if identity.key.startswith("id:"):
        return article.fields.get("guid") == entry.id
    if identity.key.startswith("link:"):
        return article.original_url == entry.link
    return article.title == entry.title


def _changed(
    library: Path,
    feed: Subscription,
    document: FeedDocument,
    entry: FeedEntry,
    seen: SeenEntry,
    state: State,
) -> _Plan | None:
    content = _content(feed, document, entry, seen)
    if hash_of(content) == seen.hash or seen.rewrites >= MOST_REWRITES:
        return None
    on_disk = _hash_on_disk(library / seen.path)
    if on_disk == hash_of(content):  # another machine that shares the folder was quicker
        state.put_entries([seen._replace(hash=on_disk)])
        return None
    if not seen.hash or on_disk != seen.hash:
        return None
    return _Plan(seen._replace(rewrites=seen.rewrites + 1), content, is_new=False)


def _shared(library: Path, feed: Subscription, seen: SeenEntry) -> _Plan | None:
    """Add the topics of `feed` to an article that another feed brought first."""
    topics = [*filter(None, seen.topics.split("\n"))]
    more = [topic for topic in feed.topics if topic not in topics]
    data = _bytes_on_disk(library / seen.path) if more and seen.hash else None
    if data is None or hash_of(data) != seen.hash:
        return None
    content = add_topics(data, more)
    if hash_of(content) == seen.hash:
        return None
    return _Plan(seen._replace(topics="\n".join([*topics, *more])), content, is_new=False)


def _content(
    feed: Subscription, document: FeedDocument, entry: FeedEntry, seen: SeenEntry
) -> bytes:
    others = filter(None, seen.topics.split("\n"))
    topics = tuple(dict.fromkeys([*feed.topics, *entry.topics, *others]))
    return file_bytes(entry, feed, document.title, topics)


def _hash_on_disk(path: Path) -> str:
    """Return the hash of a regular file; empty if nothing is there."""
    data = _bytes_on_disk(path)
    if data is not None:
        return hash_of(data)
    return "not a file of ours" if os.path.lexists(path) else ""


def _bytes_on_disk(path: Path) -> bytes | None:
    """Return the content of a regular file, None if it cannot be read or is a link."""
    try:
        data, _ = read_untrusted(os.fspath(path), _LARGEST, follows_links=False)
    except OSError:
        return None
    return data
