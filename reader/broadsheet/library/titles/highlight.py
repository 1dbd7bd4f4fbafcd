"""Which letters of a title a search matched, by the rules of the search."""

from collections.abc import Iterator, Sequence

from broadsheet.library.titles.search_words import SearchWord, neighbours_joined, parse_words
from broadsheet.library.titles.vocabulary import (
    INSIDE,
    JOINED,
    MOST_PARTS,
    ONE_EDIT_IN_PREFIX,
    PREFIX,
    cost,
)
from broadsheet.text.placed_words import PlacedWord, end_of_character, merged, placed_words


class Highlighter:
    """Finds the letters of a title that a query matched, by the rules of the search."""

    def __init__(self, text: str) -> None:
        self._terms = parse_words(text)
        self._joined = neighbours_joined(self._terms)

    def spans(self, title: str) -> list[tuple[int, int]]:
        """Return start and end of each match, in characters of `title`; no two touch or overlap."""
        words = placed_words(title) if self._terms else []
        spans = sorted(
            (letters[0], end_of_character(title, letters[-1])) for letters in self._matched(words)
        )
        return merged(spans)

    def _matched(self, words: Sequence[PlacedWord]) -> Iterator[Sequence[int]]:
        """Yield the places of the letters of each match."""
        for term in self._terms:
            candidates = [*_alike(term, words), *_split(term, words)]
            least = min((price for price, _ in candidates), default=0)
            yield from (letters for price, letters in candidates if price == least)
        for pair in self._joined:
            for word in words:
                if word.text.startswith(pair.text):
                    yield word.places[: len(pair.text)]


def _alike(term: SearchWord, words: Sequence[PlacedWord]) -> Iterator[tuple[int, Sequence[int]]]:
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


def _split(term: SearchWord, words: Sequence[PlacedWord]) -> Iterator[tuple[int, Sequence[int]]]:
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
