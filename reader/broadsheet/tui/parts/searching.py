"""Searching: when the search bar is open, and which list to come back to."""

from collections.abc import Callable
from dataclasses import replace

from broadsheet.library.query.parse import Query, parse
from broadsheet.tui.parts.article_list import ArticleList
from broadsheet.tui.parts.live_index import LiveIndex
from broadsheet.tui.parts.panes import Panes
from broadsheet.tui.parts.trail import BarLeft, Begun
from broadsheet.tui.widgets.article_table import FIRST, ArticleTable, Cursor
from broadsheet.tui.widgets.search_bar import SearchBar


class Searching:
    """Lets the table follow the search bar.

    `offered` returns the query that a line of an empty list offers, "" for the first one.
    """

    def __init__(
        self,
        bar: SearchBar,
        table: ArticleTable,
        articles: ArticleList,
        index: LiveIndex,
        panes: Panes,
        offered: Callable[[str], Query | None],
    ) -> None:
        bar.follower = self
        self._bar = bar
        self._table = table
        self._list = articles
        self._index = index
        self._panes = panes
        self._offered = offered
        self._begun: Begun | None = None
        self._was_reading = False

    @property
    def is_typing(self) -> bool:
        """Whether the keys go into the search bar."""
        return self._bar.input.has_focus

    def open(self) -> None:
        """Open the bar, with the names of this library to complete."""
        self._begin()
        self._bar.know(self._index.names())
        self._bar.enter()
        self._panes.enter("table")
        self._list.expect_search()

    def _begin(self) -> None:
        """Remember the list that a search begins from, unless one goes on."""
        if not self._bar.display:
            self._begun = Begun(self._list.as_left, self._table.article_id)
            self._was_reading = self._panes.is_reading

    def follow(self, text: str) -> None:
        """Show what `text` finds, on the article that one came from if it fits as well as any."""
        self._list.show(parse(text), self._best)

    def take_offer(self, line: str = "") -> bool:
        """Search for what an empty list offers; return False if that is nothing."""
        query = self._offered(line) if self._table.count == 0 else None
        if query is None:
            return False
        self._begin()
        self._bar.set_text(str(query))
        self._list.show(query, self._best)
        self.leave()
        return True

    def end_typing(self) -> None:
        """Give the focus to the list, as the bar's own key does."""
        self._bar.action_leave()

    def leave(self) -> None:
        """Keep the bar in sight only as long as it narrows the table."""
        self._panes.show(self._bar, bool(self._bar.value))
        self._panes.focus("table")

    @property
    def _best(self) -> Cursor:
        return Cursor("best", None if self._begun is None else self._begun.article_id)

    def clear(self) -> bool:
        """Show the list again that the search began from; return False if there is no search."""
        has_search, was_reading = self._panes.is_shown(self._bar), self._was_reading
        begun = self._begun
        if has_search and begun is not None:
            query = begun.listed.request.query
            self.replace(query)
            # An order that was chosen meanwhile stays.
            if begun.article_id is None or self._list.is_sorted:
                self._list.show(query, Cursor("stay", begun.article_id))
            else:
                self._list.bring_back(begun.listed, begun.article_id)
        self._panes.focus("table")
        if has_search and was_reading:
            self._panes.toggle_reading()
        return has_search

    @property
    def as_left(self) -> BarLeft:
        """How the bar is, to be brought back later."""
        begun = self._begun
        if begun is not None:
            # What it asked for is enough: the list that is left keeps its articles.
            begun = replace(begun, listed=replace(begun.listed, view=None))
        return self._panes.is_shown(self._bar), begun

    def bring_back(self, query: Query, left: BarLeft) -> None:
        """Put back the text of a query, in sight if it was."""
        self.replace(query)
        is_shown, self._begun = left
        self._panes.show(self._bar, is_shown)

    def choose(self, query: Query) -> None:
        """Show the top of what the sidebar asks for; put it into the bar, to be edited there."""
        self.replace(query)
        self._list.show(query, FIRST)

    def replace(self, query: Query) -> None:
        """Put the text of another query into the closed bar."""
        self._begun, self._was_reading = None, False
        self._bar.set_text(str(query))
        self._panes.show(self._bar, False)
