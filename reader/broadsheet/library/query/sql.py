"""What a query asks for, as SQL over the index: every value that was typed is a parameter."""

import json
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.articles.model import LEEWAY
from broadsheet.library.query.dates import Ago, Unit, When, as_written, seconds
from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import (
    FACETS,
    Comparison,
    FacetField,
    FacetTerm,
    Flag,
    Front,
    Measure,
    Missing,
    Newest,
    Operator,
    Phrase,
    Range,
    Term,
    TextTerm,
    Top,
    Word,
)
from broadsheet.library.query.texts import FOUND, IS_FETCHED, in_texts
from broadsheet.records import record
from broadsheet.text.folding import fold, name_key

if TYPE_CHECKING:
    from broadsheet.library.stories.retold import Retold

_FLAGS = {
    # The marks are in a database of their own, which is attached as `marks`.
    "is:read": "mark IN (SELECT key FROM marks.marks WHERE read)",
    "is:unread": "mark NOT IN (SELECT key FROM marks.marks WHERE read)",
    "is:starred": "mark IN (SELECT key FROM marks.marks WHERE starred)",
    "is:later": "mark IN (SELECT key FROM marks.marks WHERE later)",
    "is:published": "published = 1",
    "is:broken": "broken = 1",
    "has:related": "has_related = 1",
    "has:image": "has_image = 1",
    "has:body": "has_body = 1",
    "has:text": f"has_body = 1 OR {IS_FETCHED}",
    # Stories are kept only if they have several articles.
    "is:lead": (
        "NOT EXISTS (SELECT 1 FROM stories WHERE article_id = articles.id AND NOT is_lead)"
    ),
    "has:story": "id IN (SELECT article_id FROM stories)",
}

SOURCES = "coalesce((SELECT sources FROM stories WHERE article_id = articles.id), 1)"
"""How many sources have an article's story; one if it is alone."""

# The units of `Ago` as SQLite counts them. If a month is too short, SQLite goes on into the next
# one: a day or two, at the far end of a view.
_AGO_UNITS: dict[Unit, tuple[int, str]] = {
    "d": (1, "days"),
    "w": (7, "days"),
    "m": (1, "months"),
    "y": (1, "years"),
}

_BEYOND = 2**63

_BEFORE_EVERYTHING = -(2**62)


class Lists(NamedTuple):
    """What the tables do not say: the front page at a second, and what is muted, as ids.

    `told` has the articles of the stories that are told otherwise without what is muted.
    """

    front: Callable[[int], Iterable[int]] = lambda _: ()
    muted: Callable[[], Iterable[int]] = lambda: ()
    told: "Callable[[], Mapping[int, Retold]]" = dict


@record
class Condition:
    """An expression over the articles table, for WHERE; '1' if nothing restricts it."""

    sql: str
    parameters: tuple[str | int | float, ...] = ()


NO_LISTS = Lists()


def among(ids: Iterable[int]) -> Condition:
    """Return the condition for being one of some articles."""
    return Condition("id IN (SELECT value FROM json_each(?))", (json.dumps([*ids]),))


def where(query: Query, now: datetime, lists: Lists = NO_LISTS) -> Condition:
    """Return the condition of `query` without its words, which are for `TitleSearch`.

    Days begin in the zone of `now`; see `dates.seconds` for one without a zone. `lists` has
    what the tables do not say.
    """
    conditions = [
        _facets(kind, values, negated)
        for kind in FACETS
        for negated in (False, True)
        if (values := _values(query, kind, negated))
    ]
    for term in query.terms:
        condition = _condition(term, now, lists)
        if condition is not None:
            conditions.append(_excluding(condition) if term.negated else condition)
    return Condition(
        " AND ".join(f"({condition.sql})" for condition in conditions) or "1",
        tuple(value for condition in conditions for value in condition.parameters),
    )


def _condition(term: Term, now: datetime, lists: Lists) -> Condition | None:
    """Return what `term` asks for without its negation; None if it is answered elsewhere."""
    match term:
        case Word(text, negated):
            return _in_title(text) if negated else None
        case Phrase(text):
            return _in_title(text)
        case TextTerm(text):
            return Condition(f"id IN ({FOUND})", (in_texts(text),))
        case Measure("sources", Comparison() | Range() as test):
            first, end = _limits(test, now)
            passing = range(first or 0, sys.maxsize if end is None else max(end, 0))
            fits = {one: retold.sources in passing for one, retold in lists.told().items()}
            return _told(_measure(term, now), fits)
        case Measure():
            return _measure(term, now)
        case Newest(ago):
            return _newest(ago, now)
        case Front(at):
            return among(lists.front(seconds(at, now)[1] - 1))
        case Flag(name):
            return _flag(name, lists)
        case FacetTerm():
            return None


def _flag(name: str, lists: Lists) -> Condition:
    if name == "is:muted":
        return among(lists.muted())
    if name == "is:lead":
        leads = {one: one == retold.lead for one, retold in lists.told().items()}
        return _told(Condition(_FLAGS[name]), leads)
    return Condition(_FLAGS[name])


def _told(stored: Condition, fits: Mapping[int, bool]) -> Condition:
    """Return a condition that the articles of `fits` meet or not, and others if `stored` is met."""
    if not fits:
        return stored
    meet = among(one for one, does_fit in fits.items() if does_fit)
    known = among(fits)
    return Condition(
        f"CASE WHEN {known.sql} THEN {meet.sql} ELSE {stored.sql} END",
        (*known.parameters, *meet.parameters, *stored.parameters),
    )


def _excluding(condition: Condition) -> Condition:
    # Not `NOT`: an article without a value does not match, so it matches the opposite.
    return Condition(f"({condition.sql}) IS NOT TRUE", condition.parameters)


def _in_title(text: str) -> Condition:
    return Condition("instr(folded, ?)", (f" {fold(text)} ",))


def _values(query: Query, kind: FacetField, negated: bool) -> list[str]:
    return [
        term.value
        for term in query.terms
        if isinstance(term, FacetTerm) and (term.field, term.negated) == (kind, negated)
    ]


def _facets(kind: FacetField, values: list[str], negated: bool) -> Condition:
    """Return the condition for having one of these names."""
    named = [_named(kind, value) for value in dict.fromkeys(values)]
    names = (
        f"SELECT id FROM facets WHERE kind = '{kind}' "
        f"AND ({' OR '.join(condition.sql for condition in named)})"
    )
    condition = Condition(
        f"id IN (SELECT article_id FROM article_{kind}s WHERE {kind}_id IN ({names}))"
        if kind in ("topic", "author")
        else f"{kind}_id IN ({names})",
        tuple(value for condition in named for value in condition.parameters),
    )
    return _excluding(condition) if negated else condition


def _named(kind: FacetField, value: str) -> Condition:
    """Return the condition for the names that `value` asks for; see `names.Names.alike`."""
    exact, parameters = "key = ?", [name_key(value)]
    if kind == "provider":
        exact = "(key = ? OR domain_key IN (?, ?))"
        domain = parameters[0].removeprefix("www.")
        parameters += [domain, f"www.{domain}"]
    words = name_key(value).split()
    if not words:
        return Condition(exact, tuple(parameters))
    return Condition(
        f"CASE WHEN EXISTS (SELECT 1 FROM facets WHERE kind = '{kind}' AND {exact} "
        f"AND (count > 0 OR position IS NOT NULL)) THEN {exact} "
        # None of this depends on the article: SQLite evaluates it once per name.
        "ELSE NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(words, ' ' || value) = 0) END",
        (*parameters, *parameters, json.dumps(words)),
    )


def _measure(measure: Measure, now: datetime) -> Condition:
    column = SOURCES if measure.field == "sources" else measure.field
    match measure.test:
        case Missing():
            return Condition(f"{column} IS NULL")
        case Top(percent):
            # Articles that equal the last of the best are among them. This counts through the few
            # hundred distinct values, not the articles.
            return Condition(
                f"{column} >= (SELECT max(value) FROM (SELECT value, sum(count) OVER () AS total, "
                "sum(count) OVER (ORDER BY value DESC) AS best FROM scores WHERE field = ?) "
                "WHERE best * 100 >= total * ?)",
                (column, percent),
            )
        case Comparison() | Range() as test:
            first, end = _limits(test, now)
            if column == "date":
                return _between_dates(first, end, now)
            bounds = [(f"{column} >= ?", first), (f"{column} < ?", end)]
            given = [(sql, value) for sql, value in bounds if value is not None]
            return Condition(
                " AND ".join(sql for sql, _ in given), tuple(_number(value) for _, value in given)
            )


def _between_dates(first: int | None, end: int | None, now: datetime) -> Condition:
    """Compare times by the second, and dates without a time by what the user's clock shows."""
    parts: list[str] = []
    parameters: list[int] = []
    for sign, outer, bound in ((">=", min, first), ("<", max, end)):
        if bound is None:
            continue
        written = as_written(bound, now)
        # A condition of its own, because only this can use the index.
        parts.append(f"date {sign} ?")
        parameters.append(outer(bound, written))
        if bound != written:
            parts.append(f"date {sign} CASE date_precision WHEN 0 THEN ? ELSE ? END")
            parameters += (bound, written)
    return Condition(" AND ".join(parts), tuple(parameters))


def _newest(ago: Ago, now: datetime) -> Condition:
    count, unit = _AGO_UNITS[ago.unit]
    # An article from the year 2099 is no news. Outside SQLite's calendar the sum is NULL.
    return Condition(
        "date >= coalesce((SELECT CAST(strftime('%s', max(date), 'unixepoch', ?) AS INTEGER) "
        f"FROM articles WHERE date <= ?), {_BEFORE_EVERYTHING}) AND date <= ?",
        (f"-{ago.count * count} {unit}", int(now.timestamp()), _last_date(now)),
    )


def _last_date(now: datetime) -> int:
    """Return the last date that is not to come."""
    return int(now.timestamp()) + LEEWAY


def _limits(test: Comparison | Range, now: datetime) -> tuple[int | None, int | None]:
    """Return the lowest number that passes, and the first above it that does not."""
    if isinstance(test, Range):
        return (
            None if test.low is None else _start_and_end(test.low, now)[0],
            None if test.high is None else _start_and_end(test.high, now)[1],
        )
    start, end = _start_and_end(test.value, now)
    last = _last_date(now) + 1 if isinstance(test.value, Ago) else None
    limits: dict[Operator, tuple[int | None, int | None]] = {
        "=": (start, end),
        ">=": (start, last),
        ">": (end, last),
        "<": (None, start),
        "<=": (None, end),
    }
    return limits[test.operator]


def _number(value: int) -> int | float:
    """Return `value` in a form that SQLite compares; beyond 64 bits, as infinity."""
    if -_BEYOND <= value < _BEYOND:
        return value
    return math.inf if value > 0 else -math.inf


def _start_and_end(value: int | When, now: datetime) -> tuple[int, int]:
    """Return the first number of `value` and the first after it."""
    return (value, value + 1) if isinstance(value, int) else seconds(value, now)
