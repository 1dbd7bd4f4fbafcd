"""Views by themselves: threads are run by hand here, in every order in which they may end."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broadsheet.library import searcher
from broadsheet.library.index import ready_lists
from broadsheet.library.library import Library
from broadsheet.library.query.parse import Query, parse
from broadsheet.library.searcher import Searcher
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.library.view import View
from broadsheet.tui.parts import view_runner
from broadsheet.tui.parts.view_runner import ViewRequest, ViewRunner
from tests.files import write_article

HUGE = 10_000_000
"""As many articles as make every view too slow to be computed between two keys."""

Work = list[Callable[[], None]]


class Desk:
    """What a runner hands out: work for threads, what comes of it, and the views it shows."""

    def __init__(self, root: Path) -> None:
        self.in_thread: Work = []
        self.on_screen: Work = []
        self.when_drawn: Work = []
        self.shown: list[View] = []
        self.failures: list[Exception] = []
        self.runner = ViewRunner(
            Library(root),
            lambda request, view: self.shown.append(view),
            self.failures.append,
            self.in_thread.append,
            self.on_screen.append,
            self.when_drawn.append,
        )

    def ask(self, query: str, articles: int = HUGE) -> None:
        """Ask for a view."""
        parsed = parse(query)
        self.runner.run(ViewRequest(parsed, parsed.sort), articles)

    @property
    def answers(self) -> list[str]:
        """The queries of the views that were shown, in order."""
        return [str(view.query) for view in self.shown]


@pytest.fixture
def desk(news: Path) -> Iterator[Desk]:
    """A desk for a library of five articles."""
    for number in range(5):
        write_article(news, f"{number}.md", f"Number {number}", f"quality: {number}")
    bring_up_to_date(news)
    desk = Desk(news)
    yield desk
    desk.runner.close()


def test_a_view_of_a_small_library_is_there_at_once(desk: Desk) -> None:
    desk.ask("number 3", articles=5)
    assert [len(view.ids) for view in desk.shown] == [1]
    assert not desk.in_thread


def test_what_the_index_keeps_ready_is_there_at_once(desk: Desk) -> None:
    desk.ask("sort:-quality")
    assert [len(view.ids) for view in desk.shown] == [5]
    assert not desk.in_thread


def test_of_a_large_topic_the_first_lines_are_there_at_once_and_then_the_rest(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searcher, "_READY_AT_ONCE", 3)
    monkeypatch.setattr(ready_lists, "_BIG", 5)
    monkeypatch.setattr(view_runner, "_FIRST_LINES", 2)
    for number in range(5):
        write_article(news, f"{number}.md", f"Number {number}", "topics: [Cars]")
    bring_up_to_date(news)
    desk = Desk(news)
    desk.ask("topic:Cars")
    assert [(len(view.ids), view.count) for view in desk.shown] == [(2, 5)]
    desk.when_drawn.pop()()
    desk.in_thread.pop()()
    desk.on_screen.pop()()
    assert [len(view.ids) for view in desk.shown] == [2, 5]
    assert not desk.runner.is_busy
    desk.ask("topic:Cars")
    desk.ask("quality:>2")
    desk.in_thread.clear()
    desk.when_drawn.pop()()
    assert not desk.in_thread  # nobody waits for the rest
    desk.runner.close()


def test_any_other_view_of_a_large_library_comes_from_a_thread(desk: Desk) -> None:
    desk.ask("quality:>2")
    assert desk.runner.is_busy
    assert not desk.shown
    desk.in_thread.pop()()
    assert not desk.shown
    desk.on_screen.pop()()
    assert [len(view.ids) for view in desk.shown] == [2]
    assert not desk.runner.is_busy


@pytest.mark.parametrize("last_one_first", [True, False])
def test_of_two_views_the_newer_one_is_shown_whichever_is_ready_first(
    desk: Desk, last_one_first: bool
) -> None:
    desk.ask("quality:>2")
    desk.ask("quality:>3")
    for compute in desk.in_thread[:: -1 if last_one_first else 1]:
        compute()
    for deliver in desk.on_screen:
        deliver()
    assert desk.answers == ["quality:>3"]
    assert not desk.runner.is_busy


def test_a_view_on_its_way_is_dropped_when_a_later_one_is_there_at_once(desk: Desk) -> None:
    desk.ask("quality:>2")
    desk.in_thread.pop()()
    desk.ask("")
    desk.on_screen.pop()()
    assert desk.answers == [""]


def test_a_view_that_was_overtaken_before_it_began_is_not_computed(desk: Desk) -> None:
    desk.ask("quality:>2")
    desk.ask("")
    desk.in_thread.pop()()
    assert not desk.on_screen


def test_a_failure_is_reported_for_the_newest_view_only(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> View:
        raise sqlite3.OperationalError("disk I/O error")

    desk.ask("quality:>2")
    desk.in_thread.pop()()
    monkeypatch.setattr(Searcher, "view", fail)
    desk.ask("quality:>2 quality:<4")
    desk.ask("quality:>3")
    for compute in desk.in_thread:
        compute()
    for deliver in desk.on_screen:
        deliver()
    assert len(desk.failures) == 1
    assert not desk.shown


def test_a_runner_that_reopened_shows_nothing_of_the_index_before(desk: Desk) -> None:
    desk.ask("quality:>2")
    desk.in_thread.pop()()
    desk.runner.reopen()
    desk.on_screen.pop()()
    assert not desk.shown
    desk.ask("quality:>3")
    desk.in_thread.pop()()
    desk.on_screen.pop()()
    assert desk.answers == ["quality:>3"]


def test_the_first_lines_are_shown_before_the_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.tui.parts.view_runner._FIRST_LINES", 2)
    request = ViewRequest(Query(), parse("sort:-quality").sort)
    assert desk.runner.show_first(request)
    desk.runner.run(request, HUGE)
    first, everything = desk.shown
    assert list(first.ids) == list(everything.ids)[:2]
    assert (first.is_whole, everything.is_whole) == (False, True)
    monkeypatch.setattr("broadsheet.tui.parts.view_runner._FIRST_LINES", 200)
    assert not desk.runner.show_first(request)


def test_texts_are_searched_once_the_titles_are_drawn_unless_overtaken_by_then(
    desk: Desk,
) -> None:
    for query in ("number", "number 3"):
        desk.ask(query)
        desk.in_thread.pop()()
        desk.on_screen.pop()()
        assert not desk.in_thread
    overtaken, newest = desk.when_drawn
    overtaken()
    assert not desk.in_thread
    newest()
    desk.in_thread.pop()()
    desk.on_screen.pop()()
    assert desk.answers == ["number", "number 3", "number 3"]
    assert not desk.runner.is_busy


def test_the_first_that_many_words_find_are_shown_before_the_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_runner, "_FIRST_LINES", 2)
    desk.ask("number")
    desk.in_thread.pop()()
    desk.on_screen.pop()()
    assert not desk.in_thread  # a thread would take its turns from the drawing
    desk.when_drawn.pop()()
    desk.in_thread.pop()()
    desk.on_screen.pop()()
    first, every = desk.shown
    assert (len(first.ids), first.count, first.is_whole) == (2, 5, False)
    assert (len(every.ids), every.is_whole) == (5, True)
    assert every.ids[:2] == first.ids
    assert not desk.runner.is_busy


def test_first_lines_that_a_newer_view_overtook_are_not_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_runner, "_FIRST_LINES", 2)
    desk.ask("number")
    desk.in_thread.pop()()
    desk.ask("", articles=5)
    for deliver in desk.on_screen:
        deliver()
    assert desk.answers == [""]
