"""The text of an article as a page, which knows its lines at the width it was last asked for."""

from collections.abc import Sequence

from broadsheet.tui.page.blocks import PageBlock, count_words
from broadsheet.tui.page.layout import Line, lay_out

_WORDS_A_MINUTE = 220
_FEWEST_WORDS = 150
"""Shorter texts are read at a glance: they have no reading time."""


class Page:
    """Blocks, and the lines that they take. The lines may be laid out in a thread beforehand."""

    def __init__(self, blocks: Sequence[PageBlock] = ()) -> None:
        self.blocks = tuple(blocks)
        self._laid_out: tuple[int, list[Line]] = (0, [])
        words = count_words(self.blocks)
        self.minutes = 0 if words < _FEWEST_WORDS else max(1, round(words / _WORDS_A_MINUTE))
        """About how many minutes it takes to read; 0 for a text that is short."""

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.blocks)

    def __eq__(self, other: object) -> bool:
        """Compare the blocks."""
        return isinstance(other, Page) and self.blocks == other.blocks

    __hash__ = None  # type: ignore[assignment]  # compared, never a key

    def lines(self, width: int) -> list[Line]:
        """Return the lines at a width in cells."""
        known, lines = self._laid_out
        if known != width:
            lines = lay_out(self.blocks, width)
            self._laid_out = (width, lines)
        return lines
