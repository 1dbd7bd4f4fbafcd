"""The text of a query, split at spaces, quotes and colons."""

import re
from collections.abc import Iterator

from broadsheet.records import record
from broadsheet.text.patterns import compiled_later

_TOKEN = compiled_later(
    r"""
    (?=\S) (?P<minus>-?)
    (?: (?P<name>[^\W\d_]{1,20}) : )?
    (?P<value> "(?P<quoted>(?:[^"]|"")*+) (?:"|\Z) | \S* )
    """,
    re.VERBOSE,
)
_UNTYPABLE = compiled_later(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@record
class Token:
    """A candidate for a term: `-name:value`, in which all but the value may be missing.

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
        """Where the name begins, or without one, the value."""
        return self.start + self.is_negated


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of `text`; an open quote extends to its end."""
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
    """Return `text`, at the same length, with a space for everything that cannot be typed."""
    return _UNTYPABLE.sub(" ", text)
