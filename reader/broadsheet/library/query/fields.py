"""What follows the colon: the values of fields, and sort keys."""

from collections.abc import Callable
from functools import partial

from broadsheet.library.query.dates import Ago, When, parse_when
from broadsheet.library.query.terms import (
    FACETS,
    FLAGS,
    OPERATORS,
    SORT_FIELDS,
    Comparison,
    FacetField,
    FacetTerm,
    Flag,
    Front,
    Measure,
    MeasureField,
    Missing,
    Newest,
    Operator,
    Range,
    SortField,
    SortKey,
    Term,
    Test,
    TextTerm,
    Top,
    quoted,
)
from broadsheet.text.did_you_mean import nearest
from broadsheet.text.folding import fold
from broadsheet.text.patterns import compiled_later

_NUMBER = compiled_later(r"[+-]?[0-9]+")
_TOP = compiled_later(r"top(100|[1-9][0-9]?)%")
_COMPARED = compiled_later(r"(\w+)(<=|>=|[<>=])(.+)")
_DAY_OR_MONTH = compiled_later(r"[12]\d{3}-\d{2}(?:-\d{2})?")
_HASHTAG = compiled_later(r"#[^\W\d]\S*")
_EXCLUDED = compiled_later(r"![^\W\d]\S*")
FOREIGN = {
    "OR": "to find either, repeat a field, as in “topic:AI topic:Portals”",
    "NOT": "to exclude, put a hyphen before a term, as in “-type:video”",
}
_NO_SORT_KEY = f"A sort needs a key: one of {', '.join(SORT_FIELDS)}."


class QueryError(ValueError):
    """A part of a query cannot be understood; the message is a sentence for the user.

    `instead` is what to write, if that is known.
    """

    def __init__(self, sentence: str, instead: str = "") -> None:
        super().__init__(sentence)
        self.instead = instead


class LeftOutError(QueryError):
    """A part of a query does not ask for anything yet."""


def parse_sort(text: str) -> tuple[SortKey, ...]:
    """Return the keys of `text`, such as `-heat,date`; raises QueryError for an unknown key."""
    keys: dict[SortField, SortKey] = {}
    for part in sort_parts(text):
        key = sort_key(part)
        keys.setdefault(key.field, key)
    if not keys:
        raise QueryError(_NO_SORT_KEY)
    return tuple(keys.values())


def sort_parts(text: str) -> list[str]:
    """Return the parts of a sort, which commas separate."""
    return [part for part in (part.strip().casefold() for part in text.split(",")) if part]


def sort_key(part: str) -> SortKey:
    """Return the key that `part` names; raises QueryError if there is no such key."""
    name = part.removeprefix("-")
    for known in SORT_FIELDS:
        if known == name:
            return SortKey(known, descending=part.startswith("-"))
    if not name:
        raise QueryError(_NO_SORT_KEY)
    # Imported here, as in all of this module: only what is not understood needs it.
    from broadsheet.library.query.meant import sort_meant

    not_a_key = f"“{shown(name)}” is not a sort key"
    if order := sort_meant(name):
        raise QueryError(f"{not_a_key}: write “sort:{order}”.", order)
    if meant := nearest(name, SORT_FIELDS):
        raise QueryError(f"{not_a_key}: did you mean “{meant}”?", part.replace(name, meant))
    raise QueryError(f"{not_a_key}: the keys are {', '.join(SORT_FIELDS)}.")


def is_part_of_headline(name: str) -> bool:
    """Tell whether `name:` begins a headline (`Xbox: what is new`) and is not a misspelt field."""
    # `News:` is not a misspelt `newest:`.
    return fold(name) not in FIELDS and nearest(fold(name), FIELDS, alike=0.85) is None


def field_term(name: str, value: str, negated: bool) -> Term:
    """Return the term that `name:value` asks for.

    Raises QueryError if it cannot be understood, LeftOutError if it asks for nothing yet.
    """
    field_name = fold(name)
    make = _MAKERS.get(field_name)
    if make is None:
        raise _no_field(name, value)
    if not value or (field_name not in FACETS and not value.strip("<>=.")):
        raise no_value(field_name)
    try:
        return make(value, negated)
    except LeftOutError:
        raise
    except QueryError as error:
        from broadsheet.library.query.meant import value_meant

        kind, term = value_meant(field_name, value)
        if error.instead or not term:
            raise
        raise QueryError(f"“{shown(value)}” is not a {kind}: write “{term}”.", term) from error


def _no_field(name: str, value: str) -> QueryError:
    from broadsheet.library.query.meant import field_meant

    not_a_field = f"“{name}:” is not a field"
    if known := field_meant(fold(name), value):
        return QueryError(f"{not_a_field}: write “{shown(known)}”.", known)
    if meant := nearest(fold(name), FIELDS):
        return QueryError(f"{not_a_field}: did you mean “{meant}:”?", f"{meant}:{quoted(value)}")
    return QueryError(f"{not_a_field}.")


def check_word(word: str) -> None:
    """Raise QueryError or LeftOutError for what another query language would understand."""
    compared = _COMPARED.fullmatch(word)
    if compared is not None and fold(compared[1]) in FIELDS:
        name, sign, value = fold(compared[1]), compared[2].strip("="), compared[3]
        term = f"{name}:{sign}{value}"
        raise QueryError(f"“{shown(word)}” lacks a colon: write “{shown(term)}”.", term)
    if word == "AND":
        raise LeftOutError("“AND” is left out: all terms must match without it.")
    if _DAY_OR_MONTH.fullmatch(word):
        raise QueryError(
            f"“{word}” lacks a field: “date:{word}” finds the articles of that time.",
            f"date:{word}",
        )
    if _HASHTAG.fullmatch(word):
        term = f"topic:{word[1:]}"
        raise QueryError(f"“{shown(word)}” lacks a field: write “{shown(term)}”.", term)
    if _EXCLUDED.fullmatch(word):
        term = f"-{word[1:]}"
        raise QueryError(f"To exclude “{shown(word[1:])}”, write “{shown(term)}”.", term)
    if word in FOREIGN:
        raise QueryError(f"“{word}” is a word like any other: {FOREIGN[word]}.")


def no_value(name: str) -> LeftOutError:
    """Return the error for `name:` without a value."""
    return LeftOutError(f"“{name}:” has no value yet: it is left out.")


def shown(text: str) -> str:
    """Return what was typed, shortened to be quoted in a sentence."""
    return text if len(text) <= 40 else f"{text[:40]}…"


def _facet(kind: FacetField, value: str, negated: bool) -> FacetTerm:
    return FacetTerm(kind, value, negated)


def _measure(name: MeasureField, value: str, negated: bool) -> Measure:
    return Measure(name, _test(name, value.casefold()), negated)


def _since(operator: Operator, value: str, negated: bool) -> Measure:
    return Measure("date", Comparison(operator, _bound("date", value)), negated)


def _newest(value: str, negated: bool) -> Newest:
    ago = parse_when(value)
    if not isinstance(ago, Ago):
        raise QueryError(
            f"“newest:” takes a period (“7d”, “2w”, “3m”, “1y”), not “{shown(value)}”."
        )
    return Newest(ago, negated)


def _front(value: str, negated: bool) -> Front:
    when = parse_when(value)
    if when is None:
        raise QueryError(
            f"“front:” takes a date (“today”, “2023-05-18”, “2023-05”, “7d”), not “{shown(value)}”."
        )
    return Front(when, negated)


def _flag(kind: str, value: str, negated: bool) -> Flag:
    name = f"{kind}:{fold(value)}"
    if name in FLAGS:
        return Flag(name, negated)
    from broadsheet.library.query.meant import flag_meant

    not_known = f"“{shown(name)}” is not known"
    if known := flag_meant(kind, fold(value)):
        raise QueryError(f"{not_known}: write “{known}”.", known)
    flags = [flag for flag in FLAGS if flag.startswith(kind)]
    if meant := nearest(name, flags):
        raise QueryError(f"{not_known}: did you mean “{meant}”?", meant)
    raise QueryError(f"{not_known}: write one of {', '.join(flags)}.")


def _text(value: str, negated: bool) -> TextTerm:
    if not fold(value):
        raise LeftOutError("There is no letter or digit to search for in this: it is left out.")
    return TextTerm(value, negated)


_MAKERS: dict[str, Callable[[str, bool], Term]] = {
    **{kind: partial(_facet, kind) for kind in FACETS},
    "quality": partial(_measure, "quality"),
    "heat": partial(_measure, "heat"),
    "date": partial(_measure, "date"),
    "sources": partial(_measure, "sources"),
    "after": partial(_since, ">="),
    "before": partial(_since, "<"),
    "newer": partial(_since, ">="),
    "older": partial(_since, "<"),
    "newest": _newest,
    "text": _text,
    "front": _front,
    "is": partial(_flag, "is"),
    "has": partial(_flag, "has"),
}

FIELDS = (*_MAKERS, "sort")
"""What can precede a colon."""


def _test(name: MeasureField, text: str) -> Test:
    if text == "none" and name != "sources":
        return Missing()
    if name in ("quality", "heat") and (top := _TOP.fullmatch(text)):
        return Top(int(top[1]))
    low, dots, high = text.partition("..")
    if dots:
        return Range(
            _bound(name, low) if low else None,
            _bound(name, high) if high else None,
        )
    operator = next((sign for sign in OPERATORS if text.startswith(sign)), None)
    value = _bound(name, text.removeprefix(operator or ""))
    if operator is None:
        # `date:7d` is the last seven days, not the second they began.
        operator = ">=" if isinstance(value, Ago) else "="
    return Comparison(operator, value)


def _bound(name: MeasureField, text: str) -> int | When:
    text = text.strip()
    if name == "date":
        when = parse_when(text)
        if when is None:
            raise QueryError(
                f"“{shown(text)}” is not a date: "
                "write “2023”, “2023-05”, “2023-05-18”, “today”, “7d” or “3m”."
            )
        return when
    if not _NUMBER.fullmatch(text) and name == "sources":
        raise QueryError(f"“sources:” takes a number (“>3”, “2..5”), not “{shown(text)}”.")
    if not _NUMBER.fullmatch(text):
        raise QueryError(
            f"“{name}:” takes a number (“>50”, “50..90”), “top10%” or “none”, not “{shown(text)}”."
        )
    return int(text)
