"""What Broadsheet keeps is for its owner alone, and written by one process at a time."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.feeds.state import State
from broadsheet.library.index.database import index_path
from broadsheet.library.library import Library
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.log import start_log
from broadsheet.marks.store import Marks
from broadsheet.own_files import FileLock
from broadsheet.paths import cache_folder, data_folder, marks_path, state_folder
from broadsheet.tui.actions.search_history import SearchHistory
from tests.files import write_article
from tests.marks.articles import article


@pytest.fixture(autouse=True)
def open_to_all() -> Iterator[None]:
    """The usual umask, under which others may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)
    for handler in logging.getLogger("broadsheet").handlers:
        handler.close()


def use_everything(library: Path) -> None:
    """Leave behind every kind of file that the program keeps."""
    start_log("read")
    bring_up_to_date(library)
    with closing(SearchHistory()) as searches:
        searches.add("secret")
    with closing(State(library)) as state, state.fetching():
        pass
    with Marks(marks_path()) as marks, Library(library).open_index():
        marks.mark("read", True, [article(1)])
        marks.back_up()
        marks.mark("starred", True, [article(1)])
        index = index_path(library)
        for file in (marks_path(), index):  # as long as they are open
            assert file.with_name(f"{file.name}-wal").stat().st_mode & 0o077 == 0


def readable_by_others() -> list[Path]:
    kept = [cache_folder(), data_folder(), state_folder()]
    paths = [path for folder in kept for path in (folder, *folder.rglob("*"))]
    assert len(paths) > 10
    return [path for path in paths if path.stat().st_mode & 0o077]


def test_what_is_kept_is_for_the_owner_alone(news: Path) -> None:
    write_article(news, "a.md", "A")
    use_everything(news)
    assert readable_by_others() == []


def test_what_an_earlier_version_left_open_is_closed(news: Path) -> None:
    write_article(news, "a.md", "A")
    use_everything(news)
    (state_folder() / "broadsheet.log.1").write_text("older")
    for folder in (cache_folder(), data_folder(), state_folder()):
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
    use_everything(news)
    assert readable_by_others() == []


def test_a_lock_that_is_held_alone_keeps_others_out_until_its_process_ends(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from broadsheet.own_files import FileLock\n"
        "lock = FileLock(Path(sys.argv[1])); lock.hold_alone()\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    path = tmp_path / "lock"
    with (
        subprocess.Popen(
            [sys.executable, "-c", code, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as other,
        FileLock(path) as lock,
    ):
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert not lock.hold_alone(0)
        other.kill()
        other.wait()
        assert lock.hold_alone(0)
