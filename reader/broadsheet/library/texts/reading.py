"""Reads the texts of an article from its file and from the kept pages, to quote from them."""

from broadsheet.articles.model import Article
from broadsheet.articles.plain_text import plain_text, plain_texts
from broadsheet.pages.store import PageStore


def texts_of(article: Article, mark: int, store: PageStore) -> list[str]:
    """Return the excerpt, the body and the fetched text of an article, as far as it has them.

    `mark` is the key of its marks.
    """
    page = store.get(mark)
    return [*plain_texts(article), *([plain_text(page.markdown)] if page else [])]
