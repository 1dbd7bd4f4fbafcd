"""Regular expressions that are compiled when they are first used: a start uses few of them."""

import re
import sys
from importlib import import_module
from typing import Any, cast

_HAS_THE_FAULT = sys.version_info < (3, 11, 5)
"""Before, what is repeated in a group with a `+` behind (`(?:a|b)*+`) was not always found."""


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` does, without the fault of the first versions of Python 3.11."""
    return _with_atomic_groups(pattern, flags) if _HAS_THE_FAULT else re.compile(pattern, flags)


def compiled_later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `compiled` does, except that it is not compiled yet.

    Only its own methods work: the functions of `re` do not take it.
    """
    return cast("re.Pattern[str]", _Later(pattern, flags))


class _Later:
    """Stands for a compiled pattern. Once a method was used, it is as quick as the pattern's."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> object:
        found: object = getattr(compiled(*self._source), name)
        setattr(self, name, found)
        return found


def _with_atomic_groups(pattern: str, flags: int) -> re.Pattern[str]:
    """Compile a pattern with `(?>(?:…)*)` in place of `(?:…)*+`, which means the same."""
    tree = import_module("re._parser").parse(pattern, flags)
    if not _makes_atomic(tree):
        return re.compile(pattern, flags)
    found: re.Pattern[str] = import_module("re._compiler").compile(tree, flags)
    return found


def _makes_atomic(tree: Any) -> bool:
    """Change the parsed pattern `tree`; return whether there was anything to change."""
    codes = import_module("re._constants")
    characters = (codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY)
    changed = False
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list | tuple):
            waiting += part
        elif hasattr(part, "data"):
            for place, (code, value) in enumerate(part.data):
                waiting.append(value)
                if code is codes.POSSESSIVE_REPEAT and not _is_one(value[2], characters):
                    repeated = type(part)(part.state, [(codes.MAX_REPEAT, value)])
                    part.data[place] = (codes.ATOMIC_GROUP, repeated)
                    changed = True
    return changed


def _is_one(repeated: Any, codes: tuple[object, ...]) -> bool:
    """Tell whether a single character is repeated, which was always found."""
    return len(repeated) == 1 and repeated[0][0] in codes
