"""Lets the counts of the sidebar follow the search: how many of the articles found have a name."""

from array import array
from collections.abc import Iterable
from contextlib import closing

from textual.screen import Screen
from textual.timer import Timer

from broadsheet.damage import FAULTS
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.library import Library
from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import FACETS, FacetField
from broadsheet.library.searcher import Searcher
from broadsheet.library.view import View
from broadsheet.tui.threads import in_thread
from broadsheet.tui.widgets.sidebar import KindCounts, Sidebar

_REST = 0.3
"""Seconds that a view must stay before its articles are counted: nobody reads them at each key."""


class FollowingCounts:
    """Counts the articles of the view that is shown, in a thread that nobody awaits."""

    def __init__(self, screen: Screen[None], library: Library, sidebar: Sidebar) -> None:
        self._screen = screen
        self._library = library
        self._sidebar = sidebar
        self._shown: View | None = None
        self._resting: Timer | None = None
        self.is_counting = False
        """Whether the counts of the view that is shown are still to come."""

    def follow(self, view: View) -> None:
        """Count the articles of a view once it stays; all articles have their counts already.

        Unless some of them are muted: those do not count.
        """
        self._shown = view
        shows_all = view.query == Query() and not view.muted
        self.is_counting = not shows_all
        if self._resting is not None:
            self._resting.stop()
        if shows_all:
            self._sidebar.follow(None)
        elif view.is_whole:
            self._resting = self._screen.set_timer(_REST, lambda: self._count(view))

    def _count(self, view: View) -> None:
        in_thread(self._screen, lambda: self._read(view), "following", cancels=True)

    def _read(self, view: View) -> None:
        try:
            counts = self._counts(view)
        except (IndexUnavailableError, *FAULTS):
            counts = {}  # what needs the index as well will say so
        self._screen.app.call_later(self._take, view, counts)

    def _counts(self, view: View) -> KindCounts:
        from broadsheet.library.index.found_counts import counts_among

        def counts_of(ids: "array[int]", kinds: Iterable[FacetField]) -> KindCounts:
            found = counts_among(index.connection, ids, lambda: self._shown is not view)
            return {
                kind: {key: count for (of, key), count in found.items() if of == kind}
                for kind in kinds
            }

        asked = {kind: view.query.without_facet(kind) for kind in FACETS if view.query.facet(kind)}
        with self._library.open_index() as index:
            counts = {**counts_of(view.ids + view.behind, set(FACETS).difference(asked))}
            # A topic that is asked for says nothing of how many articles another one would find.
            others = {kind: query for kind, query in asked.items() if query.terms or view.muted}
            if others:
                with closing(Searcher(self._library, mutes=True)) as searcher:
                    for kind, query in others.items():
                        found = searcher.beyond_titles(searcher.view(query, ()))
                        counts.update(counts_of(found.ids, [kind]))
        return counts

    def _take(self, view: View, counts: KindCounts) -> None:
        if self._shown is view:
            self.is_counting = False
            self._sidebar.follow(counts)
