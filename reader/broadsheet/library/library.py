"""An open library: a folder of articles and its index."""

from pathlib import Path

from broadsheet.articles.model import Related
from broadsheet.library.index.database import index_path
from broadsheet.library.index.index import Index
from broadsheet.paths import marks_path
from broadsheet.text.file_names import shown_path


class Library:
    """The articles in `root`, which is a folder or a single file, as the index knows them."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.base = self.root.parent if self.root.is_file() else self.root
        self.name = shown_path(root.resolve().name) or str(root)
        self.index_path = index_path(root)

    def open_index(self) -> Index:
        """Open a connection to the index; raises `database.IndexUnavailableError`."""
        return Index(self.index_path, marks_path())


def resolve_related(index: Index, related: Related) -> int | None:
    """Return the id of the article that `related` names, or None if it is not in the library.

    By address, however it is spelled; otherwise by title and, if the item has one, date.
    """
    by_url = index.lookup.id_of_url(related.url) if related.url else None
    if by_url is not None:
        return by_url
    date = None if related.published_at is None else int(related.published_at.timestamp())
    return index.lookup.id_of_title(related.title, date) if related.title else None
