"""Stories without what is muted or came later: who leads them, and how many sources tell them."""

import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from types import NoneType
from typing import NamedTuple

from broadsheet.damage import typed
from broadsheet.library.stories.facts import FoldedNames
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
from broadsheet.library.stories.lessons import Lessons
from broadsheet.library.stories.scores import front_rank, worth

_OF_KIND = (int | NoneType, int | NoneType, int | NoneType, str, str)
_TYPES = (int, int, str, int, int | NoneType, int, *_OF_KIND, int)

_MEMBERS = f"""
SELECT a.id, a.listed, a.path, coalesce(a.quality, x.quality), {LEADS}, x.source, {KIND}, s.story
FROM stories s JOIN articles a ON a.id = s.article_id JOIN story_scores x ON x.article_id = a.id
WHERE s.story IN (
  SELECT story FROM stories WHERE article_id IN (SELECT value FROM json_each(?))
) AND {BY_THEN}
"""


class Retold(NamedTuple):
    """The lead and the number of sources of a story, by the articles that are left of it.

    Of its lead, also the rank on the front page.
    """

    lead: int
    sources: int
    front: float | None


def retold(
    connection: sqlite3.Connection,
    among: Iterable[int],
    muted: AbstractSet[int],
    by_then: tuple[int, int] = (sys.maxsize, sys.maxsize),
) -> dict[int, Retold]:
    """Return the lead and the number of sources of each story of `among`.

    The keys are the ids of the articles that count: those not muted that had appeared `by_then`,
    which has what `leads.BY_THEN` needs.
    """
    groups: defaultdict[int, list[Member]] = defaultdict(list)
    rows = connection.execute(_MEMBERS, (json.dumps([*among]), *by_then))
    lessons = Lessons(FoldedNames(connection))
    for *member, kind, category, feed, topics, title, story in typed(rows, *_TYPES):
        if member[0] not in muted:
            is_lesson = bool(lessons.sign(kind, category, feed, topics, title))
            groups[story].append(Member._make((*member, is_lesson)))
    found = dict[int, Retold]()
    for group in groups.values():
        lead, sources = lead_of(group), count_sources(group)
        for one in group:
            found[one.id] = Retold(lead.id, sources, None)
        value = worth(lead.quality, sources, is_lesson=teaches(group))
        rank = front_rank(value, last_told(group))
        found[lead.id] = Retold(lead.id, sources, rank)
    return found
