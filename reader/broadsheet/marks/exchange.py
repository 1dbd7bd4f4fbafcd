"""Marks as a JSON file: to take them to another machine, or to read them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from json import dumps
from typing import NamedTuple, TextIO

from broadsheet.marks.json_stream import JsonStream
from broadsheet.marks.model import (
    KINDS,
    LATEST,
    Mark,
    MarkedArticle,
    MarkKind,
    NotMarksError,
    key_of,
)
from broadsheet.marks.partings import Parting

_FORMAT = "broadsheet-marks"
_VERSION = 1

_MOST_PARTINGS = 100_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


Texts = Iterable[Mapping[str, str]]
"""Full texts of articles, for the file of marks to take along."""


class Written(NamedTuple):
    """Of how many articles marks were written, and how many pairs that the user parted."""

    articles: int
    partings: int


def write(
    stream: TextIO,
    entries: Iterable[MarkedArticle],
    texts: Texts = (),
    partings: Iterable[Parting] = (),
) -> Written:
    """Write `entries` as JSON, one line per article, then partings and texts."""
    head = {"format": _FORMAT, "version": _VERSION, "exported": _iso(_now())}
    stream.write(f'{dumps(head)[:-1]}, "marks": [')
    count = 0
    pairs = [*partings]
    for count, entry in enumerate(entries, 1):
        stream.write(f"{',' if count > 1 else ''}\n{dumps(_members(entry), ensure_ascii=False)}")
    for name, items in (("partings", map(_pair, pairs)), ("texts", texts)):
        for number, item in enumerate(items):
            between = "," if number else f'\n], "{name}": ['
            stream.write(f"{between}\n{dumps(item, ensure_ascii=False)}")
    stream.write("\n]}\n")
    return Written(count, sum(pair.parted for pair in pairs))


def holds_marks(stream: TextIO) -> bool:
    """Tell whether `stream` begins like a file of marks, in any JSON layout."""
    json = JsonStream(stream)
    try:
        for name in json.names():
            if name == "marks":
                return False
            value = json.value()
            if name == "format":
                return value == _FORMAT
    except (ValueError, RecursionError):
        pass
    return False


class MarksFile:
    """The entries of a JSON file of marks, for one pass; `skipped` counts the faulty ones.

    Iterating raises `NotMarksError` if this is not a file of marks, perhaps only at its end. The
    texts that it takes along, each an unchecked value, go to `take_text`. `partings` are complete
    then.
    """

    def __init__(self, stream: TextIO, take_text: Callable[[object], None]) -> None:
        self._stream = stream
        self._take_text = take_text
        self.count = 0
        self.skipped = 0
        self.partings: list[Parting] = []

    def __iter__(self) -> Iterator[MarkedArticle]:
        head: dict[str, object] = {}
        json = JsonStream(self._stream)
        try:
            for name in json.names():
                if name == "marks":
                    yield from self._entries(json.items())
                elif name == "partings":
                    self._read_partings(json.items())
                elif name == "texts":
                    for item in json.items():
                        self._take_text(item)
                else:
                    head[name] = json.value()
        except (ValueError, RecursionError) as error:
            raise NotMarksError(f"This is not a complete file of marks: {error}.") from error
        if head.get("format") != _FORMAT:
            raise NotMarksError("This is not a file of marks.")
        version = head.get("version")
        if version != _VERSION:
            raise NotMarksError(
                f"This file of marks has version {version}; this Broadsheet reads {_VERSION}."
            )

    def _read_partings(self, items: Iterable[object]) -> None:
        for item in items:
            parting = _parting(item)
            if parting is None or len(self.partings) == _MOST_PARTINGS:
                self.skipped += 1
            else:
                self.partings.append(parting)

    def _entries(self, items: Iterable[object]) -> Iterator[MarkedArticle]:
        for item in items:
            entry = _entry(item)
            if entry is None:
                self.skipped += 1
            else:
                self.count += 1
                yield entry


def _pair(parting: Parting) -> dict[str, object]:
    return {
        "urls": [parting.one[1], parting.other[1]],
        "parted": parting.parted,
        "partedAt": _iso(parting.at),
    }


def _parting(item: object) -> Parting | None:
    match item:
        case {"urls": [str(one), str(other)], "parted": bool(parted), "partedAt": at}:
            return Parting.of(one, other, parted=parted, at=_milliseconds(at))
    return None


def _members(entry: MarkedArticle) -> dict[str, str | bool]:
    members: dict[str, str | bool] = {"url": entry.url}
    for kind in KINDS:
        value, at = _flag(entry.mark, kind)
        if at:
            members[kind] = value
            members[f"{kind}At"] = _iso(at)
    return members


def _entry(item: object) -> MarkedArticle | None:
    """Return what `item` says about an article; None if it cannot be understood."""
    if not isinstance(item, dict) or not isinstance(url := item.get("url"), str):
        return None
    key = key_of(url)
    values = [item.get(kind, False) for kind in KINDS]
    if key is None or not all(isinstance(value, bool) for value in values):
        return None
    read, starred, later = values
    # A mark without a time is older than any mark with one, and newer than no mark.
    read_at, starred_at, later_at = (
        _milliseconds(item.get(f"{kind}At")) or int(value)
        for kind, value in zip(KINDS, values, strict=True)
    )
    return MarkedArticle(key, url, Mark(read, read_at, starred, starred_at, later, later_at))


def _flag(mark: Mark, kind: MarkKind) -> tuple[bool, int]:
    match kind:
        case "read":
            return mark.read, mark.read_at
        case "starred":
            return mark.starred, mark.starred_at
        case "later":
            return mark.later, mark.later_at


def _now() -> int:
    return (datetime.now(UTC) - _EPOCH) // _MILLISECOND


def _iso(milliseconds: int) -> str:
    moment = _EPOCH + min(milliseconds, LATEST) * _MILLISECOND
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _milliseconds(text: object) -> int:
    """Return the time in an ISO 8601 text, without a zone UTC; 0 if it is not one."""
    if not isinstance(text, str):
        return 0
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return 0
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((aware - _EPOCH) // _MILLISECOND, 0), LATEST)
