"""Dates as people and programs write them -> a moment in UTC, and how exact it is."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from broadsheet.articles.model import Precision

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june"),
            *("jul july", "aug august", "sep sept september", "oct october", "nov november"),
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
"""The English names of the months, in full and shortened, with their numbers."""

_ZONES = {
    name: hours
    for hours, names in (
        *((-8, "pst"), (-7, "pdt mst"), (-6, "mdt cst"), (-5, "cdt est"), (-4, "edt")),
        *((0, "z ut utc gmt wet"), (1, "bst cet west"), (2, "cest eet"), (3, "eest")),
    )
    for name in names.split()
}

_TIME_OF_DAY = (
    r"(?:(?:[ t,_]+|\s+at\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,12}))?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?"
    r"(?: ?\(?(?P<zone>[a-z]{1,4})?(?: ?(?P<sign>[-+])(?P<zone_hour>\d{1,2})"
    r"(?::?(?P<zone_minute>\d{2}))?)?\)?)?"
    r"(?: ?[\[(][a-z/_ ]{1,40}[\])])?)?"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? +)?"
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_IN_NUMBERS = r"(?P<year>\d{4})(?P<between>[-/.])(?P<month>\d{1,2})(?P=between)(?P<day>\d{1,2})"
_YEAR_IN_MAIL = r"(?P<year>\d{4}|\d{2}(?= \d))(?![\d:])"
_BASIC_TIME = r"(?:t(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<zone>z)?)?"
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"{_IN_NUMBERS}{_TIME_OF_DAY}",
        rf"{_WEEKDAY}{_DAY}[ -]+{_MONTH},?[ -]+{_YEAR_IN_MAIL}{_TIME_OF_DAY}",
        rf"{_WEEKDAY}{_MONTH} +{_DAY},? +{_YEAR}{_TIME_OF_DAY}",
        rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}}){_BASIC_TIME}",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})",
        rf"{_MONTH},? +{_YEAR}",
    )
)
_EPOCH = re.compile(r"([1-9]\d{8,10})(\d{3})?(?:\.\d*)?", re.ASCII)
_LONGEST = 80  # characters of a date
_MICROSECOND_DIGITS = 6


class Date(NamedTuple):
    """A moment, aware and in UTC. Of a day or a month it is the beginning, whatever the zone."""

    at: datetime
    precision: Precision = Precision.TIME


def read_date(text: str) -> Date | None:
    """Return the date that `text` names, or None; a time without a zone is UTC.

    >>> read_date("Wed, 11 Nov 2015 01:20:37 +0100").at.isoformat()
    '2015-11-11T00:20:37+00:00'
    """
    if text[10:11] == "T":  # as almost all are written
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is UTC:
                return Date(moment)
            return Date(moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))
        except (ValueError, OverflowError):
            pass
    if len(text) > _LONGEST:
        return None
    text = " ".join(text.lower().split())
    try:
        if epoch := _EPOCH.fullmatch(text):
            return Date(datetime.fromtimestamp(int(epoch[1]), UTC))
        for form in _FORMS:
            if found := form.fullmatch(text):
                return _date(found.groupdict())
    except (ValueError, OverflowError):  # the thirtieth of February, or 25 o'clock
        return None
    return None


def _date(parts: dict[str, str | None]) -> Date:
    month, day, hour = parts["month"] or "", parts.get("day"), parts.get("hour")
    year = int(parts["year"] or 0)
    if len(parts["year"] or "") == 2:  # in mail, as RFC 2822 reads it
        year += 2000 if year < 50 else 1900
    first = datetime(year, MONTHS.get(month) or int(month), int(day or 1), tzinfo=UTC)
    if not hour:
        return Date(first, Precision.DAY if day else Precision.MONTH)
    return Date(first + _time_of_day(parts, int(hour)) - _offset(parts))


def _time_of_day(parts: dict[str, str | None], hour: int) -> timedelta:
    minute, second = int(parts["minute"] or 0), int(parts["second"] or 0)
    if half := parts.get("half"):
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half == "p" else 0)
    # 24:00 ends a day, and a leap second is the 61st of its minute.
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        raise ValueError(hour)
    fraction = (parts.get("fraction") or "")[:_MICROSECOND_DIGITS].ljust(_MICROSECOND_DIGITS, "0")
    return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=int(fraction))


def _offset(parts: dict[str, str | None]) -> timedelta:
    zone, sign = parts.get("zone"), parts.get("sign")
    if zone and zone not in _ZONES:
        raise ValueError(zone)
    offset = timedelta(hours=_ZONES[zone] if zone else 0)
    if sign:
        away = timedelta(hours=int(parts["zone_hour"] or 0), minutes=int(parts["zone_minute"] or 0))
        timezone(away)  # raises ValueError for a day or more
        offset += -away if sign == "-" else away
    return offset
