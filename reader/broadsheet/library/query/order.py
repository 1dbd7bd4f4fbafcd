"""The order of what a query finds, as SQL over the index (schema.sql)."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

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


def order_values(sort: tuple[SortKey, ...]) -> str:
    """Return columns that compare articles: they are lower for what `order_by` puts first.

    `sort` may be by quality, heat and date.
    """
    *numbers, path = _keys(sort)
    columns = [("listed" if key.field == "date" else key.field, key.descending) for key in numbers]
    values = [f"{column} IS NULL, {'-' if down else ''}{column}" for column, down in columns]
    return ", ".join([*values, path.field])


def _keys(sort: tuple[SortKey, ...]) -> list[SortKey]:
    keys: dict[SortField, SortKey] = {}
    for key in (*sort, SortKey("date", descending=True), SortKey("path")):
        if key.field in _ORDERS:
            keys.setdefault(key.field, key)
    return list(keys.values())
