import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.marks.model import Mark, Step
from broadsheet.marks.store import Marks
from tests.marks.articles import article, articles, mark_of, numbers_read
from tests.waiting import PATIENCE


def test_begins_without_marks_and_without_words(marks: Marks, path: Path) -> None:
    assert marks.opening.state == "fresh"
    assert marks.opening.sentence == ""
    assert mark_of(marks, 1) == Mark()
    assert path.is_file()


def test_marks_survive_closing(path: Path) -> None:
    with Marks(path) as marks:
        marks.mark("read", True, [article(1)])
        marks.mark("starred", True, [article(1), article(2)])
        marks.mark("later", True, [article(3)])
    with Marks(path) as marks:
        assert marks.opening.state == "opened"
        first, second, third = (mark_of(marks, number) for number in (1, 2, 3))
    assert (first.read, first.starred, first.later) == (True, True, False)
    assert (second.read, second.starred, second.later) == (False, True, False)
    assert (third.read, third.starred, third.later) == (False, False, True)


def test_what_is_marked_already_keeps_its_time_and_is_not_counted(marks: Marks) -> None:
    marks.mark("read", True, [article(1)])
    before = mark_of(marks, 1)
    assert marks.mark("read", True, articles(3)) == Step("read", True, 2)
    assert mark_of(marks, 1) == before
    assert marks.mark("read", True, articles(3)) == Step("read", True, 0)
    assert marks.mark("starred", False, articles(3)) == Step("starred", False, 0)


def test_an_article_that_is_in_several_files_is_marked_once(marks: Marks) -> None:
    assert marks.mark("read", True, [article(1), article(2), article(1)]).count == 2
    assert marks.undo() == Step("read", False, 2)


def test_undo_goes_back_step_by_step(marks: Marks) -> None:
    marks.mark("read", True, [article(1)])
    marks.mark("read", True, articles(5))
    marks.mark("read", False, [article(1)])
    marks.mark("starred", True, [article(1)])
    assert marks.undo() == Step("starred", False, 1, key=article(1)[0])
    assert numbers_read(marks, 5) == [0, 2, 3, 4]
    assert marks.undo() == Step("read", True, 1, key=article(1)[0])
    assert numbers_read(marks, 5) == [0, 1, 2, 3, 4]
    assert marks.undo() == Step("read", False, 4)
    assert numbers_read(marks, 5) == [1]
    assert marks.undo() == Step("read", False, 1, key=article(1)[0])
    assert numbers_read(marks, 5) == []
    assert marks.undo() is None


def test_undo_survives_a_restart(path: Path) -> None:
    with Marks(path) as marks:
        marks.mark("read", True, articles(4))
        marks.mark("starred", True, articles(2))
    with Marks(path) as marks:
        marks.mark("later", True, [article(9)])
        assert marks.undo() == Step("later", False, 1, key=article(9)[0])
        assert marks.undo() == Step("starred", False, 2)
        assert marks.undo() == Step("read", False, 4)


def test_what_is_marked_for_good_is_no_step(marks: Marks) -> None:
    marks.mark("starred", True, [article(1)])
    marks.mark("read", True, [article(1)], undoable=False)
    assert marks.undo() == Step("starred", False, 1, key=article(1)[0])
    assert mark_of(marks, 1).read


def test_the_last_hundred_steps_can_be_undone(marks: Marks) -> None:
    for number in range(103):
        marks.mark("read", True, [article(number)])
    steps = 0
    while marks.undo():
        steps += 1
    assert steps == 100
    assert numbers_read(marks, 103) == [0, 1, 2]


def test_undo_leaves_alone_what_another_reader_changed_since(marks: Marks, path: Path) -> None:
    marks.mark("read", True, articles(3))
    with Marks(path) as other:
        other.mark("read", False, [article(1)])
        other.mark("read", True, [article(1)])
        assert marks.undo() == Step("read", False, 2, kept=1)
        assert numbers_read(other, 3) == [1]


def test_undo_is_of_the_reader_where_it_is_pressed(marks: Marks, path: Path) -> None:
    with Marks(path) as other:
        marks.mark("read", True, [article(1)])
        other.mark("read", True, [article(2)])
        assert marks.undo() == Step("read", False, 1, key=article(1)[0])
        assert numbers_read(other, 3) == [2]
        assert marks.undo() is None


def test_a_second_reader_notices_a_change(marks: Marks, path: Path) -> None:
    with Marks(path) as other:
        assert not mark_of(other, 1).read
        marks.mark("read", True, [article(1)])
        assert mark_of(other, 1).read


def test_a_change_is_newer_than_what_it_changes_though_the_clock_goes_back(
    marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks.mark("read", True, [article(1)])
    before = mark_of(marks, 1)
    monkeypatch.setattr("time.time_ns", lambda: 10**15)
    marks.mark("read", False, [article(1)])
    after = mark_of(marks, 1)
    assert not after.read
    assert after.read_at > before.read_at > 10**9


def test_reading_does_not_wait_while_many_are_marked(marks: Marks) -> None:
    marks.mark("read", True, [article(1)])
    half_way, seen = threading.Event(), threading.Event()

    def slow_articles() -> Iterator[tuple[int, str]]:
        yield from articles(1_000)
        half_way.set()
        assert seen.wait(PATIENCE)
        yield from articles(1_000, start=1_000)

    worker = threading.Thread(target=lambda: marks.mark("read", True, slow_articles()))
    worker.start()
    assert half_way.wait(PATIENCE)
    assert numbers_read(marks, 2_000) == [1]
    with Marks(marks.path, wait=0) as other:  # nor does another process wait
        other.mark("starred", True, [article(2)])
    seen.set()
    worker.join(PATIENCE)
    assert len(numbers_read(marks, 2_000)) == 2_000


def test_articles_that_cannot_be_listed_to_their_end_are_not_marked(marks: Marks) -> None:
    def broken_articles() -> Iterator[tuple[int, str]]:
        yield article(1)
        raise RuntimeError("the index is gone")

    with pytest.raises(RuntimeError):
        marks.mark("read", True, broken_articles())
    assert marks.mark("read", True, [article(2)]).count == 1
    assert numbers_read(marks, 3) == [2]


def test_other_programs_find_the_marks_by_key(marks: Marks, path: Path) -> None:
    marks.mark("read", True, articles(3))
    marks.mark("starred", True, [article(1)])
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        read = connection.execute("SELECT key FROM marks WHERE read").fetchall()
        starred = connection.execute("SELECT key, url FROM marks WHERE starred").fetchall()
    assert {key for (key,) in read} == {key for key, _ in articles(3)}
    assert starred == [article(1)]
