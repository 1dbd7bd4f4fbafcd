"""What the index knows of stories, for views and rows; the room `library/stories` makes them."""

import sqlite3
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from broadsheet.articles.model import LEEWAY
from broadsheet.damage import typed
from broadsheet.library.index import ready_leads
from broadsheet.library.index.ready_leads import Followers
from broadsheet.library.index.rules import Rules
from broadsheet.library.query.dates import When, as_written, local_now, seconds
from broadsheet.library.query.parse import FRONT_FIRST, Query
from broadsheet.library.query.terms import Front, SortKey
from broadsheet.library.stories.facts import FACTS, Fact, FoldedNames, Rating
from broadsheet.library.stories.front import PLACES, Dated, front_page, newest, oldest
from broadsheet.library.stories.source_rules import SourceRules, Sources
from broadsheet.library.stories.source_weights import stored

if TYPE_CHECKING:
    from broadsheet.library.index.front_days import FrontDay
    from broadsheet.library.stories.place import Place
    from broadsheet.library.stories.retold import Retold

_RULE_WORDS = 2


class Stories:
    """Finds the articles of a story, and the front page."""

    def __init__(self, connection: sqlite3.Connection, rules: Rules) -> None:
        self._connection = connection
        self._rules = rules
        self._known_retold: tuple[frozenset[int], dict[int, Retold]] | None = None
        self._known_page: tuple[tuple[int, int, int], object, list[Place]] | None = None
        self.is_without_muted = False
        """Whether `is:lead` and `sources:` ask for stories without what is muted, as rows do."""

        self.as_of: int | None = None
        """The second as of which rows have their stories: the end of a past day; None for now."""

    def retold(self) -> "dict[int, Retold]":
        """Return who leads the stories that have muted articles; see `retold.retold`."""
        muted = self._rules.muted()
        if not muted:
            return {}
        # Imported here: the first rows do not need it.
        from broadsheet.library.stories.retold import retold

        if self._known_retold is None or self._known_retold[0] is not muted:
            self._known_retold = muted, retold(self._connection, muted, muted)
        return self._known_retold[1]

    def tell_as_in(self, query: Query) -> None:
        """Tell stories from now on as the front page that `query` asks for had them."""
        at = asked_second(query)
        self.as_of = at if at is not None and at < datetime.now(UTC).timestamp() else None

    def told(self, ids: Iterable[int]) -> "dict[int, Retold]":
        """Return what is left of the stories of `ids`, where that may be less than all of it."""
        return self.retold() if self.as_of is None else self._told_by(ids, self.as_of)

    def came_later(self, article_id: int) -> int:
        """Return how many more sources have told the story of an article since `as_of`."""
        then = self.told([article_id]).get(article_id)
        if self.as_of is None or then is None:
            return 0
        now = self._told_by([article_id], _latest())
        return now[article_id].sources - then.sources

    def _told_by(self, ids: Iterable[int], at: int) -> "dict[int, Retold]":
        from broadsheet.library.stories.retold import retold

        return retold(self._connection, ids, self._rules.muted(), _by_then(at))

    def told_for(self, query: Query) -> "dict[int, Retold]":
        """Return what a query goes by: nothing, where muted articles are shown or being found.

        On the front page of a day, stories are as they were by its end.
        """
        if self._rules.are_asking:
            return {}
        told = self.retold() if self.is_without_muted else {}
        if (at := asked_second(query)) is not None:
            told = told | self._told_by([place.id for place in self.front_page(at)], at)
        return told

    def story_of(self, article_id: int) -> list[int]:
        """Return the articles of a story, its lead first, then by date; an article alone is one.

        Articles that are muted are left out, except from the story of one of them, and so are those
        that came later than `as_of`.
        """
        rows = self._connection.execute(
            "SELECT s.article_id FROM stories s JOIN articles a ON a.id = s.article_id "
            "WHERE s.story = (SELECT story FROM stories WHERE article_id = ?) "
            "ORDER BY s.is_lead DESC, a.listed, a.path",
            (article_id,),
        )
        story = [one for (one,) in typed(rows, int)] or [article_id]
        told = self.told([article_id])
        if article_id not in told:
            return story
        lead = told[article_id].lead
        return [lead, *(one for one in story if one in told and one != lead)]

    def read_along(self, article_id: int, *, everything: bool) -> list[int]:
        """Return the articles that count as read with this one: its copies, by title.

        With `everything`, all of its story if it leads that.
        """
        rows = self._connection.execute(
            "SELECT b.id FROM articles a JOIN stories s ON s.article_id = a.id "
            "JOIN stories t ON t.story = s.story JOIN articles b ON b.id = t.article_id "
            "WHERE a.id = ? AND b.id <> a.id AND (b.title_key = a.title_key OR ?)",
            (article_id, everything and self.story_of(article_id)[0] == article_id),
        )
        return [one for (one,) in typed(rows, int)]

    def leads(self, sort: Sequence[SortKey]) -> "tuple[array[int], Followers] | None":
        """Return the articles that follow no other, in order, and all others.

        None if the index does not keep them ready.
        """
        ids = ready_leads.in_order(self._connection, sort)
        return None if ids is None else (ids, self.followers())

    def followers(self, among: "array[int] | None" = None) -> Followers:
        """Return the articles that follow another in their story; `among` a few, or of all."""
        if among is None:
            return ready_leads.followers(self._connection)
        return ready_leads.followers_among(self._connection, among)

    def taken_apart(self, article_id: int) -> list[int]:
        """Return the articles that the user took apart from one, as the stories know it."""
        from broadsheet.library.stories.partings import parted, respected

        return [*parted(self._connection, respected(self._connection)).get(article_id, ())]

    def fact(self, article_id: int) -> Fact | None:
        """Return what the scores of an article are made of; None if it is gone."""
        row = self._connection.execute(f"{FACTS} WHERE a.id = ?", (article_id,)).fetchone()
        return None if row is None else Fact._make(row)

    def lesson_sign(self, fact: Fact) -> str:
        """Return what says that an article is a lesson or tip; empty for all others."""
        from broadsheet.library.stories.lessons import Lessons

        return Lessons(FoldedNames(self._connection)).sign_of(fact)

    def quality_parts(self, fact: Fact, rules: SourceRules) -> list[tuple[str, int]]:
        """Return what the computed quality of an article is the sum of."""
        weights = stored(self._connection)
        sources, names = Sources(self._connection, rules), FoldedNames(self._connection)
        rating = Rating(self._connection, weights, sources, names)
        return rating.parts(fact)

    def telling_words(self, title: str) -> list[str]:
        """Return the words of a title that name its subject, for a rule."""
        from broadsheet.library.stories.telling_words import telling_words
        from broadsheet.library.stories.terms import terms_of
        from broadsheet.library.stories.word_counts import rarity_in

        rarity = rarity_in(self._connection)
        if rarity is None:
            return []

        def articles_with(word: str) -> int:
            return min((rarity.counts[number] for number in terms_of(word, "").title), default=0)

        return telling_words(title, articles_with, rarity.articles, _RULE_WORDS)

    def near_each_other(self, places: "Iterable[Place]") -> dict[int, list[int]]:
        """Return which stories of a front page may tell of one event, by the ids of their leads.

        Lessons on one subject tell of none.
        """
        from broadsheet.library.stories.near import near_each_other

        stories = {place.id: self.story_of(place.id) for place in places if not place.is_lesson}
        return near_each_other(self._connection, stories)

    def other_names(self, fact: Fact, rules: SourceRules) -> list[str]:
        """Return the other names in the library that count as the provider of an article."""
        sources = Sources(self._connection, rules)
        mine = sources[fact.provider_id]
        rows = self._connection.execute(
            "SELECT id, name FROM facets WHERE kind = 'provider' AND count > 0 AND id <> ? "
            "ORDER BY count DESC, key",
            (fact.provider_id,),
        )
        return [name for one, name in typed(rows, int, str) if mine and sources[one] == mine]

    def front_day(self, when: When | None) -> "FrontDay":
        """Return the day of the front page as of `when`, or as of now."""
        from broadsheet.library.index.front_days import Dates, front_day

        now = local_now()
        first, last = oldest(self._connection), self._newest()
        if first is None or last is None:
            return front_day(when, None, now)
        then = last if when is None else self._newest(seconds(when, now)[1] - 1)
        return front_day(when, Dates(first, then, last), now)

    def front_heading(self, query: Query) -> str:
        """Return the name of the front page that `query` asks for; empty if it asks for more."""
        match query.terms:
            case [Front(when, negated=False)]:
                return self.front_day(when).heading
        return ""

    def _newest(self, at: int = sys.maxsize) -> Dated | None:
        """Return the date of the newest article as of `at`, from which time counts back."""
        return newest(self._connection, *_by_then(at), self._rules.muted())

    def front_page(self, at: int | None = None, places: int = PLACES) -> "list[Place]":
        """Return the stories on the front page as of `at`, else as of now.

        Time counts back from the newest article by then, so that an old library has one, too.
        """
        asked = sys.maxsize if at is None else at
        then = self._newest(asked)
        if then is None:
            return []
        _, on_clock = _by_then(asked)
        page_of = then.second, on_clock, places
        muted, boosts = self._rules.muted(), self._rules.boosts()
        # A query asks for the same page several times. What rules boost is another object whenever
        # the index changes.
        known = self._known_page
        if known is None or known[0] != page_of or known[1] is not boosts:
            page = front_page(self._connection, *page_of, muted=muted, boosts=boosts)
            self._known_page = known = page_of, boosts, page
        return known[2]


def _latest() -> int:
    """Return the second after which articles are yet to come."""
    return int(datetime.now(UTC).timestamp()) + LEEWAY


def _by_then(at: int) -> tuple[int, int]:
    """Return what `leads.BY_THEN` needs for a second, or for now if that is earlier."""
    second = min(_latest(), at)
    return second, as_written(second, local_now())


def asked_second(query: Query) -> int | None:
    """Return the second as of which `query` asks for a front page; None if it asks for none."""
    now = local_now()
    return next((last_second(front, now) for front in _fronts(query)), None)


def asked_front(query: Query, sort: Sequence[SortKey]) -> Front | None:
    """Return the front page that `query` asks for in its own order, which is not only by score."""
    fronts = [*_fronts(query)]
    return fronts[0] if len(fronts) == 1 and tuple(sort) == FRONT_FIRST else None


def _fronts(query: Query) -> Iterator[Front]:
    return (term for term in query.terms if isinstance(term, Front) and not term.negated)


def last_second(front: Front, now: datetime) -> int:
    """Return the second as of which a front page is asked for."""
    return seconds(front.at, now)[1] - 1
