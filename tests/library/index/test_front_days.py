"""The day that a front page is of, and what is said if another one was asked for."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.library.index.front_days import Dates, front_day
from broadsheet.library.library import Library
from broadsheet.library.query.dates import parse_when
from broadsheet.library.query.names import check_names
from broadsheet.library.query.parse import parse
from broadsheet.library.stories.front import Dated
from broadsheet.library.sync.sync import bring_up_to_date
from tests.files import write_article

OLDEST, QUIET, NEWEST = "2023-03-02", "2023-05-16", "2023-05-18"
OF_NEWEST = "The newest article is from 18 May 2023. This is the front page of that day."


def at(day: str) -> Dated:
    return Dated(int(datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()))


@pytest.mark.parametrize(
    ("asked", "then", "heading", "note"),
    [
        ("2023-05-18", NEWEST, "18 May 2023", ""),
        (
            "2023-05-17",
            QUIET,
            "16 May 2023",
            "There are no articles from 17 May 2023. This is the front page",
        ),
        ("2030-01-01", NEWEST, "18 May 2023", OF_NEWEST),
        ("today", NEWEST, "18 May 2023", OF_NEWEST),
        ("yesterday", NEWEST, "18 May 2023", OF_NEWEST),
        ("7d", NEWEST, "18 May 2023", OF_NEWEST),
        (
            "2023-05",
            NEWEST,
            "18 May 2023",
            "This is the front page of 18 May 2023, the last day of",
        ),
        (
            "2023-04",
            OLDEST,
            "2 March 2023",
            "There are no articles from 2023-04. This is the front page of 2",
        ),
        ("2023", NEWEST, "18 May 2023", "This is the front page of 18 May 2023, the last day of"),
        ("2023-03-01", None, "", "There is no front page of 1 March 2023: the oldest article is"),
    ],
)
def test_whoever_sees_another_day_is_told_so(
    asked: str, then: str | None, heading: str, note: str
) -> None:
    dates = Dates(at(OLDEST), None if then is None else at(then), at(NEWEST))
    shown = front_day(parse_when(asked), dates, datetime(2023, 6, 20, 12, tzinfo=UTC))
    assert shown.heading == f"Front page of {heading}" if heading else "Front page"
    assert shown.note.startswith(note)
    assert bool(shown.note) == bool(note)


def test_a_new_day_without_articles_is_nothing_to_speak_of() -> None:
    dates = Dates(at(OLDEST), at(NEWEST), at(NEWEST))
    assert front_day(None, dates, datetime(2023, 5, 19, 7, tzinfo=UTC)).note == ""
    assert front_day(None, dates, datetime(2023, 5, 20, 7, tzinfo=UTC)).note == OF_NEWEST


def test_the_search_bar_says_what_the_command_says(news: Path) -> None:
    write_article(news, "a.md", "Night trains", f"date: {NEWEST}T12:00:00Z")
    write_article(news, "b.md", "A letter without a date")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        (note,) = check_names(parse("front:2030-01-01"), index.names()).notes
        assert note.sentence == OF_NEWEST
        assert check_names(parse(f"front:{NEWEST} -front:2030-01-01"), index.names()).notes == ()
        (note,) = check_names(parse("front:2020-01-01"), index.names()).notes
        assert note.sentence.startswith("There is no front page of 1 January 2020")
        assert index.stories.front_heading(parse("front:2030-01-01")) == "Front page of 18 May 2023"
        assert index.stories.front_heading(parse("front:2030-01-01 trains")) == ""


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "UTC", "Pacific/Auckland"])
def test_a_day_without_a_time_is_the_same_day_everywhere(
    news: Path, zone: str, in_zone: Callable[[str], None]
) -> None:
    in_zone(zone)
    write_article(news, "a.md", "Night trains", f"date: {QUIET}")
    write_article(news, "b.md", "Early ferries", f"date: {NEWEST}")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        assert index.stories.front_heading(parse("front:today")) == "Front page of 18 May 2023"
        (note,) = check_names(parse("front:2023-05-17"), index.names()).notes
        assert note.sentence.startswith(
            "There are no articles from 17 May 2023. This is the front page of 16"
        )
        assert check_names(parse(f"front:{NEWEST}"), index.names()).notes == ()
        assert len(index.ids(parse("front:2023-05-17"))) == 1
        (note,) = check_names(parse("front:2023-05-15"), index.names()).notes
        assert note.sentence.endswith("the oldest article is from 16 May 2023.")


def test_the_first_day_of_all_has_a_front_page(news: Path, in_zone: Callable[[str], None]) -> None:
    in_zone("America/New_York")  # where it begins in the year before the first
    write_article(news, "a.md", "No date is written like this", "date: 0001-01-01T00:00:00Z")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        assert index.stories.front_heading(parse("front:today")) == "Front page of 1 January 1"
