"""The words of a text, and which of its characters each of their letters came from."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from broadsheet.text.folding import fold


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word, folded, and the place in the text that each of its letters came from."""

    text: str
    places: Sequence[int]


def placed_words(text: str, reduce: Callable[[str], str] = fold) -> list[PlacedWord]:
    """Return the words that `reduce` makes of `text`, which it takes character by character."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        reduced = _reduced(character, reduce)
        letters.append(reduced)
        places += [place] * len(reduced)
    words: list[PlacedWord] = []
    start = 0
    for word in "".join(letters).split(" "):
        if word:
            words.append(PlacedWord(word, places[start : start + len(word)]))
        start += len(word) + 1
    return words


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return `spans` of start and end, which ascend, so that no two touch or overlap."""
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def end_of_character(text: str, place: int) -> int:
    """Return the place after the character at `place` and the marks that combine with it."""
    end = place + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


@lru_cache(maxsize=4096)
def _reduced(character: str, reduce: Callable[[str], str]) -> str:
    """Return what becomes of `character` inside a text: letters, spaces, or nothing."""
    return reduce(f"x{character}x")[1:-1]
