"""Dates as people write them in a query: `2023-05`, `today`, `7d`; and the seconds they cover."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Literal

from broadsheet.records import record
from broadsheet.text.patterns import compiled_later

_EARLIEST_YEAR = 1000
"""The latest is 2999: both are far from the ends of the calendar, where sums fail."""

_CALENDAR = compiled_later(r"([12][0-9]{3})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_MOMENT = compiled_later(
    r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_AGO = compiled_later(r"([0-9]{1,4})([dwmy])")

Unit = Literal["d", "w", "m", "y"]
_UNITS: dict[str, Unit] = {"d": "d", "w": "w", "m": "m", "y": "y"}


@record
class CalendarDate:
    """A year, a month or a day, which begins when the user's clock says so."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


@record
class Moment:
    """A second; without a zone, on the user's clock."""

    at: datetime

    def __str__(self) -> str:
        return self.at.isoformat()


class NamedDay(StrEnum):
    """A day that is named relative to the present."""

    TODAY = "today"
    YESTERDAY = "yesterday"


@record
class Ago:
    """The moment a number of days, weeks, months or years before now."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"


When = CalendarDate | Moment | NamedDay | Ago


def parse_when(text: str) -> When | None:
    """Return the date that `text` names; None if it does not name one."""
    lower = text.casefold()
    if lower in list(NamedDay):
        return NamedDay(lower)
    if ago := _AGO.fullmatch(lower):
        return Ago(int(ago[1]), _UNITS[ago[2]])
    try:
        if calendar := _CALENDAR.fullmatch(lower):
            when = CalendarDate(*(int(part) for part in calendar.groups() if part))
            _midnight(when, None)
            return when
        if _MOMENT.fullmatch(text.upper()):
            return Moment(datetime.fromisoformat(text.upper()))
    except ValueError:  # the thirty-first of June, or 25 o'clock
        return None
    return None


def local_now() -> datetime:
    """Return the time without a zone, so that days begin as in the system's zone."""
    return datetime.now(UTC).astimezone().replace(tzinfo=None)


def seconds(when: When, now: datetime) -> tuple[int, int]:
    """Return the first second of `when` and the first after it, since 1970 in UTC.

    Days begin in the zone of `now`. A `now` without a zone is the system's local time, summer time
    included; one with a fixed offset is off by an hour for days on the other side of a change.
    """
    match when:
        case Moment(at):
            start = _timestamp(at if at.tzinfo else at.replace(tzinfo=now.tzinfo))
            return start, start + 1
        case Ago():
            start = _timestamp(_before(now, when))
            return start, start
        case NamedDay():
            today = now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
            first = today - timedelta(days=1) if when is NamedDay.YESTERDAY else today
            return _timestamp(first), _timestamp(first + timedelta(days=1))
        case CalendarDate():
            first = _midnight(when, now.tzinfo)
            return _timestamp(first), _timestamp(_midnight(_next(when, first), now.tzinfo))


def as_written(second: int, now: datetime) -> int:
    """Return what the user's clock shows at `second`, read as UTC.

    An article with a day and no time is stored at midnight UTC and belongs to that day everywhere:
    its date is compared with what this returns.
    """
    try:
        clock = datetime.fromtimestamp(second, now.tzinfo)
    except (ValueError, OverflowError, OSError):
        return second
    return _timestamp(clock.replace(tzinfo=UTC))


def _midnight(when: CalendarDate, zone: tzinfo | None) -> datetime:
    return datetime(when.year, when.month or 1, when.day or 1, tzinfo=zone)


def _next(when: CalendarDate, first: datetime) -> CalendarDate:
    """Return the day after the year, month or day that begins at `first`."""
    if when.day is not None:
        after = first + timedelta(days=1)
        return CalendarDate(after.year, after.month, after.day)
    if when.month is not None and when.month < 12:
        return CalendarDate(when.year, when.month + 1)
    return CalendarDate(when.year + 1)


def _before(now: datetime, ago: Ago) -> datetime:
    if ago.unit in "dw":
        return now - timedelta(days=ago.count * (7 if ago.unit == "w" else 1))
    months = now.year * 12 + now.month - 1 - ago.count * (12 if ago.unit == "y" else 1)
    year, month = max(_EARLIEST_YEAR, months // 12), months % 12 + 1
    # The 31st may not exist in an earlier month: take its last day.
    day = min(now.day, monthrange(year, month)[1])
    return now.replace(year=year, month=month, day=day)


def _timestamp(at: datetime) -> int:
    return int(at.timestamp() // 1)
