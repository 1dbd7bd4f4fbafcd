"""The columns of the article table, and which of them fit."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import lru_cache
from math import ceil
from typing import get_args

from broadsheet.config.settings import ColumnName
from broadsheet.library.index.makeup import Makeup
from broadsheet.records import record
from broadsheet.tui.keys import key_of

_TITLE_SHARE = 0.6
"""The share of the table that the title gets at least."""

COMPUTED, FOLLOWER = "≈", "↳"
_WIDEST_SOURCE, _NARROWEST_SOURCE = 18, 9
_SOURCES = ("author", "provider")
_WIDEST_SOURCE_BESIDE_LONG_TITLE = 32
_LONG_TITLE = 110
"""Cells of the title from which providers and authors get what there is beyond them."""

_EXACT_DATE_FROM = 100
"""Cells of the table from which dates are exact, not ages."""

_LONG_DATE = len("2026-03-25")
_TITLE_BESIDE_LONG_DATE = 50
"""Cells of the title from which old dates have their day, in a table too narrow for exact dates."""

UNREAD, SEEN, STARRED, LATER, BROKEN = "●", "○", "★", "⚑", "!"

MARKS = (
    (UNREAD, "unread"),
    (SEEN, "read since the reader was opened"),
    (STARRED, "starred"),
    (LATER, "kept for later"),
    (BROKEN, "part of the file could not be read; the article and Problems give the reasons"),
    ("–", "the file has no such value"),
    (COMPUTED, "computed, because the file has no such value"),
    (FOLLOWER, "another article covers this story better"),
    ("+4", "sources that tell the story besides this one; open the story to see them"),
    ("", "they stay unread when you read this one, except copies with the same title"),
    ("(2 new)", "sources that joined the story after you had read the article"),
    ("▁▃▅▇", "quality or heat, compared with the highest in the library"),
)
"""The signs of the table and their meanings."""


@record
class Column:
    """A column: its `width` in cells without the space after it, `sort` the field of its head.

    A date column with `ages` shows how old an article is, as long as it is young.
    """

    name: str
    width: int
    sort: str = ""
    right: bool = False
    ages: bool = False


_MARK = Column("mark", 3)
_OTHERS = {
    "type": Column("type", 8),
    "author": Column("author", _WIDEST_SOURCE, "author"),
    "provider": Column("provider", _WIDEST_SOURCE, "provider"),
    "date": Column("date", 7, "date", ages=True),
    "quality": Column("quality", 5, "quality", right=True),
    "heat": Column("heat", 5, "heat", right=True),
}
"""All columns but mark and title, in the order in which they give way to the title."""

HEADS = {name: name.upper() for name in (*_OTHERS, "title")} | {"mark": "", "quality": "QUAL"}


EVERY_COLUMN: tuple[ColumnName, ...] = get_args(ColumnName)
RESIZABLE = ("source", "provider", "author", "type", "date")
"""The columns whose width can be changed; the title takes what they leave."""

NARROWEST, WIDEST = 3, 60
_LEAST_TITLE = 20
"""Cells of the title below which columns give way whose width somebody chose."""


class Columns:
    """The columns as the user wants them: which ones, in which order, and how wide.

    `widths` has those that somebody changed, by name.
    """

    def __init__(self, chosen: tuple[ColumnName, ...], widths: dict[str, int]) -> None:
        self.chosen = chosen
        self._widths = widths

    def fitting(self, width: int, makeup: Makeup, sorted_by: str = "") -> tuple[Column, ...]:
        """Return the columns for a table of `width` cells; see `columns_for`."""
        return columns_for(width, makeup, self.chosen, sorted_by, tuple(self._widths.items()))

    def width_of(self, name: str) -> int | None:
        """Return the width that somebody gave a column."""
        return self._widths.get(self._key(name))

    def set_width(self, name: str, width: int) -> None:
        """Give a column a width, within bounds."""
        if name in RESIZABLE:
            self._widths[self._key(name)] = max(NARROWEST, min(width, WIDEST))

    def resize(self, name: str, by: int) -> None:
        """Make a column wider or, with a negative number, narrower."""
        if name in RESIZABLE:
            usual = _OTHERS["provider" if name == "source" else name].width
            self.set_width(name, (self.width_of(name) or usual) + by)

    def reset(self, name: str) -> None:
        """Give a column its usual width again."""
        self._widths.pop(self._key(name), None)

    def toggle(self, name: str) -> str:
        """Show a column or hide it; return why that cannot be."""
        if name == "title":
            return "The title is always shown."
        others = tuple(one for one in self.chosen if one != name)
        added = tuple(one for one in EVERY_COLUMN if one == name)
        self.chosen = others if name in self.chosen else (*self.chosen, *added)
        return ""

    def shift(self, name: str, step: int) -> str:
        """Move a column by some places; return why that cannot be."""
        if name not in self.chosen:
            return f"The column is hidden. {key_of('columns_toggle_column')} shows it."
        order = list(self.chosen)
        place = [str(one) for one in order].index(name)
        if not 0 <= place + step < len(order):
            return "The column is at the edge already."
        order.insert(place + step, order.pop(place))
        self.chosen = tuple(order)
        return ""

    def _key(self, name: str) -> str:
        """Return the chosen name of a column: `source` may stand for it."""
        is_source = name in ("provider", "author") and "source" in self.chosen
        return "source" if is_source and name not in self.chosen else name


@lru_cache(16)  # every row asks
def columns_for(
    width: int,
    makeup: Makeup,
    chosen: tuple[ColumnName, ...],
    sorted_by: str = "",
    own: tuple[tuple[str, int], ...] = (),
) -> tuple[Column, ...]:
    """Return the columns for a table of `width` cells: those that are `chosen`, in their order.

    What no article of the library has gets no column. The title gets what the others leave, and at
    least three fifths, or enough cells for dates to have their day: rather than take them,
    providers and authors become narrower, and then columns give way one by one, last the one that
    the table is sorted by. A column of an `own` width takes it from the title, down to some cells.
    """
    real = {name: makeup.source if name == "source" else name for name in chosen}
    fixed = {real[name]: cells for name, cells in own if name in real}
    names = {*real.values()}
    columns = [
        _usual(name, width, fixed.get(name))
        for name in _OTHERS
        if name in names and makeup.has(name)
    ]
    room = width - _MARK.width - 1
    title = ceil(_TITLE_SHARE * width)
    for_others = room - (min(_LEAST_TITLE, title) if fixed else title)
    columns = _narrower(columns, fixed, for_others)
    columns = _without_first(columns, sorted_by, for_others)
    columns = _wider(columns, fixed, room)
    found = {column.name: column for column in columns}
    found["title"] = Column("title", max(1, room - _together(columns)), "title")
    return (_MARK, *(found[name] for name in dict.fromkeys(real.values()) if name in found))


def _usual(name: str, table_width: int, own_width: int | None) -> Column:
    """Return a column as it is with enough room for the title."""
    column = _OTHERS[name]
    if own_width is not None:
        return replace(column, width=own_width, ages=column.ages and own_width < _LONG_DATE)
    if name == "date" and table_width >= _EXACT_DATE_FROM:
        return replace(column, width=_LONG_DATE, ages=False)
    return column


def _narrower(columns: list[Column], fixed: Collection[str], room: int) -> list[Column]:
    """Return columns in which providers and authors are as narrow as `room` asks for."""
    missing = max(0, _together(columns) - room)
    narrower = []
    for column in columns:
        cells = column.width
        if column.name in _SOURCES and column.name not in fixed:
            cells = max(_NARROWEST_SOURCE, cells - missing)
            missing -= column.width - cells
        narrower.append(replace(column, width=cells))
    return narrower


def _without_first(columns: list[Column], sorted_by: str, room: int) -> list[Column]:
    """Return the last of the columns that fit into `room`; the sorted one counts as the last."""
    left = sorted(columns, key=lambda column: column.name == sorted_by)
    while left and _together(left) > room:
        left = left[1:]
    return left


def _wider(columns: list[Column], fixed: Collection[str], room: int) -> list[Column]:
    """Return columns in which dates, providers and authors get what the title can spare."""
    widths = {column.name: column.width for column in columns if column.name not in fixed}
    title = room - _together(columns)
    if "date" in widths and title - (_LONG_DATE - widths["date"]) >= _TITLE_BESIDE_LONG_DATE:
        title -= _LONG_DATE - widths["date"]
        widths["date"] = _LONG_DATE
    for name in _SOURCES:
        if name in widths:
            most = _WIDEST_SOURCE_BESIDE_LONG_TITLE - widths[name]
            more = max(0, min(most, title - _LONG_TITLE))
            title -= more
            widths[name] += more
    return [replace(column, width=widths.get(column.name, column.width)) for column in columns]


def _together(columns: Iterable[Column]) -> int:
    """Return the cells of columns and of the spaces after them."""
    return sum(column.width + 1 for column in columns)
