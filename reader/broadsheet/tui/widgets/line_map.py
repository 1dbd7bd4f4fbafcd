"""Which lines of a list show which item, if items take several lines or have headings above."""

from typing import NamedTuple

from broadsheet.records import record

HEADING = -1
"""The `offset` of the heading above an item."""

GAP = -2
"""The `offset` of the empty lines below an item."""


class Place(NamedTuple):
    """What stands on a line: the item, and which of its lines, or `HEADING` or `GAP`."""

    item: int
    offset: int


@record
class Section:
    """The items from `start` on, each of `height` lines, below a heading if it has one.

    Below each item, `gap` lines are empty.
    """

    start: int
    height: int = 1
    has_heading: bool = True
    gap: int = 0


class LineMap:
    """Converts between items and lines: `count` items of `height` lines, the last in sections.

    Sections come in order; an empty one has no heading.
    """

    def __init__(self, count: int, height: int = 1, sections: tuple[Section, ...] = ()) -> None:
        self.count = count
        self._parts = _parts(count, height, sections)
        last = self._parts[-1]
        self.lines = last.line + (count - last.start) * last.pitch
        """How many lines there are."""

    def line_of(self, index: int) -> int:
        """Return the first line of an item."""
        part = next(part for part in reversed(self._parts) if part.start <= max(index, 0))
        return part.line + (index - part.start) * part.pitch

    def height_of(self, index: int) -> int:
        """Return how many lines an item takes, without the empty ones below it."""
        return next(part for part in reversed(self._parts) if part.start <= max(index, 0)).height

    def at(self, line: int) -> Place:
        """Return what stands on a line."""
        for part in reversed(self._parts):
            if part.line <= line:
                item, offset = divmod(line - part.line, part.pitch)
                return Place(part.start + item, offset if offset < part.height else GAP)
            if part.has_heading and part.line - 1 == line:
                return Place(part.start, HEADING)
        return Place(0, 0)

    def has_heading(self, index: int) -> bool:
        """Tell whether a heading stands above an item."""
        return any(part.has_heading and part.start == index for part in self._parts)


class _Part(NamedTuple):
    start: int
    line: int
    height: int
    has_heading: bool
    gap: int = 0

    @property
    def pitch(self) -> int:
        """The lines from one item to the next."""
        return self.height + self.gap


def _parts(count: int, height: int, sections: tuple[Section, ...]) -> list[_Part]:
    ends = [*(section.start for section in sections), count]
    parts = [_Part(0, 0, height, has_heading=False)] if ends[0] or not sections else []
    line = ends[0] * height
    for section, end in zip(sections, ends[1:], strict=True):
        if end > section.start:
            line += section.has_heading
            part = _Part(section.start, line, section.height, section.has_heading, section.gap)
            parts.append(part)
            line += (end - section.start) * part.pitch
    return parts or [_Part(0, 0, height, has_heading=False)]
