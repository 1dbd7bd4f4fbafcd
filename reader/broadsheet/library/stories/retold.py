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
from broadsheet.library.stories.leads import LEADS, Member, count_sources, last_told, lead_of
from broadsheet.library.stories.scores import front_rank

_MEMBERS = f"""
SELECT a.id, a.listed, a.path, coalesce(a.quality, x.quality), {LEADS}, x.source, s.story
FROM stories s JOIN articles a ON a.id = s.article_id JOIN story_scores x ON x.article_id = a.id
WHERE s.story IN (
  SELECT story FROM stories WHERE article_id IN (SELECT value FROM json_each(?))
) AND a.listed <= ?
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
    at: int = sys.maxsize,
) -> dict[int, Retold]:
    """Return the lead and the number of sources of each story of `among`.

    The keys are the ids of the articles that count: those not muted that had appeared `at` then.
    """
    groups: defaultdict[int, list[Member]] = defaultdict(list)
    rows = connection.execute(_MEMBERS, (json.dumps([*among]), at))
    for *member, story in typed(rows, *(int, int, str, int, int | NoneType, int, int)):
        if member[0] not in muted:
            groups[story].append(Member(*member))
    found = dict[int, Retold]()
    for group in groups.values():
        lead, sources = lead_of(group), count_sources(group)
        for one in group:
            found[one.id] = Retold(lead.id, sources, None)
        rank = front_rank(lead.quality, sources, last_told(group))
        found[lead.id] = Retold(lead.id, sources, rank)
    return found
