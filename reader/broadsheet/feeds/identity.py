"""Which entries are the same article: within a feed, over time, and across feeds.

An entry is known by its guid where that is its own in the document, else by its link where that is,
else by its title and date. Seen in the wild: one guid for all entries, one link for all, links with
a token that changes at each fetch, guids that change. Its alias, the bare link, finds it again in
another feed or under a new guid; it counts only where it is unique in its document.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from broadsheet.articles.article_keys import canonical_url
from broadsheet.feeds.model import FeedEntry
from broadsheet.text.folding import fold


@dataclass(frozen=True, slots=True)
class Identity:
    """What an entry is known by; `alias` and `said` are empty if it has none of its own.

    `said` is its title and date: it finds an entry again in its own feed when guid and link change.
    """

    key: str
    alias: str = ""
    said: str = ""


def identities(feed_url: str, entries: Sequence[FeedEntry]) -> list[Identity]:
    """Return the identity of each entry of a document, in order."""
    ids = Counter(entry.id for entry in entries)
    links = Counter(entry.link for entry in entries)
    pages = [canonical_url(entry.link) if entry.link else "" for entry in entries]
    aliases = Counter(pages)
    sayings = [_said(entry) for entry in entries]
    said = Counter(sayings)
    return [
        Identity(
            _key(feed_url, entry, ids, links),
            page if aliases[page] == 1 else "",
            saying if said[saying] == 1 else "",
        )
        for entry, page, saying in zip(entries, pages, sayings, strict=True)
    ]


def _key(feed_url: str, entry: FeedEntry, ids: Counter[str], links: Counter[str]) -> str:
    if entry.id and ids[entry.id] == 1:
        is_global = entry.id.startswith(("http://", "https://", "tag:", "urn:"))
        return f"id:{entry.id}" if is_global else f"id:{feed_url} {entry.id}"
    if entry.link and links[entry.link] == 1:
        return f"link:{entry.link}"
    return f"hash:{digest(f'{feed_url} {fold(entry.title)} {entry.date}', 16)}"


def _said(entry: FeedEntry) -> str:
    """Return what tells an entry by its words; an entry without a date has too few of them."""
    return digest(f"{fold(entry.title)} {entry.date}", 20) if entry.date and entry.title else ""


def digest(text: str, length: int) -> str:
    """Return `length` hexadecimal digits that stand for `text`; the same on every machine."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()[:length]
