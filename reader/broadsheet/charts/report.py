"""The statistics of a query as lines: headings, bars, and the query that each bar stands for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from broadsheet.charts.drawing import bar, columns, scatter, sparkline
from broadsheet.library.query.dates import parse_when
from broadsheet.library.query.terms import in_quotes
from broadsheet.library.statistics import SPANS, WEEK, Statistics, TopicCount
from broadsheet.text.cells import cells, cut
from broadsheet.text.counting import counted

RISING = "Rising topics"
"""How the heading of that chart begins."""

_MOST_BARS = 16
_MOST_NAMES = 12
_LABEL = 24
_NUMBER = 7
_BESIDE = 65
"""Cells next to a line of all spans; where there are fewer, it shows the last two at most."""

_FEWEST_BINS = 14

_COUNTS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}

_HOURS_HIGH = 4
_SCORES_HIGH = 10


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A line of a chart: what it is about, its drawing, and a note, with spaces that align them.

    A line that stands for articles has the `query` that finds them.
    """

    label: str = ""
    drawing: str = ""
    note: str = ""
    query: str = ""
    is_heading: bool = False

    def __str__(self) -> str:
        return f"{self.label}{self.drawing}{self.note}".rstrip()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A length of time that a bar may stand for."""

    name: str
    start_of: Callable[[date], date]
    shown: str
    """The format of the first day."""

    def next_of(self, start: date) -> date:
        """Return the first day of the next one."""
        return next(
            self.start_of(day)
            for days in _LENGTHS
            if self.start_of(day := start + timedelta(days=days)) > start
        )

    def starts(self, first: date, last: date) -> list[date]:
        """Return the first day of each from the day `first` to `last`; at most one too many."""
        starts = [self.start_of(last)]
        while starts[-1] > first and len(starts) <= _MOST_BARS:
            starts.append(self.start_of(starts[-1] - timedelta(days=1)))
        return starts[::-1]


_LENGTHS = (1, 7, 31, 366)
_YEARS = _Unit("year", lambda day: day.replace(month=1, day=1), "%Y")
_UNITS = (
    _Unit("day", lambda day: day, "%a %d %b %Y"),
    _Unit("week", lambda day: day - timedelta(days=day.weekday()), "week of %d %b %Y"),
    _Unit("month", lambda day: day.replace(day=1), "%B %Y"),
    _YEARS,
)


def report(
    statistics: Statistics, width: int, marked: tuple[int, int] | None = None
) -> list[ChartLine]:
    """Return all charts in lines of at most `width` cells; `marked` is (quality, heat) to show."""
    lines: list[ChartLine] = []
    for chart in (
        _times(statistics, width),
        _rising(statistics, width),
        _all_topics(statistics, width),
        _providers(statistics, width),
        _hours(statistics),
        _scores(statistics, width, marked),
    ):
        drawn = list(chart)
        if len(drawn) > 1:
            lines += [*drawn, ChartLine()]
    return lines[:-1]


def _times(statistics: Statistics, width: int) -> Iterator[ChartLine]:
    """Yield a bar for each of the last days, weeks, months or years."""
    if not statistics.days:
        return
    first, last = min(statistics.days), max(statistics.days)
    unit = next((unit for unit in _UNITS if len(unit.starts(first, last)) <= _MOST_BARS), _YEARS)
    counts = dict.fromkeys(unit.starts(first, last)[-_MOST_BARS:], 0)
    for day, count in statistics.days.items():
        if unit.start_of(day) in counts:
            counts[unit.start_of(day)] += count
    yield ChartLine(f"Articles per {unit.name}", is_heading=True)
    for start, count in counts.items():
        query = _between(start, unit.next_of(start))
        yield _bar_line(f"{start:{unit.shown}}", count, max(counts.values()), width, query)


def _between(first: date, after: date) -> str:
    """Return the query for days from `first` on; empty for a year that no query can name."""
    return f"after:{first} before:{after}" if parse_when(str(first)) else ""


def _bar_line(label: str, count: int, most: int, width: int, query: str) -> ChartLine:
    room = max(8, width - _LABEL - _NUMBER - 3)
    return ChartLine(_padded(label), bar(count, most, room), f" {count:,}", query)


def _topics(
    heading: str, topics: Sequence[TopicCount], width: int, days: str = ""
) -> Iterator[ChartLine]:
    """Yield a line for each topic, which leads to its articles of `days`, a part of a query."""
    yield ChartLine(heading, is_heading=True)
    shown = topics[:_MOST_NAMES]
    lines = [_line(topic, width) for topic in shown]
    notes = [_against_before(topic) for topic in shown]
    longer = [
        f"{note}; {topic.articles:,} in all" for note, topic in zip(notes, shown, strict=True)
    ]
    if all(_LABEL + len(line + note) < width for line, note in zip(lines, longer, strict=True)):
        notes = longer
    for topic, line, note in zip(shown, lines, notes, strict=True):
        yield ChartLine(_padded(topic.name), line, note, f"topic:{in_quotes(topic.name)}{days}")


def _line(topic: TopicCount, width: int) -> str:
    room = width - _BESIDE
    if room >= topic.span.all_bins:
        return sparkline(topic.bins)
    return sparkline(topic.bins[-min(2 * topic.span.bins, max(_FEWEST_BINS, room)) :])


def _against_before(topic: TopicCount) -> str:
    span = topic.span
    earlier = f"{topic.before:,.1f} a {span.name}" if span.before > 1 else f"{topic.before:,.0f}"
    return f"  {topic.last:,} that {span.name}, {earlier} before"


def _all_topics(statistics: Statistics, width: int) -> Iterator[ChartLine]:
    """Yield the most frequent topics."""
    if statistics.days:
        span = statistics.span
        heading = f"Topics, the {_COUNTS[1 + span.before]} {span.name}s up to"
        heading += f" {max(statistics.days)}"
        yield from _topics(heading, statistics.topics, width)


def _rising(statistics: Statistics, width: int) -> Iterator[ChartLine]:
    """Yield the topics that rise in the last span with articles, or say that there are none."""
    if not statistics.days:
        return
    last = max(statistics.days)
    span = statistics.span
    earlier = timedelta(days=min(span.days - 1, (last - date.min).days))
    days = f" {_between(last - earlier, last + timedelta(days=1))}".rstrip()
    compared = f"the {span.name} up to {last} against the {_COUNTS[span.before]} before"
    heading, *lines = _topics(f"{RISING}, {compared}", statistics.rising, width, days)
    yield heading
    if not statistics.topics:
        return
    begins = min(statistics.days)
    if (last - begins).days < span.days:
        yield ChartLine(note=f"All of these articles are of that {span.name}: none is before it.")
        return
    if span is not WEEK and (last - begins).days < span.days * (1 + span.before):
        yield ChartLine(note=f"The first article is of {begins}: there is less to compare with.")
    if not lines:
        longer = "" if span is SPANS[-1] else f" A {SPANS[-1].name} may show some."
        yield ChartLine(note=f"None: no topic has more articles than before.{longer}")
    yield from lines


def _providers(statistics: Statistics, width: int) -> Iterator[ChartLine]:
    yield ChartLine("Busiest providers", is_heading=True)
    providers = statistics.providers[:_MOST_NAMES]
    for name, count in providers:
        yield _bar_line(name, count, providers[0][1], width, f"provider:{in_quotes(name)}")


def _hours(statistics: Statistics) -> Iterator[ChartLine]:
    yield ChartLine("Hours of the day", is_heading=True)
    if not any(statistics.hours):
        return
    doubled = [count for count in statistics.hours for _ in range(2)]
    most = max(statistics.hours)
    for number, line in enumerate(columns(doubled, _HOURS_HIGH)):
        yield ChartLine(f"{f'{most:,}' if number == 0 else '':>6} ", line)
    yield ChartLine(" " * 7 + "".join(f"{hour:<6}" for hour in range(0, 24, 3)).rstrip())


def _scores(
    statistics: Statistics, width: int, marked: tuple[int, int] | None
) -> Iterator[ChartLine]:
    yield ChartLine("Quality (across) against heat (up)", is_heading=True)
    points = statistics.scores
    if not points:
        return
    heats = [heat for _, heat in [*points, *([marked] if marked else [])]]
    qualities = [quality for quality, _ in [*points, *([marked] if marked else [])]]
    room = max(10, min(width - 8, 72))
    lines = scatter(points, room, _SCORES_HIGH, marked)
    low, high = min(heats), max(heats)
    step = (high - low + 1) / len(lines)
    for number, line in enumerate(lines):
        ceiling = high - int(number * step)
        floor = low if number == len(lines) - 1 else high - int((number + 1) * step) + 1
        edge = f"{high:,}" if number == 0 else f"{low:,}" if number == len(lines) - 1 else ""
        query = f"heat:{floor}..{ceiling}" if floor <= ceiling and line.strip() else ""
        yield ChartLine(f"{edge:>6} ", line, query=query)
    left, right = f"{min(qualities):,}", f"{max(qualities):,}"
    yield ChartLine(" " * 7 + left + right.rjust(room - len(left)))
    if marked:
        yield ChartLine(" " * 7 + "◆ this article")


def _padded(label: str) -> str:
    label = cut(label, _LABEL - 2)
    return label + " " * (_LABEL - cells(label))


def summary(statistics: Statistics) -> str:
    """Return how many articles there are and the days they are from, in one line."""
    found = counted(statistics.articles, "article")
    if not statistics.days:
        return found
    first, last = min(statistics.days), max(statistics.days)
    return f"{found}, {first} to {last}" if first != last else f"{found}, {first}"
