"""Fuzzy title search: forgiving about letters, order and blanks, strict about what comes first.

The words of the query are matched one by one against the vocabulary of the titles, never against
whole titles: a misspelt word has few neighbours among words, but many among sentences. What a word
found is then looked up in the postings, and the titles that hold every word are ranked by what the
resemblances cost together.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from reader.articles.text import fold
from reader.library.postings import Postings, index_titles
from reader.library.ranking import Costs, all_but_one, best_reading, cheapest
from reader.library.vocabulary import (
    EXACT,
    INSIDE,
    JOINED,
    MOST_PARTS,
    ONE_EDIT_IN_PREFIX,
    PREFIX,
    Term,
    Vocabulary,
    cost,
)

WHOLE_TITLE = 1
"""Score of a title that consists of the words of the query. Every word found as typed: 0."""

_MOST_WORDS = 32
_MOST_LETTERS = 64
_FEWEST_TO_MISS_ONE = 3
_ENOUGH = 10


class Match(NamedTuple):
    """A title that was found. The higher the `score` the better; equal ones fit equally well."""

    id: int
    score: int


@dataclass(frozen=True, slots=True)
class Tier:
    """The titles that fit a query equally well."""

    score: int
    ids: Set[int]


def _never() -> bool:
    return False


def _parse(text: str) -> list[Term]:
    """Return the different words of a query, the last unfinished unless a blank follows it.

    What is pasted is cut: no title is remembered in more words, or by more letters of a word.
    """
    words = list(dict.fromkeys(word[:_MOST_LETTERS] for word in fold(text).split()))[:_MOST_WORDS]
    terms = [Term(word) for word in words]
    if words and not text[-1].isspace():
        terms[-1] = Term(words[-1], unfinished=True)
    return terms


def _neighbours_joined(terms: Sequence[Term]) -> list[Term]:
    return [Term(first.text + second.text, second.unfinished) for first, second in pairwise(terms)]


class TitleSearch:
    """The titles of a library at one moment, ready to be searched.

    It keeps what the words of the last query found, so that the next key costs only the word that
    the key changed.
    """

    def __init__(self, vocabulary: Vocabulary, postings: Postings) -> None:
        self._vocabulary = vocabulary
        self._postings = postings
        self._recent: dict[Term, Costs] = {}

    @classmethod
    def build(cls, rows: Iterable[tuple[int, str]]) -> "TitleSearch":
        """Index `rows` of article id and title."""
        return cls(*index_titles(rows))

    def search(
        self, text: str, *, cancelled: Callable[[], bool] = _never, limit: int | None = None
    ) -> list[Match]:
        """Return the titles that fit `text`, best first; at most `limit` of them.

        See `tiers` for what fits and for `cancelled`. The order within a score means nothing.
        """
        matches: list[Match] = []
        for tier in self.tiers(text, cancelled=cancelled):
            matches += [Match(article_id, tier.score) for article_id in tier.ids]
            if limit is not None and len(matches) >= limit:
                break
        return matches[:limit]

    def tiers(self, text: str, *, cancelled: Callable[[], bool] = _never) -> list[Tier]:
        """Return the titles that fit `text`, best first, those that fit equally well together.

        Every word must be found, in any order. Where fewer than ten titles have them all, those
        that lack one of three or more words follow. `cancelled` is asked between words; once it
        says yes the answer is empty.
        """
        terms = _parse(text)
        if not terms:
            return []
        found: dict[Term, Costs] = {}
        for term in terms:
            if cancelled():
                return []
            found[term] = self._recent[term] if term in self._recent else self._find(term)
        self._recent = found
        words = [found[term] for term in terms]
        costs = best_reading(words, [self._find_joined(pair) for pair in _neighbours_joined(terms)])
        if len(terms) >= _FEWEST_TO_MISS_ONE and sum(map(len, costs.values())) < _ENOUGH:
            costs = cheapest([costs, all_but_one(words)])
        tiers = [Tier(-price, costs[price]) for price in sorted(costs)]
        if tiers and tiers[0].score == -EXACT:
            tiers[:1] = self._whole_titles_first(tiers[0], len(terms))
        return tiers

    def _find(self, term: Term) -> Costs:
        """Return the titles that hold `term`, or what resembles it."""
        ranges: dict[int, list[range]] = {}
        for price, words in self._vocabulary.like(term):
            ranges.setdefault(price, []).append(words)
        found = [{price: self._postings.titles_with(words)} for price, words in ranges.items()]
        found += (
            {price: self._titles_with(parts)} for price, parts in self._vocabulary.splits(term)
        )
        return cheapest(found)

    def _find_joined(self, pair: Term) -> Costs:
        """Return the titles that write as one word what the query writes as two."""
        exact = self._vocabulary.exact(pair.text)
        begun = self._vocabulary.beginning_with(pair.text)
        return cheapest(
            [
                {JOINED: self._postings.titles_with([exact])},
                {JOINED + PREFIX: self._postings.titles_with([begun])},
            ]
        )

    def _titles_with(self, parts: Sequence[range]) -> set[int]:
        """Return the titles in which each of `parts` follows the one before."""
        return set.intersection(
            *(self._postings.titles_with_pair(first, second) for first, second in pairwise(parts))
        )

    def _whole_titles_first(self, tier: Tier, words: int) -> list[Tier]:
        whole = tier.ids & self._postings.titles_of_length(words)
        tiers = [Tier(WHOLE_TITLE, whole), Tier(tier.score, tier.ids - whole)]
        return [tier for tier in tiers if tier.ids]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a title, folded, and the place in the title that each of its letters came from."""

    text: str
    places: Sequence[int]


class Highlighter:
    """Finds the letters of a title that a query matched, by the rules of the search."""

    def __init__(self, text: str) -> None:
        self._terms = _parse(text)
        self._joined = _neighbours_joined(self._terms)

    def spans(self, title: str) -> list[tuple[int, int]]:
        """Return start and end of what matched, in characters of `title`; none touch or overlap."""
        words = _words(title)
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

    def _matched(self, words: Sequence[_Word]) -> Iterator[Sequence[int]]:
        """Yield the places of letters that matched, from the first to the last of a run."""
        for term in self._terms:
            candidates = [*_alike(term, words), *_split(term, words)]
            least = min((price for price, _ in candidates), default=0)
            yield from (letters for price, letters in candidates if price == least)
        for pair in self._joined:
            for word in words:
                if word.text.startswith(pair.text):
                    yield word.places[: len(pair.text)]


def _alike(term: Term, words: Sequence[_Word]) -> Iterator[tuple[int, Sequence[int]]]:
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


def _split(term: Term, words: Sequence[_Word]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield where neighbours among `words` make up `term`."""
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


def _words(title: str) -> list[_Word]:
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(title):
        letters = _folded(character)
        folded.append(letters)
        places += [place] * len(letters)
    words: list[_Word] = []
    start = 0
    for text in "".join(folded).split(" "):
        if text:
            words.append(_Word(text, places[start : start + len(text)]))
        start += len(text) + 1
    return words


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """Return what `fold` makes of `character` inside a text: letters, a blank, or nothing."""
    return fold(f"x{character}x")[1:-1]


def _end_of_character(title: str, place: int) -> int:
    """Return the place after the character at `place` and the marks that combine with it."""
    end = place + 1
    while end < len(title) and unicodedata.combining(title[end]):
        end += 1
    return end
