"""Dates more than a day in the future: shown as written, listed where the file was changed."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.searcher import Searcher
from broadsheet.library.sync.sync import bring_up_to_date
from tests.files import write_article


def listed(root: Path, query: str) -> list[str]:
    with Library(root).open_index() as index:
        searcher = Searcher(Library(root))
        ids = searcher.view(parse(query)).ids
        first = searcher.first(parse(query), (), 2).ids
        searcher.close()
        assert ids[:2] == first[:2]
        found = index.rows(ids)
        return [found[article_id].title for article_id in ids]


def write_changed(folder: Path, name: str, title: str, date: str, changed: str) -> None:
    path = write_article(folder, name, title, f"publishedDateTime: {date}")
    seconds = datetime.fromisoformat(changed).replace(tzinfo=UTC).timestamp()
    os.utime(path, (seconds, seconds))


@pytest.fixture
def with_one_to_come(news: Path) -> Path:
    write_changed(news, "a.md", "A story of 2020", "2020-01-01", "2020-01-01")
    write_changed(news, "b.md", "A story of 2099", "2099-01-01", "2021-01-01")
    write_changed(news, "c.md", "A story of 2022", "2022-01-01", "2022-01-01")
    bring_up_to_date(news)
    return news


@pytest.mark.parametrize("query", ["", "sort:-date", "sort:-quality", "story"])
def test_a_date_to_come_does_not_lead_the_list(with_one_to_come: Path, query: str) -> None:
    in_order = ["A story of 2022", "A story of 2099", "A story of 2020"]
    assert listed(with_one_to_come, query) == in_order
    write_changed(with_one_to_come, "d.md", "A story of 2100", "2100-01-01", "2021-06-01")
    bring_up_to_date(with_one_to_come)
    in_order.insert(1, "A story of 2100")
    assert listed(with_one_to_come, query) == in_order
    in_order.reverse()
    if "date" in query:
        assert listed(with_one_to_come, "sort:date") == in_order


def test_a_date_to_come_is_found_and_shown_as_written(with_one_to_come: Path) -> None:
    assert listed(with_one_to_come, "date:2099") == ["A story of 2099"]
    assert listed(with_one_to_come, "date:2021") == []
    assert "A story of 2099" not in listed(with_one_to_come, "newer:100y")
    assert "A story of 2099" not in listed(with_one_to_come, "newest:100y")
    with Library(with_one_to_come).open_index() as index:
        (row,) = index.rows(index.ids(parse("date:2099"))).values()
    assert row.date == datetime(2099, 1, 1, tzinfo=UTC).timestamp()


def test_a_date_that_has_come_counts(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_changed(news, "a.md", "A story of 2020", "2020-01-01", "2020-01-01")
    write_changed(news, "b.md", "A story of 2022", "2022-01-01", "2019-01-01")
    with monkeypatch.context() as before:  # as if it was the year 2021 or so
        before.setattr("broadsheet.library.files.entry.time.time", lambda: 1_620_000_000.0)
        bring_up_to_date(news)
    # Nothing but the time has changed.
    assert bring_up_to_date(news).read == 0
    assert listed(news, "") == ["A story of 2022", "A story of 2020"]
