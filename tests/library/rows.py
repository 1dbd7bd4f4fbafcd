"""What the index shows of every article: what tests compare with the files."""

from broadsheet.library.index.index import Index
from broadsheet.library.index.rows import Row
from broadsheet.library.query.parse import Query


def rows(index: Index) -> list[Row]:
    """The row of every article."""
    return [*index.rows(index.ids(Query())).values()]


def id_of(index: Index, path: str) -> int | None:
    """The id of the article in the file `path`."""
    return next((row.id for row in rows(index) if row.path == path), None)


def path_of(index: Index, article_id: int) -> str | None:
    """The file of an article; None for an article that is gone."""
    row = index.rows([article_id]).get(article_id)
    return None if row is None else row.path
