"""Where words are in the lines of a page, also where they go on in the next line."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from broadsheet.text.folding import fold_in_place
from broadsheet.tui.page.blocks import Look, Span
from broadsheet.tui.page.layout import Line

_UNSPACED = "\u2e80"
"""From here on, signs of scripts without spaces: a line may end between any two of them."""

_HANGUL_PARTS = "\u1100", "\u11ff"
"""What folding makes of Korean syllables, between which a line may end, too."""


class Piece(NamedTuple):
    """The part of a match on one line: its first character, the one after its last."""

    start: int
    end: int
    match: int
    """The number of the match, from 0."""


class LineSearch:
    """Finds words in laid-out lines, which are folded once, however many words are tried."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._starts: list[int] = []
        self._skipped: list[int] = []
        self._places: dict[int, list[int]] = {}
        folded: list[str] = []
        at = 0
        for number, line in enumerate(lines):
            text = "".join(span.text for span in line.spans)
            skipped = _indent(line)
            letters, places = fold_in_place(text[skipped:])
            if places is not None:
                self._places[number] = places
            self._starts.append(at)
            self._skipped.append(skipped)
            folded.append(letters)
            at += len(letters) + 1
        self._text = "\n".join(folded)
        self._typed = ""
        self._matches: list[tuple[int, int]] = []
        self._ends: list[int] = []

    def find(self, typed: str) -> int:
        """Find what was typed; return how often it is there."""
        if typed != self._typed:
            self._typed = typed
            self._matches = [found.span() for found in _pattern(typed).finditer(self._text)]
            self._ends = [end for _, end in self._matches]
        return len(self._matches) if typed.strip() else 0

    def line_of(self, match: int) -> int:
        """Return the line that a match begins on."""
        return bisect_right(self._starts, self._matches[match][0]) - 1

    def first_from(self, line: int) -> int:
        """Return the first match that begins on a line or after it; of none, how many there are."""
        if line >= len(self._starts):
            return len(self._matches)
        return bisect_left(self._matches, (self._starts[max(0, line)], 0))

    def pieces(self, line: int) -> Iterator[Piece]:
        """Yield the parts of matches on a line."""
        if line >= len(self._starts) or not self._typed.strip():
            return
        start = self._starts[line]
        following = self._starts[line + 1] if line + 1 < len(self._starts) else len(self._text) + 1
        for match in range(bisect_right(self._ends, start), len(self._matches)):
            first, end = self._matches[match]
            if first >= following:
                return
            first, end = max(first, start) - start, min(end, following - 1) - start
            if first < end:
                yield Piece(self._column(line, first), self._column(line, end - 1) + 1, match)

    def _column(self, line: int, letter: int) -> int:
        places = self._places.get(line)
        return self._skipped[line] + (letter if places is None else places[letter])


def places_of(typed: str, text: str) -> list[tuple[int, int]]:
    """Return where what was typed begins and ends in a text of one line."""
    search = LineSearch([Line((Span(text),), 0)])
    search.find(typed)
    return [(piece.start, piece.end) for piece in search.pieces(0)]


def _indent(line: Line) -> int:
    """Return how many characters of a line are its bar or its mark, and no text."""
    skipped = 0
    for span in () if line.is_code else line.spans:
        if span.look is not Look.MARKER and span.text.strip(" "):
            break
        skipped += len(span.text)
    return skipped


def _pattern(typed: str) -> re.Pattern[str]:
    """Return what finds the words of `typed`, also with the end of a line between them."""
    letters, _ = fold_in_place(typed)
    words = re.split(r"\s+", letters)
    return re.compile("(?: +|\\n)".join("".join(map(_escaped, word)) for word in words))


def _escaped(letter: str) -> str:
    # A line may end behind these.
    first, last = _HANGUL_PARTS
    may_end = letter == "-" or letter > _UNSPACED or first <= letter <= last
    return re.escape(letter) + ("\\n?" if may_end else "")
