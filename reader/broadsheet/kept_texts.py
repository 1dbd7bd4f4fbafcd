"""Full texts: what there is to fetch for an article of the index, and keeping them in a limit."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from broadsheet.articles.folder_traits import FolderTraits
from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.library.index.rows import Row
from broadsheet.marks.store import Marks
from broadsheet.pages.store import PageStore
from broadsheet.pages.wanted import Wanted, wanted


def wanted_for(base: Path, row: Row, traits: FolderTraits) -> Wanted:
    """Return what there is to fetch for an article, from its file if that can be read."""
    article = read_article(base, row.path, traits, with_fields=False)
    if not isinstance(article, Article):
        return Wanted(row.mark, (row.url,) if row.url else (), row.title)
    return replace(wanted(article), key=row.mark)


def keep_texts_within(megabytes: int, marks: Marks, store: PageStore) -> int:
    """Remove the oldest texts above the limit, starred and later ones last; return how many.

    Raises `OSError` and `MarksError`.
    """

    def ranks(keys: list[int]) -> Mapping[int, int]:
        return {key: 2 * mark.starred + mark.later for key, mark in marks.get(keys).items()}

    return store.keep_within(megabytes * 1024**2, ranks)
