"""What is counted of the articles of a query."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from broadsheet.charts.report import report, summary
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.statistics import SPANS, WEEK, Span, Statistics, TopicCount, statistics_of
from broadsheet.library.sync.sync import bring_up_to_date
from tests.files import write_article

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def statistics(news: Path, query: str = "", zone: str = "UTC", span: Span = WEEK) -> Statistics:
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        return statistics_of(index, index.ids(parse(query)), NOW, ZoneInfo(zone), span)


@pytest.fixture
def library(news: Path) -> Path:
    for number in range(4):
        day = 18 - number
        write_article(
            *(news, f"a{number}.md", f"Chips {number}", "topics: [AI, Chips]"),
            *(f"publishedDateTime: 2023-05-{day}T22:30:00Z", "provider: IBM", "quality: 9"),
            f"heat: {number}",
        )
    write_article(
        news, "b.md", "Models", "topics: [AI]", "date: 2023-04-20", "provider: Meta", "quality: 3"
    )
    write_article(news, "c.md", "Some month", "date: 2023-04", "topics: [AI]")
    write_article(news, "d.md", "To come", "publishedDateTime: 2099-01-01T10:00:00Z")
    write_article(news, "e.md", "Undated")
    return news


@pytest.mark.parametrize(
    ("moment", "zone"),
    [("0001-01-01T00:00:00Z", "America/New_York"), ("0001-01-01T00:00:00Z", "Asia/Tokyo")],
)
def test_a_moment_at_the_edge_of_all_years_is_counted(news: Path, moment: str, zone: str) -> None:
    write_article(news, "a.md", "First of all", f"publishedDateTime: {moment}", "topics: [AI]")
    found = statistics(news, zone=zone)
    assert found.days == {date(1, 1, 1): 1}
    queries = [line.query for line in report(found, 100) if line.query]
    assert 'topic:"AI"' in queries
    assert not any(parse(query).notes for query in queries)


def test_days_topics_providers_hours_and_scores_are_counted(library: Path) -> None:
    found = statistics(library)
    assert found.articles == 8
    assert found.days == {
        date(2023, 4, 20): 1,
        **{date(2023, 5, day): 1 for day in range(15, 19)},
    }
    assert [(topic.name, topic.articles, topic.last) for topic in found.topics] == [
        ("AI", 6, 4),
        ("Chips", 4, 4),
    ]
    assert found.topics[0].before == 0.25  # one in the four weeks before; a month is no day
    assert found.providers == (("IBM", 4), ("example.com", 3), ("Meta", 1))
    assert found.hours[22] == sum(found.hours) == 4
    assert found.scores == {(9, heat): 1 for heat in range(4)}
    assert [topic.name for topic in found.rising] == ["Chips", "AI"]


def test_days_and_hours_are_those_of_the_zone(library: Path) -> None:
    found = statistics(library, zone="Asia/Kolkata")  # 5 hours and 30 minutes ahead
    assert found.hours[4] == 4
    assert max(found.days) == date(2023, 5, 19)
    assert date(2023, 4, 20) in found.days  # a day without a time is the same everywhere
    assert found.topics[0].last == 4


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "UTC", "Pacific/Auckland"])
def test_a_day_without_a_time_counts_as_that_day_in_every_zone(news: Path, zone: str) -> None:
    for day in range(10, 19):
        write_article(news, f"{day}.md", f"Of the {day}", f"date: 2023-05-{day}", "topics: [AI]")
    [topic] = statistics(news, zone=zone).topics
    assert topic.bins[-10:] == (0, *[1] * 9)


def test_only_the_articles_of_the_query_count(library: Path) -> None:
    found = statistics(library, "provider:meta")
    assert (found.articles, found.days) == (1, {date(2023, 4, 20): 1})
    assert [topic.name for topic in found.topics] == ["AI"]
    assert statistics(library, "provider:nobody") == Statistics(0)


@pytest.mark.parametrize("span", SPANS)
def test_each_bar_finds_the_articles_it_stands_for(library: Path, span: Span) -> None:
    lines = [
        line
        for line in report(statistics(library, span=span), 140)
        if line.query.startswith(("after:", "topic:", "provider:"))
    ]
    assert len(lines) > 6
    with Library(library).open_index() as index:
        for line in lines:
            is_of_the_span = line.query.startswith("topic:") and "before:" in line.query
            counted = line.note.removesuffix(" in all").split()[0 if is_of_the_span else -1]
            assert index.count(parse(line.query)) == int(counted), line


@pytest.mark.parametrize(
    ("days", "unit", "bars"),
    [(1, "day", 1), (16, "day", 16), (60, "week", 9), (300, "month", 10), (9_000, "year", 16)],
)
def test_there_are_few_enough_bars(days: int, unit: str, bars: int) -> None:
    last = date(2024, 2, 29)
    counts = {last - timedelta(days=ago): 1 for ago in range(days)}
    [heading, *lines] = report(Statistics(days, counts), 100)
    assert heading.label == f"Articles per {unit}"
    assert len(lines) == bars
    if days < 9_000:
        assert sum(int(line.note) for line in lines) == days
    starts = [line.query.split()[0][6:] for line in lines]
    ends = [line.query.split()[1][7:] for line in lines]
    assert starts[1:] == ends[:-1]
    assert ends[-1] > str(last)


def test_a_summary_names_the_days() -> None:
    assert summary(Statistics(0)) == "0 articles"
    assert summary(Statistics(1, {date(2023, 5, 1): 1})) == "1 article, 2023-05-01"


@pytest.mark.parametrize("span", SPANS)
def test_no_line_is_wider_than_asked(library: Path, span: Span) -> None:
    write_article(library, "f.md", "Long", "topics: [An exceedingly long name of a topic 漢字]")
    found = statistics(library, span=span)
    for width in (40, 80, 103, 200):
        assert all(len(str(line)) <= max(width, 80) for line in report(found, width))


def test_what_rises_in_a_year_need_not_rise_in_a_week(news: Path) -> None:
    for number, (topic, day) in enumerate(
        [
            *(("Moons", f"2023-0{month}-10") for month in range(1, 7)),
            *(("Moons", "2022-02-01"), ("Comets", "2022-03-01"), ("Comets", "2022-04-01")),
            *(("Comets", "2023-07-09"), ("Moons", "2021-07-10")),
        ]
    ):
        write_article(news, f"{number}.md", f"Title {number}", f"topics: [{topic}]", f"date: {day}")
    in_a_week, *_, in_a_year = (statistics(news, span=span) for span in SPANS)
    assert [topic.name for topic in in_a_week.rising] == ["Comets"]
    assert [(topic.name, topic.last, topic.before) for topic in in_a_year.rising] == [
        ("Moons", 6, 2.0)
    ]
    lines = [str(line) for line in report(in_a_year, 80)]
    assert "Rising topics, the year up to 2023-07-09 against the one before" in lines
    assert any("6 that year, 2 before" in line for line in lines)
    for query, note in (
        ("after:2022-03", "The first article is of 2022-03-01: there is less to compare with."),
        ("after:2023", "All of these articles are of that year: none is before it."),
    ):
        found = statistics(news, query, span=SPANS[3])
        assert note in [str(line) for line in report(found, 80)]


def test_a_topic_that_is_always_there_does_not_rise() -> None:
    steady = TopicCount("Steady", 35, (1,) * 35)
    sudden = TopicCount("Sudden", 4, (0,) * 31 + (1,) * 4)
    assert Statistics(39, topics=(steady, sudden)).rising == [sudden]
