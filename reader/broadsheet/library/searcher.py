"""Computes the views of a library, searched and sorted, for the screen and the commands."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, compress
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from broadsheet.damage import FAULTS, decoding
from broadsheet.library.hiding import Hidden, Hiding, Rows, without_muted
from broadsheet.library.index.database import open_index
from broadsheet.library.index.stories import asked_front
from broadsheet.library.library import Library
from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import Flag, SortKey
from broadsheet.library.texts.finding import Found, Sought
from broadsheet.library.titles import bitmaps
from broadsheet.library.view import Beyond, By, View

if TYPE_CHECKING:
    from broadsheet.library.titles.part import Selection
    from broadsheet.library.titles.search import Tier, TitleSearch

DEFAULT_SORT = (SortKey("date", descending=True),)

_FEW = 16
"""If fewer than one article in 16 matches, SQLite sorts the matches; otherwise they are picked
from all articles in order."""

_FEW_NAMED = 80
"""The same limit if SQLite gets the ids of the articles."""

_READY_AT_ONCE = 100_000
"""In views up to this size, hiding articles without a row takes no longer than drawing a frame."""

_SECONDS_KEPT = 60
"""Seconds that a view is kept: what `newer:7d` finds changes with time."""

_LEADS = Query((Flag("is:lead"),))


def _never() -> bool:
    return False


_BEYOND: tuple[By, ...] = ("names", "texts")


class Searcher:
    """Computes views, one at a time, in the thread that asks.

    It keeps what the next key or the next sort probably needs again: the title search of the last
    words, the articles that match the other terms, and all articles in the last order.

    With `mutes`, views are without what rules mute, unless the query asks for it. With `folds`,
    they have one row for each story, its lead, where that is found; a search for words shows each
    article that it finds.
    """

    def __init__(self, library: Library, *, mutes: bool = False, folds: bool = False) -> None:
        self._index = library.open_index()
        self._index.stories.is_without_muted = mutes
        self._hiding = Hiding(self._index, mutes=mutes, folds=folds)
        self._library = library
        self._opened_titles: TitleSearch | None = None
        self._lock = Lock()
        self._all: tuple[object, array[int]] = (None, array("q"))
        self._highest = 0
        self._selection: tuple[object, Selection | None] = (None, None)
        self._muted: tuple[frozenset[int], Selection | None] = (frozenset(), None)
        self._found: tuple[object, Found | Sought | None] = (None, None)
        self._rows: tuple[object, Rows] = (None, Rows(bytearray(), array("q")))

    def close(self) -> None:
        """Close the index as soon as no view is being computed."""
        with self._lock:
            self._index.close()
            if self._opened_titles is not None:
                self._opened_titles.close()

    def give_back(self) -> None:
        """Free the memory of pages of the index, unless it is in use; they can be read again."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            self._found = (None, None)
            self._index.give_back()
            if self._opened_titles is not None:
                self._opened_titles.give_back()
        finally:
            self._lock.release()

    @contextmanager
    def _computing(self) -> Iterator[None]:
        """Compute while no other thread does.

        SQLite interrupts whatever begins before all that it interrupted has ended, and what failed
        is kept with what it was reading. So that ends before another thread begins.
        """
        with self._lock:
            try:
                with decoding():
                    yield
            except FAULTS as error:
                from traceback import clear_frames

                clear_frames(error.__traceback__)
                raise

    def interrupt(self) -> None:
        """Stop the computation of a view, which then raises sqlite3's error."""
        self._index.interrupt()
        if self._opened_titles is not None:
            self._opened_titles.interrupt()

    def prepare(self) -> None:
        """Read what every search for words needs."""
        with self._computing():
            self._titles().prepare()

    def nearest_word(self, text: str) -> str:
        """Return the word of a title most like `text`, "" if none is."""
        with self._computing():
            return self._titles().nearest(text)

    def first(self, query: Query, sort: Sequence[SortKey], limit: int) -> View:
        """Return the start of what `view` returns: about `limit` articles, or all.

        This takes little time, however many articles match.
        """
        order = _order(query, sort)
        if query.words:
            return self.view(query, sort) if order else self._first_titles(query, limit)
        order = order or DEFAULT_SORT
        if query.texts() and not asked_front(query, order):
            return self._first_texts(query, order, limit)
        with self._computing():
            hidden = self._hiding.of(query)
            is_leads = hidden.is_followers_only and not query.terms
            ids = self._index.view(_LEADS if is_leads else query, order, limit)
            if len(ids) < limit:
                return self._of_terms(query, order, hidden)
            return replace(self._without(View(query, order, ids), hidden), is_whole=False)

    def _first_titles(self, query: Query, limit: int) -> View:
        with self._computing():
            tiers = self._search(query, _never, limit)
            hidden = self._hiding.of(query)
            ids = array("q", chain.from_iterable(tier.ids for tier in tiers))
            best = len(tiers[0].ids) if tiers else 0
            view = View(query, (), ids, best)
            if len(ids) >= limit:
                in_all = self._titles().count_found(self._selected_muted(hidden.muted))
                view = replace(view, is_whole=False, in_all=in_all)
        return without_muted(view, hidden)

    def _first_texts(self, query: Query, order: tuple[SortKey, ...], limit: int) -> View:
        with self._computing():
            hidden = self._hiding.of(query)
            among = self._in_order(query.without_texts(), order)
            found = self._index.with_texts(query.texts())
            ids = found.first(among, limit)
            if len(ids) < limit:
                return self._of_terms(query, order, hidden, ids)
            self._found = self._key(query), found
            others = self._selected(query.without_texts())
            return self._without(
                View(query, order, ids, is_whole=False),
                hidden,
                lambda one: one in found and (others is None or one in others),
            )

    def _in_order(self, terms: Query, order: tuple[SortKey, ...]) -> Iterable[int]:
        """Return the articles that match `terms` in order, as far as they are asked for."""
        ready = self._index.ready(terms, order) if terms.terms else None
        if ready is not None:
            return ready
        selection, ids = self._selected(terms), self._all_in(order)
        return ids if selection is None else filter(selection.__contains__, ids)

    def ready(self, query: Query, sort: Sequence[SortKey], limit: int | None = None) -> View | None:
        """Return what `view` returns, if the index keeps it ready; None if it must be computed.

        With a `limit`, only its start if all of it would take longer than a frame.
        """
        order = _order(query, sort) or DEFAULT_SORT
        with self._computing():
            return self._ready(query, order, self._hiding.of(query), limit)

    def view(
        self, query: Query, sort: Sequence[SortKey] = (), cancelled: Callable[[], bool] = _never
    ) -> View:
        """Return what `query` finds, in the order `sort`.

        Without a `sort`, the order is that of the query. If it has none either, words bring the
        best match first (ties are broken by quality, heat and date), and anything else the newest.
        A cancelled view may be empty.
        """
        order = _order(query, sort)
        with self._computing():
            hidden = self._hiding.of(query)
            if not query.words:
                return self._of_terms(query, order or DEFAULT_SORT, hidden)
            tiers = self._search(query, cancelled)
            ids = array("q")
            for tier in tiers:
                ids += tier.ids
            best = len(tiers[0].ids) if tiers else 0
            if order:
                ids = self._sorted(ids, order)
                best = len(ids)
        return without_muted(View(query, order, ids, best), hidden)

    def beyond_titles(self, view: View, cancelled: Callable[[], bool] = _never) -> View:
        """Return `view`, and below it what has its words in the names and texts of articles.

        Each of these parts is in the order of the view; without one, the newest comes first.
        Of a cancelled view, they may be missing.
        """
        if not view.query.words:
            return view
        with self._computing():
            ids, beyond = view.ids[:], list[Beyond]()
            found = self._index.beyond_titles(view.query.words)
            size = 1 + max(max(part, default=0) for part in (ids, *found))
            # A byte for each article: Python joins such numbers at the speed of memory.
            shown = bitmaps.from_bytes(bitmaps.flags_of(ids, size))
            selection = self._selected(view.query.without_words())
            for by, part in zip(_BEYOND, found, strict=True):
                if cancelled():
                    return view
                among = part if selection is None else selection.only(part)
                others = bitmaps.from_bytes(bitmaps.flags_of(among, size)) & ~shown
                if others:
                    shown |= others
                    beyond.append(Beyond(by, len(ids)))
                    flags = bytearray(others.to_bytes(size, "little"))
                    ids += self._put_in_order(flags, view.sort or DEFAULT_SORT)
            hidden = self._hiding.of(view.query)
        return without_muted(replace(view, ids=ids, beyond=tuple(beyond)), hidden)

    def count(self, query: Query) -> int:
        """Return how many articles `view` and `beyond_titles` find."""
        if query.words:
            return self.beyond_titles(self.view(query)).count
        with self._computing():
            if self._hiding.of(query).muted:
                query = replace(query, terms=(*query.terms, Flag("is:muted", negated=True)))
            return self._index.count(query)

    def _ready(
        self, query: Query, order: tuple[SortKey, ...], hidden: Hidden, limit: int | None = None
    ) -> View | None:
        is_of_all = hidden.is_followers_only and not query.terms
        if is_of_all and (leads := self._index.stories.leads(order)):
            ids, followers = leads
            return View(
                query, order, ids, len(ids), behind=followers.ids, muted=hidden.how_many_muted
            )
        ready = self._index.ready(query, order)
        if ready is None:
            return None
        if limit is None or len(ready) <= _READY_AT_ONCE:
            return self._without(View(query, order, ready), hidden)
        in_all = None if hidden.muted else len(ready)
        return self._without(
            View(query, order, ready[:limit], is_whole=False, in_all=in_all),
            hidden,
            lambda one: self._index.has_topics(one, query),
        )

    def _of_terms(
        self,
        query: Query,
        order: tuple[SortKey, ...],
        hidden: Hidden,
        found: "array[int] | None" = None,
    ) -> View:
        """Return what a query without words finds: the articles `found`, if they are known."""
        if asked_front(query, order):
            return self._without(View(query, order, self._index.view(query, order)), hidden)
        if not query.terms and (ready := self._ready(query, order, hidden)):
            return ready
        key = (hidden, *self._key(query))
        if self._rows[0] != key:
            if found is not None:
                ids = found
            else:
                ids = self._ids(query) if query.terms else self._all_in(order)
            if query.texts():
                if len(ids) * _FEW_NAMED < self._index.count():
                    ids = self._index.in_order(ids, order)
                    return self._without(View(query, order, ids), hidden)
            elif query.terms and len(ids) * _FEW < self._index.count():
                # Finding a few again takes less than naming them to SQLite, except in texts.
                ids = self._index.view(query, order)
                return self._without(View(query, order, ids), hidden)
            self._rows = key, self._hiding.rows(ids, hidden)
        flags, behind = self._rows[1]
        ids = self._picked(flags, order)
        return View(query, order, ids, len(ids), behind=behind, muted=hidden.how_many_muted)

    def _key(self, query: Query) -> tuple[object, ...]:
        """Return what the articles that match the terms of a query depend on."""
        generations = self._index.generation(), self._index.marks_generation()
        return query.terms, *generations, int(monotonic()) // _SECONDS_KEPT

    def _ids(self, query: Query) -> "array[int]":
        """Return the articles that match the terms of `query`, in any order."""
        texts, terms = query.texts(), query.without_texts()
        if not texts:
            return self._index.ids(query)
        (key, found), self._found = self._found, (None, None)
        if found is not None and key == self._key(query):
            ids = array("q", found.all())
        else:
            ids = self._index.ids(replace(query, terms=texts))
        selection = self._selected(terms)
        return ids if selection is None else selection.only(ids)

    def _without(
        self, view: View, hidden: Hidden, is_found: Callable[[int], bool] | None = None
    ) -> View:
        ids, behind = self._hiding.hide(view.ids, hidden, is_found)
        return replace(view, ids=ids, best=len(ids), behind=behind, muted=hidden.how_many_muted)

    def _search(
        self, query: Query, cancelled: Callable[[], bool], most: int | None = None
    ) -> "list[Tier]":
        """Return what the words find among the articles that match the other terms."""
        among = self._selected(query.without_words())
        return self._titles().tiers(query.words, among=among, most=most, cancelled=cancelled)

    def _titles(self) -> "TitleSearch":
        """Return the search in titles, opened with the first words: the first rows need none."""
        if self._opened_titles is None:
            from broadsheet.library.titles.search import TitleSearch

            self._opened_titles = TitleSearch(open_index(self._library.index_path))
        return self._opened_titles

    def _selected(self, terms: Query) -> "Selection | None":
        """Return the articles that match `terms`, which have no words; None if there are none."""
        if not terms.terms:
            return None
        generations = self._index.generation(), self._index.marks_generation()
        key = (terms.terms, self._index.rules.muted(), *generations)
        if self._selection[0] != key:
            from broadsheet.library.titles.part import Selection

            self._selection = (key, Selection(self._index.ids(terms)))
        return self._selection[1]

    def _selected_muted(self, muted: frozenset[int]) -> "Selection | None":
        """Return the muted articles; None if there are none."""
        if self._muted[0] != muted:
            from broadsheet.library.titles.part import Selection

            self._muted = muted, Selection(array("q", muted)) if muted else None
        return self._muted[1]

    def _put_in_order(self, flags: bytearray, order: tuple[SortKey, ...]) -> "array[int]":
        """Return the articles with a flag, in order."""
        if flags.count(1) * _FEW_NAMED < self._index.count():
            ids = array("q", compress(range(len(flags)), flags))
            return self._index.in_order(ids, order)
        return self._picked(flags, order)

    def _sorted(self, ids: "array[int]", order: tuple[SortKey, ...]) -> "array[int]":
        return self._picked(bitmaps.flags_of(ids, max(ids, default=0) + 1), order)

    def _picked(self, flags: bytearray, order: tuple[SortKey, ...]) -> "array[int]":
        all_ids = self._all_in(order)
        flags.extend(bytes(max(0, self._highest + 1 - len(flags))))
        return bitmaps.in_order(all_ids, flags)

    def _all_in(self, order: tuple[SortKey, ...]) -> "array[int]":
        by_sources = any(key.field == "sources" for key in order)
        muted = self._index.rules.muted() if by_sources else None
        key = (order, self._index.generation(), muted)
        if self._all[0] != key:
            self._all = (key, self._index.view(Query(), order))
            self._highest = max(self._all[1], default=0)
        return self._all[1]


def _order(query: Query, sort: Sequence[SortKey]) -> tuple[SortKey, ...]:
    """Return the requested order, empty for the best match first."""
    order = tuple(sort) or query.sort
    return () if order and order[0].field == "relevance" else order
