"""The cells of the article table: what each column shows of an article."""

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from broadsheet.articles.model import Precision
from broadsheet.library.index.rows import Row
from broadsheet.library.query.parse import FRONT_FIRST
from broadsheet.library.stories.scores import FOLLOWS
from broadsheet.library.view import View
from broadsheet.tui import clock
from broadsheet.tui.cells import age, bar, fit, local_date, steady
from broadsheet.tui.widgets.line_list import Piece
from broadsheet.tui.widgets.table_columns import (
    BROKEN,
    COMPUTED,
    FOLLOWER,
    LATER,
    SEEN,
    STARRED,
    UNREAD,
    Column,
)

if TYPE_CHECKING:
    from broadsheet.library.titles.highlight import Highlighter

_PEAK = 0.6
"""The share of the library's highest value from which a score is shown as a peak."""

_BELOW = "  "
"""What stands before the title of an article below the lead of its story."""


class Cells:
    """The cells of the articles of one view."""

    def __init__(self) -> None:
        self.highest = (0, 0)
        """The highest quality and heat of the library; a full bar stands for them."""
        self.were_unread: set[int] = set()
        """Keys of articles that were unread when the table first had them."""
        self._highlighter: Highlighter | None = None
        self._below: AbstractSet[int] = frozenset()
        self._names_sources = False

    def suit(self, view: View, below: AbstractSet[int]) -> None:
        """Mark what the query of `view` found; the articles `below` stand under a lead."""
        self._highlighter = _highlighter(view.query.words)
        self._below = below
        self._names_sources = view.sort == FRONT_FIRST

    def of(self, column: Column, row: Row) -> list[Piece]:
        """Return the cell of an article in a column."""
        match column.name:
            case "mark":
                return self._marks(row)
            case "heat":
                return _heat(row, self.highest[1])
            case "quality":
                return _score(row.quality, self.highest[0], row.story.quality)
            case "date":
                shown = date_cell(row.date, row.date_precision, column)
                return [(fit(shown, column.width), "line--muted")]
            case "type":
                return [(fit(row.type, column.width), "line--muted")]
            case "provider":
                return self._source(row.provider, column.width, row)
            case "author":
                return self._source(row.author, column.width, row)
        return self._title(row, column.width)

    def _marks(self, row: Row) -> list[Piece]:
        seen = SEEN if row.mark in self.were_unread else " "
        last = LATER if row.is_later else BROKEN if row.is_broken else " "
        return [
            (seen, "line--muted") if row.is_read else (UNREAD, "line--accent"),
            (STARRED if row.is_starred else " ", "line--peak"),
            (last, "line--accent" if row.is_later else "line--warning"),
        ]

    def _source(self, name: str, width: int, row: Row) -> list[Piece]:
        style = "line--muted" if row.is_read else "line--accent"
        return self._matched(name, width, style)

    def _title(self, row: Row, width: int) -> list[Piece]:
        style = "line--muted" if row.is_read else "line--unread"
        story = row.story
        more = f" +{story.sources - 1}" if story.is_lead and story.sources > 1 else ""
        if more and self._names_sources:
            more += " source" if story.sources == 2 else " sources"
        more += f" ({story.new_sources} new)" if story.new_sources else ""
        before = _BELOW if row.id in self._below else ""
        title = self._matched(row.title, max(1, width - len(more) - len(before)), style)
        pieces = [(before, style), *title, (more, "line--accent")]
        return [piece for piece in pieces if piece[0]]

    def _matched(self, text: str, width: int, style: str) -> list[Piece]:
        """Return a text with what the search matched marked."""
        text = steady(text)
        shown = fit(text, width)
        if self._highlighter is None:
            return [(shown, style)]
        pieces: list[Piece] = []
        position = 0
        for start, end in self._highlighter.spans(text):
            pieces.append((shown[position:start], style))
            pieces.append((shown[start:end], "line--match"))
            position = end
        pieces.append((shown[position:], style))
        return [piece for piece in pieces if piece[0]]


def _highlighter(words: str) -> "Highlighter | None":
    if not words:
        return None
    # Imported with the first word: the first rows have none.
    from broadsheet.library.titles.highlight import Highlighter

    return Highlighter(words)


def date_cell(date: int | None, precision: Precision, column: Column) -> str:
    """Return a date as the column has room for it: with its day, or how old it is."""
    if date is None:
        return "–"
    exact = local_date(date, precision)
    if not column.ages:
        return exact
    young = age(date, clock.now(), precision)
    return exact if young == exact[: len("2026-03")] and len(exact) <= column.width else young


def _heat(row: Row, highest: int) -> list[Piece]:
    """Return the heat; of an article that follows another in its story, that it does."""
    if row.heat in (None, FOLLOWS) and not row.story.is_lead:
        return [(f"   {FOLLOWER} ", "line--muted")]
    return _score(row.heat, highest, row.story.heat(row.quality))


def _score(value: int | None, highest: int, computed: int | None) -> list[Piece]:
    if value is None:
        shown = "–" if computed is None else f"{COMPUTED}{min(computed, 999)}"
        return [(f"{shown:>4} ", "line--muted")]
    peak = highest > 0 and value >= _PEAK * highest
    number = str(value) if value < 10_000 else f"{value // 1000}k" if value < 1_000_000 else "max"
    name = "line--peak" if peak else "line--muted" if value <= 0 else ""
    return [
        (number.rjust(4)[-4:], name),
        (bar(value, highest), "line--muted"),
    ]
