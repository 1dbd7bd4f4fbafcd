"""Stories without what rules mute: who leads them then, and how many sources tell them."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Set as AbstractSet
from types import NoneType
from typing import NamedTuple

from broadsheet.damage import typed
from broadsheet.library.stories.leads import Member, count_sources, lead_of

_MEMBERS = """
SELECT a.id, a.listed, a.path, coalesce(a.quality, x.quality), a.heat, x.source, s.story
FROM stories s JOIN articles a ON a.id = s.article_id JOIN story_scores x ON x.article_id = a.id
WHERE s.story IN (
  SELECT story FROM stories WHERE article_id IN (SELECT value FROM json_each(?))
)
"""


class Retold(NamedTuple):
    """The lead and the number of sources of a story whose other articles are muted."""

    lead: int
    sources: int


def retold(connection: sqlite3.Connection, muted: AbstractSet[int]) -> dict[int, Retold]:
    """Return the new lead and number of sources of each story that has muted articles.

    The keys are the ids of the articles that are not muted.
    """
    if not muted:
        return {}
    groups: defaultdict[int, list[Member]] = defaultdict(list)
    rows = connection.execute(_MEMBERS, (json.dumps([*muted]),))
    for *member, story in typed(rows, *(int, int, str, int, int | NoneType, int, int)):
        if member[0] not in muted:
            groups[story].append(Member(*member))
    return {
        member.id: Retold(lead_of(group).id, count_sources(group))
        for group in groups.values()
        for member in group
    }
