"""Recognizes the parts of a series by their titles: `Portals tutorial 3: …`, `… (part two)`."""

from collections.abc import Iterable
from typing import NamedTuple

from broadsheet.text.patterns import compiled_later

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)})"
_NUMBERED = compiled_later(rf" {_NUMBER} ")
"""Most titles have no number, so that nothing else needs to be looked for."""

_PART = compiled_later(rf" (?:part|pt|episode|lesson|chapter|module|tutorial) {_NUMBER} ")
_COUNTED = compiled_later(rf"^((?: \S+){{3,}}?) {_NUMBER} ")
"""Any other title that begins with three words before a number: all parts begin the same."""

_SHARED = 2
"""Parts of one series have at least this many longer words in common."""

_LONGER = 4


class Part(NamedTuple):
    """What a title says of a series: which part it is, how all parts begin, and its words."""

    number: int
    beginning: str
    words: frozenset[str]

    def is_with(self, other: "Part") -> bool:
        """Tell whether two articles of one provider and day are parts of the same series."""
        if self.number == other.number or self.beginning != other.beginning:
            return False
        return bool(self.beginning) or len(self.words & other.words) >= _SHARED


def part_of(folded_title: str) -> Part | None:
    """Return which part of a series an article is by its folded title; None if it is none."""
    title = f" {folded_title.strip()} "
    if not _NUMBERED.search(title):
        return None
    if found := _PART.search(title):
        number, beginning = found[1], ""
    elif found := _COUNTED.match(title):
        beginning, number = found.groups()
    else:
        return None
    words = frozenset(word for word in title.split() if len(word) >= _LONGER)
    return Part(_number(number), beginning, words)


def series_of(parts: Iterable[tuple[int, Part]]) -> list[list[int]]:
    """Return the articles of each series of several parts, the first part first."""
    found: list[list[tuple[int, Part]]] = []
    for article_id, part in sorted(parts, key=lambda one: (one[1].number, one[0])):
        series = next((one for one in found if one[0][1].is_with(part)), None)
        if series is None:
            found.append([(article_id, part)])
        else:
            series.append((article_id, part))
    return [[article_id for article_id, _ in series] for series in found if len(series) > 1]


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 1 + _NUMBERS.index(text)
