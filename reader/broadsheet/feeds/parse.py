"""Bytes to a feed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 by feedparser, JSON Feed by ourselves.

feedparser reads what is meant rather than what is written, which is what feeds need; it is told not
to clean HTML, because the text door does that for everything, and every string here passes it.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from time import struct_time

import feedparser

from broadsheet.articles.dates import read_date
from broadsheet.articles.html import html_to_markdown
from broadsheet.articles.markdown import escape
from broadsheet.articles.model import Precision
from broadsheet.feeds.model import (
    Document,
    Enclosure,
    EntryType,
    FeedDocument,
    FeedEntry,
    FeedImage,
)
from broadsheet.feeds.repair import as_utf8, repaired, with_first_entries
from broadsheet.links import SafeLink, check_url, joined
from broadsheet.text.door import clean_line, clean_text

MOST_ENTRIES = 5_000
_LONGEST_ID = 2_000
_LOOKED_AT = 2_000
_EARLIEST_YEAR = 1_000
_TITLE_WORDS = 12
_MOST_OF_EACH = 50
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIODS = {
    "hourly": 3600,
    "daily": 86400,
    "weekly": 604800,
    "monthly": 2592000,
    "yearly": 31536000,
}
_TAG = re.compile(r"<[^>]*>")
# Once begun, each ends at the end of the text at the latest: the time is proportional to the text.
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<raw>script|style)\b.*?(?:</(?P=raw)\b[^<>]*>?|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_EMAIL = re.compile(r"[^\s()<>@]+@[^\s()<>@]+")
_IMAGE = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]+)[^>]*>", re.IGNORECASE)
_PIXEL = re.compile(
    r"<img\b(?=[^>]*\b(?:width|height)\s*=\s*[\"']?[01][\"'\s>/])[^>]*>", re.IGNORECASE
)


class NotAFeedError(Exception):
    """The document is no feed; the message is one line."""


def parse(document: Document) -> FeedDocument:
    """Read a feed of any kind; raises `NotAFeedError`."""
    is_json = document.body.lstrip()[:1] == b"{"
    found = _json_feed(document) if is_json else _xml_feed(document)
    return replace(found, entries=tuple(_readable(found.entries)))


def _readable(entries: Iterable[FeedEntry]) -> Iterable[FeedEntry]:
    """Yield the entries that say anything, each with a link or a body, as an article must."""
    for entry in entries:
        if entry.title and not (entry.link or entry.content):
            yield replace(entry, content=escape(entry.summary or entry.title))
        elif entry.title:
            yield entry


def _xml_feed(document: Document) -> FeedDocument:
    found = _understood(document)
    if not found.get("version") and not found.entries:
        raise NotAFeedError("this is not a feed")
    channel: Mapping[str, object] = found.feed
    site = _address(_text(channel, "link"), document.url)
    base = site or document.url
    return FeedDocument(
        title=_title_of(channel),
        site=site,
        entries=tuple(_entry(entry, base, document.url) for entry in found.entries[:MOST_ENTRIES]),
        every=_every(channel),
        skip_hours=tuple(sorted(_skip_hours(document.body))),
        skip_days=tuple(sorted(_skip_days(document.body))),
    )


def _understood(document: Document) -> feedparser.FeedParserDict:
    """Return what feedparser reads; it raises many exceptions on bytes that are no text."""
    # Relative addresses of Atom start from the document; those of RSS are meant for the site.
    is_atom = b"<feed" in document.body[:_LOOKED_AT]
    headers = {"content-location": document.url} if is_atom else {}
    declared = {"content-type": document.content_type} if document.content_type else {}
    body = with_first_entries(document.body, MOST_ENTRIES)
    with suppress(Exception):
        return _parsed(repaired(body), headers | declared)
    try:
        return _parsed(as_utf8(body), headers)
    except Exception as error:
        raise NotAFeedError("this feed is too damaged to be read") from error


def _parsed(body: bytes, headers: Mapping[str, str]) -> feedparser.FeedParserDict:
    # As a stream: bytes that are a path would be opened.
    return feedparser.parse(
        BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )


def _entry(entry: Mapping[str, object], base: str, document_url: str) -> FeedEntry:
    summary = _text(entry, "summary")
    full = next((each for each in _list(entry, "content") if _text(each, "value")), None)
    html = _text(full, "value")
    link = _address(_entry_link(entry), base)
    enclosures = tuple(_enclosures(entry, base))
    excerpt = _plain(summary or html)
    written_in = _text(full or dict(entry).get("summary_detail"), "base")
    # Without xml:base, relative addresses are those of the page, not of the feed.
    where = written_in if written_in not in ("", document_url) else link or base
    return FeedEntry(
        id=clean_line(_id(entry, document_url), _LONGEST_ID),
        title=_plain(_text(entry, "title"), one_line=True) or _first_words(excerpt) or link,
        link=link,
        date=_date(entry),
        summary=excerpt,
        content=_markdown(html if html not in ("", summary) else _long(summary), where),
        authors=_authors(entry),
        topics=_topics(_text(tag, "term") or _text(tag, "label") for tag in _list(entry, "tags")),
        images=_images(entry, html or summary, base, where),
        enclosures=enclosures,
        type=_type(enclosures, entry),
    )


def _id(entry: Mapping[str, object], document_url: str) -> str:
    """Return the id of an entry. One that is its only link is known as an address, since 0.1.0."""
    written = _text(entry, "id")
    return (joined(document_url, written) if entry.get("guidislink") else "") or written


def _entry_link(entry: Mapping[str, object]) -> str:
    """Return the entry's page: rel=alternate, never a guid that says it is no permalink."""
    links = [link for link in _list(entry, "links") if isinstance(link, Mapping)]
    for link in links:
        if link.get("rel") == "alternate" and _text(link, "href"):
            return _text(link, "href")
    return "" if links else _text(entry, "link")


def _long(summary: str) -> str:
    """Return a description that is an article in itself: it has paragraphs or pictures."""
    return summary if len(summary) > 1000 or "<p" in summary or "<img" in summary else ""


def _markdown(html: str, base: str) -> str:
    """Return HTML as Markdown, its addresses absolute: a file has none that they start from."""
    markdown = html_to_markdown(_without_pixels(html), base) if html else ""
    return clean_text(markdown, decode_entities=False)


def _plain(html: str, *, one_line: bool = False) -> str:
    """Return the text of a piece of HTML or plain text."""
    if "<" in html:
        shown = html if one_line else _HIDDEN.sub(" ", html)
        html = " ".join(_TAG.sub(" ", _without_pixels(shown)).split())
    return clean_line(html) if one_line else clean_text(html.strip())


def _without_pixels(html: str) -> str:
    return _PIXEL.sub("", html) if "<img" in html else html


def _first_words(text: str) -> str:
    words = clean_line(text).split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")


def _title_of(channel: Mapping[str, object]) -> str:
    return _plain(_text(channel, "title"), one_line=True)


def _date(entry: Mapping[str, object]) -> str:
    own = dict(entry)  # its `get` takes one date for another and warns of it
    for name in ("published", "created", "updated"):
        if date := _date_of(_text(own, name)):
            return date
        parsed = own.get(f"{name}_parsed")
        if isinstance(parsed, struct_time):
            with suppress(ValueError):
                return _written(datetime(*parsed[:6], tzinfo=UTC))
    return ""


def _date_of(text: str) -> str:
    """Return a date as files have it; nothing where it is not understood as in files."""
    date = read_date(text.strip())
    if date is None or date.precision is Precision.MONTH:
        return ""
    day = date.at.strftime("%Y-%m-%d") if date.at.year >= _EARLIEST_YEAR else ""
    return day if date.precision is Precision.DAY else _written(date.at)


def _written(moment: datetime) -> str:
    """Return a time as files have it; nothing for one of a year that is only a mistake."""
    utc = moment.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ") if utc.year >= _EARLIEST_YEAR else ""


def _authors(entry: Mapping[str, object]) -> tuple[str, ...]:
    written = _text(entry, "author")
    names = [_author(author, written) for author in _list(entry, "authors")]
    names = [name for name in names if name] or [written]
    return tuple(dict.fromkeys(clean_line(name) for name in names if name))[:_MOST_OF_EACH]


def _author(author: object, written: str) -> str:
    """Return the name of an author, given what was `written` for the last one.

    feedparser knows no address whose last label has more than four letters (`a@b.technology`), and
    leaves its end in the name.
    """
    email = _text(author, "email")
    if email and written.partition(email)[2][:1].isalpha():
        return _EMAIL.sub(" ", written).strip(" ()<>")
    return _text(author, "name")


def _topics(names: Iterable[str]) -> tuple[str, ...]:
    cleaned = (clean_line(name).strip("#") for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if name))[:_MOST_OF_EACH]


def _enclosures(entry: Mapping[str, object], base: str) -> Iterable[Enclosure]:
    seen = set[str]()
    for item in [*_list(entry, "enclosures"), *_list(entry, "media_content")]:
        if not isinstance(item, Mapping):
            continue
        kind = clean_line(_text(item, "type") or _text(item, "medium"))
        url = _address(_text(item, "href") or _text(item, "url"), base)
        is_media = kind.startswith(("audio", "video")) or item in _list(entry, "enclosures")
        if url and url not in seen and is_media and not kind.startswith("image"):
            seen.add(url)
            length = _text(item, "length") or _text(item, "filesize")
            yield Enclosure(url, kind, _number(length, 15))


def _images(
    entry: Mapping[str, object], html: str, base: str, html_base: str
) -> tuple[FeedImage, ...]:
    candidates: list[tuple[str, str, str]] = []
    image = entry.get("image")
    if isinstance(image, Mapping):
        candidates.append((_text(image, "href"), "", ""))
    for item in [*_list(entry, "media_thumbnail"), *_list(entry, "media_content")]:
        if isinstance(item, Mapping) and not _text(item, "type").startswith(("audio", "video")):
            if item in _list(entry, "media_content") and "video" in _text(item, "medium"):
                continue
            candidates.append((_text(item, "url"), _text(item, "width"), _text(item, "height")))
    candidates += [
        (_text(item, "href"), "", "")
        for item in _list(entry, "enclosures")
        if _text(item, "type").startswith("image")
    ]
    candidates += [
        (_address(unescape(match[1]), html_base), "", "")
        for match in _IMAGE.finditer(_without_pixels(html))
    ]
    found = dict[str, FeedImage]()
    for url, width, height in candidates[:_MOST_OF_EACH]:
        address = _address(url, base)
        if address:
            found.setdefault(address, FeedImage(address, _number(width, 5), _number(height, 5)))
    return tuple(found.values())[:5]


def _type(enclosures: Sequence[Enclosure], entry: Mapping[str, object]) -> EntryType:
    if "yt_videoid" in entry or any(each.type.startswith("video") for each in enclosures):
        return "video"
    return "podcast" if any(each.type.startswith("audio") for each in enclosures) else "article"


def _number(text: str, digits: int) -> int | None:
    """Return a number of at most so many digits; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= digits else None


def _every(channel: Mapping[str, object]) -> int:
    minutes = _number(_text(channel, "ttl").strip(), 7)
    if minutes is not None:
        return minutes * 60
    period = _PERIODS.get(_text(channel, "sy_updateperiod").strip().lower(), 0)
    return period // max(1, _number(_text(channel, "sy_updatefrequency").strip(), 5) or 1)


def _skip_hours(body: bytes) -> set[int]:
    block = re.search(rb"<skipHours>(.{0,2000}?)</skipHours>", body, re.DOTALL)
    hours = re.findall(rb"<hour>\s*(\d{1,2})\s*</hour>", block[1]) if block else []
    return {int(hour) % 24 for hour in hours}


def _skip_days(body: bytes) -> set[int]:
    block = re.search(rb"<skipDays>(.{0,2000}?)</skipDays>", body, re.DOTALL)
    days = re.findall(rb"<day>\s*(\w+)\s*</day>", block[1]) if block else []
    names = [day.decode("ascii", "replace").lower() for day in days]
    return {_DAYS.index(name) for name in names if name in _DAYS}


def _json_feed(document: Document) -> FeedDocument:
    """Read JSON Feed 1.0 or 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    try:
        feed = json.loads(document.body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise NotAFeedError("this is neither a feed nor valid JSON") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise NotAFeedError("this is JSON, but not a JSON Feed")
    return FeedDocument(
        title=clean_line(_text(feed, "title")),
        site=_address(_text(feed, "home_page_url"), document.url),
        entries=tuple(
            _json_entry(item, document.url, feed)
            for item in feed["items"][:MOST_ENTRIES]
            if isinstance(item, dict)
        ),
    )


def _json_entry(item: Mapping[str, object], base: str, feed: Mapping[str, object]) -> FeedEntry:
    html = _text(item, "content_html")
    text = _text(item, "content_text")
    summary = _plain(_text(item, "summary") or html or text)
    link = _address(_text(item, "url") or _text(item, "external_url"), base)
    enclosures = tuple(
        Enclosure(url, clean_line(_text(each, "mime_type")), _bytes(each.get("size_in_bytes")))
        for each in _list(item, "attachments")
        if isinstance(each, Mapping) and (url := _address(_text(each, "url"), base))
    )
    people = _list(item, "authors") or [item.get("author")]
    people = people if any(people) else _list(feed, "authors") or [feed.get("author")]
    picture = _address(_text(item, "image") or _text(item, "banner_image"), base)
    return FeedEntry(
        id=clean_line(_text(item, "id"), _LONGEST_ID),
        title=clean_line(_text(item, "title")) or _first_words(summary) or link,
        link=link,
        date=_date_of(_text(item, "date_published")) or _date_of(_text(item, "date_modified")),
        summary=summary,
        content=_markdown(html, link or base) or clean_text(text),
        authors=tuple(
            name
            for person in people
            if isinstance(person, Mapping) and (name := clean_line(_text(person, "name")))
        ),
        topics=_topics(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        images=(FeedImage(picture),) if picture else (),
        enclosures=enclosures,
        type=_type(enclosures, {}),
    )


def _bytes(value: object) -> int | None:
    return int(value) if isinstance(value, (int, float)) and 0 < value < 2**53 else None


def _address(url: str, base: str) -> str:
    """Return an absolute address that may be opened, else nothing."""
    cleaned = clean_line(url).replace(" ", "%20")
    judged = check_url(joined(base, cleaned) if cleaned else "")
    return judged.url if isinstance(judged, SafeLink) else ""


def _text(mapping: object, name: str) -> str:
    value = mapping.get(name) if isinstance(mapping, Mapping) else None
    if isinstance(value, bool) or value is None:
        return ""
    return (
        value if isinstance(value, str) else str(value) if isinstance(value, (int, float)) else ""
    )


def _list(mapping: object, name: str) -> list[object]:
    value = mapping.get(name) if isinstance(mapping, Mapping) else None
    return value if isinstance(value, list) else []
