import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.library.query.fields import parse_sort
from broadsheet.library.query.order import order_by
from broadsheet.library.query.parse import Query, facet_term, parse
from broadsheet.library.query.sql import where
from broadsheet.library.query.terms import FLAGS
from tests.library.queries import query_texts
from tests.library.query.samples import (
    ALL,
    CHIPS,
    CHIPSET,
    DATELESS,
    ELAN,
    MONTH,
    NOW,
    PORTAL,
    RANKED,
    SAMPLES,
    YEAR,
    YESTERDAY,
    Sample,
    find,
    open_library,
)


@pytest.fixture(scope="module")
def library() -> Iterator[sqlite3.Connection]:
    connection = open_library(*SAMPLES)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def large() -> Iterator[sqlite3.Connection]:
    connection = open_library(*SAMPLES, *RANKED)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ALL),
        ("nothing like this", ALL),  # words are for the title search
        # facets
        ("topic:AI", {CHIPS, ELAN, YESTERDAY}),
        ('topic:"ai  HARDWARE"', {CHIPS}),
        ("topic:AI topic:Portals", {CHIPS, ELAN, YESTERDAY, PORTAL}),
        ("topic:AI -topic:Portals", {CHIPS, ELAN}),
        ("-topic:AI -topic:Portals", {YEAR, MONTH, DATELESS, CHIPSET}),
        ("topic:c++", {YEAR}),
        ("topic:\u2026", {MONTH}),
        ("topic:hardware", {CHIPS}),  # the words of a name, where no name is just that
        ("topic:hard", {CHIPS}),
        ('topic:"hard a"', {CHIPS}),
        ("topic:ware", set[str]()),
        ("topic:PORT topic:hard", {CHIPS, PORTAL, YESTERDAY}),
        ("-topic:hard", ALL - {CHIPS}),
        ("provider:bl", {PORTAL, YEAR}),
        ("type:vid", {ELAN, YEAR}),
        ("category:caf", {DATELESS}),
        ("type:video", {ELAN, YEAR}),
        ("type:VIDEO type:course", {ELAN, YEAR, MONTH}),
        ("-type:article", ALL - {CHIPS, CHIPSET}),
        ("category:cafe", {DATELESS}),
        ("provider:about.fb", {CHIPS, ELAN}),
        ("provider:fb.com", {CHIPS, ELAN}),
        ("provider:www.fb.com", {CHIPS, ELAN}),
        ("provider:blog.org", {PORTAL, YEAR}),
        ("provider:WWW.blog.org", {PORTAL, YEAR}),
        ("-provider:fb.com", ALL - {CHIPS, ELAN}),
        ('author:"ada lovelace"', {CHIPSET}),
        ("author:emile", {CHIPSET}),
        ("-author:zola", ALL - {CHIPSET}),
        ("feed:https://ibm.com/feed", {CHIPSET}),
        ("topic:AI type:video", {ELAN}),
        # numbers
        ("quality:>50", {CHIPS, ELAN, YESTERDAY}),
        ("quality:>=50", {CHIPS, ELAN, YESTERDAY, YEAR}),
        ("quality:<20", {CHIPSET}),
        ("quality:<=20", {PORTAL, CHIPSET}),
        ("quality:50", {YEAR}),
        ("quality:50..84", {YEAR, ELAN, CHIPS}),
        ("quality:>50 quality:<90", {CHIPS, ELAN}),
        ("quality:90..50", set[str]()),
        ("quality:<99999999999999999999", ALL - {MONTH, DATELESS}),
        ("quality:>99999999999999999999", set[str]()),
        ("quality:99999999999999999999", set[str]()),
        ("quality:>9223372036854775807", set[str]()),
        ("quality:<=9223372036854775807", ALL - {MONTH, DATELESS}),
        ("quality:>=-9223372036854775808", ALL - {MONTH, DATELESS}),
        (f"heat:-{'9' * 400}..{'9' * 400}", ALL - {YESTERDAY, DATELESS}),
        ("quality:none", {MONTH, DATELESS}),
        ("-quality:none", ALL - {MONTH, DATELESS}),
        ("-quality:>50", ALL - {CHIPS, ELAN, YESTERDAY}),
        ("heat:>=0", {CHIPS, PORTAL, YEAR, MONTH, CHIPSET}),
        ("heat:-1", {ELAN}),
        ("heat:..0", {ELAN, PORTAL}),
        # dates
        ("after:2023-05", ALL - {PORTAL, YEAR, DATELESS}),
        ("before:2023-05-18", {PORTAL, YEAR}),
        ("date:2022", {PORTAL}),
        ("date:2022..2023-01", {PORTAL, YEAR}),
        ("date:2023-07..", {MONTH, YESTERDAY, ELAN}),
        ("date:>2023-06", {MONTH, YESTERDAY, ELAN}),
        ("date:<=2023-01-01", {PORTAL, YEAR}),
        ("after:2023-05-18T15:30:00+02:00 before:2023-06", {CHIPS}),
        ('after:"2023-05-18 13:31" before:2023-06', set[str]()),
        ("date:today", {ELAN}),
        ("date:yesterday", {YESTERDAY}),
        ("date:yesterday..today", {YESTERDAY, ELAN}),
        ("newer:1d", {ELAN}),
        ("newer:2d", {ELAN, YESTERDAY}),
        ("newer:1m", {ELAN, YESTERDAY, MONTH}),
        ("older:7m", {PORTAL, YEAR}),
        ("older:1y", set[str]()),
        ("older:9999y", set[str]()),
        ("newer:9999w", ALL - {DATELESS}),
        ("newer:6m", ALL - {PORTAL, YEAR, DATELESS}),  # there is no 31 February
        ("date:2m..1w", {MONTH}),
        ("date:none", {DATELESS}),
        ("-newer:1m", ALL - {ELAN, YESTERDAY, MONTH}),
        ("newest:0d", {ELAN}),
        ("newest:1d", {ELAN}),
        ("newest:2d", {ELAN, YESTERDAY}),
        ("newest:5w", {ELAN, YESTERDAY, MONTH}),
        ("newest:3m", {ELAN, YESTERDAY, MONTH, CHIPSET}),
        ("newest:1y", ALL - {DATELESS}),
        ("newest:9999y", ALL - {DATELESS}),
        ("-newest:2d", ALL - {ELAN, YESTERDAY}),
        # titles
        ('"AI chips"', {CHIPS}),
        ('"elan VITAL"', {ELAN}),
        ('"chip"', set[str]()),
        ("-chips", ALL - {CHIPS, CHIPSET}),
        ('-"ai chips" -\u00e9lan', ALL - {CHIPS, ELAN}),
        # flags
        ("is:published", {YESTERDAY}),
        ("-is:published", ALL - {YESTERDAY}),
        ("is:broken", {DATELESS}),
        ("has:related has:image", {CHIPS}),
        ("has:body", {DATELESS}),
        ("has:text", {DATELESS, YEAR}),
        ("-has:text", ALL - {DATELESS, YEAR}),
        # texts
        ("text:faster", {CHIPS, YEAR}),
        ("text:FASTER text:than", {CHIPS}),
        ("text:fast", set[str]()),
        ("text:fast*", {CHIPS, YEAR}),
        ('text:"old ones"', {CHIPS, YEAR}),
        ('text:"old on*"', {CHIPS, YEAR}),
        ('text:"ones old"', set[str]()),
        ('-text:"old ones"', ALL - {CHIPS, YEAR}),
        ('text:"the old" -text:gone', {CHIPS}),
        ("text:cafes", {CHIPS}),
        ("text:\u8b58\u306f", {CHIPS}),
        ("text:\u77e5\u306f", set[str]()),
        ("text:\u77e5*", {CHIPS}),
        ("text:chips", set[str]()),  # of a title
        ("is:read", {PORTAL, MONTH}),
        ("is:unread", ALL - {PORTAL, MONTH}),
        ("is:unread -is:read", ALL - {PORTAL, MONTH}),
        ("-is:unread", {PORTAL, MONTH}),
        ("is:starred", {YEAR, MONTH}),
        ("is:starred is:unread", {YEAR}),
        ("-is:starred", ALL - {YEAR, MONTH}),
        ("is:later", {YEAR}),
    ],
)
def test_a_query_finds_what_it_asks_for(
    library: sqlite3.Connection, query: str, found: set[str]
) -> None:
    assert parse(query).notes == ()
    assert set(find(library, query)) == found


def test_the_best_share_is_of_the_articles_with_a_value(library: sqlite3.Connection) -> None:
    # Six have a quality: 90, 84, 51, 50, 20, 0.
    assert set(find(library, "quality:top1%")) == {YESTERDAY}
    assert set(find(library, "quality:top33%")) == {YESTERDAY, CHIPS}
    assert set(find(library, "quality:top100%")) == ALL - {MONTH, DATELESS}
    # Of heats 900, 10, 10, 5, 0, -1 the third is the second's equal.
    assert set(find(library, "heat:top20%")) == {MONTH, CHIPS, CHIPSET}
    assert set(find(library, "-heat:top20%")) == ALL - {MONTH, CHIPS, CHIPSET}


def test_an_empty_library_has_no_best_share() -> None:
    connection = open_library()
    assert find(connection, "heat:top10%") == []
    connection.close()


@pytest.mark.parametrize("query", ["newest:7d", "newest:9999y"])
def test_without_dates_nothing_is_the_newest(query: str) -> None:
    connection = open_library(Sample("No date"), Sample("Nor here"))
    assert find(connection, query) == []
    connection.close()


def test_a_date_to_come_is_not_new_but_found_as_written() -> None:
    connection = open_library(*SAMPLES, Sample("Far off", "2099-01-01T00:00:00Z"))
    assert find(connection, "newest:2d") == [ELAN, YESTERDAY]
    assert find(connection, "newest:2d", datetime(2023, 8, 1, tzinfo=UTC)) == [MONTH]
    assert "Far off" not in find(connection, "newer:9999d")
    assert ELAN in find(connection, "newer:9999d")
    assert find(connection, "date:2099") == find(connection, "after:2050") == ["Far off"]
    connection.close()


def test_days_begin_in_the_zone_of_now(library: sqlite3.Connection) -> None:
    east = NOW.astimezone(timezone(timedelta(hours=1)))
    assert find(library, "date:2022", east) == []
    assert find(library, "date:2023-01-01", east) == [YEAR, PORTAL]
    far_east, far_west = (NOW.astimezone(timezone(timedelta(hours=h))) for h in (13, -12))
    assert find(library, "date:today", far_east) == [ELAN]
    assert find(library, "date:today", far_west) == []
    assert find(library, "date:yesterday", far_west) == [ELAN]


def test_a_now_without_a_zone_knows_summer_time(
    library: sqlite3.Connection, in_zone: Callable[[str], None]
) -> None:
    in_zone("CET-1CEST,M3.5.0,M10.5.0/3")
    asked = NOW.replace(tzinfo=None)
    # An hour ahead of UTC in winter, two when this is asked.
    assert find(library, "date:2023-01-01", asked) == [YEAR, PORTAL]
    assert find(library, 'date:"2023-05-18 15:30"', asked) == [CHIPS]
    assert find(library, 'date:"2023-05-18 15:30"', NOW) == []


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", [ELAN, YESTERDAY, MONTH, CHIPSET, CHIPS, YEAR, PORTAL, DATELESS]),
        ("date", [PORTAL, YEAR, CHIPS, CHIPSET, MONTH, YESTERDAY, ELAN, DATELESS]),
        ("-quality", [YESTERDAY, CHIPS, ELAN, YEAR, PORTAL, CHIPSET, MONTH, DATELESS]),
        ("quality", [CHIPSET, PORTAL, YEAR, ELAN, CHIPS, YESTERDAY, MONTH, DATELESS]),
        ("-heat", [MONTH, CHIPSET, CHIPS, YEAR, PORTAL, ELAN, YESTERDAY, DATELESS]),
        ("heat,date", [ELAN, PORTAL, YEAR, CHIPS, CHIPSET, MONTH, YESTERDAY, DATELESS]),
        # 900 + 1, 85 * 11, 91 * 1, 52 * 1, 51 * 6, 21 * 1, 1 * 11
        ("-merit", [CHIPS, MONTH, YEAR, YESTERDAY, ELAN, PORTAL, CHIPSET, DATELESS]),
        ("merit", [CHIPSET, PORTAL, ELAN, YESTERDAY, YEAR, MONTH, CHIPS, DATELESS]),
        ("title", [CHIPSET, ELAN, MONTH, CHIPS, YEAR, DATELESS, PORTAL, YESTERDAY]),
        ("-title", [YESTERDAY, PORTAL, DATELESS, YEAR, CHIPS, MONTH, ELAN, CHIPSET]),
        ("provider", [ELAN, CHIPS, YEAR, PORTAL, CHIPSET, YESTERDAY, MONTH, DATELESS]),
        ("-provider", [CHIPSET, YEAR, PORTAL, ELAN, CHIPS, YESTERDAY, MONTH, DATELESS]),
        ("-path", [CHIPSET, DATELESS, YESTERDAY, MONTH, YEAR, PORTAL, ELAN, CHIPS]),
        ("relevance", [ELAN, YESTERDAY, MONTH, CHIPSET, CHIPS, YEAR, PORTAL, DATELESS]),
    ],
)
def test_articles_come_in_the_order_of_the_sort(
    library: sqlite3.Connection, sort: str, order: list[str]
) -> None:
    assert find(library, Query(sort=parse_sort(sort) if sort else ())) == order


def test_what_is_equal_comes_by_path(large: sqlite3.Connection) -> None:
    condition = where(parse("quality:1..12"), NOW)
    for sort in ("quality", "-quality"):
        rows = large.execute(
            f"SELECT quality, path FROM articles WHERE {condition.sql} "  # noqa: S608
            f"ORDER BY {order_by(parse_sort(sort))}",
            condition.parameters,
        ).fetchall()
        qualities = sorted(range(1, 13), reverse=sort == "-quality")
        assert [quality for quality, _ in rows[::2]] == qualities
        assert all(
            first[1] < second[1] for first, second in zip(rows[::2], rows[1::2], strict=True)
        )


@pytest.mark.parametrize("sort", ["-quality", "-heat", "-date"])
def test_best_first_is_read_off_an_index_without_sorting(
    library: sqlite3.Connection, sort: str
) -> None:
    plan = library.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM articles "  # noqa: S608 - our own names
        f"ORDER BY {order_by(parse_sort(sort))}"
    ).fetchall()
    assert ("articles_in_order" if sort == "-date" else f"articles_by_{sort[1:]}") in str(plan)
    assert "TEMP B-TREE" not in str(plan)


@pytest.mark.parametrize("flag", FLAGS)
def test_every_flag_and_its_opposite_part_the_library(
    library: sqlite3.Connection, flag: str
) -> None:
    assert sorted(find(library, flag) + find(library, f"-{flag}")) == sorted(ALL)


_NUMBERS = st.integers(-3, 100)
_TIMES = st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
_PASSES = {
    "<": int.__lt__,
    "<=": int.__le__,
    "=": int.__eq__,
    ">=": int.__ge__,
    ">": int.__gt__,
}


@given(st.sampled_from(list(_PASSES)), _NUMBERS, _NUMBERS)
def test_comparisons_agree_with_arithmetic(
    large: sqlite3.Connection, operator: str, first: int, second: int
) -> None:
    samples = [sample for sample in (*SAMPLES, *RANKED) if sample.quality is not None]
    compared = [s.title for s in samples if _PASSES[operator](s.quality or 0, first)]
    assert sorted(find(large, f"quality:{operator}{first}")) == sorted(compared)
    ranged = [s.title for s in samples if first <= (s.quality or 0) <= second]
    assert sorted(find(large, f"quality:{first}..{second}")) == sorted(ranged)


@given(
    st.text() | query_texts(),
    _TIMES | _TIMES.map(lambda now: now.replace(tzinfo=None)),
)
@example("-a " * 10_000, NOW)
@example("topic:a " * 10_000, NOW)
@example("-heat:top10% " * 10_000, NOW)
@example("-provider:a " * 10_000, NOW)
@example('"' + "a" * 1_000_000, NOW)
def test_whatever_is_typed_can_be_asked(
    library: sqlite3.Connection, text: str, now: datetime
) -> None:
    query = parse(text)
    found = find(library, query, now)
    assert set(found) <= ALL
    assert find(library, parse(str(query)), now) == found


def test_a_name_is_never_sql(library: sqlite3.Connection) -> None:
    name = "'); DROP TABLE articles; --"
    for kind in ("topic", "provider", "type", "category"):
        assert find(library, parse(f'{kind}:"{name}"')) == []
    query = Query((facet_term("topic", name), facet_term("topic", "AI")))
    assert set(find(library, query)) == {CHIPS, ELAN, YESTERDAY}
