"""The window that finds one of many topics, providers or other names."""

from collections.abc import Callable

from broadsheet.library.query.terms import FacetField
from broadsheet.text.folding import fold
from broadsheet.tui.cells import fit, short_count
from broadsheet.tui.screens.finding import FindScreen, FoundLines
from broadsheet.tui.widgets.line_list import Piece
from broadsheet.tui.widgets.sidebar import SidebarRow

_TITLES: dict[FacetField, str] = {
    "topic": "Topics",
    "provider": "Providers",
    "author": "Authors",
    "feed": "Feeds",
    "type": "Types",
    "category": "Categories",
}


class NameLines(FoundLines):
    """Names that hold what was typed: those that begin with it first."""

    def __init__(self, rows: list[SidebarRow], choose: Callable[[str], None]) -> None:
        super().__init__()
        self._folded = [(fold(row.name), row) for row in rows]
        self._rows = rows
        self._choose = choose

    def narrow(self, typed: str) -> None:
        """List the names that hold every word of `typed`."""
        typed = fold(typed)
        words = typed.split()
        found = [entry for entry in self._folded if all(word in entry[0] for word in words)]
        self._rows = [row for name, row in sorted(found, key=lambda e: not e[0].startswith(typed))]
        self.refilled(0)

    @property
    def count(self) -> int:
        """How many names there are."""
        return len(self._rows)

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return a name, and how many articles it has."""
        row = self._rows[index]
        count = short_count(row.count or 0)
        return [(f" {fit(row.name, max(1, width - len(count) - 3))} ", ""), (count, "line--muted")]

    def choice(self) -> Callable[[], None]:
        """Return what shows the articles of the name."""
        name = self._rows[self.cursor].asked
        return lambda: self._choose(name)


class NamesScreen(FindScreen):
    """Finds a name, and calls `choose` with it."""

    def __init__(
        self, kind: FacetField, rows: list[SidebarRow], choose: Callable[[str], None]
    ) -> None:
        title = f"{_TITLES[kind]} · {len(rows):,}"
        super().__init__(title, NameLines(rows, choose), "letters of a name")
