"""Searching: when the search bar is open, and which article to come back to."""

from collections.abc import Callable

from broadsheet.library.query.parse import Query, parse
from broadsheet.tui.parts.article_list import ArticleList
from broadsheet.tui.parts.live_index import LiveIndex
from broadsheet.tui.parts.panes import Panes
from broadsheet.tui.parts.trail import BarLeft
from broadsheet.tui.widgets.article_table import BEST, STAY, ArticleTable, Cursor
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
        self._before: int | None = None
        self._was_reading = False

    @property
    def is_typing(self) -> bool:
        """Whether the keys go into the search bar."""
        return self._bar.input.has_focus

    def open(self) -> None:
        """Open the bar, with the names of this library to complete."""
        if not self._bar.display:
            self._before = self._table.article_id
            self._was_reading = self._panes.is_reading
        self._bar.know(self._index.names())
        self._bar.enter()
        self._panes.enter("table")
        self._list.expect_search()

    def follow(self, text: str) -> None:
        """Show what `text` finds, on the article that one came from if it fits as well as any."""
        self._list.show(parse(text), Cursor("best", self._before))

    def take_offer(self, line: str = "") -> bool:
        """Search for what an empty list offers; return False if that is nothing."""
        query = self._offered(line) if self._table.count == 0 else None
        if query is None:
            return False
        self._bar.set_text(str(query))
        self._list.show(query, Cursor("best", self._before))
        self.leave()
        return True

    def leave(self) -> None:
        """Keep the bar in sight only as long as it narrows the table."""
        self._panes.show(self._bar, bool(self._bar.value))
        self._panes.focus("table")

    def clear(self) -> bool:
        """Show all articles, on the one that the search began from; return False if they are."""
        has_search = self._panes.is_shown(self._bar) or self._list.query != Query()
        was_reading = has_search and self._was_reading
        if has_search:
            before = self._before
            self.replace(Query())
            self._list.show(Query(), STAY if before is None else Cursor("stay", before))
        self._panes.focus("table")
        if was_reading:
            self._panes.toggle_reading()
        return has_search

    @property
    def as_left(self) -> BarLeft:
        """How the bar is, to be brought back later."""
        return self._panes.is_shown(self._bar), self._before

    def bring_back(self, query: Query, left: BarLeft) -> None:
        """Put back the text of a query, in sight if it was."""
        self.replace(query)
        is_shown, self._before = left
        self._panes.show(self._bar, is_shown)

    def choose(self, query: Query) -> None:
        """Show what the sidebar asks for, and put it into the bar, to be edited there."""
        self.replace(query)
        self._list.show(query, BEST)

    def replace(self, query: Query) -> None:
        """Put the text of another query into the closed bar."""
        self._before, self._was_reading = None, False
        self._bar.set_text(str(query))
        self._panes.show(self._bar, False)
