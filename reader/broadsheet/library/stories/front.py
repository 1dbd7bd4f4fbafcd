"""The front page: the stories of some days, the best and newest first, with the reasons."""

import json
import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain, takewhile
from types import MappingProxyType, NoneType
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.articles.model import Precision, local_moment
from broadsheet.damage import typed
from broadsheet.library.stories.leads import (
    BY_THEN,
    KIND,
    LEADS,
    Member,
    count_sources,
    last_told,
    lead_of,
    teaches,
)
from broadsheet.library.stories.scores import HALF_LIFE

if TYPE_CHECKING:
    from broadsheet.library.stories.place import Place

PLACES = 30
"""How many stories a front page has."""

_DATED = "listed, CASE WHEN instead IS NULL THEN date_precision ELSE 0 END"
"""What makes a `Dated`."""

_MINUTE = 60
_DAY = 24 * 60 * _MINUTE
_DAYS_LOOKED_AT = (7, 30, 365)
"""Days before the page in which stories are looked for, until it is full: no older ones fill it."""

_NEWEST = (3 * 60 * _MINUTE, _DAY)
"""Seconds in which a large library has enough news to tell what is too old to matter."""

_FEWEST = 10
"""Where little happens, a page has as many stories all the same."""

_TOP, _MOST_OF_A_SOURCE = 20, 3
"""Of the first places, this many at most go to a single provider."""

_ROUNDED = 0.999
"""Ages are in minutes, so that a story may be worth a little more than its rank says."""

_OF_KIND = (int | NoneType, int | NoneType, int | NoneType, str, str)
_TYPES = (int, int, str, int, int | NoneType, int, int, int, *_OF_KIND, int | NoneType)

_NEAR = 0.75
"""This share of a story's score is near it: scores say no better than that what matters more."""

_COLUMNS = f"""
SELECT a.id, a.listed, a.path, coalesce(a.quality, x.quality), {LEADS}, x.source,
       a.quality IS NULL, a.is_removed, {KIND}
"""
_ALONE = f"""
{_COLUMNS}, NULL FROM articles a JOIN story_scores x ON x.article_id = a.id
WHERE a.listed > ? AND {BY_THEN} AND +x.front >= ?
AND NOT EXISTS (SELECT 1 FROM stories s WHERE s.article_id = a.id)
"""
_STORIES = f"""
SELECT t.story, e.value IS NULL FROM (
  SELECT DISTINCT s.story FROM articles a JOIN stories s ON s.article_id = a.id
  WHERE a.listed > ? AND {BY_THEN}
) t CROSS JOIN stories l ON l.story = t.story AND l.is_step = 1 AND l.is_lead
JOIN story_scores x ON x.article_id = l.article_id
LEFT JOIN json_each(?) e ON e.value = t.story
WHERE x.front >= ? OR e.value IS NOT NULL
"""
_TOLD = f"""
{_COLUMNS}, s.story FROM json_each(?) j
CROSS JOIN stories s ON s.story = j.value ->> 0 AND s.is_step >= j.value ->> 1
JOIN articles a ON a.id = s.article_id JOIN story_scores x ON x.article_id = a.id
WHERE {BY_THEN}
"""
_WITH_SOME = (
    "SELECT DISTINCT story FROM stories WHERE article_id IN (SELECT value FROM json_each(?))"
)


def front_page(
    connection: sqlite3.Connection,
    at: int,
    on_clock: int,
    places: int = PLACES,
    *,
    muted: AbstractSet[int] = frozenset(),
    boosts: Mapping[int, int] = MappingProxyType({}),
) -> "list[Place]":
    """Return the front page as of `at`, with what was known by then, without what is `muted`.

    `on_clock` is as for `newest`.
    """
    stories = _Stories(connection, at, on_clock, muted, boosts)
    for seconds in _NEWEST:
        newest = _alone(stories.since(seconds), seconds)
        if len(newest) >= places and newest[places - 1].is_news:
            # What is worth far less can neither be on the page nor keep others back.
            least = _NEAR * newest[places - 1].score - max(boosts.values(), default=0)
            return _page(_ranked(stories.since(_DAYS_LOOKED_AT[0] * _DAY, least)), places)
    for days in _DAYS_LOOKED_AT:
        found = _ranked(stories.since(days * _DAY))
        if len(found) >= places or (len(found) >= _FEWEST and not found[-1].is_news):
            break
    return _page(found, places)


class Dated(NamedTuple):
    """When an article is listed, in seconds since 1970, and how exactly that is known."""

    second: int
    precision: Precision = Precision.TIME

    @property
    def day(self) -> date:
        """Return the day; that of a time is the one on the user's clock."""
        return local_moment(self.second, self.precision).date()


def newest(
    connection: sqlite3.Connection, at: int, on_clock: int, muted: AbstractSet[int] = frozenset()
) -> Dated | None:
    """Return the date of the newest article as of `at`; None if there is none.

    `on_clock` is what the user's clock shows then, read as UTC: a day without a time is the same
    day everywhere. What is `muted`, and what its publisher took back, does not count.
    """
    rows = connection.execute(
        f"SELECT id, {_DATED} FROM articles a WHERE {BY_THEN} AND NOT is_removed "
        "ORDER BY listed DESC",
        (at, on_clock),
    )
    dates = (
        Dated(second, Precision(precision))
        for one, second, precision in typed(rows, int, int, int)
        if one not in muted
    )
    return next(dates, None)


def oldest(connection: sqlite3.Connection) -> Dated | None:
    """Return the date of the oldest article; None if none has a date."""
    rows = connection.execute(
        f"SELECT {_DATED} FROM articles WHERE listed IS NOT NULL ORDER BY listed LIMIT 1"
    )
    return next(
        (Dated(second, Precision(precision)) for second, precision in typed(rows, int, int)), None
    )


class _Stories:
    """The stories as of `at`, without what is muted."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        at: int,
        on_clock: int,
        muted: AbstractSet[int],
        boosts: Mapping[int, int],
    ) -> None:
        # Imported here: the first rows do not need it.
        from broadsheet.library.stories.facts import FoldedNames
        from broadsheet.library.stories.lessons import Lessons

        self._connection = connection
        self._at = at
        self._by_then = at, on_clock
        self._lessons = Lessons(FoldedNames(connection))
        self._muted = muted
        self._boosts = boosts

    def since(self, seconds: int, least: float = 0) -> "Iterator[tuple[Place, str]]":
        """Yield the stories of some seconds, each with the folded title of its lead.

        Most of those that are worth less than `least` are left out.
        """
        period = self._at - seconds, *self._by_then
        rank = math.log2(least * _ROUNDED) + self._at / HALF_LIFE if least > 1 else 0
        groups: defaultdict[int, list[Member]] = defaultdict(list)
        computed, removed = set[int](), set[int]()
        titles: dict[int, str] = {}
        rows = chain(self._connection.execute(_ALONE, (*period, rank)), self._told(period, rank))
        for *member, is_computed, is_removed, kind, category, feed, topics, title, story in typed(
            rows, *_TYPES
        ):
            if member[0] in self._muted:
                continue
            titles[member[0]] = title
            is_lesson = bool(self._lessons.sign(kind, category, feed, topics, title))
            told = Member._make((*member, is_lesson))
            groups[-member[0] if story is None else story].append(told)
            if is_computed:
                computed.add(member[0])
            if is_removed:
                removed.add(member[0])
        for group in groups.values():
            lead = lead_of(group)
            if lead.id not in removed:
                yield self._place(lead, group, lead.id in computed), titles[lead.id]

    def _told(self, period: tuple[int, int, int], rank: float) -> Iterable[tuple[Any, ...]]:
        """Return the articles of stories that say who leads them, and by how many they are told."""
        rows = self._connection.execute(_WITH_SOME, (json.dumps([*self._muted]),))
        entire = json.dumps([story for (story,) in rows])
        found = self._connection.execute(_STORIES, (*period, entire, rank)).fetchall()
        return self._connection.execute(_TOLD, (json.dumps(found), *self._by_then))

    def _place(self, lead: Member, group: list[Member], is_computed: bool) -> "Place":
        # Imported here: the first rows do not need it.
        from broadsheet.library.stories.place import Place

        return Place(
            id=lead.id,
            quality=lead.quality,
            is_computed=is_computed,
            sources=count_sources(group),
            age=(self._at - last_told(group)) // _MINUTE * _MINUTE,
            source=lead.source,
            is_lesson=teaches(group),
            boost=self._boosts.get(lead.id, 0),
        )


def _alone(stories: "Iterable[tuple[Place, str]]", seconds: int) -> "list[Place]":
    """Return what is sure to have a place of its own if enough of it is good, the best first."""
    from broadsheet.library.stories.series import part_of

    return sorted(
        (
            place
            for place, title in stories
            if place.age < seconds and (place.sources > 1 or part_of(title) is None)
        ),
        key=_order,
    )


def _ranked(stories: "Iterable[tuple[Place, str]]") -> "list[Place]":
    return sorted(_with_series_as_one(stories), key=_order)


def _with_series_as_one(stories: "Iterable[tuple[Place, str]]") -> "list[Place]":
    """Return the stories with only the first part of each series that came on one day."""
    # Imported here: the first rows do not need it.
    from broadsheet.library.stories.series import Part, part_of, series_of

    places: dict[int, Place] = {}
    parts: defaultdict[tuple[int, int], list[tuple[int, Part]]] = defaultdict(list)
    for place, title in stories:
        places[place.id] = place
        if place.sources == 1 and (part := part_of(title)):
            parts[place.source, place.age // _DAY].append((place.id, part))
    for first, *others in chain.from_iterable(map(series_of, parts.values())):
        places[first] = replace(places[first], parts=1 + len(others))
        for other in others:
            del places[other]
    return [*places.values()]


def _order(place: "Place") -> tuple[bool, float, int, int]:
    return not place.is_news, -place.score, place.age, place.id


def _page(ranked: "Sequence[Place]", places: int) -> "list[Place]":
    """Return the page of stories in their order: its news, and others if these are too few."""
    news = sum(place.is_news for place in ranked)
    page = _mixed(ranked[:news], places)
    return page + _mixed(ranked[news:], min(places, _FEWEST) - len(page))


def _mixed(places: "Iterable[Place]", count: int) -> "list[Place]":
    """Return the first places, with no provider too often at the top.

    A story is held back only for others that come near it and are no older.
    """
    rest = [*places]
    page: list[Place] = []
    taken, held_back = Counter[int](), set[int]()
    while rest and len(page) < count:
        best = rest[0]
        if len(page) < _TOP:
            other = next(
                (
                    place
                    for place in takewhile(partial(_is_near, best), rest)
                    if taken[place.source] < _MOST_OF_A_SOURCE and place.age <= best.age
                ),
                best,
            )
            if taken[best.source] >= _MOST_OF_A_SOURCE and other is not best:
                held_back.update(place.id for place in rest[: rest.index(other)])
                best = other
        rest.remove(best)
        held = best.id in held_back
        page.append(replace(best, behind=taken[best.source]) if held else best)
        taken[best.source] += 1
    return page


def _is_near(best: "Place", other: "Place") -> bool:
    return other.score >= best.score * _NEAR
