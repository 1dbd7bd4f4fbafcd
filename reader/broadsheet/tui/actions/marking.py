"""Sets marks in a thread of its own, because a durable mark waits for the disk and a key must not.

One thread does everything in the order of the keys: a mark toggled twice ends as it began.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING

from textual.screen import Screen

from broadsheet.config.settings import AlsoRead, Rule, SavedView, SettingsError
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.index.index import Index
from broadsheet.library.index.rows import Row
from broadsheet.library.library import Library
from broadsheet.log import note_error
from broadsheet.marks.model import MarkKind, MarksError, Step
from broadsheet.marks.store import Marks
from broadsheet.text.door import clean_message
from broadsheet.tui import sentences
from broadsheet.tui.messages import (
    MarksChanged,
    MarksFailed,
    RulesChanged,
    StoriesOutdated,
    ViewsChanged,
)

if TYPE_CHECKING:
    from broadsheet.history import History

_AT_A_TIME = 2_000


class Marking:
    """Marks articles of a library, named by their ids.

    Tells `screen` with `MarksChanged` and `MarksFailed`.
    """

    def __init__(
        self,
        screen: Screen[None],
        library: Library,
        marks: Marks,
        reads: AlsoRead = "copies",
    ) -> None:
        self._screen = screen
        self._reads = reads
        self._library = library
        self._marks = marks
        self._thread = ThreadPoolExecutor(1, "marks")

    @cached_property
    def _history(self) -> "History":
        from broadsheet.history import History

        return History(self._marks)

    def close(self) -> None:
        """Wait until every mark is on the disk."""
        self._thread.shutdown()

    def look_after(self) -> None:
        """Report what was found when the marks were opened, and make the daily backup."""
        opening = self._marks.opening
        if opening.sentence:
            self._screen.post_message(MarksFailed(opening.sentence))
        self._do(self._back_up)

    def toggle(self, kind: MarkKind, article_id: int | None) -> None:
        """Set the mark of an article, or remove it, and report that."""
        if article_id is not None:
            self._do(lambda: self._toggle(kind, article_id))

    def mark_read(self, ids: Sequence[int]) -> None:
        """Mark articles as read."""
        self._do(lambda: self._mark_read(ids))

    def change_views(
        self, change: "Callable[[History], tuple[SavedView, ...]]", sentence: str = ""
    ) -> None:
        """Make a change of the saved views that `u` undoes, and report it with `sentence`."""

        def action() -> str:
            self._screen.post_message(ViewsChanged(change(self._history)))
            return sentence

        self._do(action)

    def add_rule(self, rule: Rule, sentence: str) -> None:
        """Add a rule to the settings that `u` removes, and report it with `sentence`."""

        def action() -> str:
            self._history.add_rule(rule)
            self._screen.post_message(RulesChanged())
            return sentence

        self._do(action)

    def remove_rule(self, rule: Rule, sentence: str) -> None:
        """Remove a rule from the settings, which `u` brings back, and report it."""

        def action() -> str | None:
            if not self._history.remove_rule(rule):
                return None
            self._screen.post_message(RulesChanged())
            return sentence

        self._do(action)

    def read(self, article_id: int) -> None:
        """Mark an article that was read, and those that count as read with it."""
        self._do(lambda: self._read(article_id))

    def part(self, article: Row, lead: Row) -> None:
        """Note that an article is not in the story of another, which `u` undoes, and report it."""
        self._do(lambda: self._part(article, lead))

    def ask_to_mark_all_read(self, ids: Sequence[int]) -> None:
        """Ask, then mark the articles of a view as read."""
        from broadsheet.tui.screens.questions import ConfirmScreen

        def answered(confirmed: bool | None) -> None:
            if confirmed:
                self.mark_read(ids)

        if ids:
            self._screen.app.push_screen(ConfirmScreen(sentences.mark_all(len(ids))), answered)
        else:
            self._screen.notify(sentences.NONE_TO_MARK, markup=False, timeout=3)

    def undo(self) -> None:
        """Undo the last change of marks or of saved views."""
        self._do(self._undo)

    def adopt(self) -> None:
        """Give articles the marks that are kept under their earlier keys."""
        self._do(self._adopt)

    def _do(self, action: Callable[[], str | None]) -> None:
        """Run `action` after those before it; it returns a sentence about what changed."""
        self._thread.submit(self._report, action).add_done_callback(_log_failure)

    def _report(self, action: Callable[[], str | None]) -> None:
        try:
            sentence = action()
        except SettingsError as error:
            self._screen.post_message(MarksFailed(str(error), title="Settings"))
            return
        except (MarksError, IndexUnavailableError, sqlite3.Error) as error:
            self._screen.post_message(MarksFailed(clean_message(str(error))))
            return
        if sentence is not None:
            self._screen.post_message(MarksChanged(sentence))

    def _back_up(self) -> None:
        self._marks.back_up()

    def _adopt(self) -> str | None:
        from broadsheet.adoption import adopt_marks

        with self._library.open_index() as index:
            return "" if adopt_marks(self._library.base, index, self._marks) else None

    def _toggle(self, kind: MarkKind, article_id: int) -> str | None:
        with self._library.open_index() as index:
            articles = [*self._known_as(index, [article_id])]
            if not articles:
                return None
            (key, _), *_ = articles
            mark = self._marks.get([key]).get(key)
            value = mark is None or not getattr(mark, kind)
            step = self._marks.mark(kind, value, articles)
            return sentences.marked_one(step, *index.starred_and_later())

    def _mark_read(self, ids: Sequence[int]) -> str | None:
        with self._library.open_index() as index:
            step = self._marks.mark("read", True, self._known_as(index, ids))
        return sentences.marked(step) if step.count else None

    def _read(self, article_id: int) -> str | None:
        with self._library.open_index() as index:
            along = index.stories.read_along(article_id, everything=self._reads == "all")
            ids = [article_id, *along]
            articles = [*self._known_as(index, ids)]
            if any(row.story.new_sources for row in index.rows([article_id]).values()):
                # It was read before: from now on, its sources of today are known.
                self._marks.mark("read", False, articles[:1], undoable=False)
            step = self._marks.mark("read", True, articles, undoable=bool(along))
        if step.count == 0:
            return None
        return sentences.marked(step) if along else ""

    def _part(self, article: Row, lead: Row) -> str | None:
        titles = article.title, lead.title
        with self._library.open_index() as index:
            addresses = [url for _, url in self._known_as(index, [article.id, lead.id])]
        if len(addresses) != len(titles) or not self._marks.part(
            addresses[0], addresses[1], titles
        ):
            return None
        self._screen.post_message(StoriesOutdated())
        return sentences.parted(*titles)

    def _undo(self) -> str:
        from broadsheet.history import PartingUndone, RuleUndone, ViewUndone, marks_undone

        with self._library.open_index() as index:
            step = self._history.undo(index.has_any)
            if isinstance(step, Step):
                return marks_undone(step, index)
        if isinstance(step, PartingUndone):
            self._screen.post_message(StoriesOutdated())
            return step.sentence
        if isinstance(step, ViewUndone):
            self._screen.post_message(ViewsChanged(step.views))
            return step.sentence
        if isinstance(step, RuleUndone):
            self._screen.post_message(RulesChanged())
            return step.sentence
        return "There is nothing to undo."

    def _known_as(self, index: Index, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield key and address of each article, as the marks know it."""
        from broadsheet.adoption import known_as

        for start in range(0, len(ids), _AT_A_TIME):
            for row in index.rows(ids[start : start + _AT_A_TIME]).values():
                if address := known_as(self._library.base, row):
                    yield row.mark, address


def _log_failure(done: Future[None]) -> None:
    error = done.exception()
    if error is not None:
        note_error(error)
