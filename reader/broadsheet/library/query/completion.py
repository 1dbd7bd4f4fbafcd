"""Completes a query at the cursor: fields, names of the library, dates, sort keys."""

from collections.abc import Iterator

from broadsheet.library.query.dates import local_now
from broadsheet.library.query.names import Names
from broadsheet.library.query.terms import FACETS, FLAGS, SORT_FIELDS, in_quotes, quoted
from broadsheet.library.query.tokens import Token, tokens
from broadsheet.records import record
from broadsheet.text.folding import fold

_FEWEST_LETTERS = 2
"""A word without a colon is completed from this many letters on; one letter matches too much."""

_MOST_NAMES = 200
"""Names that are offered; a large library has thousands of authors."""

_HINTS = {
    "topic": "of this topic",
    "provider": "by name or domain",
    "author": "by name",
    "feed": "by its address",
    "type": "article, video, course …",
    "category": "news …",
    "quality": ">50, 50..90, top10%, none",
    "heat": ">=0, 50..90, top10%, none",
    "newer": "the last days: 7d, 2w, 1m, 1y",
    "newest": "the library's last days: 7d, 2w, 1m, 1y",
    "older": "before 7d, 2w, 1m, 1y",
    "after": "2023, 2023-05, 2023-05-18, today",
    "before": "2023, 2023-05, 2023-05-18, today",
    "date": "2023-05, 2022..2023-05, none",
    "is": "read, unread, starred, later …",
    "text": 'word, begin*, "a phrase" in the text',
    "has": "related, image, body, text, story",
    "sources": ">3, 2..5",
    "front": "the front page of today, 2023-05-18, 7d",
    "sort": "quality, heat, date …, - for best first",
}
"""The fields in the order in which they are offered, with what each takes."""

_AGO = ("7d", "2w", "1m", "3m", "1y")
_AGO_TOO = ("1d", "3d", "1w", "6m", "2y")
"""Periods that are offered once something is typed that they begin with."""

_DAYS = ("today", "yesterday", *_AGO)
_NUMBERS = ("top10%", "top25%", "none")


def _flags(kind: str) -> tuple[str, ...]:
    return tuple(flag.removeprefix(kind) for flag in FLAGS if flag.startswith(kind))


_VALUES = {
    "quality": _NUMBERS,
    "heat": _NUMBERS,
    "newer": _AGO,
    "newest": _AGO,
    "older": _AGO,
    "after": _DAYS,
    "before": _DAYS,
    "date": (*_DAYS, "none"),
    "front": _DAYS,
    "is": _flags("is:"),
    "has": _flags("has:"),
}

_GREATEST_FIRST = ("quality", "heat", "merit", "date", "sources", "front")
_USUAL = tuple(f"-{name}" if name in _GREATEST_FIRST else name for name in SORT_FIELDS)
_UNUSUAL = tuple(name if name in _GREATEST_FIRST else f"-{name}" for name in SORT_FIELDS)
_SORT_KEYS = (*_USUAL, *_UNUSUAL)


@record
class Choice:
    """One completion: the `text` to insert, and the `label` to show.

    `count` is how many articles have it, if known; `hint` says what may follow.
    """

    text: str
    label: str
    count: int | None = None
    hint: str = ""


@record
class Completion:
    """The `choices`, best first; one of them replaces the text from `start` to `end`."""

    start: int
    end: int
    choices: tuple[Choice, ...] = ()

    def apply(self, text: str, choice: Choice) -> str:
        """Return `text`, for which this completion was made, with `choice` in it."""
        return text[: self.start] + choice.text + text[self.end :]


def complete(text: str, cursor: int, names: Names) -> Completion:
    """Return the completions of the term in or before the cursor.

    `cursor` counts characters from the start of `text`. There are no choices within a phrase, at a
    space, or if nothing known begins with what was typed.
    """
    token = next((token for token in tokens(text) if token.start < cursor <= token.end), None)
    if token is None:
        return Completion(cursor, cursor)
    if token.name is None or cursor < token.value_start:
        completion = _term(text, cursor, token, names)
    elif fold(token.name) == "sort":
        completion = _sort(text, cursor, token)
    else:
        typed = [*tokens(text[:cursor])][-1].value
        # Text right after the closing quote must not become part of the value.
        write = in_quotes if token.is_quoted else quoted
        choices = tuple(
            Choice(write(value), value, count)
            for value, count in _values(fold(token.name), typed, names)
        )
        completion = Completion(token.value_start, token.end, choices)
    present = text[completion.start : completion.end]
    changing = tuple(choice for choice in completion.choices if choice.text != present)
    return Completion(completion.start, completion.end, changing)


def _term(text: str, cursor: int, token: Token, names: Names) -> Completion:
    """Complete the name of a field, or a word to anything that begins with it."""
    start = token.name_start
    begun = text[start:cursor].casefold()
    if (token.is_quoted and token.name is None) or len(begun) < _FEWEST_LETTERS:
        return Completion(cursor, cursor)
    fields = (
        Choice(f"{name}:", f"{name}:", hint=hint)
        for name, hint in _HINTS.items()
        if name.startswith(begun) and not (name == "sort" and token.is_negated)
    )
    if token.name is not None:
        return Completion(start, token.value_start, tuple(fields))
    if cursor < token.end:
        return Completion(cursor, cursor)
    flags = (Choice(flag, flag) for flag in FLAGS if flag.partition(":")[2].startswith(begun))
    named = (
        Choice(f"{name.kind}:{quoted(name.text)}", name.text, name.count, name.kind)
        for name in names.begun(FACETS, begun, _MOST_NAMES)
    )
    return Completion(start, token.end, (*fields, *flags, *named))


def _values(field: str, begun: str, names: Names) -> Iterator[tuple[str, int | None]]:
    for kind in FACETS:
        if kind == field:
            for name in names.begun([kind], begun, _MOST_NAMES):
                yield name.text, name.count
    values = _VALUES.get(field, ())
    if begun and _AGO[0] in values:
        values += _AGO_TOO
    if field == "date":
        today = local_now()
        values += (f"{today:%Y-%m}", f"{today:%Y}")
    for value in values:
        if value.startswith(begun.casefold()):
            yield value, None


def _sort(text: str, cursor: int, token: Token) -> Completion:
    if token.is_negated or token.is_quoted:
        return Completion(cursor, cursor)
    start = text.rfind(",", token.value_start, cursor) + 1 or token.value_start
    comma = text.find(",", cursor, token.end)
    end = token.end if comma < 0 else comma
    others = f"{text[token.value_start : start]},{text[end : token.end]}".casefold().split(",")
    taken = {part.removeprefix("-") for part in others}
    begun = text[start:cursor].casefold()
    choices = tuple(
        Choice(key, key)
        for key in _SORT_KEYS
        if key.removeprefix("-") not in taken
        and (key.startswith(begun) or key.removeprefix("-").startswith(begun))
    )
    return Completion(start, end, choices)
