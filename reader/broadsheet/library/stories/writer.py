"""Makes the stories of an index and keeps them up to date, inside the transactions of its writer.

All stories are made when there are none yet, when the settings changed, or when the articles have
doubled since: what makes a word rare has changed by then. Otherwise only the days around the
articles that came, went or changed are looked at; articles in stories stay in them.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import cache
from itertools import chain, count
from pathlib import Path
from typing import Any

from broadsheet.articles.article_keys import key64
from broadsheet.damage import typed
from broadsheet.library.stories.basis import Basis, basis_in, makes_all, settings_of
from broadsheet.library.stories.facts import FACTS, Fact, FoldedNames, Rating
from broadsheet.library.stories.grouped import Articles, grouped
from broadsheet.library.stories.grouping import WINDOW, Article, Grouper
from broadsheet.library.stories.grouping_process import GroupingProcess
from broadsheet.library.stories.leads import (
    Member,
    count_sources,
    last_told,
    lead_of,
    leading_order,
    steps_of,
    teaches,
)
from broadsheet.library.stories.lessons import Lessons
from broadsheet.library.stories.likeness import Rarity, Weights
from broadsheet.library.stories.partings import Pair, parted, respect
from broadsheet.library.stories.scores import front_rank, worth
from broadsheet.library.stories.source_rules import SourceRules, Sources
from broadsheet.library.stories.source_weights import SourceWeights, affected, store
from broadsheet.library.stories.word_counts import count_more, write_counts

_SOME_FACTS = f"{FACTS} WHERE a.id IN (SELECT value FROM json_each(?))"

_PUT_SCORES = """
INSERT INTO story_scores VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
SET source = excluded.source, quality = excluded.quality, front = excluded.front
"""
"""Where no row is replaced, SQLite does not copy every page that it changes for the first time."""

_MANY = 5000
"""Articles that take about as long to group as another process takes to start."""


class StoryWriter:
    """Makes stories; the caller owns the transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rules = SourceRules()
        self._sources = Sources(connection, self._rules)
        self._names = FoldedNames(connection)
        self._weights = SourceWeights()
        self._alone: Mapping[int, AbstractSet[int]] = {}
        self._prepared: GroupingProcess | None = None
        self._grouping: GroupingProcess | None = None
        self._has_forgotten = False

    def close(self) -> None:
        """End the process that was to group the articles, if there is one."""
        if self._prepared is not None:
            self._prepared.close()
        self._prepared = self._grouping = None

    def forget(self, article_id: int) -> None:
        """Forget what an article that goes or changes is about."""
        self._has_forgotten = True
        self._connection.execute("DELETE FROM story_terms WHERE article_id = ?", (article_id,))

    def note_changed(self, article_ids: Iterable[int]) -> None:
        """Note articles that came, went or changed, in the transaction that changes them."""
        if basis_in(self._connection) is not None:
            self._connection.executemany(
                "INSERT OR IGNORE INTO story_changed VALUES (?)",
                [(article_id,) for article_id in article_ids],
            )

    def is_finished(self, rules: SourceRules, pairs: AbstractSet[Pair] = frozenset()) -> bool:
        """Tell whether the stories are those of the articles, by these rules.

        `pairs` are the articles that the user parted.
        """
        basis = basis_in(self._connection)
        if basis is None or basis.are_changing or basis.settings != settings_of(rules):
            return False
        before = basis.weights
        return basis.parted_in(self._connection) == pairs and before == rules.weights_in(
            self._connection, before
        )

    def prepare(self, path: Path, articles: int) -> None:
        """Start the process that is to group all articles, while they are still written.

        There is none yet if no stories were made, and if so many `articles` come that it pays.
        """
        if self._prepared is None and articles >= _MANY and basis_in(self._connection) is None:
            self._prepared = GroupingProcess(path)
            self._has_forgotten = False

    @contextmanager
    def ahead(self, path: Path, rules: SourceRules, commit: Callable[[], None]) -> Iterator[bool]:
        """Begin to group the articles in another process, for which `finish` waits.

        Yields False if it does not pay: it does if all are to be grouped and they are many. `path`
        is that of the index; `commit` ends the transaction in it that may be open.
        """
        all_are_made = makes_all(basis_in(self._connection), rules)
        if all_are_made:
            commit()
        if all_are_made and self._article_count() >= _MANY:
            self._grouping = self._prepared = self._prepared or GroupingProcess(path)
            self._grouping.begin(rules, has_changes=self._has_forgotten)
        else:
            self.close()
        try:
            yield self._grouping is not None
        finally:
            self.close()

    def finish(self, rules: SourceRules, pairs: AbstractSet[Pair] = frozenset()) -> set[int] | None:
        """Make the stories, or those around what changed.

        Returns the articles that changed, or that follow another one than before; None if all may.
        """
        self._rules = rules
        self._sources = Sources(self._connection, rules)
        self._names = FoldedNames(self._connection)
        basis = basis_in(self._connection)
        before = basis.weights if basis else SourceWeights()
        known = basis.parted_in(self._connection) if basis else frozenset()
        self._weights = rules.weights_in(self._connection, before)
        self._alone = self._set_apart(pairs)
        if basis is None or makes_all(basis, rules):
            self._make_all(settings_of(rules))
            touched = None
        else:
            touched = self._update(basis, known, pairs)
            if before != self._weights:
                touched |= self._rescore(before)
        # Each statement takes time to be prepared, and most often nothing changed here.
        if known != pairs:
            respect(self._connection, pairs)
        if before != self._weights:
            store(self._connection, self._weights)
        self._connection.execute("DELETE FROM story_changed")
        return touched

    def _set_apart(self, pairs: AbstractSet[Pair]) -> Mapping[int, AbstractSet[int]]:
        """Return the articles that are in no story, each with those that it would be with.

        Of two that were parted, it is the one that leads less.
        """
        apart = parted(self._connection, pairs)
        if not apart:
            return apart
        rows = self._connection.execute(_SOME_FACTS, (json.dumps([*apart]),))
        rating = Rating(self._connection, self._weights, self._sources, self._names)
        order = {}
        for fact in map(Fact._make, rows):
            quality = rating.quality(fact) if fact.quality is None else fact.quality
            member = Member(fact.id, fact.date or 0, fact.path, quality, fact.told_heat, fact.id)
            order[fact.id] = leading_order(member)
        alone = {
            one: {other for other in others if order[other] < order[one]}
            for one, others in apart.items()
        }
        return {one: others for one, others in alone.items() if others}

    def _left(self, changed: AbstractSet[int]) -> dict[int, int]:
        """Return the story that each article set apart has left; what joins may be like it.

        So the other articles are where they would be had it stayed, whenever they came.
        """
        story_of = {
            one: self._column("story", "stories", "article_id", others)
            for one, others in self._alone.items()
            if one not in changed
        }
        return {one: min(stories) for one, stories in story_of.items() if stories}

    def _article_count(self) -> int:
        # Counting them takes longer than grouping one more.
        rows = self._connection.execute("SELECT value FROM meta WHERE key = 'articles'")
        return next((int(articles) for (articles,) in typed(rows, int)), 0)

    def _make_all(self, settings: str) -> None:
        execute = self._connection.execute
        for table in ("stories", "story_scores", "story_basis"):
            execute(f"DELETE FROM {table}")
        # As if each article were in no story: most are not, and another process may be grouping.
        self._write({}, execute(FACTS))
        made = self._grouping and self._grouping.result()
        groups, articles, counts = made or grouped(self._connection, self._rules)
        since = write_counts(self._connection, dict(counts), articles)
        basis = articles, since, articles, settings
        execute("INSERT INTO story_basis VALUES (?, ?, ?, ?)", basis)
        together = self._together({group[0]: set(group) for group in groups})
        members = [*chain.from_iterable(together.values())]
        self._write(together, execute(_SOME_FACTS, (json.dumps(members),)))

    def _update(self, basis: Basis, known: AbstractSet[Pair], pairs: AbstractSet[Pair]) -> set[int]:
        """Group what changed, and the articles after it that are in no story yet.

        `pairs` are parted now, and `known` were before. Who is set apart leaves a story that stays
        as it is otherwise; stories are grouped again for who may come back.
        """
        library = Articles(self._connection, self._sources, self._names)
        now = library.changed()
        # Words of what is gone still count.
        words = count_more(self._connection, basis.counted, basis.since, now.told)
        weights = Weights(Rarity(words, words.articles))
        among = {*parted(self._connection, known ^ pairs)}
        touched = now.stories.union(self._column("story", "stories", "article_id", among))
        back = {*parted(self._connection, known - pairs)} - self._alone.keys()
        split = self._column("story", "stories", "article_id", back)
        back.update(self._column("article_id", "stories", "story", split))
        changed = now.ids | back
        before = self._leads(self._column("article_id", "stories", "story", touched))
        if touched:
            self._delete("stories", changed)
        articles = library.some(changed) if back else now.articles
        grouper = Grouper(weights)
        left = self._left(changed)
        for run in _runs(articles):
            first = run[0].date
            dates = first - WINDOW, run[-1].date + WINDOW
            for one in library.near(run, words, weights, dates):
                article = one._replace(story=left.get(one.id, one.story)) if left else one
                if article.story is not None or article.date < first:
                    grouper.settle(article)
                else:
                    grouper.add(article)
        groups, gone = self._regrouped(grouper, touched)
        regrouped = {*gone, *chain.from_iterable(groups.values())}
        before = self._leads(regrouped) | before
        self._delete("stories", gone)
        self._delete("story_scores", now.gone)
        self._write(groups, library.facts(changed | regrouped))
        after = self._leads(regrouped)
        # An article alone leads itself, and goes on to do so when others join it.
        return changed | {
            one for one in before.keys() | after if before.get(one, one) != after.get(one, one)
        }

    def _leads(self, ids: Iterable[int]) -> dict[int, int]:
        """Return the lead of each of some articles that are in a story."""
        among = [*ids]
        if not among:
            return {}
        rows = self._connection.execute(
            "SELECT s.article_id, l.article_id FROM stories s "
            "JOIN stories l ON l.story = s.story AND l.is_lead "
            "WHERE s.article_id IN (SELECT value FROM json_each(?))",
            (json.dumps(among),),
        )
        return dict(typed(rows, int, int))

    def _rescore(self, before: SourceWeights) -> set[int]:
        """Compute the scores again that had other weights `before`; the stories stay."""
        ids = affected(self._connection, before, self._weights, self._sources)
        stories = self._column("story", "stories", "article_id", ids)
        groups = {
            story: self._column("article_id", "stories", "story", [story])
            for story in dict.fromkeys(stories)
        }
        ids.update(chain.from_iterable(groups.values()))
        self._delete("stories", ids)
        self._write(groups, self._connection.execute(_SOME_FACTS, (json.dumps([*ids]),)))
        return ids

    def _regrouped(
        self, grouper: Grouper, touched: Collection[int]
    ) -> tuple[dict[int, list[int]], list[int]]:
        """Return the articles of each story that is not as it was, and all that were in one."""
        groups: dict[int, set[int]] = {}
        joined = set[int]()
        before = list[int]()
        unused = self._unused(touched)
        for story in grouper.stories():
            known = {article.story for article in story if article.story is not None}
            members = self._column("article_id", "stories", "story", known)
            ids = {article.id for article in story}.union(members)
            groups[min(known) if known else next(unused)] = ids
            joined |= known
            before += members
        for story_id in set(touched) - joined:
            members = self._column("article_id", "stories", "story", [story_id])
            before += members
            if len(members) > 1:
                groups[story_id] = set(members)
        return self._together(groups), before

    def _unused(self, touched: Collection[int]) -> Iterator[int]:
        """Yield numbers that no story has, nor had one that is `touched`."""
        ((last,),) = self._connection.execute("SELECT coalesce(max(story), 0) FROM stories")
        yield from count(1 + max(last, *touched, 0))

    def _together(self, groups: Mapping[int, AbstractSet[int]]) -> dict[int, list[int]]:
        """Return the stories without the articles that are set apart."""
        together = {story_id: sorted(ids - self._alone.keys()) for story_id, ids in groups.items()}
        return {story_id: ids for story_id, ids in together.items() if len(ids) > 1}

    def _write(
        self,
        groups: Mapping[int, Sequence[int]],
        facts: Iterable[tuple[Any, ...]],
    ) -> None:
        """Write the stories, and the scores of the articles that have these `facts`."""
        story_of = {article: story for story, group in groups.items() for article in group}
        members: defaultdict[int, list[Member]] = defaultdict(list)
        self._connection.executemany(_PUT_SCORES, self._scores(facts, story_of, members))
        for story, group in members.items():
            self._write_story(story, group)

    def _scores(
        self,
        facts: Iterable[tuple[Any, ...]],
        story_of: Mapping[int, int],
        members: Mapping[int, list[Member]],
    ) -> Iterator[tuple[int, int, int | None, float | None]]:
        """Yield the scores of articles, without the rank of those in stories: see `members`."""
        number_of = cache(key64)
        lessons = Lessons(self._names)
        rating = Rating(self._connection, self._weights, self._sources, self._names)
        for fact in map(Fact._make, facts):
            quality, computed, rank = fact.quality, None, None
            if quality is None:
                quality = computed = rating.quality(fact)
            # Without a provider, each article is a source of its own.
            name = self._sources[fact.provider_id]
            source = number_of(name) if name else -fact.id
            if fact.date is not None:
                is_lesson = bool(lessons.sign_of(fact))
                if fact.id in story_of:
                    member = Member(
                        *(fact.id, fact.date, fact.path, quality, fact.told_heat, source),
                        is_lesson,
                    )
                    members[story_of[fact.id]].append(member)
                else:
                    rank = front_rank(worth(quality, 1, is_lesson=is_lesson), fact.date)
            yield fact.id, source, computed, rank

    def _write_story(self, story: int, group: Sequence[Member]) -> None:
        lead, oldest = lead_of(group), min(group, key=lambda member: (member.date, member.path))
        sources, newest, steps = count_sources(group), last_told(group), steps_of(group)
        self._connection.executemany(
            "INSERT INTO stories VALUES (?, ?, ?, ?, ?, (SELECT mark FROM articles WHERE id = ?))",
            [
                (one.id, story, one.id == lead.id, sources, one.id in steps, oldest.id)
                for one in group
            ],
        )
        self._connection.execute(
            "UPDATE story_scores SET front = ? WHERE article_id = ?",
            (front_rank(worth(lead.quality, sources, is_lesson=teaches(group)), newest), lead.id),
        )

    def _column(self, column: str, table: str, key: str, values: Iterable[int]) -> list[int]:
        among = [*values]
        if not among:
            return []
        rows = self._connection.execute(
            f"SELECT {column} FROM {table} WHERE {key} IN (SELECT value FROM json_each(?)) "
            f"AND {column} IS NOT NULL",
            (json.dumps(among),),
        )
        return [value for (value,) in typed(rows, int)]

    def _delete(self, table: str, ids: Collection[int]) -> None:
        if ids:
            self._connection.execute(
                f"DELETE FROM {table} WHERE article_id IN (SELECT value FROM json_each(?))",
                (json.dumps([*ids]),),
            )


def _runs(articles: Iterable[Article]) -> list[list[Article]]:
    """Return each run of articles that may be one story; they come with ascending dates."""
    runs: list[list[Article]] = []
    for article in articles:
        if runs and article.date - runs[-1][-1].date <= 2 * WINDOW:
            runs[-1].append(article)
        else:
            runs.append([article])
    return runs
