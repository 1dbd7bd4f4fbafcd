"""Text in cells: cut, padded, and free of characters whose width is uncertain."""

import unicodedata
from datetime import UTC, datetime, timedelta
from functools import cache

import rich.cells
from rich._unicode_data import load as rich_table
from rich.cells import CellTable, cell_len, set_cell_size

from broadsheet.articles.model import Precision, local_moment
from broadsheet.text.cells import width_of
from broadsheet.text.counting import counted

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_TEXT_STYLE = "\ufe0e"
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_UNSTEADY = frozenset(_JOINER + _EMOJI_STYLE + _TEXT_STYLE + _SKIN_TONES)
_FLAG_A, _FLAG_Z = "\U0001f1e6", "\U0001f1ff"
_LONG_FORMATS = {
    Precision.TIME: "%-d %B %Y, %H:%M",
    Precision.DAY: "%-d %B %Y",
    Precision.MONTH: "%B %Y",
}
_CIRCLED_NUMBERS = (0x3248, 0x324F, 2)
_PLANE_OF_TAGS = 0xE0000
_BARS = " ▁▂▃▄▅▆▇"
"""None is as high as the line: bars of two lines would run into one."""
_HOURS, _DAYS, _DAYS_AS_DATE = 24, 14, 180
"""What is younger is given in hours, in days, or as a day without its year."""


_DOUBTFUL = ("Mc", "Sk")
"""Indic vowel signs and skin tones: Rich counts no cells, most terminals one or two."""


@cache
def count_as_terminals_do() -> None:
    """Make Rich and Textual count for each character the most cells that a terminal takes.

    A line that takes more cells than counted would run into the next column.
    """

    @cache
    def load_cell_table(unicode_version: str = "auto") -> CellTable:
        table = rich_table(unicode_version)
        entries = [entry for old in table.widths for entry in _widened(old)]
        return table._replace(widths=sorted([*entries, _CIRCLED_NUMBERS]))

    setattr(rich.cells, "load_cell_table", load_cell_table)  # noqa: B010 - not for mypy to see
    rich.cells.get_character_cell_size.cache_clear()
    rich.cells.cached_cell_len.cache_clear()


def _widened(entry: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    first, last, width = entry
    if width or last >= _PLANE_OF_TAGS:
        return [entry]
    return [
        (code, code, width_of(chr(code)) if unicodedata.category(chr(code)) in _DOUBTFUL else 0)
        for code in range(first, last + 1)
    ]


def steady(text: str) -> str:
    """Return `text` without the signs whose width terminals disagree about.

    Joined emoji come apart, variants and skin tones fall away, flags become their two letters: the
    columns after them then stand where Textual thinks they do, in every terminal.
    """
    if text.isascii():
        return text
    steady_text: list[str] = []
    for position, char in enumerate(text):
        if char in _UNSTEADY:
            after = text[position - 1 : position]
            if char != _JOINER or not after or unicodedata.category(after) in ("So", "Sk", "Mn"):
                continue
        if _FLAG_A <= char <= _FLAG_Z:
            char = chr(ord(char) - ord(_FLAG_A) + ord("A"))
        steady_text.append(char)
    return "".join(steady_text)


def fit(text: str, width: int) -> str:
    """Return `text`, made steady, in exactly `width` cells: padded, or cut with an ellipsis."""
    if text.isascii():
        length = len(text)
        if length <= width:
            return text + " " * (width - length)
        return text[: width - 1] + "…" if width > 0 else ""
    text = steady(text)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width) if width > 0 else ""


def label_room(longest: int, width: int) -> int:
    """Return the cells that labels get in lines of `width`, so that what follows them lines up."""
    return min(longest, width * 2 // 5)


def frame_title(title: str, *, has_corners: bool) -> str:
    """Return a title for a frame; Textual puts spaces around it only if there are corners."""
    return title if has_corners or not title else f" {title} "


def short_count(count: int) -> str:
    """Return a count in five cells at most: exact up to 9,999, then in thousands and millions."""
    if count < 10_000:
        return f"{count:,}"
    return f"{count // 1000}k" if count < 1_000_000 else f"{count / 1_000_000:.1f}M"


def bar(value: int | None, highest: int) -> str:
    """Return a one-cell bar for `value`; the square root makes low values differ."""
    if value is None or value <= 0 or highest <= 0:
        return " "
    return _BARS[max(1, min(7, round(7 * (value / highest) ** 0.5)))]


def local_date(seconds: int | None, precision: Precision = Precision.TIME) -> str:
    """Return the day of a time (seconds UTC) in the person's time zone, '' for none.

    A day or a month (`precision`) is the same in every zone.
    """
    if seconds is None:
        return ""
    day = local_moment(seconds, precision).date().isoformat()
    return day[:7] if precision is Precision.MONTH else day


def long_date(seconds: int, precision: Precision = Precision.TIME) -> str:
    """Return day and minute of a time (seconds UTC) in the person's time zone, as far as known."""
    return local_moment(seconds, precision).strftime(_LONG_FORMATS[precision])


def age(seconds: int, now: datetime, precision: Precision = Precision.TIME) -> str:
    """Return how old something is, or when it was: `3h`, `12d`, `25 Mar`, `2022-03`."""
    moment, today = local_moment(seconds, precision), now.astimezone()
    days = (today.date() - moment.date()).days
    is_of_this_year = moment.year == today.year or 0 <= days < _DAYS_AS_DATE
    if precision is Precision.MONTH or not is_of_this_year:
        return moment.date().isoformat()[:7]
    hours = (now.timestamp() - seconds) // 3600
    if precision is Precision.TIME and 0 <= hours < _HOURS:
        return f"{hours:.0f}h" if hours else "<1h"
    if 0 <= days < _DAYS:
        return f"{days}d" if days else "today"
    return f"{moment:%-d %b}"


def next_age(seconds: int, now: datetime, precision: Precision = Precision.TIME) -> float:
    """Return when on this day (seconds UTC) the `age` of something will be another one."""
    hours = (now.timestamp() - seconds) // 3600
    if precision is Precision.TIME and -1 <= hours < _HOURS:
        return seconds + (hours + 1) * 3600
    return now.timestamp() + 86_400


def relative_date(seconds: int, now: datetime, precision: Precision = Precision.TIME) -> str:
    """Return how long ago a time (seconds UTC) was, in the largest unit that fits."""
    if precision is not Precision.TIME:
        return _relative_day(seconds, now, precision)
    ago = now.timestamp() - seconds
    for unit, length in (
        ("year", 31_556_952),
        ("month", 2_629_746),
        ("week", 604_800),
        ("day", 86_400),
        ("hour", 3_600),
        ("minute", 60),
    ):
        count = int(abs(ago) // length)
        if count and unit == "day":  # as `age` counts them
            count = abs((now.astimezone().date() - local_moment(seconds, precision).date()).days)
        if count:
            amount = counted(count, unit)
            return f"{amount} ago" if ago > 0 else f"in {amount}"
    return "just now"


def _relative_day(seconds: int, now: datetime, precision: Precision) -> str:
    day, today = datetime.fromtimestamp(seconds, UTC).date(), now.astimezone().date()
    if precision is Precision.MONTH:
        day, today = day.replace(day=1), today.replace(day=1)
    if day == today:
        return "today" if precision is Precision.DAY else "this month"
    if day == today - timedelta(days=1) and precision is Precision.DAY:
        return "yesterday"
    midnight = datetime(today.year, today.month, today.day, tzinfo=UTC)
    return relative_date(seconds, midnight)
