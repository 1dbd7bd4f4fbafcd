"""Which day a front page is of, and what to say if that is not the day that was asked for."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from broadsheet.articles.model import Precision
from broadsheet.library.index.rows import Row
from broadsheet.library.query.dates import CalendarDate, NamedDay, When, seconds
from broadsheet.library.stories.front import Dated
from broadsheet.records import record

_A_DAY = timedelta(days=1)


@record
class FrontDay:
    """The day of a front page; None if there is no page. `note` is a sentence, or empty."""

    day: date | None = None
    note: str = ""

    @property
    def heading(self) -> str:
        """The name of the page."""
        return f"Front page of {self.written}" if self.day else "Front page"

    @property
    def written(self) -> str:
        """The day as people write it; empty if there is none."""
        return written(self.day) if self.day else ""


@record
class Dates:
    """The dates of the oldest article, of the newest by the day asked for, and of the newest."""

    oldest: Dated
    newest_then: Dated | None
    newest: Dated


def front_day(when: When | None, dates: Dates | None, now: datetime) -> FrontDay:
    """Return the day of the front page as of `when`, or as of now; `dates` if there are any."""
    if dates is None:
        return FrontDay(note="No article has a date, so there is no front page.")
    when = NamedDay.TODAY if when is None else when
    start, end = seconds(when, now)
    is_long = isinstance(when, CalendarDate) and when.day is None
    asked_day = Dated(max(start, end - 1)).day
    asked = str(when) if is_long else written(asked_day)
    if dates.newest_then is None:
        oldest = written(dates.oldest.day)
        return FrontDay(
            note=f"There is no front page of {asked}: the oldest article is from {oldest}."
        )
    day = dates.newest_then.day
    if is_long and day >= Dated(start).day:
        note = f"This is the front page of {written(day)}, the last day of {asked} with articles."
    elif day == asked_day or (when is NamedDay.TODAY and asked_day - day == _A_DAY):
        note = ""  # today may only have begun
    elif dates.newest_then == dates.newest:
        note = f"The newest article is from {written(day)}. This is the front page of that day."
    else:
        note = (
            f"There are no articles from {asked}. This is the front page of {written(day)}, the "
            "last day before it that has some."
        )
    return FrontDay(day, note)


def written(day: date) -> str:
    """Return a day as people write it: `18 May 2023`."""
    return f"{day.day} {day:%B %Y}"


def days_of(rows: Iterable[Row]) -> str:
    """Return when some articles appeared, as people write it: `25–26 May 2021`."""
    dates = {Dated(row.date, row.date_precision) for row in rows if row.date is not None}
    if not dates:
        return ""
    days = [dated.day for dated in dates]
    first, last = min(days), max(days)
    if first == last:
        is_month = all(dated.precision is Precision.MONTH for dated in dates)
        return f"{last:%B %Y}" if is_month else written(last)
    if first.year != last.year:
        return f"{written(first)} – {written(last)}"
    if first.month != last.month:
        return f"{first.day} {first:%B} – {written(last)}"
    return f"{first.day}–{written(last)}"
