"""Views for the screen: requested, computed, and delivered unless a later request overtook them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from broadsheet.damage import FAULTS
from broadsheet.library.library import Library
from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import SortKey
from broadsheet.library.searcher import Searcher
from broadsheet.library.view import View
from broadsheet.records import record
from broadsheet.tui.widgets.article_table import STAY, Cursor

_AT_ONCE = 20_000
"""Views of libraries up to this size take a few milliseconds, and are computed between two keys."""

_TITLES_AT_ONCE = 500_000
"""Titles, times the words of a query, whose best ones are found in about five milliseconds."""

_FIRST_LINES = 200
"""Articles of a large view that are shown before the rest: more than any screen has lines."""

Show = Callable[["ViewRequest", View], None]


@record
class ViewRequest:
    """What to show: the articles of `query` in the order `sort`, and where the cursor goes.

    An empty `sort` is the default one: the best match first for words, else the newest. With
    `may_grow` false, a view that has new articles waits until the person asks for it.
    """

    query: Query
    sort: tuple[SortKey, ...]
    keep: Cursor = STAY
    may_grow: bool = True


class ViewRunner:
    """Runs one request at a time and hands its views to `show`: the first lines, then all of it.

    Words are looked for in titles first. The rest, and what else has them, follows once these are
    drawn.

    `show` and `failed` are called in the screen's thread, and only for the newest request.
    `in_thread` runs a function in a thread, `on_screen` in the screen's thread, and `when_drawn` in
    the screen's thread after what was shown is drawn.
    """

    def __init__(
        self,
        library: Library,
        show: Show,
        failed: Callable[[Exception], None],
        in_thread: Callable[[Callable[[], None]], object],
        on_screen: Callable[[Callable[[], None]], object],
        when_drawn: Callable[[Callable[[], None]], object],
        *,
        folds: bool = True,
    ) -> None:
        self._library = library
        self._folds = folds
        self._show = show
        self._failed = failed
        self._in_thread = in_thread
        self._on_screen = on_screen
        self._when_drawn = when_drawn
        self._searcher = self._open()
        self._newest: ViewRequest | None = None
        self.is_busy = False
        """Whether the view of the newest request is still being computed."""

    def close(self) -> None:
        """Drop what is being computed and close the index."""
        self.drop()
        self._searcher.close()

    def drop(self) -> None:
        """Drop what is being computed: something else is shown."""
        self._newest, self.is_busy = None, False
        self._searcher.interrupt()

    def give_back(self) -> None:
        """Free the memory of what can be read again."""
        if not self.is_busy:
            self._searcher.give_back()

    def reopen(self) -> None:
        """Use the index that took the place of one that was deleted or rebuilt."""
        self.close()
        self._searcher = self._open()

    def _open(self) -> Searcher:
        return Searcher(self._library, mutes=True, folds=self._folds)

    def prepare(self) -> None:
        """Read from the index what the first search needs, in a thread."""

        def read() -> None:
            with suppress(*FAULTS):  # the search will meet them too, and say so
                self._searcher.prepare()

        self._in_thread(read)

    def show_first(self, request: ViewRequest) -> bool:
        """Show the first lines of what `request` asks for; return whether there are more."""
        first = self._searcher.first(request.query, request.sort, _FIRST_LINES)
        if not first.is_whole:
            self._show(request, first)
        return not first.is_whole

    def run(self, request: ViewRequest, articles: int) -> None:
        """Show what `request` asks for, at once or from a thread; `articles` are in the library.

        In a small library, and for what the index keeps ready, the view is shown before this
        returns: keys typed ahead then act on the view that they were typed for.
        """
        self._newest = request
        self.is_busy = False
        self._searcher.interrupt()
        view = None
        if articles <= _AT_ONCE:
            view = self._searcher.view(request.query, request.sort)
        elif _is_quick(request, articles):
            view = self._searcher.first(request.query, request.sort, _FIRST_LINES)
        elif not _is_searched(request.query):  # else it would wait for what is being computed
            lines = _FIRST_LINES if request.may_grow else None
            view = self._searcher.ready(request.query, request.sort, lines)
        if view is None:
            self._start(lambda: self._compute(request))
        elif not view.is_whole or (request.query.words and articles > _AT_ONCE):
            self.is_busy = True
            self._show_start(request, view)
        else:
            self._show(request, self._searcher.beyond_titles(view))

    def count(self, query: Query, articles: int) -> int:
        """Return how many articles `query` finds; 0 if that cannot be told between two keys."""
        if articles > _AT_ONCE:
            return 0
        return self._searcher.beyond_titles(self._searcher.view(query)).count

    def nearest_word(self, text: str, articles: int) -> str:
        """Return the word of a title most like `text`; "" if none is, or if that takes too long."""
        return "" if articles > _AT_ONCE else self._searcher.nearest_word(text)

    def _start(self, work: Callable[[], None]) -> None:
        self.is_busy = True
        self._in_thread(work)

    def _show_start(self, request: ViewRequest, view: View) -> None:
        """Show the first lines, or what has the words in its title, and then look for the rest."""
        rest = replace(request, keep=STAY) if view.is_whole else request
        self._newest = rest
        self._show(request, view)
        # Not before: a thread at work would take its turns from the drawing.
        self._when_drawn(lambda: self._look_further(rest, view))

    def _look_further(self, rest: ViewRequest, first: View) -> None:
        if not self._is_overtaken(rest):
            self._start(lambda: self._compute_rest(rest, first))

    def _is_overtaken(self, request: ViewRequest) -> bool:
        return self._newest is not request

    def _compute(self, request: ViewRequest) -> None:
        if self._is_overtaken(request):
            return
        if not (request.may_grow and _is_searched(request.query)):
            self._compute_rest(request)
            return
        try:
            first = self._searcher.first(request.query, request.sort, _FIRST_LINES)
        except FAULTS as error:
            failure = error
            self._on_screen(lambda: self._deliver(request, failure))
        else:
            self._on_screen(lambda: self._deliver_first(request, first))

    def _compute_rest(self, request: ViewRequest, first: View | None = None) -> None:
        if self._is_overtaken(request):
            return

        def is_overtaken() -> bool:
            return self._is_overtaken(request)

        try:
            if first is None or not first.is_whole:
                first = self._searcher.view(request.query, request.sort, is_overtaken)
            view = self._searcher.beyond_titles(first, is_overtaken)
        except FAULTS as error:
            failure = error
            self._on_screen(lambda: self._deliver(request, failure))
        else:
            self._on_screen(lambda: self._deliver(request, view))

    # In the screen's thread: a later request may have been made since these were computed.

    def _deliver_first(self, request: ViewRequest, first: View) -> None:
        if first.is_whole and not request.query.words:
            self._deliver(request, first)
        elif not self._is_overtaken(request):
            self._show_start(request, first)

    def _deliver(self, request: ViewRequest, result: View | Exception) -> None:
        if self._is_overtaken(request):
            return
        self.is_busy = False
        if isinstance(result, View):
            self._show(request, result)
        else:
            self._failed(result)


def _is_quick(request: ViewRequest, articles: int) -> bool:
    """Return whether the first lines are found before a thread could begin."""
    words = len(request.query.words.split())
    is_best_first = bool(words) and not (request.sort or request.query.without_words().terms)
    return request.may_grow and is_best_first and articles * words <= _TITLES_AT_ONCE


def _is_searched(query: Query) -> bool:
    """Return whether `query` is for words, be it in titles or in texts."""
    return bool(query.words or query.texts())
