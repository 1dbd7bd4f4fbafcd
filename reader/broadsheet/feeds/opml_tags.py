"""The tags of `feeds.opml` as bytes: what is written for a feed, and one attribute changed."""

from html import escape

from broadsheet.feeds.model import Subscription

PREFIX = "broadsheet"
"""What the names of our own attributes begin with."""

_LINE_ENDS = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
"""An XML parser reads each of them as a space."""


def element(feed: Subscription) -> bytes:
    """Return the outline of a subscription."""
    attributes = {
        "type": "rss",
        "text": feed.title or feed.url,
        "title": feed.title,
        "xmlUrl": feed.url,
        "htmlUrl": feed.site,
        f"{PREFIX}:folder": feed.folder,
        f"{PREFIX}:topics": ", ".join(feed.topics[1:]),
        f"{PREFIX}:weight": str(feed.weight) if feed.weight else "",
        f"{PREFIX}:fulltext": "true" if feed.fulltext else "",
    }
    written = [name.encode() + b"=" + quoted(value) for name, value in attributes.items() if value]
    return b"<outline " + b" ".join(written) + b"/>"


def quoted(value: str) -> bytes:
    """Return the value of an attribute, with the quotes around it."""
    if '"' in value and "'" in value:
        value = value.replace('"', "”")
    quote = "'" if '"' in value else '"'
    written = escape(value, quote=False).translate(_LINE_ENDS)
    return f"{quote}{written}{quote}".encode("ascii", "xmlcharrefreplace")


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """Return a start tag with the attribute `name` set to `value`, or without it if empty."""
    start, end = _attribute_span(tag, name.encode())
    written = name.encode() + b"=" + quoted(value) if value else b""
    if start < 0:
        if not value:
            return tag
        close = len(tag) - (2 if tag.endswith(b"/>") else 1)
        return tag[:close].rstrip() + b" " + written + tag[close:]
    if not value:
        return tag[:start].rstrip() + tag[end:]
    return tag[:start] + written + tag[end:]


def _attribute_span(tag: bytes, name: bytes) -> tuple[int, int]:
    """Return where an attribute stands in a start tag; (-1, -1) if it does not."""
    position = 0
    while position < len(tag):
        equals = tag.find(b"=", position)
        if equals < 0:
            return -1, -1
        words = tag[position:equals].split()
        opening = min(
            (at for at in (tag.find(b'"', equals), tag.find(b"'", equals)) if at >= 0), default=-1
        )
        if opening < 0 or not words:
            return -1, -1
        closing = tag.index(tag[opening : opening + 1], opening + 1)
        if words[-1] == name:
            return tag.rindex(name, position, equals), closing + 1
        position = closing + 1
    return -1, -1
