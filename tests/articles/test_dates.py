from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.articles.dates import read_date
from broadsheet.articles.model import Precision
from tests.articles.one_article import sound


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2023-11-06T20:09:00Z", "2023-11-06T20:09:00"),
        ("2023-11-06t20:09:00z", "2023-11-06T20:09:00"),
        ("2023-11-06T20:09:00+02:00", "2023-11-06T18:09:00"),
        ("2023-11-06T20:09", "2023-11-06T20:09:00"),
        ("20231106T200900Z", "2023-11-06T20:09:00"),
        ("2013-03-14 23:42:50", "2013-03-14T23:42:50"),
        ("2024-02-04 11:21:02 -0400", "2024-02-04T15:21:02"),
        ("2014-03-18 21:15:09 UTC", "2014-03-18T21:15:09"),
        ("2024-06-19 16:35:25 (UTC +02:00)", "2024-06-19T14:35:25"),
        ("2004-12-16 15:17:59.000000000 +00:00", "2004-12-16T15:17:59"),
        ("2020-02-09T13:50:14.098Z", "2020-02-09T13:50:14.098000"),
        ("2015/01/22 18:02", "2015-01-22T18:02:00"),
        ("2023.10.17 9:05", "2023-10-17T09:05:00"),
        ("Wed, 11 Nov 2015 01:20:37 +0100", "2015-11-11T00:20:37"),
        ("Wed, 11 Nov 15 01:20:37 EST", "2015-11-11T06:20:37"),
        ("Wed, 11 Nov 2015 01:20:37 +0100 (CET)", "2015-11-11T00:20:37"),
        ("Jun 19, 2024 4:35 PM", "2024-06-19T16:35:00"),
        ("19 June 2024 at 12:05 a.m.", "2024-06-19T00:05:00"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00"),
        ("2016-12-31T24:00:00Z", "2017-01-01T00:00:00"),
        ("2016-12-31 24:00", "2017-01-01T00:00:00"),
        ("1699301340", "2023-11-06T20:09:00"),
        ("1699301340000", "2023-11-06T20:09:00"),
    ],
)
def test_a_time_is_read_in_the_forms_that_people_and_programs_write(
    written: str, moment: str
) -> None:
    found = read_date(written)

    assert found is not None
    assert (found.at.replace(tzinfo=None).isoformat(), found.precision) == (moment, Precision.TIME)
    assert found.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("written", "day"),
    [
        *(("2016-12-15", "2016-12-15"), ("2016-2-5", "2016-02-05"), ("20161215", "2016-12-15")),
        *(("2023.10.17", "2023-10-17"), ("2015/01/22", "2015-01-22")),
        *(("Jun 19 2024", "2024-06-19"), ("June 19th, 2024", "2024-06-19")),
        *(("19 June 2024", "2024-06-19"), ("12th December 1984", "1984-12-12")),
        *(("Sunday, 3 Feb. 2008", "2008-02-03"), ("03-Feb-2008", "2008-02-03")),
    ],
)
def test_a_date_without_a_time_is_a_day(written: str, day: str) -> None:
    found = read_date(written)

    assert found is not None
    assert (found.at.date().isoformat(), found.precision) == (day, Precision.DAY)
    assert found.at == datetime.combine(found.at.date(), datetime.min.time(), UTC)


@pytest.mark.parametrize("written", ["2014-03", "2014/3", "March 2014", "Mar 2014"])
def test_a_month_is_a_month(written: str) -> None:
    assert read_date(written) == (datetime(2014, 3, 1, tzinfo=UTC), Precision.MONTH)


@pytest.mark.parametrize(
    "written",
    [
        *("", "yesterday", "2014", "12.5", "1984-13", "2023-02-30", "2023-02-28T24:01", "0000-00"),
        *("2023-02-28 25:00", "13:00 2023-02-28", "2023-02-28 13:00 PM", "2023-02-28 1:00 XYZ"),
        *("2023-02-28T10:00:00+99:00", "30 Feb 2024", "Foo 12 2024", "12345678901234567890"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "10000-01-01", "2" * 5000),
    ],
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert read_date(written) is None


@given(st.text() | st.from_regex(r"[0-9a-z:,./+\- ]{1,40}", fullmatch=True))
def test_any_text_is_a_date_in_utc_or_none(text: str) -> None:
    found = read_date(text)

    assert found is None or found.at.tzinfo is UTC


@given(st.datetimes(min_value=datetime.fromisoformat("1000-01-01")))
def test_a_moment_reads_the_same_however_it_is_written(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    expected = (moment.replace(tzinfo=UTC), Precision.TIME)
    month = "JanFebMarAprMayJunJulAugSepOctNovDec"[3 * moment.month - 3 :][:3]
    for written in (
        f"{moment.isoformat()}Z",
        f"{moment.year}/{moment.month}/{moment.day} {moment:%H:%M:%S}",
        f"{moment.day} {month} {moment.year} {moment:%H:%M:%S} +0000",
        f"{month} {moment.day}, {moment.year} {moment:%H:%M:%S} UTC",
    ):
        assert read_date(written) == expected


def test_an_article_says_how_exact_its_date_is() -> None:
    day = sound(
        "publishedDateTime: 2016-12-15", "related: [{title: R, publishedDateTime: 2016-11}]"
    )

    assert (day.published_at, day.published_precision) == (
        datetime(2016, 12, 15, tzinfo=UTC),
        Precision.DAY,
    )
    assert day.related[0].published_precision is Precision.MONTH
    assert sound("publishedDateTime: 2016-12-15T00:00:00Z").published_precision is Precision.TIME
