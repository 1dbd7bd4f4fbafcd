"""A library that is open: its views, searched and sorted, for the screen and for the commands."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from reader.articles.text import clean_line
from reader.library.database import index_path
from reader.library.index import Index
from reader.library.query import Query, SortKey
from reader.library.titles import TitleSearch

DEFAULT_SORT = (SortKey("date", descending=True),)
_BEST_FIRST = tuple(SortKey(name, descending=True) for name in ("quality", "heat", "date"))


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class View:
    """What a query finds: ids in order. The first `best` of them fit the words equally well."""

    query: Query
    sort: tuple[SortKey, ...]
    ids: "array[int]" = field(default_factory=lambda: array("q"))
    best: int = 0


class Library:
    """The articles below `root` (a folder, or a single file), as the index knows them."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.base = self.root.parent if self.root.is_file() else self.root
        self.name = clean_line(root.resolve().name) or str(root)
        self.index_path = index_path(root)

    def open_index(self) -> Index:
        """Open a connection to the index; raises `database.IndexUnavailableError`."""
        return Index(self.index_path)


class Searcher:
    """Computes views; one at a time, in whatever thread asks.

    It keeps the title search of the newest state of the index, so that the next key costs only
    what the key changes.
    """

    def __init__(self, library: Library) -> None:
        self._index = library.open_index()
        self._lock = Lock()
        self._generation = -1
        self._titles: TitleSearch | None = None
        self._ranks: tuple[object, dict[int, int]] = (None, {})

    def close(self) -> None:
        """Close the index, once no view is being computed."""
        with self._lock:
            self._index.close()

    def interrupt(self) -> None:
        """Let a view that is being computed end early; its computation raises sqlite3's error."""
        self._index.interrupt()

    def view(
        self, query: Query, sort: Sequence[SortKey] = (), cancelled: Callable[[], bool] = _never
    ) -> View:
        """Return what `query` finds, in the order `sort`.

        Without a `sort`, that of the query; failing that, words bring the best match first (equal
        ones by quality, heat and date), anything else the newest. A cancelled view may be empty.
        """
        order = tuple(sort) or query.sort
        if order and order[0].field == "relevance":
            order = ()
        with self._lock:
            words = query.words
            if not words:
                order = order or DEFAULT_SORT
                ids = self._index.view(query, order)
                return View(query, order, ids, len(ids))
            generation = self._index.generation()
            if self._titles is None or generation != self._generation:
                self._titles = TitleSearch.build(self._index.titles())
                self._generation = generation
            ranks = self._ranked(query, order or _BEST_FIRST)
            tiers = [
                tier.ids & ranks.keys() for tier in self._titles.tiers(words, cancelled=cancelled)
            ]
        if order:
            tiers = [set[int]().union(*tiers)]
        ids = array("q")
        best = 0
        for tier in tiers:
            ids.extend(sorted(tier, key=ranks.__getitem__))
            best = best or len(ids)
        return View(query, order, ids, best)

    def _ranked(self, query: Query, order: tuple[SortKey, ...]) -> dict[int, int]:
        """Return the place of every article that the query's terms other than words allow."""
        terms = query.without_words()
        key = (terms, order, self._generation)
        if self._ranks[0] != key:
            ids = self._index.view(terms, order)
            self._ranks = (key, {article_id: rank for rank, article_id in enumerate(ids)})
        return self._ranks[1]
