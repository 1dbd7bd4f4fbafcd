"""Views with one row for each story: its lead, with the other articles hidden or below it."""

from array import array
from collections import defaultdict
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import accumulate, chain, compress

from broadsheet.library.index.index import Index
from broadsheet.library.library import View
from broadsheet.library.titles.bitmaps import flags_of, in_order


def without(view: View, hidden: AbstractSet[int]) -> View:
    """Return `view` without the articles that are `hidden`."""
    if not hidden or hidden.isdisjoint(view.ids):
        return view
    stays = [article not in hidden for article in view.ids]
    before = [0, *accumulate(stays)]
    return replace(
        view,
        ids=array("q", compress(view.ids, stays)),
        best=before[view.best],
        beyond=tuple(part._replace(start=before[part.start]) for part in view.beyond),
    )


_MOST = 200_000
"""Articles of a view that is folded: with more, the next key would wait for it."""


class StoryRows:
    """Hides the articles that follow another in their story, where that one is in the view."""

    def __init__(self, *, folds: bool) -> None:
        self._folds = folds
        self._generation: object = None
        self._followers: dict[int, list[int]] = {}
        self._leads: dict[int, int] = {}
        self._leading = bytearray()
        """For each id, whether its article leads a story or is in none."""

        self._opened: set[int] = set()

    def toggle(self, article_id: int, index: Index) -> int | None:
        """Open or close the story of an article; return its lead, None if it is in no story."""
        self._read(index)
        lead = self._leads.get(article_id, article_id)
        if lead not in self._followers or not self._folds:
            return None
        self._opened ^= {lead}
        return lead

    def open_for(self, article_id: int, index: Index) -> None:
        """Open the story of an article that follows another, so that it has a row."""
        self._read(index)
        if article_id in self._leads:
            self._opened.add(self._leads[article_id])

    def lead_of(self, article_id: int, index: Index) -> int:
        """Return the article that leads the story of an article: itself, if it is in none."""
        self._read(index)
        return self._leads.get(article_id, article_id)

    def fold(self, view: View, index: Index) -> tuple[View, AbstractSet[int]]:
        """Return `view` with one row for each story, and the articles that stand below leads.

        Below an opened lead stand all articles of its story, whether or not the query finds them.
        A search for words shows each article that it finds.
        """
        self._read(index)
        is_foldable = self._folds and self._followers and not view.query.words
        if not is_foldable or not 0 < len(view.ids) <= _MOST:
            return view, frozenset()
        size = max(len(self._leading), 1 + max(view.ids))
        leads, shown = frozenset(self._followers), self._leading
        if len(view.ids) != index.count() or size > len(shown):  # leads may be missing
            shown = flags_of(view.ids, size)
            leads = frozenset(lead for lead in leads if shown[lead])
            for article in chain.from_iterable(map(self._followers.__getitem__, leads)):
                shown[article] = 0
        ids = in_order(view.ids, shown)
        opened = self._opened & leads
        below = frozenset(chain.from_iterable(map(self._followers.__getitem__, opened)))
        if opened:
            ids = self._with_opened(ids, opened)
        return replace(view, ids=ids, best=len(ids)), below

    def _with_opened(self, ids: "array[int]", opened: AbstractSet[int]) -> "array[int]":
        rows, start = array("q"), 0
        for end in [place + 1 for place, article in enumerate(ids) if article in opened]:
            rows += ids[start:end]
            rows.extend(self._followers[rows[-1]])
            start = end
        return rows + ids[start:]

    def _read(self, index: Index) -> None:
        """Read which article follows which, if the index changed."""
        if (generation := index.generation()) == self._generation:
            return
        followers: defaultdict[int, list[int]] = defaultdict(list)
        for lead, article in index.followers():
            followers[lead].append(article)
        self._followers = dict(followers)
        self._leads = {one: lead for lead, others in followers.items() for one in others}
        self._leading = bytearray(b"\1") * (index.highest_id() + 1)
        for article in self._leads:
            self._leading[article] = 0
        self._generation = generation
