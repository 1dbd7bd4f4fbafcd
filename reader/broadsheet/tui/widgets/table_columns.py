"""The columns of the article table, and which of them fit."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from math import ceil

from broadsheet.config.settings import ColumnName
from broadsheet.library.index.makeup import Makeup
from broadsheet.records import record

_TITLE_SHARE = 0.6
"""The share of the table that the title gets at least."""

COMPUTED, FOLLOWER = "≈", "↳"
_WIDEST_SOURCE, _NARROWEST_SOURCE = 18, 9
_EXACT_DATE_FROM = 100
"""Cells of the table from which dates are exact, not ages."""

UNREAD, SEEN, STARRED, LATER, BROKEN = "●", "○", "★", "⚑", "!"

MARKS = (
    (UNREAD, "unread"),
    (SEEN, "read since the reader was opened"),
    (STARRED, "starred"),
    (LATER, "kept for later"),
    (BROKEN, "part of the file could not be read; the article and P give the reasons"),
    ("–", "the file has no such value"),
    (COMPUTED, "computed, because the file has no such value"),
    (FOLLOWER, "another article covers this story better"),
    ("+4", "sources that tell the story besides this one; Space shows them"),
    ("(2 new)", "sources that joined the story after you had read the article"),
    ("▁▃▅█", "quality or heat, compared with the highest in the library"),
)
"""The signs of the table and their meanings."""


@record
class Column:
    """A column: its `width` in cells without the space after it, `sort` the field of its head."""

    name: str
    width: int
    sort: str = ""
    right: bool = False


_MARK = Column("mark", 3)
_OTHERS = {
    "type": Column("type", 8),
    "author": Column("author", _WIDEST_SOURCE, "author"),
    "provider": Column("provider", _WIDEST_SOURCE, "provider"),
    "date": Column("date", 7, "date"),
    "quality": Column("quality", 5, "quality", right=True),
    "heat": Column("heat", 5, "heat", right=True),
}
"""All columns but mark and title, in the order in which they give way to the title."""

HEADS = {name: name.upper() for name in (*_OTHERS, "title")} | {"mark": "", "quality": "QUAL"}


@lru_cache(16)  # every row asks
def columns_for(
    width: int, makeup: Makeup, chosen: tuple[ColumnName, ...], sorted_by: str = ""
) -> tuple[Column, ...]:
    """Return the columns for a table of `width` cells: those that are `chosen`, in their order.

    What no article of the library has gets no column. The title gets what the others leave, and at
    least three fifths: rather than take them, providers and authors become narrower, and then
    columns give way one by one, last the one that the table is sorted by.
    """
    names: list[str] = [makeup.source if name == "source" else name for name in chosen]
    others = {name: _OTHERS[name] for name in names if name in _OTHERS and makeup.has(name)}
    if "date" in others and width >= _EXACT_DATE_FROM:
        others["date"] = replace(others["date"], width=10)
    room = width - _MARK.width - 1
    missing = _together(others) + ceil(_TITLE_SHARE * width) - room
    for name in {"author", "provider"} & others.keys():
        narrower = max(_NARROWEST_SOURCE, others[name].width - max(0, missing))
        missing -= others[name].width - narrower
        others[name] = replace(others[name], width=narrower)
    for name in sorted(_OTHERS, key=lambda name: name == sorted_by):
        if missing > 0 and name in others:
            missing -= others.pop(name).width + 1
    left = room - _together(others)
    others["title"] = Column("title", max(1, left), "title")
    return (_MARK, *(others[name] for name in names if name in others))


def _together(columns: Mapping[str, Column]) -> int:
    """Return the cells of columns and of the spaces after them."""
    return sum(column.width + 1 for column in columns.values())
