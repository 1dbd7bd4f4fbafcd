"""Which letters of a title a search matched, by the rules of the search."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from broadsheet.library.titles.search_words import SearchWord, neighbours_joined, parse_words
from broadsheet.library.titles.vocabulary import (
    INSIDE,
    JOINED,
    MOST_PARTS,
    ONE_EDIT_IN_PREFIX,
    PREFIX,
    cost,
)
from broadsheet.text.folding import fold


@dataclass(frozen=True, slots=True)
class _TitleWord:
    """A word of a title, folded, and the place in the title that each of its letters came from."""

    text: str
    places: Sequence[int]


class Highlighter:
    """Finds the letters of a title that a query matched, by the rules of the search."""

    def __init__(self, text: str) -> None:
        self._terms = parse_words(text)
        self._joined = neighbours_joined(self._terms)

    def spans(self, title: str) -> list[tuple[int, int]]:
        """Return start and end of each match, in characters of `title`; no two touch or overlap."""
        words = _words(title) if self._terms else []
        spans = sorted(
            (letters[0], _end_of_character(title, letters[-1])) for letters in self._matched(words)
        )
        merged: list[tuple[int, int]] = []
        for start, end in spans:
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    def _matched(self, words: Sequence[_TitleWord]) -> Iterator[Sequence[int]]:
        """Yield the places of the letters of each match."""
        for term in self._terms:
            candidates = [*_alike(term, words), *_split(term, words)]
            least = min((price for price, _ in candidates), default=0)
            yield from (letters for price, letters in candidates if price == least)
        for pair in self._joined:
            for word in words:
                if word.text.startswith(pair.text):
                    yield word.places[: len(pair.text)]


def _alike(term: SearchWord, words: Sequence[_TitleWord]) -> Iterator[tuple[int, Sequence[int]]]:
    for word in words:
        price = cost(term, word.text)
        if price is None:
            continue
        letters = len(term.text)
        if price in {PREFIX, ONE_EDIT_IN_PREFIX}:
            yield price, word.places[:letters]
        elif price == INSIDE:
            start = word.text.index(term.text)
            yield price, word.places[start : start + letters]
        else:
            yield price, word.places


def _split(term: SearchWord, words: Sequence[_TitleWord]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield where neighbouring `words` together are `term`."""
    letters = len(term.text)
    for first in range(len(words)):
        joined = words[first].text
        places = [*words[first].places]
        for word in words[first + 1 : first + MOST_PARTS]:
            if len(joined) >= letters or not term.text.startswith(joined):
                break
            joined += word.text
            places += word.places
            if joined == term.text or (term.unfinished and joined.startswith(term.text)):
                yield JOINED, places[:letters]


def _words(title: str) -> list[_TitleWord]:
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(title):
        letters = _folded(character)
        folded.append(letters)
        places += [place] * len(letters)
    words: list[_TitleWord] = []
    start = 0
    for text in "".join(folded).split(" "):
        if text:
            words.append(_TitleWord(text, places[start : start + len(text)]))
        start += len(text) + 1
    return words


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """Return what `fold` makes of `character` inside a text: letters, a space, or nothing."""
    return fold(f"x{character}x")[1:-1]


def _end_of_character(title: str, place: int) -> int:
    """Return the place after the character at `place` and the marks that combine with it."""
    end = place + 1
    while end < len(title) and unicodedata.combining(title[end]):
        end += 1
    return end
