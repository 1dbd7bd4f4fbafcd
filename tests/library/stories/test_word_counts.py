import random
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib.resources import files

import pytest

from broadsheet.library.stories.grouping import WINDOW, Article, Near
from broadsheet.library.stories.likeness import Rarity, Weights
from broadsheet.library.stories.terms import Terms, packed
from broadsheet.library.stories.word_counts import Told, WordCounts, count_more, write_counts

HOUR = 3600
WORDS = 1500


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        schema = files("broadsheet.library.stories").joinpath("stories.sql").read_text("utf-8")
        connection.executescript(schema)
        connection.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, listed INTEGER)")
        yield connection


def put(connection: sqlite3.Connection, articles: Sequence[Told]) -> None:
    connection.executemany(
        "INSERT INTO articles VALUES (?, ?)", [(told.id, told.listed) for told in articles]
    )
    connection.executemany(
        "INSERT INTO story_terms VALUES (?, ?)",
        [(told.id, bytes_of(told.terms)) for told in articles],
    )


def bytes_of(terms: Terms) -> bytes:
    return packed(terms.number, terms.title, terms.text, terms.related)


def told_of(number: int, listed: int | None, choose: random.Random) -> Told:
    """Return an article of some words, of which the low ones are frequent."""
    words = [*dict.fromkeys(int(WORDS * choose.random() ** 3) for _ in range(12))]
    related = [choose.randrange(3000) for _ in range(choose.choice((0, 0, 2)))]
    return Told(
        number, listed, Terms(packed(choose.randrange(3000), words[:6], words[6:], related))
    )


def near_one(counts: WordCounts, one: Told) -> Near:
    weights = Weights(Rarity(counts, counts.articles))
    return Near(weights, [Article(one.id, one.listed or 0, 0, 0, "", one.terms)])


def made(connection: sqlite3.Connection, articles: Sequence[Told]) -> tuple[int, int]:
    """Write the counts of all articles; return how many are counted, and since when."""
    put(connection, articles)
    counts = Counter(word for told in articles for word in told.terms.words)
    since = write_counts(connection, counts, len(articles))
    connection.execute("INSERT INTO story_basis VALUES (?, ?, 1, '')", (len(articles), since))
    return len(articles), since


def test_an_article_finds_all_recent_ones_that_scanning_finds_and_few_others(
    connection: sqlite3.Connection,
) -> None:
    choose = random.Random(4)  # noqa: S311 - the same every time
    articles = [told_of(i, choose.choice((None, i * HOUR)), choose) for i in range(1, 900)]
    counted, since = made(connection, articles)
    assert 300 * HOUR < since < 700 * HOUR
    found = looked_at = 0
    for number in range(900, 1100):
        new = told_of(number, (number - choose.choice((0, 0, 90))) * HOUR, choose)
        put(connection, [new])
        counts = count_more(connection, counted, since, [new])
        counted, since = counts.articles, counts.since
        articles.append(new)
        near = near_one(counts, new)
        expected = {
            told.id
            for told in articles
            if told.listed is not None
            and told.listed >= since
            and near.may_have(bytes_of(told.terms))
        }
        sharing = counts.sharing(near)
        assert sharing is not None
        assert expected <= sharing
        found += len(expected)
        looked_at += len(sharing)
    assert since > 700 * HOUR
    assert 400 < found <= looked_at < 2 * found


def test_one_article_with_a_date_to_come_does_not_make_all_others_old(
    connection: sqlite3.Connection,
) -> None:
    choose = random.Random(4)  # noqa: S311 - the same every time
    articles = [told_of(number, number * HOUR, choose) for number in range(1, 300)]
    _, since = made(connection, [*articles, told_of(300, 10**9, choose)])
    assert since <= 100 * HOUR
    assert since >= 100 * HOUR - 2 * WINDOW


def test_a_word_that_becomes_frequent_is_not_followed_and_nobody_is_missed(
    connection: sqlite3.Connection,
) -> None:
    choose = random.Random(4)  # noqa: S311 - the same every time
    counted, since = made(connection, [told_of(1, HOUR, choose)])
    new = [Told(number, HOUR, Terms(packed(1, [7, 8], []))) for number in range(2, 400)]
    counts = count_more(connection, counted, since, new)
    near = near_one(counts, new[0])
    assert 7 not in near.words
    near.words |= {7, 8}  # as in a library that has grown, where so many are few
    assert counts.sharing(near) is None
    assert connection.execute("SELECT max(length(recent)) FROM story_words").fetchone()[0] < 10_000
