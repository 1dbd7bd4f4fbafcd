"""Reads the sentences that the search in texts found, for the rows in sight."""

from collections.abc import Sequence

from textual.screen import Screen

from broadsheet.articles.model import Article
from broadsheet.damage import FAULTS
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.library import Library
from broadsheet.library.query.parse import Query
from broadsheet.library.texts.snippets import Quoter, Snippet
from broadsheet.tui.widgets.article_table import ArticleTable


class Snippets:
    """Gives the table its snippets, read from the files in a thread that the table never awaits."""

    def __init__(self, screen: Screen[None], library: Library, table: ArticleTable) -> None:
        self._screen = screen
        self._library = library
        self._table = table
        table.ask_snippets = self.read

    def read(self, query: Query, ids: Sequence[int]) -> None:
        """Read the snippets of some articles."""
        self._screen.run_worker(
            lambda: self._read(query, ids),
            name="snippets",
            group="snippets",
            thread=True,
            exit_on_error=False,
        )

    def _read(self, query: Query, ids: Sequence[int]) -> None:
        try:
            found = self._found(query, ids)
        except (IndexUnavailableError, *FAULTS):
            return  # the rows stay without; what needs the index as well will say so
        self._screen.app.call_later(self._table.take_snippets, query, found)

    def _found(self, query: Query, ids: Sequence[int]) -> dict[int, Snippet]:
        # Imports YAML, as `open_article` does.
        from broadsheet.articles.read import read_article
        from broadsheet.library.texts.reading import texts_of
        from broadsheet.pages.store import PageStore

        quoter, store = Quoter(query), PageStore()
        found: dict[int, Snippet] = {}
        with self._library.open_index() as index:
            traits = index.traits()
            for row in index.rows(ids).values():
                article = read_article(self._library.base, row.path, traits, with_fields=False)
                if isinstance(article, Article):
                    snippet = quoter.quote(texts_of(article, row.mark, store))
                    if snippet is not None:
                        found[row.id] = snippet
        return found
