"""What the index answers, whatever way it came to be as it is."""

import sqlite3
from pathlib import Path

import pytest

from broadsheet.articles.article_keys import key64, mark_key
from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.library.index.database import index_path
from broadsheet.library.index.index import Index
from broadsheet.library.query.parse import parse
from broadsheet.library.query.terms import FacetField, SortKey
from broadsheet.library.sync.sync import bring_up_to_date
from tests.files import touch_later, write_article
from tests.library.rows import id_of, path_of, rows

FIELDS = ("date", "quality", "heat")


def counted(index: Index, kind: FacetField) -> dict[str, tuple[int, int]]:
    return {facet.name: (facet.count, facet.unread) for facet in index.facets(kind)}


def in_order(index: Index, *sort: SortKey, limit: int | None = None) -> list[str | None]:
    return [path_of(index, article_id) for article_id in index.view(parse(""), sort, limit)]


@pytest.fixture
def scored(news: Path) -> Path:
    """A library whose articles have ties of every kind, and absent values."""
    for number in range(60):
        fields = [f"quality: {number % 4}"] if number % 5 else []
        fields += [f"heat: {number % 3 - 1}"] if number % 7 else []
        fields += [f'publishedDateTime: "2024-01-{number % 6 + 1:02d}T00:00:00Z"'] * (
            number % 9 > 0
        )
        write_article(news, f"{number % 2}/{number:02d}.md", f"Number {number}", *fields)
    bring_up_to_date(news)
    return news


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("descending", [True, False])
def test_ties_go_by_date_and_path_and_absent_values_last(
    scored: Path, field: str, descending: bool
) -> None:
    with Index(index_path(scored)) as index:
        shown = rows(index)

        def place(path: str) -> tuple[bool, int, bool, int, str]:
            [row] = [row for row in shown if row.path == path]
            value: int | None = getattr(row, field)
            sign = -1 if descending else 1
            return (
                value is None,
                sign * (value or 0),
                row.date is None,
                -(row.date or 0),
                row.path,
            )

        expected = sorted((row.path for row in shown), key=place)
        key = SortKey(field, descending)  # type: ignore[arg-type]
        assert in_order(index, key) == expected
        assert in_order(index, key, limit=7) == expected[:7]


def test_orders_follow_what_changes(scored: Path) -> None:
    newest = write_article(scored, "new.md", "New", 'publishedDateTime: "2025-01-01T00:00:00Z"')
    bring_up_to_date(scored)
    with Index(index_path(scored)) as index:
        assert in_order(index, SortKey("date", True))[0] == "new.md"
        newest.unlink()
        bring_up_to_date(scored)
        assert "new.md" not in in_order(index, SortKey("date", True))
        assert len(in_order(index, SortKey("date", True))) == index.count() == 60


def test_counts_follow_what_changes(news: Path) -> None:
    first = write_article(
        news, "a.md", "First", "topics: [Space, Rockets, Space]", "type: video", "heat: 3"
    )
    second = write_article(news, "b.md", "Second", "topics: [Space]", "type: article", "heat: 9")
    bring_up_to_date(news)
    with Index(index_path(news)) as index:
        assert counted(index, "topic") == {"Space": (2, 2), "Rockets": (1, 1)}
        assert index.highest() == (0, 9)
        write_article(news, "a.md", "First", "topics: [Moon]", "type: article", "heat: 4")
        touch_later(first)
        second.unlink()
        bring_up_to_date(news)
        assert counted(index, "topic") == {"Moon": (1, 1)}
        assert counted(index, "type") == {"article": (1, 1)}
        assert (index.count(), index.highest()) == (1, (0, 4))
        assert index.standing("heat", 4).rank == 1


def test_the_most_frequent_names_alone(news: Path) -> None:
    for name, topics in (("a", "A"), ("b", "A, B"), ("c", "A, B, C")):
        write_article(news, f"{name}.md", name, f"topics: [{topics}]")
    bring_up_to_date(news)
    with Index(index_path(news)) as index:
        assert [facet.name for facet in index.facets("topic", limit=2)] == ["A", "B"]


def test_an_article_is_found_by_its_mark_and_all_its_addresses(news: Path) -> None:
    write_article(news, "a.md", "First", 'webUrl: "https://example.org/other"')
    bring_up_to_date(news)
    article = read_article(news, "a.md")
    assert isinstance(article, Article)
    with Index(index_path(news)) as index:
        found = id_of(index, "a.md")
        assert found is not None
        assert index.lookup.id_of_mark(key64(mark_key(article))) == found
        assert index.lookup.id_of_url("http://www.example.org/other/") == found
        assert index.lookup.id_of_url("https://example.com/a.md#top") == found
        assert index.lookup.id_of_url("https://example.com/b.md") is None


# Marks


def write_marks(path: Path, root: Path, *read: str) -> None:
    """Write a file of marks in which the articles at `read` are read and starred."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS marks (key INTEGER PRIMARY KEY, url TEXT NOT NULL, "
            "read_at INTEGER NOT NULL, read INTEGER NOT NULL, starred INTEGER NOT NULL, "
            "later INTEGER NOT NULL)"
        )
        for name in read:
            article = read_article(root, name)
            assert isinstance(article, Article)
            key = mark_key(article)
            connection.execute(
                "INSERT OR REPLACE INTO marks VALUES (?, ?, 0, 1, 1, 0)", (key64(key), key)
            )
    connection.close()


def test_marks_show_in_rows_and_counts_as_soon_as_they_are_set(news: Path, tmp_path: Path) -> None:
    write_article(news, "a.md", "First", "topics: [Space, Moon]", "type: video")
    write_article(news, "b.md", "Second", "topics: [Space]", "type: video")
    bring_up_to_date(news)
    marks = tmp_path / "marks.sqlite"
    with Index(index_path(news), marks) as index:
        before = index.marks_generation()
        assert counted(index, "topic") == {"Space": (2, 2), "Moon": (1, 1)}
        assert index.count(parse("is:unread")) == index.unread() == 2

        write_marks(marks, news, "a.md")
        appeared = index.marks_generation()
        assert appeared != before
        assert counted(index, "topic") == {"Space": (2, 1), "Moon": (1, 0)}
        assert counted(index, "type") == {"video": (2, 1)}
        assert index.count(parse("is:read")) == index.unread() == 1
        read = [
            (row.path, row.is_read, row.is_starred)
            for row in sorted(rows(index), key=lambda row: row.path)
        ]
        assert read == [("a.md", 1, 1), ("b.md", 0, 0)]

        assert index.marks_generation() == appeared
        write_marks(marks, news, "b.md")
        assert index.marks_generation() != appeared
        assert index.unread() == 0


@pytest.mark.parametrize("content", [b"", b"no database" * 100])
def test_marks_that_cannot_be_read_are_none(news: Path, tmp_path: Path, content: bytes) -> None:
    write_article(news, "a.md", "First")
    bring_up_to_date(news)
    marks = tmp_path / "marks.sqlite"
    marks.write_bytes(content)
    with Index(index_path(news), marks) as index:
        assert index.unread() == 1
        marks.unlink()
        write_marks(marks, news, "a.md")
        index.marks_generation()
        assert index.unread() == 0
    assert not marks.with_name("marks.sqlite-journal").exists()


def test_a_big_topic_has_the_articles_that_carry_it(news: Path) -> None:
    for number in range(1002):
        write_article(news, f"{number}.md", "No", f"topics: [{'Space' if number else 'Moon'}]")
    bring_up_to_date(news)
    with Index(index_path(news)) as index:
        assert len(index.ids(parse("topic:space"))) == index.count(parse("topic:space")) == 1001
        (news / "1.md").unlink()
        bring_up_to_date(news)
        found = [path_of(index, article_id) for article_id in index.ids(parse("topic:SPACE"))]
        assert sorted(map(str, found)) == sorted(f"{number}.md" for number in range(2, 1002))
