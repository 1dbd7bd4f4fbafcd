"""Regular expressions that are compiled when they are first used: a start uses few of them."""

import re
from typing import cast


def compiled_later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` does, except that it is not compiled yet.

    Only its own methods work: the functions of `re` do not take it.
    """
    return cast("re.Pattern[str]", _Later(pattern, flags))


class _Later:
    """Stands for a compiled pattern. Once a method was used, it is as quick as the pattern's."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> object:
        found: object = getattr(re.compile(*self._source), name)
        setattr(self, name, found)
        return found
