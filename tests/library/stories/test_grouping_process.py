"""Stories that are grouped in another process: with names of any length, and if it is killed."""

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.library.index.writer import open_writer
from broadsheet.library.library import Library
from broadsheet.library.stories import writer
from broadsheet.library.stories.grouped import WordsSoFar, grouped
from broadsheet.library.stories.grouping_process import GroupingProcess
from broadsheet.library.stories.source_rules import SourceRules
from broadsheet.library.stories.writer import StoryWriter
from broadsheet.library.sync.sync import bring_up_to_date
from tests.library.stories.events import LEAK, write_event
from tests.processes import children


@pytest.fixture
def index(news: Path) -> Path:
    """The index of a folder with one story."""
    write_event(news, "leak", LEAK)
    bring_up_to_date(news)
    return Library(news).index_path


def test_the_names_of_providers_may_be_longer_than_an_argument(index: Path) -> None:
    names = {f"provider {number}": ("another name",) for number in range(10_000)}
    with closing(GroupingProcess(index)) as process:
        process.begin(SourceRules(names), has_changes=False)
        found = process.result()
    assert found is not None
    assert [len(group) for group in found.groups] == [len(LEAK)]


def test_words_are_counted_while_articles_come(index: Path) -> None:
    with closing(sqlite3.connect(index)) as connection:
        words = WordsSoFar(connection)
        words.count()
        connection.execute(
            "INSERT INTO story_terms SELECT article_id + 100, terms FROM story_terms LIMIT 2"
        )
        at_once = grouped(connection, SourceRules())
        assert grouped(connection, SourceRules(), words) == at_once
    assert at_once.articles == len(LEAK) + 2
    assert max(count for _, count in at_once.counts) > len(LEAK)


def test_words_are_counted_again_if_an_article_was_written_twice(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []

    def begin(_: GroupingProcess, rules: SourceRules, *, has_changes: bool) -> None:
        told.append(has_changes)

    monkeypatch.setattr(GroupingProcess, "begin", begin)
    monkeypatch.setattr(writer, "_MANY", 1)
    for changes in (False, True):
        with closing(sqlite3.connect(index)) as connection:
            connection.execute("DELETE FROM story_basis")
            stories = StoryWriter(connection)
            stories.forget(1)  # before it, nothing was counted
            stories.prepare(index, 1)
            if changes:
                stories.forget(2)
            with stories.ahead(index, SourceRules(), connection.commit):
                assert told.pop() == changes


def test_a_process_that_was_never_told_to_begin_is_not_waited_for(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_MANY", 1)
    with closing(sqlite3.connect(index)) as connection:
        connection.execute("DELETE FROM story_basis")
        stories = StoryWriter(connection)
        stories.prepare(index, 1)
        stories.finish(SourceRules())
        stories.close()
        [(count,)] = connection.execute("SELECT count(*) FROM stories")
    assert count == len(LEAK)


def test_a_process_that_was_to_group_ends_with_the_writer(index: Path) -> None:
    before = children(os.getpid())
    with open_writer(index) as index_writer:
        index_writer.prepare_grouping(10_000_000)
        assert children(os.getpid()) == before  # there are stories already
    with closing(sqlite3.connect(index)) as connection, connection:
        connection.execute("DELETE FROM story_basis")
    with open_writer(index) as index_writer:
        index_writer.prepare_grouping(10_000_000)
        assert len(children(os.getpid()) - before) == 1
    assert children(os.getpid()) == before


def test_a_writer_groups_by_itself_when_the_process_is_killed(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_MANY", 1)
    with closing(sqlite3.connect(index)) as connection:
        connection.execute("DELETE FROM story_basis")
        connection.execute("DELETE FROM stories")
        connection.commit()
        stories = StoryWriter(connection)
        before = children(os.getpid())
        with stories.ahead(index, SourceRules(), connection.commit) as is_ahead:
            assert is_ahead
            [child] = children(os.getpid()) - before
            os.kill(child, signal.SIGKILL)
            stories.finish(SourceRules())
        [(count,)] = connection.execute("SELECT count(*) FROM stories")
    assert count == len(LEAK)
