"""The places that a person left for other ones, for the way back."""

from collections.abc import Iterator
from dataclasses import replace

from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import SortKey
from broadsheet.library.view import View
from broadsheet.records import record
from broadsheet.tui.parts.view_runner import ViewRequest
from broadsheet.tui.widgets.detail_pane import PageLeft

_MOST_LISTS = 8
"""Lists that come back with the articles they had; of older ones, what was asked for is enough."""


@record
class ListLeft:
    """A list as it was left: what it showed, its order if a person chose it, and the scrolling.

    `view` is None if not all of it was there yet; `as_of` changes with the library.
    """

    request: ViewRequest
    sort: tuple[SortKey, ...]
    above: int
    view: View | None
    as_of: object


@record
class Begun:
    """Where a search began: the list as it was, and its article, if it had any."""

    listed: ListLeft
    article_id: int | None


BarLeft = tuple[bool, Begun | None]
"""Whether the search bar was in sight, and where its search began."""


@record
class Place:
    """An article, the pane it was left from, and how list, search bar and article were left."""

    article_id: int
    pane: str
    listed: ListLeft | None = None
    bar: BarLeft | None = None
    page: PageLeft | None = None
    has_charts: bool = False
    """Whether charts were over it."""

    @property
    def lists(self) -> Iterator[tuple[ListLeft, int]]:
        """The lists that were left, with their articles: this one, and what it was searched in."""
        if self.listed is not None:
            yield self.listed, self.article_id
        begun = self.bar[1] if self.bar is not None else None
        if begun is not None and begun.article_id is not None:
            yield begun.listed, begun.article_id


class Trail:
    """Remembers the places that a choice, a sort, or reading on leads away from."""

    def __init__(self) -> None:
        self._places: list[Place] = []

    @property
    def last(self) -> Place | None:
        """The place that the way back leads to."""
        return self._places[-1] if self._places else None

    def leave(self, place: Place) -> None:
        """Remember a place that was left."""
        if self.last == place:
            return
        self._places.append(place)
        for number, old in enumerate(self._places[:-_MOST_LISTS]):
            if old.listed is not None and old.listed.view is not None:
                self._places[number] = replace(old, listed=replace(old.listed, view=None))

    def forget(self, pane: str) -> None:
        """Forget the articles that were left from `pane`."""
        self._places = [place for place in self._places if place.pane != pane]

    def back_to(self, query: Query) -> Place | None:
        """Return the last place with the list of `query`; forget what was left since."""
        while self._places:
            place = self._places.pop()
            for listed, article_id in place.lists:
                if listed.request.query == query:
                    return Place(article_id, "table", listed, (False, None))
        return None

    def back(self, pane: str) -> Place | None:
        """Return the place to go back to from `pane`, and forget it.

        An article that was left from the table is not returned to the detail pane: the way back
        from there leads to the table first.
        """
        if not self._places or (pane == "detail" and self._places[-1].pane == "table"):
            return None
        return self._places.pop()
