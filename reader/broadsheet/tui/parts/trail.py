"""The articles that a person left for another one, for the way back."""

from broadsheet.records import record


@record
class Place:
    """An article, and the pane it was left from."""

    article_id: int
    pane: str


class Trail:
    """Remembers articles when a related item, a sort, or reading on leads away from them."""

    def __init__(self) -> None:
        self._places: list[Place] = []

    def __bool__(self) -> bool:
        """Whether there is a way back."""
        return bool(self._places)

    def leave(self, article_id: int | None, pane: str) -> None:
        """Remember an article that was left from `pane`."""
        if article_id is not None and self._places[-1:] != [Place(article_id, pane)]:
            self._places.append(Place(article_id, pane))

    def forget(self, pane: str) -> None:
        """Forget the articles that were left from `pane`."""
        self._places = [place for place in self._places if place.pane != pane]

    def back(self, pane: str) -> int | None:
        """Return the article to go back to from `pane`, and forget it.

        An article that was left from the table is not returned to the detail pane: the way back
        from there leads to the table first.
        """
        if not self._places or (pane == "detail" and self._places[-1].pane == "table"):
            return None
        return self._places.pop().article_id
