import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.title_search import matches, search_of
from broadsheet.damage import DamagedError
from broadsheet.library.index.database import index_path
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.searcher import Searcher
from broadsheet.library.sync.sync import bring_up_to_date, healing, sync
from broadsheet.library.titles import writer
from broadsheet.library.titles.search import TitleSearch
from broadsheet.library.titles.writer import TitleWriter, smallest_to_even_out, smallest_to_merge
from tests.files import touch_later, write_article


@dataclass(frozen=True)
class Batch:
    """What one transaction does: titles by article id, None for an article that is gone."""

    titles: dict[int, str | None]
    is_last_of_run: bool
    is_thorough: bool = False


WORDS = ("power", "powers", "apps", "app", "powerapps", "tower", "card", "cards", "a", "ab")
titles = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
batches = st.builds(
    Batch,
    st.dictionaries(st.integers(1, 25), titles | st.none(), max_size=6),
    st.booleans(),
    st.booleans(),
)
queries = st.lists(st.sampled_from((*WORDS, "ap", "p", "powre", "crad", "zq")), min_size=1).map(
    " ".join
)


class Articles:
    """What `TitleWriter` reads of the articles, in an index of its own."""

    def __init__(self, path: Path) -> None:
        self.now: dict[int, str] = {}
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
            "CREATE TABLE articles (id INTEGER PRIMARY KEY, path, folded, quality, heat, listed);"
            + files("broadsheet.library.titles").joinpath("titles.sql").read_text("utf-8")
        )
        self.writer = TitleWriter(self.connection)

    def close(self) -> None:
        self.connection.close()

    def write(self, batch: Batch) -> None:
        self.connection.execute("BEGIN")
        for article_id, title in batch.titles.items():
            if article_id in self.now:
                self.connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
                self.writer.forget(article_id)
                del self.now[article_id]
            if title is not None:
                self.now[article_id] = title
                self.writer.add(article_id)
                self.connection.execute(
                    "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?)",
                    (article_id, f"{article_id}.md", f" {title} ", *self.scores(article_id)),
                )
        self.writer.flush()
        if batch.is_last_of_run:
            self.writer.finish()
            self.writer.tidy(thoroughly=batch.is_thorough)
        self.connection.execute("COMMIT")

    @staticmethod
    def scores(article_id: int) -> tuple[int | None, int | None, int]:
        """Quality, heat and date of an article."""
        quality, heat = (None, -1, 0, 5, 20_000)[article_id % 5], (None, -1, 60)[article_id % 3]
        return quality, heat, 1_600_000_000 - article_id

    def at_once(self) -> TitleSearch:
        """Return a search over what there is now, written as one part."""
        best_first = self.connection.execute(
            "SELECT id FROM articles ORDER BY quality DESC, heat DESC, listed DESC"
        )
        return search_of((number, self.now[number]) for (number,) in best_first)


@given(
    st.lists(batches, min_size=1, max_size=45),
    st.lists(queries, min_size=1, max_size=4),
    st.booleans(),
)
def test_titles_written_in_parts_are_found_as_if_written_at_once(
    history: list[Batch], texts: list[str], some_are_pending: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        if some_are_pending:
            patched.setattr(writer, "_FOUND_AT_ONCE", 0)
            history.append(Batch({}, is_last_of_run=True))
        path = Path(folder) / "index.sqlite"
        reading = sqlite3.connect(path, isolation_level=None)
        with closing(Articles(path)) as articles, closing(TitleSearch(reading)) as search:
            for batch in history:
                articles.write(batch)
                search.tiers(texts[0])
            with closing(articles.at_once()) as at_once:
                for text in texts:
                    assert matches(search, text) == matches(at_once, text)


def test_what_is_pending_and_small_parts_become_one_part(
    articles: Articles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_FOUND_AT_ONCE", 2)
    for number in range(6):
        articles.write(Batch({number: "power apps"}, is_last_of_run=False))
    assert count(articles.connection, "title_parts") > 1
    assert count(articles.connection, "title_pending") > 0
    articles.writer.finish()
    assert count(articles.connection, "title_parts") == 1
    assert count(articles.connection, "title_pending") == 0


@pytest.fixture
def articles(tmp_path: Path) -> Iterator[Articles]:
    with closing(Articles(tmp_path / "index.sqlite")) as articles:
        yield articles


@pytest.fixture
def search(articles: Articles, tmp_path: Path) -> Iterator[TitleSearch]:
    connection = sqlite3.connect(tmp_path / "index.sqlite", isolation_level=None)
    with closing(TitleSearch(connection)) as search:
        yield search


def test_what_is_gone_stays_gone_when_some_parts_are_put_together(
    articles: Articles, search: TitleSearch
) -> None:
    articles.write(Batch(dict.fromkeys(range(1, 6), "power apps"), is_last_of_run=False))
    articles.write(Batch({6: "power apps"}, is_last_of_run=False))
    articles.write(Batch({1: None, **dict.fromkeys((2, 6, 7, 8), "tower")}, is_last_of_run=False))
    for number in range(100, 140):
        articles.write(Batch({number: "cards"}, is_last_of_run=False))
    assert count(articles.connection, "title_parts") > 1
    with closing(articles.at_once()) as at_once:
        for text in ("power", "tower", "cards"):
            assert matches(search, text) == matches(at_once, text)


def test_a_search_answers_from_the_moment_it_began(articles: Articles, search: TitleSearch) -> None:
    articles.write(Batch(dict.fromkeys(range(1, 6), "power apps"), is_last_of_run=True))
    changes = iter(
        [
            Batch(dict.fromkeys(range(1, 6), "tower cards"), is_last_of_run=False),
            Batch(dict.fromkeys(range(6, 9), "power apps"), is_last_of_run=True),
        ]
    )

    def meanwhile() -> bool:
        for batch in changes:
            articles.write(batch)
        return False

    assert {match.id for match in matches(search, "power apps", cancelled=meanwhile)} == {
        *range(1, 6)
    }
    assert {match.id for match in matches(search, "power apps")} == {6, 7, 8}


def test_however_many_batches_there_are_the_parts_stay_few(articles: Articles) -> None:
    for article_id in range(1, 200):
        articles.write(Batch({article_id: "power apps"}, is_last_of_run=False))
        assert count(articles.connection, "title_parts") <= 32
    articles.write(Batch({200: "power apps"}, is_last_of_run=True))
    assert count(articles.connection, "title_parts") == 1


def test_what_a_long_run_has_not_yet_written_is_found_when_it_ends_or_the_next_one_does(
    articles: Articles, search: TitleSearch
) -> None:
    articles.write(Batch(dict.fromkeys(range(1, 3001), "power apps"), is_last_of_run=False))
    articles.write(Batch({2: None, 3: "zebra", 4000: "zebra"}, is_last_of_run=False))
    articles.write(Batch({4: "zebra", 4000: "cards", 4001: None}, is_last_of_run=False))
    articles.write(Batch({4: "a card", 4002: "ab"}, is_last_of_run=False))
    assert {match.id for match in matches(search, "power")} == {1, *range(5, 3001)}
    assert matches(search, "zebra") == []
    articles.writer = TitleWriter(articles.connection)  # as if the run had been killed
    articles.write(Batch({4002: None, 4003: "ab"}, is_last_of_run=True))
    with closing(articles.at_once()) as at_once:
        for text in ("power", "zebra", "card", "cards", "ab"):
            assert matches(search, text) == matches(at_once, text)
    assert count(articles.connection, "title_pending") == 0


def test_a_long_run_ends_with_few_parts(articles: Articles) -> None:
    for first in range(1, 60_001, 1000):
        numbers = range(first, first + 1000)
        articles.write(Batch(dict.fromkeys(numbers, "power"), is_last_of_run=False))
    assert count(articles.connection, "title_parts") <= 12
    articles.write(Batch({}, is_last_of_run=True))
    assert count(articles.connection, "title_parts") <= 8


def test_articles_that_are_gone_leave_nothing_behind(articles: Articles) -> None:
    articles.write(Batch(dict.fromkeys(range(1, 9), "power apps"), is_last_of_run=True))
    articles.write(Batch(dict.fromkeys(range(1, 9)), is_last_of_run=True))
    assert count(articles.connection, "title_parts") == 0
    assert count(articles.connection, "title_words") == 0


def count(connection: sqlite3.Connection, table: str) -> int:
    ((number,),) = connection.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
    assert isinstance(number, int)
    return number


@pytest.mark.parametrize(
    ("sizes", "merged"),
    [
        ([], 0),
        ([7], 0),
        ([7, 7], 2),
        ([100, 10_000], 0),
        ([100, 1_000_000], 0),
        ([100, 300, 9_000, 1_000_000], 2),
        ([3_000, 9_000, 1_000_000], 2),
        ([300, 900, 4_000, 18_000], 3),
        ([10_000, 10_001], 0),
        ([6_000, 6_000, 80_000, 900_000], 2),
        ([30_000] * 8, 0),
        ([30_000] * 9, 5),
        ([100, 200, *[30_000] * 7], 2),
        ([100, 200, *[30_000] * 8], 2),
        ([100, 200, *[30_000] * 9], 7),
        ([15_000] * 9, 0),
        ([15_000] * 10, 6),
    ],
)
def test_parts_are_put_together_where_that_is_worth_it(sizes: list[int], merged: int) -> None:
    assert smallest_to_merge(sizes) == merged


@given(st.lists(st.integers(1, 40_000), max_size=12).map(sorted))
@example([100, 3_200, 3_200, 6_400, 8_606, 9_600, 12_800, 21_488, 34_606])
def test_what_was_put_together_stays_until_there_is_more(sizes: list[int]) -> None:
    merged = smallest_to_merge(sizes)
    assert merged != 1
    assert smallest_to_merge(sorted([sum(sizes[:merged]), *sizes[merged:]])) == 0


@pytest.mark.parametrize(
    ("sizes", "merged"),
    [
        ([], 0),
        ([7], 0),
        ([7, 7], 2),
        ([100, 1_000_000], 0),
        ([100, 100, 1_000_000], 2),
        ([10_000, 15_000, 18_000, 26_000, 29_000], 5),
        ([200_000, 1_000_000], 0),
        ([300_000, 1_000_000], 2),
    ],
)
def test_thoroughly_parts_are_put_together_until_each_is_far_larger_than_the_smaller_ones(
    sizes: list[int], merged: int
) -> None:
    assert smallest_to_even_out(sizes) == merged


def shown(root: Path, text: str) -> list[str]:
    """The paths of what is found, as the screen would ask."""
    library = Library(root)
    with closing(Searcher(library)) as searcher:
        ids = searcher.view(parse(text)).ids
    with library.open_index() as index:
        rows = index.rows(ids)
    return [rows[article_id].path for article_id in ids]


def test_a_title_that_changed_is_found_by_its_new_words_only(news: Path) -> None:
    path = write_article(news, "a.md", "Night trains return")
    write_article(news, "b.md", "Night markets")
    bring_up_to_date(news)
    write_article(news, "a.md", "Morning trains return")
    touch_later(path)
    (news / "b.md").unlink()
    write_article(news, "c.md", "Morning paper")
    bring_up_to_date(news)
    assert shown(news, "night") == []
    assert sorted(shown(news, "morning")) == ["a.md", "c.md"]


def test_of_equal_matches_the_better_article_stands_above_also_when_it_becomes_better(
    news: Path,
) -> None:
    write_article(news, "a.md", "Night trains", "quality: 50")
    write_article(news, "b.md", "Night markets", "quality: 60")
    write_article(news, "c.md", "Night shifts", "heat: 9")
    write_article(news, "d.md", "Night owls", "publishedDateTime: 2023-01-01")
    path = write_article(news, "e.md", "Night sky")
    bring_up_to_date(news)
    assert shown(news, "night") == ["b.md", "a.md", "c.md", "d.md", "e.md"]
    write_article(news, "e.md", "Night sky", "quality: 55")
    touch_later(path)
    bring_up_to_date(news)
    assert shown(news, "night") == ["b.md", "e.md", "a.md", "c.md", "d.md"]


def test_what_is_read_is_found_while_the_rest_is_still_being_read(news: Path) -> None:
    for number in range(250):
        write_article(news, f"{number}.md", f"Night train {number}")
    library = Library(news)
    searcher = Searcher(library)
    seen: list[int] = []
    with library.open_index() as index:
        for _ in sync(news):
            ids = searcher.view(parse("night train")).ids
            assert len(ids) == index.count()
            seen.append(len(ids))
    searcher.close()
    assert seen[0] == 0
    assert any(0 < number < 250 for number in seen)
    assert seen[-1] == 250


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE title_words SET places = x'ffffff7f'",
        "UPDATE title_words SET places = x'ff', bits = NULL",
        "UPDATE title_words SET bits = CAST(printf('%.500c', 'x') AS BLOB)",
        "UPDATE title_parts SET words = x'ff'",
        "UPDATE title_parts SET ids = x'ff'",
        "UPDATE title_parts SET ids = x'0100000000000000'",
    ],
)
def test_damaged_titles_are_noticed_and_rebuilt(news: Path, damage: str) -> None:
    for number in range(200):
        write_article(news, f"{number}.md", f"Night train {number}")
    bring_up_to_date(news)
    with closing(sqlite3.connect(index_path(news))) as connection, connection:
        connection.execute(damage)
    with pytest.raises(DamagedError):
        shown(news, "train 7")
    assert healing(news, lambda: shown(news, "train 7"))[0] == "7.md"
