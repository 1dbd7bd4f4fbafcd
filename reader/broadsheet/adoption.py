"""Adopting marks: from the earlier keys of an article to its key of today.

An article gets another key when the rule of `article_keys` changes, when what makes its key
is read differently, or when its file is edited. The index knows its earlier keys.
"""

from collections.abc import Iterator
from pathlib import Path

from broadsheet.articles.article_keys import canonical_url, key64, mark_key
from broadsheet.articles.folder_traits import ANY_ARTICLE
from broadsheet.articles.model import Article
from broadsheet.library.index.index import Index
from broadsheet.library.index.rows import Row
from broadsheet.marks.model import Adoption
from broadsheet.marks.store import Marks


def adopt_marks(base: Path, index: Index, marks: Marks) -> int:
    """Give the articles of a library the marks under their earlier keys; return how many got some.

    `base` is the folder that the paths in the index are relative to. Raises `MarksError`.
    """
    pending = index.marks_to_adopt()
    return marks.adopt(_adoptions(base, index, pending)) if pending else 0


def known_as(base: Path, row: Row) -> str:
    """Return what the marks of an article are kept under; empty if its file is gone."""
    address = canonical_url(row.url)
    if key64(address) == row.mark:
        return address
    # Known by another address than its home, or by none: its file says by what.
    from broadsheet.articles.read import read_article

    article = read_article(base, row.path, ANY_ARTICLE, with_fields=False)
    return mark_key(article) if isinstance(article, Article) else ""


def _adoptions(base: Path, index: Index, pending: list[tuple[int, int, int]]) -> Iterator[Adoption]:
    rows = index.rows(article_id for article_id, _, _ in pending)
    for article_id, earlier, until in pending:
        row = rows.get(article_id)
        if row is not None and (url := known_as(base, row)) and key64(url) == row.mark:
            yield Adoption(earlier, row.mark, url, until)
