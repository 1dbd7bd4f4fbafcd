"""The other forms that an English word may take: `service` for `services`, `stop` for `stopped`."""

from collections.abc import Iterator
from functools import lru_cache

_SHORTEST = 4
"""Letters of a word that has other forms; they have one less at least."""

_ENDINGS = (
    *(("ies", "y"), ("ied", "y"), ("es", ""), ("s", "")),
    *(("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")),
)
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=1024)
def word_forms(word: str) -> tuple[str, ...]:
    """Return a folded word and what may be its other forms; most of these are no words at all.

    >>> "services" in word_forms("service") and "stop" in word_forms("stopped")
    True
    """
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return (word,)
    bases = list(_bases(word)) or [word]
    forms = (form for base in bases for form in (base, *_inflected(base)))
    return tuple(dict.fromkeys((word, *forms)))


def _bases(word: str) -> Iterator[str]:
    """Yield what `word` may be a form of."""
    for ending, instead in _ENDINGS:
        base = word.removesuffix(ending) + instead
        if word.endswith(ending) and len(base) >= _SHORTEST - 1:
            yield base
            if ending in ("ed", "ing") and not instead and base[-1] == base[-2] and len(base) > 3:
                yield base[:-1]


def _inflected(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return (f"{base}s", f"{base}d", f"{base[:-1]}ing")
    forms = (f"{base}s", f"{base}es", f"{base}ed", f"{base}ing")
    if base.endswith("y") and base[-2] not in _VOWELS:
        return (*forms, f"{base[:-1]}ies", f"{base[:-1]}ied")
    if base[-1] not in _VOWELS and base[-2] in _VOWELS and base[-3] not in _VOWELS:
        return (*forms, f"{base}{base[-1]}ed", f"{base}{base[-1]}ing")
    return forms
