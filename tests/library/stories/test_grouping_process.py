"""Stories that are grouped in another process: with names of any length, and if it is killed."""

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.library.library import Library
from broadsheet.library.stories import writer
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
    with GroupingProcess(index, SourceRules(names)) as process:
        found = process.result()
    assert found is not None
    assert [len(group) for group in found.groups] == [len(LEAK)]


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
        with stories.ahead(index, SourceRules()) as is_ahead:
            assert is_ahead
            [child] = children(os.getpid()) - before
            os.kill(child, signal.SIGKILL)
            stories.finish(SourceRules())
        [(count,)] = connection.execute("SELECT count(*) FROM stories")
    assert count == len(LEAK)
