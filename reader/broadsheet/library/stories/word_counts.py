"""How many articles of an index have each word, counted on as articles come."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from broadsheet.damage import DamagedError, typed
from broadsheet.library.stories.likeness import Rarity


class WordCounts(dict[int, int]):
    """How many articles have each word, read when it is needed: few words are."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, number: int) -> int:
        rows = self._connection.execute(
            "SELECT articles FROM story_words WHERE word = ?", (number,)
        )
        self[number] = next((count for (count,) in typed(rows, int)), 0)
        return self[number]


def rarity_in(connection: sqlite3.Connection) -> Rarity | None:
    """Return how telling each word is in an index; None if no stories were made yet."""
    row = connection.execute("SELECT counted FROM story_basis").fetchone()
    return None if row is None else Rarity(WordCounts(connection), row[0])


def count_more(connection: sqlite3.Connection, articles: Collection[Sequence[int]]) -> Rarity:
    """Count the words of more articles, too; return how telling each word is by then."""
    rows = connection.execute(
        "UPDATE story_basis SET counted = counted + ? RETURNING counted", (len(articles),)
    )
    counted = [count for (count,) in typed(rows, int)]
    if not counted:
        raise DamagedError("there are stories without the counts of words")
    connection.executemany(
        "INSERT INTO story_words VALUES (?, ?) "
        "ON CONFLICT DO UPDATE SET articles = articles + excluded.articles",
        Counter(chain.from_iterable(articles)).items(),
    )
    return Rarity(WordCounts(connection), counted[0])


def write_counts(connection: sqlite3.Connection, counts: Iterable[tuple[int, int]]) -> None:
    """Write words and how many articles have each, in place of what was counted before."""
    connection.execute("DELETE FROM story_words")
    connection.executemany("INSERT INTO story_words VALUES (?, ?)", counts)
