"""Reads the second lines of the rows in sight: sentences that a search found, and excerpts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.screen import Screen

from broadsheet.articles.model import Article
from broadsheet.damage import FAULTS
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.index.rows import Row
from broadsheet.library.library import Library
from broadsheet.tui.threads import in_thread
from broadsheet.tui.widgets.article_table import ArticleTable
from broadsheet.tui.widgets.second_lines import LinesWanted

if TYPE_CHECKING:
    from broadsheet.library.texts.snippets import Snippet


class Snippets:
    """Gives the table its second lines, read from the files in a thread that it never awaits."""

    def __init__(self, screen: Screen[None], library: Library, table: ArticleTable) -> None:
        self._screen = screen
        self._library = library
        self._table = table
        self._wanted: LinesWanted | None = None
        table.ask_for_lines = self.read

    def read(self, wanted: LinesWanted) -> None:
        """Read some lines, and no more of those that were asked for before."""
        self._wanted = wanted
        in_thread(self._screen, lambda: self._read(wanted), "snippets")

    def _read(self, wanted: LinesWanted) -> None:
        quoted: dict[int, Snippet | None] = {}
        excerpts: dict[int, Snippet | None] = {}
        try:
            # What was overtaken is handed over as far as it came: the next one goes on from there.
            for row, line in self._lines(wanted):
                (quoted if row.id in wanted.quoted else excerpts)[row.id] = line
                if self._wanted is not wanted:
                    break
        except (IndexUnavailableError, *FAULTS):
            pass  # the rows stay without; what needs the index as well will say so
        self._screen.app.call_later(self._table.take_lines, wanted, quoted, excerpts)

    def _lines(self, wanted: LinesWanted) -> Iterator["tuple[Row, Snippet | None]"]:
        # Imports YAML, as `open_article` does.
        from broadsheet.articles.plain_text import plain_texts
        from broadsheet.articles.read import read_article
        from broadsheet.library.texts.reading import texts_of
        from broadsheet.library.texts.snippets import Quoter, beginning
        from broadsheet.pages.store import PageStore

        quoter, store = Quoter(wanted.query), PageStore()
        ids = [*wanted.quoted, *wanted.excerpts]
        with self._library.open_index() as index:
            traits = index.traits()
            rows = index.rows(ids)
            for row in (rows[article_id] for article_id in ids if article_id in rows):
                article = read_article(self._library.base, row.path, traits, with_fields=False)
                if not isinstance(article, Article):
                    yield row, None
                elif row.id in wanted.quoted:
                    yield row, quoter.quote(texts_of(article, row.mark, store))
                else:
                    texts = [article.excerpt] if article.excerpt else plain_texts(article)
                    yield row, beginning(texts[0]) if texts else None
