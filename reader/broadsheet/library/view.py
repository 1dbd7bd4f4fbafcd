"""What a query finds, as the screen and the commands get it."""

from array import array
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from broadsheet.library.query.parse import FRONT_FIRST, Query
from broadsheet.library.query.terms import SortKey

By = Literal["names", "texts"]


class Beyond(NamedTuple):
    """Where in a view begin the articles that were found by something other than their title."""

    by: By
    start: int


@dataclass(frozen=True, slots=True)
class View:
    """What a query finds: ids in order. The first `best` of them match the words equally well.

    If `is_whole` is false there are more: see `Searcher.first`. `beyond` says where the articles
    of `Searcher.beyond_titles` begin, if the view has any. Articles `behind` were found, too, but
    the lead of their story stands for them. `muted` is how many articles the library hides.
    `in_all` is how many were found, if the view has not all of them and that is known.
    """

    query: Query
    sort: tuple[SortKey, ...]
    ids: "array[int]" = field(default_factory=lambda: array("q"))
    best: int = 0
    is_whole: bool = True
    beyond: tuple[Beyond, ...] = ()
    behind: "array[int]" = field(default_factory=lambda: array("q"))
    muted: int = 0
    in_all: int | None = None

    @property
    def count(self) -> int:
        """How many articles were found, as far as that is known."""
        return len(self.ids) + len(self.behind) if self.in_all is None else self.in_all

    @property
    def quoted_from(self) -> int:
        """The first article that was found by its text, and is shown with what was found there."""
        if self.query.texts():
            return 0
        return next((part.start for part in self.beyond if part.by == "texts"), len(self.ids))

    @property
    def is_front_page(self) -> bool:
        """Whether the articles are in the order of a front page."""
        return self.sort == FRONT_FIRST and not self.beyond and self.quoted_from > 0

    def goes_on_from(self, shown: "View") -> bool:
        """Tell whether this is what words found that is `shown`, and below it the rest."""
        return (
            bool(self.query.words and shown.ids)
            and bool(self.beyond or not shown.is_whole)
            and not shown.beyond
            and (shown.query, shown.sort) == (self.query, self.sort)
            and shown.ids == self.ids[: len(shown.ids)]
        )
