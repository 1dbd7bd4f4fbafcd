"""The view on the screen: what is asked for, in which order, and its computing beside the keys."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from textual.screen import Screen
from textual.worker import get_current_worker

from broadsheet.library.library import DEFAULT_SORT, Library, Searcher, View
from broadsheet.library.query.fields import sort_key
from broadsheet.library.query.parse import Query, SortKey
from broadsheet.tui import sentences
from broadsheet.tui.messages import SyncFailed, ViewReady

_AT_ONCE = 20_000
"""Up to so many articles a view is computed before the next key is heard: in a few milliseconds."""

_TITLES_AT_ONCE = 500_000
"""So many titles, times the words of a query, are searched in about five milliseconds."""


class CurrentView:
    """Answers each `request` with a `ViewReady` for the screen; a later request overtakes."""

    def __init__(
        self, screen: Screen[None], library: Library, default_sort: Sequence[SortKey]
    ) -> None:
        self._screen = screen
        self._library = library
        self._searcher = Searcher(library)
        self._default_sort = tuple(default_sort) or DEFAULT_SORT
        self._number = self._answered = 0
        self.query = Query()
        """What is asked for; the view that answers it may still be computed."""
        self.sort: tuple[SortKey, ...] = ()
        """The order that was asked for by a key; it stands above that of the query."""
        self.shown = View(self.query, self._default_sort)
        """The view that is on the screen."""

    def close(self) -> None:
        """Let go of the index."""
        self._searcher.interrupt()
        self._searcher.close()

    def reopen(self) -> None:
        """Leave an index that was deleted or rebuilt meanwhile for the one in its place."""
        self.close()
        self._searcher = Searcher(self._library)

    @property
    def is_newest_first(self) -> bool:
        """Whether all articles are asked for in the order that the index has at any time."""
        return self.query == Query() and self._order() == DEFAULT_SORT

    def first(self, lines: int) -> View:
        """Return the first `lines` of the whole library, to be shown before all else."""
        return self._searcher.first(self.query, self._order(), lines)

    def request(self, articles: int) -> View | None:
        """Return the view that is asked for now, or None where it comes later, by message.

        `articles` is how many the library has: in a small one, and for what the index keeps ready,
        no thread is worth its while, and keys that are typed ahead mean what they say.
        """
        self._number += 1
        self._searcher.interrupt()
        query, order = self.query, self._order()
        view = (
            self._searcher.view(query, order)
            if _is_quick(query, articles)
            else self._searcher.ready(query, order)
        )
        if view is not None:
            self._answered = self._number
            return view
        number = self._number
        self._screen.run_worker(
            lambda: self._compute(query, order, number),
            name="view",
            group="view",
            thread=True,
            exclusive=True,
            exit_on_error=False,
        )
        return None

    @property
    def is_computing(self) -> bool:
        """Whether the view that was asked for last is still to come."""
        return self._answered != self._number

    def is_newest(self, message: ViewReady) -> bool:
        """Whether no later request overtook the one that `message` answers."""
        self._answered = max(self._answered, message.number)
        return message.number == self._number

    def turned(self, field: str) -> tuple[SortKey, ...]:
        """Return the order by `field`, best first; where that holds already, the other way."""
        current = next(iter(self.sort or self.shown.sort), None)
        best_first = field not in ("title", "provider")
        descending = not current.descending if current and current.field == field else best_first
        return (replace(sort_key(field), descending=descending),)

    def _order(self) -> tuple[SortKey, ...]:
        query = self.query
        return self.sort or query.sort or (() if query.words else self._default_sort)

    def _compute(self, query: Query, order: tuple[SortKey, ...], number: int) -> None:
        worker = get_current_worker()
        try:
            view = self._searcher.view(query, order, lambda: worker.is_cancelled)
        except sqlite3.Error as error:
            if not worker.is_cancelled and "interrupted" not in str(error):
                self._screen.post_message(SyncFailed(sentences.index_failed(error)))
            return
        if not worker.is_cancelled:
            self._screen.post_message(ViewReady(view, number))


def _is_quick(query: Query, articles: int) -> bool:
    """Whether what `query` finds among so many articles is there before a thread could begin."""
    words = len(query.words.split())
    if words and not query.without_words().terms:
        return articles * words <= _TITLES_AT_ONCE
    return articles <= _AT_ONCE
