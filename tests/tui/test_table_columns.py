"""Which columns the table has, how wide they are, and how dates are shown in them."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.articles.model import Precision
from broadsheet.config.settings import ColumnName, TableSettings
from broadsheet.library.index.makeup import Makeup
from broadsheet.tui.cells import age
from broadsheet.tui.widgets.table_cells import date_cell
from broadsheet.tui.widgets.table_columns import columns_for

DEFAULT = TableSettings().columns


def widths(
    width: int, sorted_by: str = "", columns: tuple[ColumnName, ...] = DEFAULT
) -> dict[str, int]:
    return {
        column.name: column.width for column in columns_for(width, Makeup(), columns, sorted_by)
    }


@pytest.mark.parametrize("sorted_by", ["", "heat", "quality", "date", "provider", "title"])
def test_the_title_gets_what_it_needs_and_all_columns_fill_the_table(sorted_by: str) -> None:
    for width in range(20, 320):
        found = widths(width, sorted_by)
        assert found["title"] >= min(50, 0.6 * width)
        assert sum(found.values()) + len(found) - 1 == width


@pytest.mark.parametrize(
    ("width", "sorted_by", "names"),
    [
        (120, "", ["mark", "title", "provider", "date", "quality", "heat"]),
        (80, "date", ["mark", "title", "date", "quality", "heat"]),
        (80, "provider", ["mark", "title", "provider", "quality", "heat"]),
        (50, "date", ["mark", "title", "date", "heat"]),
        (50, "heat", ["mark", "title", "quality", "heat"]),
        (30, "quality", ["mark", "title", "quality"]),
    ],
)
def test_columns_give_way_one_by_one_the_sorted_one_last(
    width: int, sorted_by: str, names: list[str]
) -> None:
    assert list(widths(width, sorted_by)) == names


def test_providers_become_narrower_before_they_give_way() -> None:
    assert [widths(width)["provider"] for width in (92, 99)] == [11, 14]


def test_providers_become_wider_where_the_title_has_more_than_it_needs() -> None:
    assert [widths(width)["provider"] for width in (150, 165, 280)] == [18, 27, 32]


def test_a_column_that_was_chosen_by_two_names_is_shown_once() -> None:
    columns = columns_for(100, Makeup(), ("title", "source", "provider", "date"))
    assert [column.name for column in columns] == ["mark", "title", "provider", "date"]
    assert sum(column.width + 1 for column in columns) - 1 == 100


def test_columns_stand_in_the_order_that_was_chosen() -> None:
    chosen: tuple[ColumnName, ...] = ("date", "title", "type", "author")
    assert list(widths(120, columns=chosen)) == ["mark", "date", "title", "type", "author"]


NOW = datetime(2026, 11, 26, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "precision", "shown"),
    [
        (timedelta(minutes=59), Precision.TIME, "<1h"),
        (timedelta(hours=3), Precision.TIME, "3h"),
        (timedelta(hours=23), Precision.TIME, "23h"),
        (timedelta(hours=14), Precision.DAY, "today"),
        (timedelta(days=1), Precision.TIME, "1d"),
        (timedelta(days=13), Precision.TIME, "13d"),
        (timedelta(days=14), Precision.TIME, "12 Nov"),
        (timedelta(days=300), Precision.DAY, "30 Jan"),
        (timedelta(days=340), Precision.DAY, "2025-12"),
        (timedelta(days=30), Precision.MONTH, "2026-10"),
        (timedelta(days=-2), Precision.DAY, "28 Nov"),
        (timedelta(days=-60), Precision.DAY, "2027-01"),
        (timedelta(hours=-2), Precision.TIME, "today"),
    ],
)
def test_dates_are_shown_as_ages_while_they_are_young(
    ago: timedelta, precision: Precision, shown: str
) -> None:
    assert age(int((NOW - ago).timestamp()), NOW, precision) == shown
    assert len(shown) <= 7


def test_a_date_of_last_winter_has_no_year_in_spring() -> None:
    spring = datetime(2026, 3, 1, tzinfo=UTC)
    assert age(int(datetime(2025, 12, 9, tzinfo=UTC).timestamp()), spring) == "9 Dec"


@pytest.mark.parametrize(
    ("width", "written", "shown"),
    [
        (120, timedelta(days=3), None),
        (87, datetime(2024, 4, 11, tzinfo=UTC), "2024-04-11"),
        (87, timedelta(days=3), "3d"),
        (70, datetime(2024, 4, 11, tzinfo=UTC), "2024-04"),
    ],
)
def test_an_old_date_has_its_day_where_the_title_has_room_beside_it(
    width: int, written: datetime | timedelta, shown: str | None
) -> None:
    moment = datetime.now(UTC) - written if isinstance(written, timedelta) else written
    columns = columns_for(width, Makeup(), DEFAULT, "date")
    [column] = [column for column in columns if column.name == "date"]
    cell = date_cell(int(moment.timestamp()), Precision.DAY, column)
    assert cell == (shown or moment.date().isoformat())
