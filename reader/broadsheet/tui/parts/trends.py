"""The sparklines of the sidebar, counted in a thread when there is room for them."""

from textual.screen import Screen

from broadsheet.damage import FAULTS
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.index.trends import weekly
from broadsheet.tui.parts.live_index import LiveIndex
from broadsheet.tui.threads import in_thread
from broadsheet.tui.widgets.sidebar import Sidebar

_AFTER = 1.0
"""Seconds after they were wanted until topics are counted: a start has other things to do."""


class Trends:
    """Gives the sidebar how many articles each topic had in each of the last weeks."""

    def __init__(self, screen: Screen[None], index: LiveIndex, sidebar: Sidebar) -> None:
        self._screen = screen
        self._index = index
        self._sidebar = sidebar
        self._is_wanted = False
        self._known: object = None

    def want(self) -> None:
        """Count from now on, because there is room."""
        if not self._is_wanted:
            self._is_wanted = True
            self._screen.set_timer(_AFTER, self.count)

    def count(self) -> None:
        """Count again if the library changed since, and if there is room."""
        state = self._index.now, self._index.now.generation()
        if self._is_wanted and state != self._known:
            self._known = state
            in_thread(self._screen, self._count, "trends", cancels=True)

    def _count(self) -> None:
        try:
            with self._index.library.open_index() as index:
                found = weekly(index.connection)
        except (IndexUnavailableError, *FAULTS):
            return  # what needs the index as well will say so
        self._screen.app.call_later(self._sidebar.show_trends, found)
