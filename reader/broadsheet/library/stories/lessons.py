"""Tells lessons and tips from news: by what a file says of itself, else by the title."""

import json
from functools import lru_cache

from broadsheet.library.stories.facts import Fact, FoldedNames
from broadsheet.text.patterns import compiled_later

_VIDEO = "video"
_KINDS = frozenset(("course", "download", "how to", "howto", "lesson", "tutorial"))
_SUBJECTS = _KINDS - {"download"} | {"how tos", "howtos", "lessons", "tips", "tutorials"}
_SUBJECTS |= {"courses", "tips and tricks", "tips tricks"}

_TUTORIALS = ("tutorial", "tutorials", "tutoriel", "tutoriels", "tutoriales", "anleitung")
_HINTS = (
    *("how to ", "tutori", "anleitung", "walkthrough", "cheat sheet", "beginners ", "guide "),
    *("tips ", "tricks ", "hacks ", "ways to "),
)
"""Most titles have none of these, so that nothing else needs to be looked for."""

_SAYS_SO = compiled_later(
    rf"^ ?how to | (?:{'|'.join(_TUTORIALS)}) | (?:walkthrough|cheat sheet|tips and tricks) "
    r"| for (?:\S+ )?beginners "
    r"| (?:step by step|beginners?|beginner s|complete|ultimate) guide "
    r"|^ ?(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:\S+ ){0,3}?"
    r"(?:tips|tricks|hacks|ways to) "
)


class Lessons:
    """Finds out which articles teach; what it asks of the names of an index, it asks once.

    A video of a category (`news`) is judged by that, and one of a feed by its title and topics:
    many feeds of news consist of videos.
    """

    def __init__(self, names: FoldedNames) -> None:
        self._names = names
        self._by_kind = lru_cache(1000)(self._said_by_kind)
        self._by_topics = lru_cache(1000)(self._said_by_topics)

    def sign(
        self,
        type_id: int | None,
        category_id: int | None,
        feed_id: int | None,
        topics: str,
        folded_title: str,
    ) -> str:
        """Return what says that an article is a lesson or tip; empty for all others.

        It goes by what `leads.KIND` selects of an article.
        """
        return (
            self._by_kind(type_id, category_id, feed_id is None)
            or self._by_topics(topics)
            or ("title" if _is_said_by(folded_title) else "")
        )

    def sign_of(self, fact: Fact) -> str:
        """Return the `sign` of an article of which more is known."""
        return self.sign(fact.type_id, fact.category_id, fact.feed_id, fact.topics, fact.folded)

    def _said_by_kind(self, type_id: int | None, category_id: int | None, is_file: bool) -> str:
        kind, category = self._names[type_id], self._names[category_id]
        if category in _SUBJECTS:
            return "category"
        if kind in _KINDS:
            return "type"
        return "type" if kind == _VIDEO and is_file and not category else ""

    def _said_by_topics(self, topics: str) -> str:
        names = map(self._names.__getitem__, json.loads(topics))
        return "" if _SUBJECTS.isdisjoint(names) else "topic"


def _is_said_by(folded_title: str) -> bool:
    title = f" {folded_title.strip()} "
    for hint in _HINTS:  # a third of the time that a generator takes
        if hint in title:
            return bool(_SAYS_SO.search(title))
    return False
