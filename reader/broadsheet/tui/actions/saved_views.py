"""The saved views of the sidebar: lists, changes and counts them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from time import monotonic
from typing import TYPE_CHECKING, Literal

from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from broadsheet.config.settings import DEFAULT_VIEWS, SavedView
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.library import Library
from broadsheet.library.query.names import Names, finds_nothing
from broadsheet.library.query.parse import Query, parse
from broadsheet.library.searcher import Searcher
from broadsheet.text.folding import name_key
from broadsheet.tui import sentences
from broadsheet.tui.actions.marking import Marking
from broadsheet.tui.messages import ViewsChanged, ViewsCounted
from broadsheet.tui.threads import in_thread
from broadsheet.tui.widgets.sidebar import SidebarRow

if TYPE_CHECKING:
    from broadsheet.history import History

_BETWEEN_COUNTS = 2.0
"""Seconds from one look at the folder that has all views counted to the next one that does."""

ViewChange = Literal["rename", "remove", "raise", "lower"]
"""What a key does to a saved view."""


class SavedViews:
    """The views as this reader knows them; each change goes to the settings file first.

    `marking` makes the changes, so that they are undone in turn with marks. Tells `screen` with
    `ViewsChanged` and `ViewsCounted`.
    """

    def __init__(
        self,
        screen: Screen[None],
        library: Library,
        views: tuple[SavedView, ...],
        marking: Marking,
    ) -> None:
        self._screen = screen
        self._library = library
        self._views = views
        self._shown = list(views)
        self._marking = marking
        self._counts: dict[str, int] = {}
        self._counted_at = 0.0
        self._waiting: Timer | None = None

    @property
    def shown(self) -> list[SavedView]:
        """The views that the library can fill, in the order of the sidebar."""
        return self._shown

    def query_of(self, name: str) -> str:
        """Return the query of the view `name`, or an empty one if there is no such view."""
        return next((view.query for view in self._views if view.name == name), "")

    def entries(self, names: Names) -> list[SidebarRow]:
        """Return the views for the sidebar, with their last counts.

        A view that comes with the program is left out if it asks for what the library has not got,
        according to `names`: videos in a folder of blog posts.
        """
        self._shown = [
            view
            for view in self._views
            if view not in DEFAULT_VIEWS or not finds_nothing(parse(view.query), names)
        ]
        return [SidebarRow("view", view.name, self._counts.get(view.query)) for view in self._shown]

    def showing(self, query: Query) -> frozenset[tuple[str, str]]:
        """Return the views whose query is `query`, as the sidebar marks them."""
        return frozenset(
            ("view", name_key(view.name))
            for view in self._views
            if (query.terms or query.sort) and parse(view.query) == query
        )

    def ask_to_save(self, query: str, named: Callable[[], None]) -> None:
        """Ask for a name, and save `query` under it; call `named` once there is one."""
        if not query.strip():
            self._screen.notify("There is nothing to save yet. Type a search first.", markup=False)
            return
        self._ask(
            "Name of the new view",
            "",
            lambda history, name: history.save_view(name, query),
            named,
        )

    def edit(self, name: str, change: ViewChange) -> None:
        """Change the view `name`, after a question if a new name is needed."""
        match change:
            case "rename":
                self._ask(
                    "New name of the view",
                    name,
                    lambda history, new: history.rename_view(name, new),
                )
            case "remove":
                self._marking.change_views(
                    lambda history: history.remove_view(name),
                    sentences.undone_by(f"Removed the view “{name}”."),
                )
            case "raise":
                self._shift(name, -1)
            case "lower":
                self._shift(name, 1)

    def _shift(self, name: str, step: int) -> None:
        """Move a view past the next one that is shown, also past those that are not."""
        every, shown = ([view.name for view in views] for views in (self._views, self._shown))
        place = shown.index(name) + step if name in shown else -1
        if not 0 <= place < len(shown):
            self._screen.notify(sentences.NO_FURTHER_VIEW[step], markup=False, timeout=3)
        else:
            by = every.index(shown[place]) - every.index(name)
            self._marking.change_views(lambda history: history.shift_view(name, by))

    def count(self) -> None:
        """Count the articles of every view, in the background."""
        if self._waiting is not None:  # this count is the one that it waits for
            self._waiting.stop()
            self._waiting = None
        self._counted_at = monotonic()
        in_thread(self._screen, self._count_all, "counts", cancels=True)

    def count_after_look(self) -> None:
        """Count after a look at the folder, but not after each one while feeds bring entries."""
        left = self._counted_at + _BETWEEN_COUNTS - monotonic()
        if left <= 0:
            self.count()
        elif self._waiting is None:
            self._waiting = self._screen.set_timer(left, self.count)

    def changed(self, message: ViewsChanged) -> list[str]:
        """Use the changed views from now on; return the names that are new."""
        before = {view.name for view in self._views}
        self._views = message.views
        return [view.name for view in self._views if view.name not in before]

    def counted(self, message: ViewsCounted) -> None:
        """Use these counts from now on."""
        self._counts = message.counts

    def _ask(
        self,
        question: str,
        name: str,
        change: "Callable[[History, str], tuple[SavedView, ...]]",
        named: Callable[[], None] = lambda: None,
    ) -> None:
        from broadsheet.tui.screens.leaving import open_over
        from broadsheet.tui.screens.questions import NameScreen

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._marking.change_views(
                    lambda history: change(history, answer), f"Saved the view “{answer}”."
                )
                named()

        open_over(self._screen, NameScreen(question, name), answered)

    def _count_all(self) -> None:
        worker = get_current_worker()
        counts: dict[str, int] = {}
        # A view that cannot be counted has no number; choosing it shows the error.
        with (
            suppress(sqlite3.Error, IndexUnavailableError),
            closing(Searcher(self._library, mutes=True)) as searcher,
        ):
            for view in self._views:
                if worker.is_cancelled:
                    return
                counts[view.query] = searcher.count(parse(view.query))
        self._screen.post_message(ViewsCounted(counts))
