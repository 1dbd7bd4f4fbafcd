"""Patterns of a `.gitignore`, as git reads them, in one regular expression.

They come from untrusted files, so no pattern may take long, whatever it is compared with. Every `*`
but the last in a name matches as little as possible and is never tried again, which gives the same
result, and a pattern with more than two `**` is ignored.
"""

import re
from collections.abc import Iterable, Sequence

_MOST = 1_000
_LONGEST = 1_000  # characters
_MOST_DEEP = 2  # `**` in one pattern

_ANY_FOLDERS = "(?:[^/]+/)*"
_PIECE = re.compile(r"\\(.)|\[([!^]?)(\]?[^\]/]*)\]|(\*+)|(\?)|(.)", re.DOTALL)


class Patterns:
    """Patterns in their order: the last one that matches decides. Those with a `!` include."""

    def __init__(self, lines: Iterable[str]) -> None:
        found = [pattern for line in lines if (pattern := _pattern(line))][:_MOST]
        found.reverse()
        self._excludes = [excludes for _, excludes in found]
        self._match = re.compile("|".join(f"({regex})" for regex, _ in found)).fullmatch

    def __bool__(self) -> bool:
        return bool(self._excludes)

    def verdict(self, path: str) -> bool | None:
        """Return whether `path` is excluded, None if no pattern matches; folders end in a slash."""
        match = self._match(path) if self._excludes else None
        return None if match is None else self._excludes[(match.lastindex or 1) - 1]


def _pattern(line: str) -> tuple[str, bool] | None:
    """Return the regular expression of a line, and whether it excludes; None if it has none."""
    line = re.sub(r"(?<!\\)[ \t\r\n]+\Z", "", line)
    excludes = not line.startswith("!")
    line = line if excludes else line[1:]
    if not line or line[0] == "#" or len(line) > _LONGEST:
        return None
    is_folder = line.endswith("/")
    names = line.removesuffix("/").removeprefix("/").split("/")
    if sum(map(_is_deep, names)) > _MOST_DEEP:
        return None
    # With a slash inside or in front it is about one place, without one about any.
    deep = _ANY_FOLDERS if len(names) == 1 and not line.startswith("/") else ""
    try:
        return deep + _regex(names) + ("/" if is_folder else "/?"), excludes
    except re.error:
        return None


def _regex(names: Sequence[str]) -> str:
    last = len(names) - 1
    regex = ""
    for place, name in enumerate(names):
        if _is_deep(name):
            regex += "[^/].*" if place == last else _ANY_FOLDERS
        else:
            regex += _of_name(name) + ("" if place == last else "/")
    re.compile(regex)
    return regex


def _is_deep(name: str) -> bool:
    return len(name) > 1 and not name.strip("*")


def _of_name(name: str) -> str:
    """Return the regular expression of a pattern without a slash."""
    if name == "*":
        return "[^/]+"
    pieces = [""]
    for literal, negated, characters, stars, question, plain in _PIECE.findall(name):
        if stars:
            pieces.append("")
        elif question:
            pieces[-1] += "[^/]"
        elif characters:
            inside = re.sub(r"([\\\[&~|]|\A-(?=-))", r"\\\1", characters)
            # A dash that ends a range: `re` warns of two in a row.
            inside = re.sub(r"(?<!\\)--", r"-\\-", inside)
            pieces[-1] += f"(?![/])[{'^' if negated else ''}{inside}]"
        else:
            pieces[-1] += re.escape(literal or plain or "[")
    first, *others = pieces
    if not others:
        return first
    *middle, end = others
    return first + "".join(f"(?>[^/]*?{piece})" for piece in middle) + f"[^/]*{end}"
