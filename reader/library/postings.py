"""Which titles hold which words, and which word follows which."""

from array import array
from collections.abc import Iterable

from reader.articles.text import fold
from reader.library.vocabulary import Vocabulary

_NO_WORD = -1
"""Follows the last word of a title."""


class Postings:
    """Article ids by word, a word being its place in the vocabulary.

    The ids of a range of words lie side by side, so that a prefix costs one copy, not one a word.
    """

    def __init__(
        self,
        starts: "array[int]",
        ids: "array[int]",
        followers: "array[int]",
        by_length: "dict[int, array[int]]",
    ) -> None:
        self._starts = starts
        self._ids = ids
        self._followers = followers
        self._by_length = by_length

    def titles_with(self, words: Iterable[range]) -> set[int]:
        """Return the ids of the titles that hold any of `words`."""
        found: set[int] = set()
        for places in words:
            found.update(self._ids[self._slice(places)])
        return found

    def titles_with_pair(self, first: range, second: range) -> set[int]:
        """Return the ids of the titles in which a word of `second` follows one of `first`."""
        part = self._slice(first)
        occurrences = zip(self._ids[part], self._followers[part], strict=True)
        start, stop = second.start, second.stop
        return {article_id for article_id, follower in occurrences if start <= follower < stop}

    def titles_of_length(self, words: int) -> set[int]:
        """Return the ids of the titles that consist of so many words."""
        return set(self._by_length.get(words, ()))

    def _slice(self, words: range) -> slice:
        return slice(self._starts[words.start], self._starts[words.stop])


def index_titles(rows: Iterable[tuple[int, str]]) -> tuple[Vocabulary, Postings]:
    """Return the vocabulary of `rows` (article id, title) and the postings that belong to it."""
    numbers: dict[str, int] = {}
    ids: list[array[int]] = []
    followers: list[array[int]] = []
    by_length: dict[int, array[int]] = {}
    for article_id, title in rows:
        words = fold(title).split()
        by_length.setdefault(len(words), array("q")).append(article_id)
        follower = _NO_WORD
        for word in reversed(words):
            number = numbers.setdefault(word, len(ids))
            if number == len(ids):
                ids.append(array("q"))
                followers.append(array("i"))
            ids[number].append(article_id)
            followers[number].append(follower)
            follower = number
    vocabulary = Vocabulary(numbers)
    order = [numbers[word] for word in vocabulary.words]
    places = {number: place for place, number in enumerate(order)} | {_NO_WORD: _NO_WORD}
    starts, all_ids, all_followers = array("L", [0]), array("q"), array("i")
    for number in order:
        all_ids += ids[number]
        all_followers.extend(map(places.__getitem__, followers[number]))
        starts.append(len(all_ids))
    return vocabulary, Postings(starts, all_ids, all_followers, by_length)
