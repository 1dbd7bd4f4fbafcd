"""The query of the Front page, for libraries of any pace."""

from broadsheet.library.index.index import Index
from broadsheet.library.query.parse import parse

_ENOUGH = 20
"""Articles that make a page. A blog takes a year to write as many, a news site an hour."""

_PERIODS = ("7d", "1m", "3m", "1y")


def front_page_query(index: Index) -> str:
    """Return the query for the best of the newest articles: at least a page of them, if possible.

    Without any scores, the newest come first.
    """
    order = "sort:-merit" if index.makeup().has("merit") else "sort:-date"
    wanted = min(_ENOUGH, index.count())
    for period in _PERIODS:
        if index.count(parse(f"newest:{period}")) >= wanted:
            return f"newest:{period} {order}"
    return order
