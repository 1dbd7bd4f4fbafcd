"""Marks and saved views are undone in one order: the last change first."""

from collections.abc import Iterator

import pytest

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import DEFAULT_VIEWS, SettingsError, settings_file
from broadsheet.history import History, ViewUndone
from broadsheet.marks.model import Step
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from tests.marks.articles import article, mark_of


@pytest.fixture
def marks() -> Iterator[Marks]:
    with Marks(marks_path()) as opened:
        yield opened


@pytest.fixture
def history(marks: Marks) -> History:
    return History(marks)


def names() -> list[str]:
    return [view.name for view in read_settings()[0].views]


def test_undo_takes_back_what_was_done_last_be_it_a_mark_or_a_view(
    marks: Marks, history: History
) -> None:
    marks.mark("starred", True, [article(1)])
    history.remove_view("Hot")
    marks.mark("read", True, [article(2)])
    assert history.undo() == Step("read", False, 1, key=article(2)[0])
    undone = history.undo()
    assert isinstance(undone, ViewUndone)
    assert undone.sentence == "Undone: the view “Hot” is back."
    assert undone.views == read_settings()[0].views == DEFAULT_VIEWS
    assert mark_of(marks, 1).starred
    assert history.undo() == Step("starred", False, 1, key=article(1)[0])
    assert history.undo() is None


def test_every_change_of_a_view_is_undone(history: History) -> None:
    history.save_view("Mine", "a")
    history.save_view("Mine", "b")
    history.rename_view("Mine", "Ours")
    history.shift_view("Ours", -4)
    assert names()[0] == "Ours"
    sentences = []
    while undone := history.undo():
        assert isinstance(undone, ViewUndone)
        sentences.append(undone.sentence.removeprefix("Undone: the view "))
    assert sentences == [
        "“Ours” is back in its place.",
        "“Ours” is called “Mine” again.",
        "“Mine” has its earlier query again.",
        "“Mine” is removed again.",
    ]
    assert read_settings()[0].views == DEFAULT_VIEWS


def test_a_change_that_changed_nothing_is_no_step(history: History) -> None:
    history.save_view("Mine", "a")
    history.save_view("Mine", "a")
    history.undo()
    assert history.undo() is None


def test_a_view_is_brought_back_after_a_restart() -> None:
    with Marks(marks_path()) as marks:
        History(marks).remove_view("Videos")
    with Marks(marks_path()) as marks:
        History(marks).undo()
    assert names() == [view.name for view in DEFAULT_VIEWS]


def test_a_reader_undoes_its_own_changes_of_views(history: History) -> None:
    with Marks(marks_path()) as other:
        history.remove_view("Videos")
        History(other).remove_view("Hot")
        assert isinstance(history.undo(), ViewUndone)
        assert names() == ["Front page", "Long unread", "Videos"]
        assert history.undo() is None


def test_what_was_changed_again_since_is_told_and_leads_to_the_step_before(
    marks: Marks, history: History
) -> None:
    marks.mark("starred", True, [article(1)])
    history.remove_view("Hot")
    History(marks)
    with Marks(marks_path()) as other:
        History(other).save_view("Hot", "type:video")
    undone = history.undo()
    assert isinstance(undone, ViewUndone)
    assert "changed again since" in undone.sentence
    assert undone.views[-1].query == "type:video"
    assert history.undo() == Step("starred", False, 1, key=article(1)[0])


def test_what_cannot_be_written_now_can_be_undone_later(history: History) -> None:
    history.remove_view("Hot")
    text = settings_file().read_bytes()
    settings_file().write_bytes(b"views = ")
    with pytest.raises(SettingsError):
        history.undo()
    settings_file().write_bytes(text)
    history.undo()
    assert "Hot" in names()


def test_the_last_hundred_changes_of_views_can_be_undone(history: History) -> None:
    for number in range(103):
        history.save_view("Mine", str(number))
    steps = 0
    while history.undo():
        steps += 1
    assert steps == 100
    assert read_settings()[0].views[-1].query == "2"


def test_a_view_changes_though_nothing_can_be_noted(history: History, marks: Marks) -> None:
    marks.close()
    folder = marks_path().parent
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    with Marks(marks_path()) as unwritable:
        assert "Mine" in [view.name for view in History(unwritable).save_view("Mine", "a")]
    assert "Mine" in names()
