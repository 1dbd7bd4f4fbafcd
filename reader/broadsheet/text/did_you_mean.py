"""Did you mean …?: the known name that a mistyped one is nearest to."""

from collections.abc import Sequence

_ALIKE = 0.7
_LONGEST = 80  # comparing takes time by the square of the length


def nearest(word: str, known: Sequence[str], alike: float = _ALIKE) -> str | None:
    """Return the name among `known` that `word` begins, or else resembles; None where none does.

    `alike` is how much of both must agree, from 0 to 1.
    """
    begun = (name for name in known if len(word) > 2 and name.startswith(word))
    found = next(begun, None)
    if found is not None or len(word) > _LONGEST:
        return found
    # Imported only where somebody mistyped: nobody else waits for it at the start.
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, known, 1, alike)), None)
