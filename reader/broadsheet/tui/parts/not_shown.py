"""How many files have problems or are not shown, for the title bar."""

from textual.screen import Screen

from broadsheet.damage import FAULTS
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.library import Library
from broadsheet.tui.threads import in_thread
from broadsheet.tui.widgets.title_bar import TitleBar


class NotShown:
    """Counts in a thread: a folder may have a million files with a remark."""

    def __init__(self, screen: Screen[None], library: Library, title_bar: TitleBar) -> None:
        self._screen = screen
        self._library = library
        self._title_bar = title_bar

    def count(self) -> None:
        """Count again, and show what there is."""
        in_thread(self._screen, self._count, "not shown", cancels=True)

    def _count(self) -> None:
        try:
            with self._library.open_index() as index:
                found = index.problem_count(), index.skipped_count()
        except (IndexUnavailableError, *FAULTS):
            return  # what needs the index as well will say so
        self._screen.app.call_later(self._show, *found)

    def _show(self, problems: int, skipped: int) -> None:
        self._title_bar.problems, self._title_bar.skipped = problems, skipped
