from pathlib import Path

import pytest

from reader.demo import write_demo
from reader.library.index import Index, Row
from reader.library.library import Library
from reader.library.query import Query, facet_query
from reader.library.query_terms import SortField, SortKey
from reader.library.sync import bring_up_to_date
from tests.files import write_article


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A library in which many articles share a score, and some have none."""
    folder = tmp_path / "demo"
    write_demo(400, folder)
    return folder


def rows(index: Index) -> list[Row]:
    """Return the row of every article."""
    return [*index.rows(index.ids(Query())).values()]


@pytest.mark.parametrize("field", ["date", "quality", "heat"])
@pytest.mark.parametrize("descending", [True, False])
def test_every_order_puts_absent_values_last_and_the_newest_of_equals_first(
    demo: Path, field: SortField, descending: bool
) -> None:
    bring_up_to_date(demo)

    def place(row: Row) -> tuple[bool, int, bool, int, str]:
        value = getattr(row, field)
        way = -1 if descending else 1
        date = 0 if field == "date" else -(row.date or 0)
        return value is None, way * (value or 0), row.date is None, date, row.path

    with Library(demo).open_index() as index:
        shown = index.view(Query(), [SortKey(field, descending)])
        assert [*shown] == [row.id for row in sorted(rows(index), key=place)]


def test_an_order_follows_what_changes(demo: Path) -> None:
    bring_up_to_date(demo)
    write_article(demo, "best.md", "The best of all", "quality: 9999")
    bring_up_to_date(demo)
    with Library(demo).open_index() as index:
        best, *_ = index.view(Query(), [SortKey("quality", descending=True)])
        assert index.path_of(best) == "best.md"
        worst_first = index.view(Query(), [SortKey("quality")])
        assert len(worst_first) == index.count()


def test_a_topic_of_many_articles_stands_newest_first_and_follows_what_changes(
    tmp_path: Path,
) -> None:
    demo = tmp_path / "demo"
    write_demo(2000, demo)
    bring_up_to_date(demo)
    newest_first = [SortKey("date", descending=True)]
    with Library(demo).open_index() as index:
        topic, *_ = index.facets("topic")
        assert topic.count > 1000
        query = facet_query("topic", topic.name)
        kept = index.view(query, newest_first)
        assert len(kept) == topic.count
        dates = [row.date or 0 for row in map(index.rows(kept).__getitem__, kept)]
        assert dates == sorted(dates, reverse=True)
        write_article(
            demo, "new.md", "Of today", f"topics: [{topic.name}]", "publishedDateTime: 2100-01-01"
        )
        bring_up_to_date(demo)
        first, *others = index.view(query, newest_first)
        assert index.path_of(first) == "new.md"
        assert others == [*kept]
