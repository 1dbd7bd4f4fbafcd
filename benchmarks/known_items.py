"""Known-item queries: what a person types who has seen a title and half remembers it."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from broadsheet.text.folding import fold

ONE_WRONG = "one word wrong"
"""The kind of damage that leaves one word of the query in no relation to the title."""

_TRIES = 1_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A query for one title: what is typed, the words that were meant, and the title's place."""

    kind: str
    text: str
    meant: tuple[str, ...]
    wanted: int


Damage = Callable[[random.Random, list[str]], tuple[list[str], list[str]] | None]
"""Takes a title's words, returns those meant and those typed; None where the title has no such."""


def edited(rng: random.Random, word: str) -> str:
    """Return `word` with one letter left out, put in, replaced, or two neighbours exchanged."""
    while True:
        at = rng.randrange(len(word))
        letter = rng.choice(_LETTERS)
        other = rng.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            ]
        )
        if other != word:
            return other


def _some(rng: random.Random, words: list[str], least: int = 2) -> list[str]:
    """Return two to four of `words`, in the title's order."""
    different = list(dict.fromkeys(words))
    places = rng.sample(range(len(different)), min(len(different), rng.randint(least, 4)))
    return [different[place] for place in sorted(places)]


def _shuffled(rng: random.Random, words: list[str]) -> list[str]:
    return rng.sample(words, len(words))


def _edit_long(rng: random.Random, words: list[str]) -> list[str] | None:
    if all(len(word) < 5 for word in words):
        return None
    return [edited(rng, word) if len(word) >= 5 else word for word in words]


def _exact(rng: random.Random, words: list[str]) -> tuple[list[str], list[str]]:
    meant = _some(rng, words)
    return meant, meant


def _in_any_order(rng: random.Random, words: list[str]) -> tuple[list[str], list[str]]:
    meant = _some(rng, words)
    return meant, _shuffled(rng, meant)


def _prefixes(rng: random.Random, words: list[str]) -> tuple[list[str], list[str]]:
    meant = _some(rng, words)
    return meant, [word[: rng.randint(3, max(3, len(word)))] for word in meant]


def _one_typo(rng: random.Random, words: list[str]) -> tuple[list[str], list[str]] | None:
    meant = _some(rng, words)
    long = [place for place, word in enumerate(meant) if len(word) >= 4]
    if not long:
        return None
    hit = rng.choice(long)
    return meant, [edited(rng, word) if at == hit else word for at, word in enumerate(meant)]


def _typos(rng: random.Random, words: list[str]) -> tuple[list[str], list[str]] | None:
    meant = _some(rng, words)
    typed = _edit_long(rng, meant)
    return (meant, typed) if typed else None


def _typos_shuffled(rng: random.Random, words: list[str]) -> tuple[list[str], list[str]] | None:
    meant = _some(rng, words)
    typed = _edit_long(rng, meant)
    return (meant, _shuffled(rng, typed)) if typed else None


def _joined(rng: random.Random, words: list[str]) -> tuple[list[str], list[str]]:
    size = min(len(words), rng.randint(2, 4))
    start = rng.randint(0, len(words) - size)
    meant = words[start : start + size]
    at = rng.randint(0, size - 2)
    return meant, [*meant[:at], meant[at] + meant[at + 1], *meant[at + 2 :]]


def _split(rng: random.Random, words: list[str]) -> tuple[list[str], list[str]] | None:
    meant = _some(rng, words)
    long = [place for place, word in enumerate(meant) if len(word) >= 4]
    if not long:
        return None
    at = rng.choice(long)
    cut = rng.randint(2, len(meant[at]) - 2)
    return meant, [*meant[:at], meant[at][:cut], meant[at][cut:], *meant[at + 1 :]]


def _two_edits(rng: random.Random, words: list[str]) -> tuple[list[str], list[str]] | None:
    meant = _some(rng, words)
    long = [place for place, word in enumerate(meant) if len(word) >= 8]
    if not long:
        return None
    hit = rng.choice(long)
    twice = edited(rng, edited(rng, meant[hit]))
    if twice == meant[hit]:
        return None
    return meant, [twice if at == hit else word for at, word in enumerate(meant)]


def _one_dropped(rng: random.Random, words: list[str]) -> tuple[list[str], list[str]] | None:
    remembered = _some(rng, words, least=4)
    if len(remembered) < 4:
        return None
    at = rng.randrange(4)
    meant = remembered[:at] + remembered[at + 1 :]
    return meant, meant


def _one_wrong(others: Sequence[str]) -> Damage:
    def damage(rng: random.Random, words: list[str]) -> tuple[list[str], list[str]] | None:
        meant = _some(rng, words, least=4)
        if len(meant) < 4:
            return None
        wrong = rng.choice(others)
        if wrong in words:
            return None
        at = rng.randrange(4)
        return meant[:at] + meant[at + 1 :], [*meant[:at], wrong, *meant[at + 1 :]]

    return damage


# The order is part of what a seed stands for: a new kind goes to the end.
_DAMAGES: dict[str, Damage] = {
    "exact": _exact,
    "shuffled": _in_any_order,
    "prefixes": _prefixes,
    "one typo": _one_typo,
    "typo in each word": _typos,
    "typos, shuffled": _typos_shuffled,
    "words joined": _joined,
    "word split": _split,
    "two edits in a word": _two_edits,
    "one word dropped": _one_dropped,
}


def known_items(titles: Iterable[str], seed: int, of_each: int) -> Iterator[KnownItem]:
    """Yield `of_each` queries of each kind of damage; the same seed yields the same queries.

    Fewer of a kind where hardly a title has the words for it.
    """
    rng = random.Random(seed)  # noqa: S311 - a benchmark, to be repeated
    words = [fold(title).split() for title in titles]
    usable = [place for place, title in enumerate(words) if len(set(title)) >= 2]
    everything = [word for title in words for word in title]
    for kind, damage in {**_DAMAGES, ONE_WRONG: _one_wrong(everything)}.items():
        made = (_query(rng, kind, damage, words, usable) for _ in range(_TRIES * of_each))
        yield from islice(filter(None, made), of_each)


def _query(
    rng: random.Random, kind: str, damage: Damage, words: list[list[str]], usable: list[int]
) -> KnownItem | None:
    wanted = rng.choice(usable)
    query = damage(rng, words[wanted])
    if query is None:
        return None
    meant, typed = query
    return KnownItem(kind, " ".join(typed), tuple(meant), wanted)
