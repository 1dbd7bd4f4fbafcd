"""An entry as a file, in the seeds' own format: the bytes depend on the entry and its feed alone.

Two machines that fetch the same feed write the same files, so that git and file synchronisers see
no conflict. No time of fetching, no counter and no path of a machine goes in.
"""

import json
import re
import unicodedata
from collections.abc import Sequence

from broadsheet.feeds.identity import digest
from broadsheet.feeds.model import FeedEntry, Subscription
from broadsheet.text.door import clean_line
from broadsheet.web.client import host_of

_LONGEST_NAME = 100
"""Bytes of a slug; file systems allow 255 for a name."""

_LONGEST_EXCERPT = 600
# Every string of JSON is one of YAML in double quotes.
_quoted = json.JSONEncoder(ensure_ascii=False).encode
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """Return `text` in ASCII letters, digits and hyphens, at most 100 bytes; may be empty."""
    decomposed = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_SLUG.sub("-", decomposed).strip("-")[:_LONGEST_NAME].rstrip("-")


def file_name(entry: FeedEntry, key: str, *, is_taken: bool) -> str:
    """Return the name of an entry's file; `key` tells apart what would have the same one."""
    title = slug(entry.title)
    day = entry.date[:10]
    if not title or not day or is_taken:
        title = f"{title}-{digest(key, 6)}".strip("-")
    return f"{day}-{title}.md" if day else f"{title}.md"


def file_bytes(
    entry: FeedEntry, feed: Subscription, feed_title: str, topics: Sequence[str]
) -> bytes:
    """Return the file of an entry that belongs to `feed`."""
    lines = [
        "---",
        "category: news",
        _line("title", entry.title),
        _line("excerpt", _excerpt(entry.summary)),
        f"publishedDateTime: {entry.date}" if entry.date else "",
        _line("originalUrl", entry.link),
        f"type: {entry.type}",
        _line("guid", entry.id),
        _line("feed", feed.url),
        *_section("provider", _provider(entry, feed, feed_title)),
        *_section("authors", [f"  - {_quoted(author)}" for author in entry.authors]),
        *_section("topics", [f"  - {_quoted(topic)}" for topic in topics]),
        *_section("images", _images(entry)),
        *_section("enclosures", _enclosures(entry)),
        "---",
    ]
    head = "\n".join(line for line in lines if line)
    body = f"\n{entry.content}\n" if entry.content else ""
    return f"{head}\n{body}".encode("utf-8", "replace")


def add_topics(content: bytes, topics: Sequence[str]) -> bytes:
    """Return the file `content`, as `file_bytes` made it, with more topics."""
    head, line, rest = content.decode("utf-8").partition("\n---\n")
    lines = head.split("\n")
    new = [each for topic in topics if (each := f"  - {_quoted(topic)}") not in lines]
    if not new:
        return content
    if "topics:" not in lines:
        after = ("images:", "enclosures:")
        place = next((at for at, each in enumerate(lines) if each in after), len(lines))
        lines[place:place] = ["topics:", *new]
    else:
        place = lines.index("topics:") + 1
        while place < len(lines) and lines[place].startswith("  - "):
            place += 1
        lines[place:place] = new
    return ("\n".join(lines) + line + rest).encode()


def _provider(entry: FeedEntry, feed: Subscription, feed_title: str) -> list[str]:
    name = feed_title or feed.title
    domain = (host_of(feed.site) or host_of(entry.link) or host_of(feed.url)).removeprefix("www.")
    return [
        f"  name: {_quoted(clean_line(name) or domain)}",
        f"  domain: {_quoted(domain)}" if domain else "",
    ]


def _images(entry: FeedEntry) -> list[str]:
    lines: list[str] = []
    for image in entry.images:
        lines.append(f"  - url: {_quoted(image.url)}")
        lines += [f"    width: {image.width}"] if image.width else []
        lines += [f"    height: {image.height}"] if image.height else []
    return lines


def _enclosures(entry: FeedEntry) -> list[str]:
    lines: list[str] = []
    for enclosure in entry.enclosures:
        lines.append(f"  - url: {_quoted(enclosure.url)}")
        lines += [f"    type: {_quoted(enclosure.type)}"] if enclosure.type else []
        lines += [f"    length: {enclosure.length}"] if enclosure.length is not None else []
    return lines


def _section(name: str, lines: Sequence[str]) -> list[str]:
    return [f"{name}:", *lines] if lines else []


def _line(name: str, value: str) -> str:
    return f"{name}: {_quoted(value)}" if value else ""


def _excerpt(text: str) -> str:
    line = clean_line(text[: 4 * _LONGEST_EXCERPT])
    if len(line) <= _LONGEST_EXCERPT:
        return line
    return line[:_LONGEST_EXCERPT].rpartition(" ")[0] + "…"
