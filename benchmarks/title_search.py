"""The title search over titles in memory, without a library."""

import sqlite3
from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import NamedTuple

from broadsheet.library.titles.postings import write_part
from broadsheet.library.titles.search import TitleSearch
from broadsheet.text.folding import fold


class Match(NamedTuple):
    """A title that was found. A higher `score` is a better match."""

    id: int
    score: int


def search_of(rows: Iterable[tuple[int, str]]) -> TitleSearch:
    """Return a search over `rows` of article id and title; equal matches keep the order of rows."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.executescript(
        files("broadsheet.library.titles").joinpath("titles.sql").read_text("utf-8")
    )
    write_part(
        connection,
        ((article_id, fold(title), at) for at, (article_id, title) in enumerate(rows)),
    )
    return TitleSearch(connection)


def matches(
    search: TitleSearch, text: str, cancelled: Callable[[], bool] = lambda: False
) -> list[Match]:
    """Return the titles that match `text`, best first."""
    return [
        Match(article_id, tier.score)
        for tier in search.tiers(text, cancelled=cancelled)
        for article_id in tier.ids
    ]
