"""The dates of articles, in a time zone."""

from zoneinfo import ZoneInfo

import pytest

from broadsheet.articles.dates import read_date
from broadsheet.articles.model import Precision, local_moment


@pytest.mark.parametrize(
    ("date", "zone", "local"),
    [
        ("2023-05-18T23:30:00Z", "Asia/Tokyo", "2023-05-19T08:30:00+09:00"),
        ("0001-01-01T00:00:00Z", "America/New_York", "0001-01-01T00:00:00+00:00"),
        ("9999-12-31T23:59:59Z", "Asia/Tokyo", "9999-12-31T23:59:59+00:00"),
    ],
)
def test_a_moment_is_local_unless_its_zone_moves_it_out_of_all_years(
    date: str, zone: str, local: str
) -> None:
    found = read_date(date)
    assert found is not None
    seconds = int(found.at.timestamp())
    assert local_moment(seconds, Precision.TIME, ZoneInfo(zone)).isoformat() == local


def test_a_day_is_the_same_in_every_zone() -> None:
    day = local_moment(1_684_368_000, Precision.DAY, ZoneInfo("America/New_York"))
    assert day.isoformat() == "2023-05-18T00:00:00+00:00"
