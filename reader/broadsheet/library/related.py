"""Which articles belong together: the article of the library that a related item names."""

from broadsheet.articles.model import Related
from broadsheet.library.index.index import Index


def resolve(index: Index, related: Related) -> int | None:
    """Return the id of the article that `related` names, or None when the library has it not.

    By address, in whatever spelling; else by title and date, as far as the item gives one.
    """
    by_url = index.id_of_url(related.url) if related.url else None
    if by_url is not None:
        return by_url
    date = None if related.published_at is None else int(related.published_at.timestamp())
    return index.id_of_title(related.title, date) if related.title else None
