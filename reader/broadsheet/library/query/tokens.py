"""The text of a query, taken apart at its blanks, quotes and colons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?=\S) (?P<minus>-?)
    (?: (?P<name>[^\W\d_]{1,20}) : )?
    (?P<value> "(?P<quoted>(?:[^"]|"")*+) (?:"|\Z) | \S* )
    """,
    re.VERBOSE,
)
_UNTYPABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """What may be one term: `-name:value`. All but the value may be missing.

    `start` and `end` are its place in the text, `value_start` that of its value, quotes included;
    `value` is without them.
    """

    start: int
    end: int
    value_start: int
    name: str | None
    value: str
    is_quoted: bool
    is_negated: bool

    @property
    def name_start(self) -> int:
        """Where the name begins, or the value where there is none."""
        return self.start + self.is_negated


def tokens(text: str) -> Iterator[Token]:
    """Yield what `text` consists of; an open quote reaches to its end."""
    for match in _TOKEN.finditer(without_controls(text)):
        quoted: str | None = match["quoted"]
        yield Token(
            start=match.start(),
            end=match.end(),
            value_start=match.start("value"),
            name=match["name"],
            value=match["value"] if quoted is None else quoted.replace('""', '"'),
            is_quoted=quoted is not None,
            is_negated=bool(match["minus"]),
        )


def without_controls(text: str) -> str:
    """Return `text` with a blank for everything that cannot be typed, and as long as before."""
    return _UNTYPABLE.sub(" ", text)
