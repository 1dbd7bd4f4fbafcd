"""The articles that a person left for another one, for the way back."""

from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import SortKey
from broadsheet.records import record

ChosenView = tuple[Query, tuple[SortKey, ...]]
"""What was searched for, and the order that the person chose; none for that of the search."""


@record
class Place:
    """An article, the pane it was left from, and the view that comes back with it."""

    article_id: int
    pane: str
    view: ChosenView | None = None


class Trail:
    """Remembers articles when a related item, a sort, or reading on leads away from them."""

    def __init__(self) -> None:
        self._places: list[Place] = []

    def __bool__(self) -> bool:
        """Whether there is a way back."""
        return bool(self._places)

    def leave(self, article_id: int | None, pane: str, view: ChosenView | None = None) -> None:
        """Remember an article that was left from `pane`, and the view to bring back with it."""
        if article_id is not None:
            place = Place(article_id, pane, view)
            if self._places[-1:] != [place]:
                self._places.append(place)

    def forget(self, pane: str) -> None:
        """Forget the articles that were left from `pane`."""
        self._places = [place for place in self._places if place.pane != pane]

    def back(self, pane: str) -> Place | None:
        """Return the place to go back to from `pane`, and forget it.

        An article that was left from the table is not returned to the detail pane: the way back
        from there leads to the table first.
        """
        if not self._places or (pane == "detail" and self._places[-1].pane == "table"):
            return None
        return self._places.pop()
