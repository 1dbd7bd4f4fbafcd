"""Dates on screen, in a zone west of Greenwich."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from broadsheet.tui.cells import age, relative_date
from tests.files import write_article
from tests.tui.conftest import OpenReader


async def test_a_related_date_at_the_end_of_the_calendar_is_shown(
    open_reader: OpenReader, news: Path, in_zone: Callable[[str], None]
) -> None:
    in_zone("America/New_York")
    related = '{title: Old, webUrl: "https://e.example/1", publishedDateTime: 0001-01-01T00:00:00Z}'
    write_article(news, "a.md", "Ancient", f"related: [{related}]")
    async with open_reader(news) as reading:
        assert reading.main.detail.related.items[0].note.startswith("0001-01-01")


async def test_a_date_without_a_time_is_the_same_day_west_of_greenwich(
    open_reader: OpenReader, news: Path, in_zone: Callable[[str], None]
) -> None:
    in_zone("America/New_York")
    related = "{title: Earlier, webUrl: 'https://e.example/1', publishedDateTime: 2016-12-14}"
    write_article(
        news, "a.md", "Of a day", "publishedDateTime: 2016-12-15", f"related: [{related}]"
    )
    async with open_reader(news, size=(240, 40)) as reading:
        shown = reading.app.export_screenshot().replace("&#160;", " ")
        assert "2016-12-15" in shown
        assert "15 December 2016 " in shown
        assert reading.main.detail.related.items[0].note.startswith("2016-12-14")


def test_list_and_article_count_the_same_days() -> None:
    now = datetime(2026, 11, 27, 2, 24).astimezone()
    for hours in range(24, 7 * 24, 5):
        moment = int(now.timestamp()) - hours * 3600
        days = age(moment, now).removesuffix("d")
        assert relative_date(moment, now) == f"{days} day{'s' * (days != '1')} ago"
