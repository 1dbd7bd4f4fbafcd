"""The sentence of a text that a search found, and which of its letters matched."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import TextTerm
from broadsheet.text.door import clean_line, clean_text
from broadsheet.text.placed_words import PlacedWord, end_of_character, merged, placed_words
from broadsheet.text.word_forms import word_forms
from broadsheet.text.words import words

LONGEST = 300
"""Characters of a sentence that are quoted."""

_BEFORE = 60
"""Of these, at most this many come before the first match."""

_SENTENCE = re.compile(r".+?(?:[.!?…。！？]+[\"'”’»)\]]*(?=\s)|[。！？]|\n\s*\n|\Z)", re.DOTALL)
_MOST_SENTENCES = 20_000
# What begins a line of Markdown, and what surrounds words in it.
_SIGNS = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]|>|[-*+][ \t]|\|)[ \t]*|\*\*|__|[`*|]|!?\[|\]", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A sentence, and start and end of each match in it."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


def beginning(text: str) -> Snippet:
    """Return the beginning of a text on one line."""
    return Snippet(clean_line(_SIGNS.sub("", text[: 2 * LONGEST]), limit=LONGEST))


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Words that follow one another. With `begins`, the last one is the beginning of a word.

    `forms` may stand in their place.
    """

    text: str
    begins: bool
    forms: frozenset[str] = frozenset()

    def is_in(self, folded: str) -> bool:
        end = "" if self.begins else " "
        if f" {self.text}{end}" in f" {folded} ":
            return True
        return bool(self.forms) and not self.forms.isdisjoint(folded.split())

    def places(self, found: Sequence[PlacedWord]) -> Iterator[Sequence[int]]:
        """Yield the places of the letters of each match."""
        wanted = self.text.split(" ")
        count = len(wanted)
        texts = [word.text for word in found]
        yield from (word.places for word in found if word.text in self.forms)
        for start in range(len(found) - count + 1):
            *first, last = texts[start : start + count]
            if first != wanted[:-1]:
                continue
            if last == wanted[-1] or (self.begins and last.startswith(wanted[-1])):
                letters = [place for word in found[start : start + count] for place in word.places]
                yield letters[: len(letters) - len(last) + len(wanted[-1])]


class Quoter:
    """Finds the sentence that best shows why a query found a text."""

    def __init__(self, query: Query) -> None:
        patterns = [
            _Pattern(words(term.value), term.value.endswith("*"))
            for term in query.terms
            if isinstance(term, TextTerm) and not term.negated
        ]
        typed = words(query.words).split()
        unfinished = bool(typed) and not query.words.endswith(" ")
        patterns += [
            _Pattern(word, unfinished and number == len(typed), frozenset(word_forms(word)[1:]))
            for number, word in enumerate(typed, 1)
        ]
        self._patterns = list(dict.fromkeys(patterns))

    def quote(self, texts: Sequence[str]) -> Snippet | None:
        """Return the first sentence with most of what the query asks for; None if there is none."""
        best, most = "", 0
        for text in texts:
            for sentence, matches in self._matching(text):
                if matches > most:
                    best, most = sentence, matches
                if matches == len(self._patterns):
                    return self._snippet(best)
        return self._snippet(best) if best else None

    def _matching(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield sentences and how much they match; of a match across an end, both sentences."""
        if not self._matches(words(text)):
            return
        before = ""
        for found in islice(_SENTENCE.finditer(text), _MOST_SENTENCES):
            sentence = found[0]
            yield sentence, self._matches(words(sentence))
            if before:
                both = before + sentence
                more = self._matches(words(both))
                if more > max(self._matches(words(before)), self._matches(words(sentence))):
                    yield both, more
            before = sentence

    def _matches(self, folded: str) -> int:
        return sum(pattern.is_in(folded) for pattern in self._patterns)

    def _snippet(self, sentence: str) -> Snippet:
        text = clean_line(_SIGNS.sub("", clean_text(sentence)), limit=len(sentence) + 1)
        spans = self._spans(text)
        start = spans[0][0] if spans else 0
        if len(text) > LONGEST and start > _BEFORE:
            cut = text.rfind(" ", 0, start - _BEFORE // 2) + 1 or start
            text = f"…{text[cut:]}"
            spans = self._spans(text)
        if len(text) > LONGEST:
            text = text[: LONGEST - 1] + "…"
            spans = [span for span in spans if span[1] < LONGEST]
        return Snippet(text, tuple(spans))

    def _spans(self, text: str) -> list[tuple[int, int]]:
        found = placed_words(text, words)
        return merged(
            sorted(
                (letters[0], end_of_character(text, letters[-1]))
                for pattern in self._patterns
                for letters in pattern.places(found)
            )
        )
