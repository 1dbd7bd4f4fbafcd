"""The columns of the article table, and which of them fit."""

from dataclasses import dataclass

from broadsheet.library.index.makeup import Makeup

_TITLE_AT_LEAST = 30
_FEWEST = 2

UNREAD, STARRED, LATER, BROKEN = "●", "★", "⚑", "!"
COMPUTED, FOLLOWER = "≈", "↳"

MARKS = (
    (UNREAD, "unread"),
    (STARRED, "starred"),
    (LATER, "kept for later"),
    (BROKEN, "part of the file could not be read; the article and P give the reasons"),
    ("–", "the file has no such value"),
    (COMPUTED, "computed, because the file has no such value"),
    (FOLLOWER, "another article covers this story better"),
    ("+4", "sources that tell the story besides this one; Space shows them"),
    ("▁▃▅█", "quality or heat, compared with the highest in the library"),
)
"""The signs of the table and their meanings."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its `width` in cells without the space after it, `sort` the field of its head."""

    name: str
    width: int
    sort: str = ""
    right: bool = False


_MARK = Column("mark", 3)
_HEAT = Column("heat", 5, "heat", right=True)
_QUALITY = Column("quality", 5, "quality", right=True)
_DATE = Column("date", 10, "date")


def columns_for(width: int, makeup: Makeup) -> tuple[Column, ...]:
    """Return the columns for a table of `width` cells; the title gets what the others leave.

    A score that no article of the library has gets no column. The title keeps some thirty cells:
    rather than take them, first the source gives way, then the date, then quality; the first
    column after the mark and the title stay.
    """
    name = "author" if makeup.by_author else "provider"
    source = Column(name, 18 if width >= 90 else 12, name)
    fixed = [
        _MARK,
        *([_HEAT] if makeup.has("heat") else []),
        *([_QUALITY] if makeup.has("quality") else []),
        _DATE,
        source,
    ]
    while True:
        room = width - sum(column.width + 1 for column in fixed)
        if room >= _TITLE_AT_LEAST or len(fixed) <= _FEWEST:
            return (*fixed, Column("title", max(1, room), "title"))
        fixed.pop()
