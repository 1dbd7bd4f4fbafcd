"""Counts of the articles that a query finds: by day, topic, provider, hour and scores."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo

from broadsheet.articles.model import LEEWAY, Precision, local_moment
from broadsheet.damage import typed
from broadsheet.library.index.index import Index

_DAY = 86_400
_QUARTER = 900
"""Seconds that are counted together: every time zone differs from UTC by some of these."""

_HAS = "id IN (SELECT id FROM temp.wanted)"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time; topics are compared over the last one and as many as `before` it."""

    name: str
    days: int
    before: int
    bins: int
    """The parts of it that are counted apart."""

    @property
    def all_bins(self) -> int:
        """How many parts are counted."""
        return self.bins * (1 + self.before)


WEEK = Span("week", 7, 4, 7)
SPANS = (WEEK, Span("month", 30, 3, 10), Span("quarter", 91, 3, 13), Span("year", 365, 1, 12))
"""The spans that topics can be compared over, the shortest first."""


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How often a topic occurs, and how it is changing."""

    name: str
    articles: int
    bins: tuple[int, ...]
    """Articles in each part of the spans; the newest article was in the last one."""

    span: Span = WEEK

    @property
    def last(self) -> int:
        """Articles in the last week, month, quarter or year."""
        return sum(self.bins[-self.span.bins :])

    @property
    def before(self) -> float:
        """Articles in each of those before, on average."""
        return sum(self.bins[: -self.span.bins]) / self.span.before

    @property
    def rise(self) -> float:
        """How unusual the last one is: the difference in standard deviations of chance."""
        return float((self.last - self.before) / (self.before + 1) ** 0.5)


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the articles of a query are like. Days and hours are those of the zone asked for."""

    articles: int
    days: dict[date, int] = field(default_factory=dict)
    """Articles on each day that has some, the first day first; dates to come are left out."""

    topics: tuple[TopicCount, ...] = ()
    """The most frequent topic first."""

    providers: tuple[tuple[str, int], ...] = ()
    """The busiest provider first."""

    hours: tuple[int, ...] = (0,) * 24
    """Articles in each hour of the day, of those whose time is known."""

    scores: dict[tuple[int, int], int] = field(default_factory=dict)
    """Articles with each pair of quality and heat."""

    span: Span = WEEK
    """What topics are compared over."""

    @property
    def rising(self) -> list[TopicCount]:
        """Topics with more articles in the last span than before, the most unusual one first."""
        rising = [topic for topic in self.topics if topic.last > topic.before]
        return sorted(rising, key=lambda topic: (-topic.rise, topic.name))


def statistics_of(
    index: Index,
    ids: Sequence[int],
    now: datetime,
    zone: tzinfo | None = None,
    span: Span = WEEK,
) -> Statistics:
    """Count the articles `ids`. Spans are counted back from the newest that is not after `now`.

    A `zone` of None is the system's.
    """
    connection = index.connection
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.wanted")
    connection.executemany("INSERT INTO temp.wanted VALUES (?)", ((each,) for each in ids))
    try:
        days, hours = _times(connection, int(now.timestamp()) + LEEWAY, zone)
        last = max(days, default=date.min)
        return Statistics(
            len(ids),
            days,
            _topics(connection, _end_of(last, zone), _end_of(last, UTC), span),
            _providers(connection),
            hours,
            _scores(connection),
            span,
        )
    finally:
        connection.execute("DROP TABLE temp.wanted")


def _times(
    connection: sqlite3.Connection, last: int, zone: tzinfo | None
) -> tuple[dict[date, int], tuple[int, ...]]:
    """Return the articles on each day, and in each hour of the day, up to the second `last`."""
    rows = connection.execute(
        f"SELECT date / {_QUARTER}, date_precision, count(*) FROM articles "
        f"WHERE {_HAS} AND date <= ? GROUP BY 1, 2",
        (last,),
    )
    days, hours = Counter[date](), [0] * 24
    for quarter, precision, count in typed(rows, int, int, int):
        moment = local_moment(quarter * _QUARTER, Precision(precision), zone)
        if precision == Precision.TIME:
            hours[moment.hour] += count
        if precision != Precision.MONTH:
            days[moment.date()] += count
    return dict(sorted(days.items())), tuple(hours)


def _end_of(day: date, zone: tzinfo | None) -> int:
    """Return the second in which `day` ends."""
    after = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(days=1)
    return int(after.timestamp())


def _topics(
    connection: sqlite3.Connection, end: int, end_on_clock: int, span: Span
) -> tuple[TopicCount, ...]:
    """Count topics up to the second `end`, which a clock shows as `end_on_clock`, read as UTC."""
    counts = connection.execute(
        "SELECT f.name, f.id, count(*) FROM articles a, json_each(a.topics) t "
        f"JOIN facets f ON f.id = t.value WHERE a.{_HAS} GROUP BY f.id ORDER BY 3 DESC, f.key"
    )
    count_of_bins, seconds = span.all_bins, span.days * _DAY // span.bins
    bins: dict[int, list[int]] = {}
    # A day without a time is stored as its midnight in UTC.
    by_bin = connection.execute(
        "SELECT t.value, (? - 1 - a.at) / ?, count(*) FROM ("
        "SELECT topics, date + iif(date_precision, ?, 0) AS at FROM articles "
        f"WHERE {_HAS}) a, json_each(a.topics) t WHERE a.at >= ? AND a.at < ? GROUP BY 1, 2",
        (end, seconds, end - end_on_clock, end - count_of_bins * seconds, end),
    )
    for topic, ago, count in typed(by_bin, int, int, int):
        bins.setdefault(topic, [0] * count_of_bins)[-1 - ago] = count
    return tuple(
        TopicCount(name, count, tuple(bins.get(topic, [0] * count_of_bins)), span)
        for name, topic, count in typed(counts, str, int, int)
    )


def _providers(connection: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    rows = connection.execute(
        "SELECT f.name, count(*) FROM articles a JOIN facets f ON f.id = a.provider_id "
        f"WHERE a.{_HAS} GROUP BY f.key ORDER BY 2 DESC, f.key"
    )
    return tuple((name, count) for name, count in typed(rows, str, int) if name)


def _scores(connection: sqlite3.Connection) -> dict[tuple[int, int], int]:
    rows = connection.execute(
        f"SELECT quality, heat, count(*) FROM articles WHERE {_HAS} "
        "AND quality IS NOT NULL AND heat IS NOT NULL GROUP BY 1, 2"
    )
    return {(quality, heat): count for quality, heat, count in typed(rows, int, int, int)}
