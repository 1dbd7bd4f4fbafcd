"""The order of what a query finds, as SQL over the index (schema.sql)."""

import json
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from broadsheet.library.query.sql import SOURCES, Condition, among
from broadsheet.library.query.terms import SortField, SortKey

if TYPE_CHECKING:
    from broadsheet.library.stories.retold import Retold

_FRONT = "(SELECT front FROM story_scores WHERE article_id = articles.id)"

# The product, not the sum: it needs no common scale, and an article that is good at both ranks
# above one that excels at one. Below zero is no worse than nothing.
_MERIT = (
    "CASE WHEN coalesce(quality, heat) IS NOT NULL "
    "THEN (1 + max(0, coalesce(quality, 0))) * (1 + max(0, coalesce(heat, 0))) END"
)

# `DESC` puts NULL last by itself, and only in this form can SQLite use the index.
_ORDERS: dict[SortField, tuple[str, str]] = {
    "quality": ("quality ASC NULLS LAST", "quality DESC"),
    "heat": ("heat ASC NULLS LAST", "heat DESC"),
    "merit": (f"{_MERIT} ASC NULLS LAST", f"{_MERIT} DESC"),
    "date": ("listed ASC NULLS LAST", "listed DESC"),
    "sources": (f"{SOURCES} ASC", f"{SOURCES} DESC"),
    "front": (f"{_FRONT} ASC NULLS LAST", f"{_FRONT} DESC"),
    "title": ("folded ASC", "folded DESC"),
    **{
        name: (
            f"(SELECT key FROM facets WHERE facets.id = {name}_id) ASC NULLS LAST",
            f"(SELECT key FROM facets WHERE facets.id = {name}_id) DESC",
        )
        for name in ("provider", "author")
    },
    "path": ("path ASC", "path DESC"),
}


_ORDER_VALUES = [
    form.format(column)
    for column in ("quality", "heat", "listed")
    for form in ("{} IS NULL", "{}", "-{}")
] + ["path"]
ORDER_VALUES = ", ".join(_ORDER_VALUES)
"""Columns for `order_key`."""


def order_by(sort: tuple[SortKey, ...]) -> str:
    """Return the list for ORDER BY: ties by date, newest first, then by path; absent values last.

    The index does not know relevance, and ignores it.
    """
    return ", ".join(_ORDERS[key.field][key.descending] for key in _keys(sort))


def order_as_told(
    sort: tuple[SortKey, ...], told: "Callable[[], Mapping[int, Retold]]"
) -> Condition:
    """Return `order_by`, with the sources and ranks of what is told otherwise; see `Lists`."""
    known = told() if {"sources", "front"} & {key.field for key in sort} else {}
    if not known:
        return Condition(order_by(sort))
    as_told = {"sources": _sources_as_told(known), "front": _front_as_told(known)}
    stored = {"sources": SOURCES, "front": _FRONT}
    sql, parameters = order_by(sort), list[str | int | float]()
    for field in [key.field for key in _keys(sort) if key.field in as_told]:
        sql = sql.replace(stored[field], as_told[field].sql)
        parameters += as_told[field].parameters
    return Condition(sql, tuple(parameters))


def _sources_as_told(told: "Mapping[int, Retold]") -> Condition:
    having: dict[int, list[int]] = {}
    for one, retold in told.items():
        having.setdefault(retold.sources, []).append(one)
    # A join with all of them would search them for each article.
    cases = [(sources, among(ids)) for sources, ids in having.items()]
    when = " ".join(f"WHEN {those.sql} THEN {sources}" for sources, those in cases)
    return Condition(
        f"CASE {when} ELSE {SOURCES} END",
        tuple(value for _, those in cases for value in those.parameters),
    )


def _front_as_told(told: "Mapping[int, Retold]") -> Condition:
    those = among(told)
    ranks = json.dumps([(one, retold.front) for one, retold in told.items()])
    rank = "(SELECT value ->> 1 FROM json_each(?) WHERE value ->> 0 = articles.id)"
    return Condition(
        f"CASE WHEN {those.sql} THEN {rank} ELSE {_FRONT} END", (*those.parameters, ranks)
    )


def order_key(key: SortKey) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Return what compares articles by their `ORDER_VALUES` as `order_by` does.

    The order may be by quality, heat or date.
    """
    *numbers, path = _keys((key,))
    columns = list[str]()
    for one in numbers:
        column = "listed" if one.field == "date" else one.field
        columns += (f"{column} IS NULL", f"-{column}" if one.descending else column)
    return itemgetter(*map(_ORDER_VALUES.index, [*columns, path.field]))


def _keys(sort: tuple[SortKey, ...]) -> list[SortKey]:
    keys: dict[SortField, SortKey] = {}
    for key in (*sort, SortKey("date", descending=True), SortKey("path")):
        if key.field in _ORDERS:
            keys.setdefault(key.field, key)
    return list(keys.values())
