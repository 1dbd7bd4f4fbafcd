"""The words of a title that name its subject, to make a rule of."""

import re
from collections.abc import Callable, Sequence

from broadsheet.articles.dates import MONTHS
from broadsheet.text.folding import fold

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MOST_PARTS = 100
_SHORTEST = 3
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH = (
    "about add adds after again against also and any are because been before being between but "
    "can could did does down during each even ever every first for from get gets getting got "
    "had has have her here his how into introducing its just last least less like made make "
    "makes making many may mean means might more most much must near need needs new next not "
    "now off once one only other our out over own part said same say says see she should since "
    "some still such take takes than that the their them then there these they this those "
    "through today too two under until update updates upon use used uses using very via was way "
    "ways well were what when where whether which while who whose why will with within without "
    "would you your announces announcing announcement available feature features"
)
_EMPTY = frozenset((*MONTHS, *_DAYS, *_ENGLISH.split()))
"""Words that are no subject by themselves."""

_TOO_COMMON, _ENOUGH = 20, 40
"""Words of one article in this many are no subject, in a library that has enough of them."""


def telling_words(
    title: str, articles_with: Callable[[str], int], articles: int, most: int
) -> list[str]:
    """Return the words that say best what `title` is about: names first, then the rarest.

    `articles_with` returns how many of the `articles` of the library have a word.
    """
    words = _WORD.findall(title)[:_MOST_PARTS]
    is_sentence = _is_sentence(words)
    ranked = list[tuple[bool, bool, int, int, int, str]]()
    seen = set[str]()
    for place, word in enumerate(words):
        folded = fold(word)
        if folded in seen or not _has_subject(folded):
            continue
        seen.add(folded)
        count = articles_with(folded)
        if articles >= _ENOUGH and count * _TOO_COMMON > articles:
            continue
        is_name = _is_name(word) or (is_sentence and place > 0 and word[0].isupper())
        # What no other article has would find this one alone.
        ranked.append((not is_name, count <= 1, count, -len(folded), place, folded))
    return [word for *_, word in sorted(ranked)[:most]]


def _is_sentence(words: Sequence[str]) -> bool:
    """Tell whether only names of a title have capitals."""
    longer = [word for word in words[1:] if fold(word) not in _EMPTY and word[0].isalpha()]
    return 2 * sum(word[0].isupper() for word in longer) <= len(longer)


def _is_name(word: str) -> bool:
    """Tell whether a word looks like a name anywhere: `GPT-3`, `PowerApps`, `iOS`."""
    letters = word[1:]
    return word != word.lower() and (letters != letters.lower() or any(map(str.isdigit, word)))


def _has_subject(folded: str) -> bool:
    """Tell whether a word, or a part of one with a hyphen, may be a subject."""
    return any(
        len(part) >= _SHORTEST and part not in _EMPTY and not part.isdecimal()
        for part in folded.split()
    )
