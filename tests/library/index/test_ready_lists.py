import sqlite3
from array import array
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.damage import is_damage
from broadsheet.demo import write_demo
from broadsheet.library.index import ready_lists, stored_lists
from broadsheet.library.index.database import index_path
from broadsheet.library.index.index import Index
from broadsheet.library.index.rows import Row
from broadsheet.library.library import Library
from broadsheet.library.query.order import order_by
from broadsheet.library.query.parse import Query, facet_query
from broadsheet.library.query.terms import SortKey
from broadsheet.library.sync.sync import bring_up_to_date, sync, tidy
from tests.files import touch_later, write_article
from tests.library.rows import path_of, rows

BIG = 100
"""Articles of a topic whose order is kept; a thousand of them would take seconds to write."""


@pytest.fixture(autouse=True)
def big(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready_lists, "_BIG", BIG)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A library in which many articles share a score, and some have none."""
    folder = tmp_path / "demo"
    write_demo(400, folder)
    return folder


def test_numbers_are_found_among_others_that_end_in_the_same_byte() -> None:
    ids = array("q", [0x1FF, 0xFF, 0x2FF, 7, 1 << 40])
    assert stored_lists.places_of({0xFF, 1 << 40, 0x3FF, 7}, ids) == [4, 3, 1]
    # More than a hundred are looked for in another way.
    assert stored_lists.places_of({0xFF, 1 << 40, 0x3FF, 7, *range(1000, 2000)}, ids) == [4, 3, 1]


def sorted_ids(index: Index, key: SortKey) -> list[int]:
    """The articles sorted by `key`: absent values last, and the newest of equals first."""

    def place(row: Row) -> tuple[bool, int, bool, int, str]:
        value = getattr(row, key.field)
        way = -1 if key.descending else 1
        date = 0 if key.field == "date" else -(row.date or 0)
        return value is None, way * (value or 0), row.date is None, date, row.path

    return [row.id for row in sorted(rows(index), key=place)]


ORDERS = [
    SortKey(field, descending)
    for field in ("date", "quality", "heat")
    for descending in (True, False)
]


@pytest.mark.parametrize("key", ORDERS, ids=str)
def test_every_order_puts_absent_values_last_and_the_newest_of_equals_first(
    demo: Path, key: SortKey
) -> None:
    bring_up_to_date(demo)
    with Library(demo).open_index() as index:
        assert [*index.view(Query(), [key])] == sorted_ids(index, key)


def test_an_order_follows_what_changes(demo: Path) -> None:
    bring_up_to_date(demo)
    write_article(demo, "best.md", "The best of all", "quality: 9999")
    bring_up_to_date(demo)
    with Library(demo).open_index() as index:
        best, *_ = index.view(Query(), [SortKey("quality", descending=True)])
        assert path_of(index, best) == "best.md"
        worst_first = index.view(Query(), [SortKey("quality")])
        assert len(worst_first) == index.count()


def test_a_topic_of_many_articles_stands_newest_first_and_follows_what_changes(
    tmp_path: Path,
) -> None:
    demo = tmp_path / "demo"
    write_demo(300, demo)
    bring_up_to_date(demo)
    newest_first = [SortKey("date", descending=True)]
    with Library(demo).open_index() as index:
        topic, *_ = index.facets("topic")
        assert topic.count > BIG
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
        assert path_of(index, first) == "new.md"
        assert others == [*kept]


def views(root: Path) -> dict[str, list[str]]:
    """The paths of the articles in every order that is kept, and of every topic that may be."""
    with Library(root).open_index() as index:
        shown = {str(key): index.view(Query(), [key]) for key in ORDERS}
        for topic in index.facets("topic"):
            if topic.count >= BIG - 1:
                query = facet_query("topic", topic.name)
                shown[topic.name] = index.view(query, [SortKey("date", descending=True)])
        paths = {row.id: row.path for row in rows(index)}
    return {name: [paths[article_id] for article_id in ids] for name, ids in shown.items()}


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A library in which one topic is about to become big, and another one just is."""
    folder = tmp_path / "large"
    write_demo(150, folder)
    for number in range(BIG - 1):
        write_article(folder, f"{number}.md", "Of two", "topics: [Becoming big, Just big]")
    write_article(folder, "last.md", "Of one", "topics: [Just big]")
    bring_up_to_date(folder)
    return folder


def change_a_few(root: Path) -> None:
    """Let articles come, go, be renamed and change their scores and dates."""
    write_article(root, "best.md", "Best", "quality: 99999", "heat: 99999")
    write_article(root, "worst.md", "Worst", "quality: -99999", "publishedDateTime: 1970-01-02")
    write_article(root, "bare.md", "Of nothing known")
    write_article(
        root, "z.md", "Of today", "topics: [Becoming big]", "publishedDateTime: 2100-01-01"
    )
    write_article(root, "7.md", "Of two", "topics: [Becoming big, Just big]", "quality: 5")
    (root / "last.md").unlink()
    demo = [path for path in sorted(root.rglob("*.md")) if path.parent != root]
    demo[0].unlink()
    demo[40].rename(root / "renamed.md")
    demo[80].write_bytes(demo[120].read_bytes())
    touch_later(demo[80])


def test_after_a_few_changes_all_stands_as_in_an_index_made_anew(large: Path) -> None:
    change_a_few(large)
    bring_up_to_date(large)
    after = views(large)
    assert {len(after["Becoming big"]), len(after["Just big"])} == {BIG, BIG - 1}
    bring_up_to_date(large, rebuild=True)
    assert after == views(large)


def test_the_lists_are_not_written_for_one_article_but_when_nobody_waits(large: Path) -> None:
    def lists() -> list[tuple[str, bytes]]:
        with closing(sqlite3.connect(index_path(large))) as connection:
            rows = connection.execute("SELECT name, ids FROM ready_lists WHERE name <> 'followers'")
            return rows.fetchall()

    written = lists()
    step = ready_lists.FEW_NOTED // 4
    for first in range(0, ready_lists.FEW_NOTED, step):
        some = range(first, first + step)
        names = [f"arrived-{number}.md" for number in some]
        for number, name in zip(some, names, strict=True):
            write_article(
                large, name, f"Number {number}", "topics: [Just big]", f"quality: {number}"
            )
        bring_up_to_date(large, only=names)
        assert lists() == written
        assert len(views(large)[str(ORDERS[0])]) == 150 + BIG + some[-1] + 1
    after = views(large)
    tidy(large)
    assert lists() != written
    assert views(large) == after


def test_a_few_changes_are_written_where_they_belong_and_nowhere_else(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_lists, "_PIECE", 16)
    bring_up_to_date(large, rebuild=True)

    def pieces() -> dict[tuple[str, int], bytes]:
        with closing(sqlite3.connect(index_path(large))) as connection:
            rows = connection.execute("SELECT name, piece, ids FROM ready_lists")
            return {(name, piece): ids for name, piece, ids in rows if name in lists}

    lists = {order_by((key,)) for key in ORDERS}
    before = pieces()
    for number in range(3):
        name = f"arrived-{number}.md"
        best = "quality: 999", "heat: 999", "publishedDateTime: 2100-01-01"
        write_article(large, name, f"Number {number}", "topics: [Just big]", *best)
        bring_up_to_date(large, only=[name])
    tidy(large)
    written = {place for place, ids in pieces().items() if before.get(place) != ids}
    assert 0 < len(written) < len(before) / 4
    change_a_few(large)
    bring_up_to_date(large)
    tidy(large)
    after = views(large)
    bring_up_to_date(large, rebuild=True)
    assert after == views(large)


def test_a_run_that_was_stopped_leaves_every_order_right_and_the_next_one_goes_on(
    large: Path,
) -> None:
    change_a_few(large)
    steps = sync(large)
    while next(steps).read == 0:
        pass
    steps.close()
    with Library(large).open_index() as index:
        for key in ORDERS:
            assert [*index.view(Query(), [key])] == sorted_ids(index, key)
    bring_up_to_date(large)
    after = views(large)
    bring_up_to_date(large, rebuild=True)
    assert after == views(large)


@pytest.mark.parametrize("name", ["listed DESC%", "quality%", "topic %"])
def test_damage_of_what_is_kept_does_not_outlast_the_next_change(large: Path, name: str) -> None:
    with closing(sqlite3.connect(index_path(large))) as connection, connection:
        # The second article twice, and the first one not at all.
        damaged = connection.execute(
            "UPDATE ready_lists SET ids = CAST(substr(ids, 9, 8) || substr(ids, 9) AS BLOB) "
            "WHERE name LIKE ?",
            (name,),
        )
        assert damaged.rowcount > 0
    write_article(large, "another.md", "Another one", "topics: [Just big]")
    bring_up_to_date(large)
    after = views(large)
    bring_up_to_date(large, rebuild=True)
    assert after == views(large)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE ready_lists SET ids = x'0100000000000000'",
        "UPDATE ready_lists SET ids = substr(ids, 9)",
        "UPDATE ready_lists SET ids = substr(ids, 2)",
        "UPDATE ready_lists SET ids = x''",
        "UPDATE ready_lists SET ids = 'text'",
        "UPDATE ready_lists SET ids = 7",
    ],
)
def test_a_damaged_list_is_noticed_where_it_would_be_shown(large: Path, damage: str) -> None:
    with closing(sqlite3.connect(index_path(large))) as connection, connection:
        connection.execute(damage)
    with pytest.raises(sqlite3.Error) as caught:
        views(large)
    assert is_damage(caught.value)


@pytest.mark.parametrize("emptied", [True, False])
def test_a_library_that_was_once_empty_shows_what_comes_later(
    tmp_path: Path, emptied: bool
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    if emptied:
        first = write_article(news, "first.md", "First")
        bring_up_to_date(news)
        first.unlink()
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        assert [*index.view(Query(), ORDERS[:1])] == []
        for number in range(3):
            write_article(news, f"{number}.md", f"Number {number}", f"quality: {number}")
        bring_up_to_date(news)
        for key in ORDERS:
            assert len(index.view(Query(), [key])) == 3
        (news / "1.md").unlink()
        bring_up_to_date(news)
        for key in ORDERS:
            assert [*index.view(Query(), [key])] == sorted_ids(index, key)
