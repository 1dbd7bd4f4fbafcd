"""Which article of a story leads it."""

from collections.abc import Sequence
from typing import NamedTuple

from broadsheet.library.stories.scores import FOLLOWS

LEADS = f"CASE WHEN a.is_removed THEN {FOLLOWS} ELSE a.heat END"
"""The heat of an article `a` as far as it says who leads: not what its publisher took back."""

KIND = "a.type_id, a.category_id, a.feed_id, a.topics, a.folded"
"""What an article `a` says of its kind, for `lessons.Lessons`."""

BY_THEN = "a.listed <= ? AND (a.date_precision = 0 OR a.instead IS NOT NULL OR a.listed <= ?)"
"""Whether an article `a` had appeared by a second, given also what the user's clock shows then.

The latter is read as UTC: a day without a time is the same day everywhere.
"""


class Member(NamedTuple):
    """An article of a story; `source` is the same for all names of a provider."""

    id: int
    date: int
    path: str
    quality: int
    heat: int | None
    source: int
    is_lesson: bool = False


def lead_of(group: Sequence[Member]) -> Member:
    """Return the article of a story that covers it best.

    A publisher may say that another article covers the story better: such an article leads only if
    that is said of all, and so does one that its publisher took back. The highest quality wins,
    then the earliest.
    """
    return min(group, key=leading_order)


def leading_order(member: Member) -> tuple[bool, int, int, str]:
    """Return a key by which the article that would rather lead a story comes first."""
    return member.heat == FOLLOWS, -member.quality, member.date, member.path


def steps_of(group: Sequence[Member]) -> set[int]:
    """Return the articles that are the first of their source, or led when they appeared.

    These say who led the story on any day, and by how many sources it was told.
    """
    found, sources = set[int](), set[int]()
    best: tuple[bool, int, int, str] | None = None
    for member in sorted(group, key=lambda member: (member.date, leading_order(member))):
        order = leading_order(member)
        if best is None or order < best or member.source not in sources:
            found.add(member.id)
        sources.add(member.source)
        best = order if best is None else min(best, order)
    return found


def last_told(group: Sequence[Member]) -> int:
    """Return when the last of the providers first told the story; copies later make no news."""
    first: dict[int, int] = {}
    for member in group:
        first[member.source] = min(member.date, first.get(member.source, member.date))
    return max(first.values())


def count_sources(group: Sequence[Member]) -> int:
    """Return how many different providers tell the story."""
    return len({member.source for member in group})


def teaches(group: Sequence[Member]) -> bool:
    """Tell whether a story is a lesson or tip; what several providers tell is news."""
    return lead_of(group).is_lesson and count_sources(group) == 1
