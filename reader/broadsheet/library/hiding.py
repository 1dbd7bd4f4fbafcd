"""What a view does not show: what rules mute, and articles that follow another in their story."""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import accumulate, compress
from typing import NamedTuple

from broadsheet.library.index.index import Index
from broadsheet.library.index.ready_leads import Followers
from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import Flag
from broadsheet.library.titles import bitmaps
from broadsheet.library.view import View

_FEW = 2000
"""For as many articles, the index is asked which of them follow others."""


class Hidden(NamedTuple):
    """What is hidden in a view; `all_muted` is what rules mute in the library."""

    muted: frozenset[int]
    followers: bool
    all_muted: frozenset[int]

    @property
    def how_many_muted(self) -> int:
        """How many articles of the library are muted."""
        return len(self.all_muted)

    @property
    def is_followers_only(self) -> bool:
        """Whether nothing is muted."""
        return self.followers and not self.muted


class Rows(NamedTuple):
    """The articles that have a row, as flags by id, and those behind the lead of their story."""

    flags: bytearray
    behind: "array[int]"


class Hiding:
    """Hides articles of views. With `mutes` what rules mute, with `folds` followers."""

    def __init__(self, index: Index, *, mutes: bool, folds: bool) -> None:
        self._index = index
        self._mutes = mutes
        self._folds = folds

    def of(self, query: Query) -> Hidden:
        """Return what to hide in the view of `query`."""
        muted = self._index.rules.muted() if self._mutes else frozenset[int]()
        asks = any(isinstance(term, Flag) and term.name == "is:muted" for term in query.terms)
        hidden = frozenset[int]() if asks else muted
        return Hidden(hidden, self._folds and not query.words, muted)

    def rows(self, ids: "array[int]", hidden: Hidden) -> Rows:
        """Return which of `ids` have a row."""
        followers, leads = ids[:0], ids[:0]
        if hidden.followers:
            followers, leads = self._index.stories.followers()
        size = 1 + max(max(part, default=0) for part in (ids, followers, leads, hidden.muted))
        flags = bitmaps.flags_of(ids, size)
        for one in hidden.muted:
            flags[one] = 0
        pairs = self._pairs(Followers(followers, leads), hidden)
        behind = array("q", [one for one, lead in pairs if flags[lead] and flags[one]])
        for one in behind:
            flags[one] = 0
        return Rows(flags, behind)

    def _pairs(self, followers: Followers, hidden: Hidden) -> Iterable[tuple[int, int]]:
        """Return followers and their leads; of a story whose lead is muted, another one leads."""
        pairs = zip(*followers, strict=True)
        told = self._index.stories.retold() if hidden.muted else {}
        if not told:
            return pairs
        left = ((one, told[one].lead if one in told else lead) for one, lead in pairs)
        return ((one, lead) for one, lead in left if one != lead)

    def hide(
        self, ids: "array[int]", hidden: Hidden, is_found: Callable[[int], bool] | None = None
    ) -> "tuple[array[int], array[int]]":
        """Return the articles that have a row, in the order of `ids`, and those behind them.

        If `ids` are only the first that were found, `is_found` tells of any other article.
        """
        if not (hidden.muted or hidden.followers):
            return ids, array("q")
        if len(ids) > _FEW and is_found is None:
            flags, behind = self.rows(ids, hidden)
            return bitmaps.in_order(ids, flags), behind
        shown = set(ids) - hidden.muted
        behind = array("q")
        if hidden.followers:
            pairs = self._pairs(self._index.stories.followers(ids), hidden)
            behind.extend(
                one
                for one, lead in pairs
                if one in shown
                and (lead in shown or (is_found and lead not in hidden.muted and is_found(lead)))
            )
        shown.difference_update(behind)
        return array("q", [one for one in ids if one in shown]), behind


def without_muted(view: View, hidden: Hidden) -> View:
    """Return a view of words without what is muted."""
    view = replace(view, muted=hidden.how_many_muted)
    if not hidden.muted or hidden.muted.isdisjoint(view.ids):
        return view
    stays = [article not in hidden.muted for article in view.ids]
    before = [0, *accumulate(stays)]
    return replace(
        view,
        ids=array("q", compress(view.ids, stays)),
        best=before[view.best],
        beyond=tuple(part._replace(start=before[part.start]) for part in view.beyond),
    )
