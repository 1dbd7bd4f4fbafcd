"""Read, starred and later as other programs export them: newsboat, FreshRSS, miniflux and others.

Only what a file says is taken over; an entry that it says nothing of keeps its marks. The formats
are those that the programs write today, told apart by what is in them, never by a file's name.
"""

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

from broadsheet.marks.model import LATEST, Mark, MarkedArticle, MarksError, key_of

_LARGEST = 256 * 1024 * 1024
_SQLITE = b"SQLite format 3\0"
_POCKET_LINK = re.compile(
    r'<a href="([^"<]+)"[^<>]*?time_added="(\d+)"|<h1>([^<]*)</h1>', re.IGNORECASE
)
_STARRED, _READ = "/state/com.google/starred", "/state/com.google/read"


@dataclass(slots=True)
class OtherExport:
    """What the file of another program says, and the lines of it that could not be read."""

    articles: list[MarkedArticle] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def add(
        self,
        place: str,
        url: object,
        *,
        read: bool = False,
        starred: bool = False,
        later: bool = False,
        at: object = None,
    ) -> None:
        """Note what is said of `url`; `place` is where, for the report."""
        key = key_of(url) if isinstance(url, str) else None
        if key is None or not isinstance(url, str):
            self.skipped.append(f"{place}: there is no web address")
            return
        if read or starred or later:
            # A mark without a time is older than any mark with one, and newer than no mark.
            when = _milliseconds(at) or 1
            mark = Mark(
                read=read,
                read_at=when if read else 0,
                starred=starred,
                starred_at=when if starred else 0,
                later=later,
                later_at=when if later else 0,
            )
            self.articles.append(MarkedArticle(key, url, mark))


def read_other_export(path: Path) -> OtherExport | None:
    """Read the export of another program; None if the file is not one that is known.

    Raises `MarksError` if it is known but cannot be read, and `OSError`.
    """
    with path.open("rb") as stream:
        start = stream.read(len(_SQLITE))
        if start == _SQLITE:
            return _newsboat(path)
        data = start + stream.read(_LARGEST)
    text = data.decode("utf-8-sig", "replace")
    for reader in (_from_json, _from_pocket_html, _from_csv):
        found = reader(text)
        if found is not None:
            return found
    return None


def _newsboat(path: Path) -> OtherExport:
    """Read newsboat's cache.db, which is never written to."""
    found = OtherExport()
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as cache:
            rows = cache.execute("SELECT url, unread, pubDate FROM rss_item WHERE unread = 0")
            for number, (url, unread, date) in enumerate(rows, 1):
                found.add(f"article {number}", url, read=not unread, at=date)
    except sqlite3.Error as error:
        raise MarksError(f"This is not newsboat's cache.db: {error}.") from error
    return found


def _from_json(text: str) -> OtherExport | None:
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    match document:
        case {"items": list(items)}:
            is_starred = str(document.get("id", "")).endswith(_STARRED)
            return _each(
                items, lambda found, place, item: _reader_item(found, place, item, is_starred)
            )
        case {"entries": list(entries)}:
            return _each(entries, _miniflux_entry)
        case [{"url": _, "state": _}, *_]:
            return _each(document, _omnivore_item)
        case [{"url": _, "status": _}, *_]:
            return _each(document, _miniflux_entry)
    return None


_Reader = Callable[[OtherExport, str, dict[str, object]], None]


def _each(items: Iterable[object], read: _Reader) -> OtherExport:
    found = OtherExport()
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            read(found, f"entry {number}", item)
        else:
            found.skipped.append(f"entry {number}: it is not an object")
    return found


def _reader_item(found: OtherExport, place: str, item: dict[str, object], is_starred: bool) -> None:
    """Read an item of a Google Reader export, as FreshRSS and others write it."""
    categories = item.get("categories")
    names = [str(name) for name in categories] if isinstance(categories, list) else []
    found.add(
        place,
        _href(item.get("canonical")) or _href(item.get("alternate")),
        read=any(name.endswith(_READ) for name in names),
        starred=is_starred or any(name.endswith(_STARRED) for name in names),
        at=item.get("published"),
    )


def _href(links: object) -> object:
    first = links[0] if isinstance(links, list) and links else None
    return first.get("href") if isinstance(first, dict) else None


def _miniflux_entry(found: OtherExport, place: str, item: dict[str, object]) -> None:
    found.add(
        place,
        item.get("url"),
        read=item.get("status") == "read",
        starred=item.get("starred") is True,
        at=item.get("changed_at"),
    )


def _omnivore_item(found: OtherExport, place: str, item: dict[str, object]) -> None:
    is_read = str(item.get("state", "")).lower() == "archived"
    found.add(place, item.get("url"), read=is_read, later=not is_read, at=item.get("savedAt"))


def _from_pocket_html(text: str) -> OtherExport | None:
    if "<title>Pocket Export" not in text[:2000]:
        return None
    found, is_read = OtherExport(), False
    for number, match in enumerate(_POCKET_LINK.finditer(text), 1):
        if match[3] is not None:
            is_read = "archive" in match[3].lower()
        else:
            url = unescape(match[1])
            found.add(f"link {number}", url, read=is_read, later=not is_read, at=match[2])
    return found


def _from_csv(text: str) -> OtherExport | None:
    lines = csv.DictReader(text.splitlines())
    try:
        names = {name.strip().lower() for name in lines.fieldnames or []}
    except csv.Error:  # a line of more than 128 KB
        return None
    if {"url", "time_added", "status"} <= names:  # Pocket
        return _rows(lines, lambda row: (row.get("status", ""), row.get("time_added", "")))
    if {"url", "folder", "timestamp"} <= names:  # Instapaper
        return _rows(lines, lambda row: (row.get("folder", ""), row.get("timestamp", "")))
    return None


def _rows(
    lines: Iterator[dict[str, str]], state_of: Callable[[dict[str, str]], tuple[str, str]]
) -> OtherExport:
    found = OtherExport()
    try:
        for number, line in enumerate(lines, 2):
            row = {str(name).strip().lower(): value or "" for name, value in line.items()}
            state, at = state_of(row)
            state = state.strip().lower()
            found.add(
                f"line {number}",
                row.get("url", "").strip(),
                read=state in ("archive", "archived", "read"),
                starred=state == "starred",
                later=state == "unread",
                at=at,
            )
    except csv.Error as error:
        found.skipped.append(f"the rest of the file: {error}")
    return found


def _milliseconds(at: object) -> int:
    """Return a time as exports write it (seconds or ISO 8601) in milliseconds; 0 if it is none."""
    try:
        if isinstance(at, str) and not at.strip().isdecimal():
            moment = datetime.fromisoformat(at.strip())
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            seconds = aware.timestamp()
        else:
            seconds = float(str(at))
        return min(max(int(seconds * 1000), 0), LATEST)
    except (ValueError, OverflowError):  # NaN and infinity are no times
        return 0
