import os
import resource
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import rmtree

import pytest

from broadsheet.marks.model import MarksError
from broadsheet.marks.store import Marks
from tests.marks.articles import article, articles, mark_of, numbers_read

NOBODY = 65_534


@pytest.fixture
def somebody(tmp_path: Path) -> Iterator[Path]:
    """A folder of a person who may not write everywhere, as root may."""
    if os.geteuid() != 0:
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp())
    os.chown(folder, NOBODY, -1)
    os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        os.seteuid(0)
        rmtree(folder)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file grow beyond `size`, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_locked_by_another_program(path: Path) -> None:
    with Marks(path, wait=0) as marks, closing(sqlite3.connect(path)) as other:
        marks.mark("read", True, [article(1)])
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(MarksError, match=r"Nothing was changed\. Another program"):
            marks.mark("read", True, [article(2)])
        with pytest.raises(MarksError, match=r"Nothing was changed\. Another program"):
            marks.undo()
        assert numbers_read(marks, 3) == [1]
        other.rollback()
        marks.mark("read", True, [article(2)])
        assert numbers_read(marks, 3) == [1, 2]


def test_a_full_disk_and_then_room_again(path: Path) -> None:
    with Marks(path) as marks:
        marks.mark("read", True, [article(1)])
        with largest_file(200_000):
            with pytest.raises(MarksError, match=r"Nothing was changed\. The disk"):
                marks.mark("starred", True, articles(20_000))
            with pytest.raises(MarksError, match="No backup"), largest_file(8_192):
                marks.back_up()
        assert numbers_read(marks, 3) == [1]
        assert not mark_of(marks, 1).starred
        assert marks.mark("starred", True, articles(20_000)).count == 20_000
        assert marks.back_up() is not None
    with Marks(path) as marks:
        assert marks.opening.state == "opened"
        assert mark_of(marks, 1).starred


def test_a_full_disk_at_the_start(path: Path) -> None:
    with largest_file(0), Marks(path) as marks:
        assert marks.opening.state == "read-only"
        assert str(path) in marks.opening.sentence
        with pytest.raises(MarksError, match="Nothing was changed"):
            marks.mark("read", True, [article(1)])
    with Marks(path) as marks:
        marks.mark("read", True, [article(1)])


def test_room_that_comes_back_is_used_without_a_restart(path: Path) -> None:
    with largest_file(0):
        marks = Marks(path)
    with marks:
        marks.mark("read", True, [article(1)])
        assert marks.opening.state in ("fresh", "opened")
        assert numbers_read(marks, 3) == [1]


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_written_is_shown(somebody: Path, what: str) -> None:
    path = somebody / "data" / "marks.sqlite"
    with Marks(path) as marks:
        marks.mark("read", True, [article(1)])
    (path if what == "file" else path.parent).chmod(0o400 if what == "file" else 0o500)
    with Marks(path) as marks:
        assert marks.opening.state == "read-only"
        assert marks.file not in (None, path)
        assert numbers_read(marks, 3) == [1]
        with pytest.raises(MarksError, match="Nothing was changed"):
            marks.mark("read", True, [article(2)])
    path.parent.chmod(0o700)
    path.chmod(0o600)
    with Marks(path) as marks:
        assert marks.undo() is not None


def test_what_may_not_be_read_is_shown_as_no_marks(somebody: Path) -> None:
    path = somebody / "data" / "marks.sqlite"
    with Marks(path) as marks:
        marks.mark("read", True, [article(1)])
    path.parent.chmod(0)
    with Marks(path) as marks:
        assert marks.opening.state == "read-only"
        assert numbers_read(marks, 3) == []
    path.parent.chmod(0o700)
    with Marks(path) as marks:
        assert numbers_read(marks, 3) == [1]


def test_a_folder_where_the_file_should_be(path: Path) -> None:
    path.mkdir(parents=True)
    with Marks(path) as marks:
        assert marks.opening.state == "read-only"
        assert numbers_read(marks, 3) == []


def test_a_file_where_the_folder_should_be(path: Path) -> None:
    path.parent.parent.mkdir(parents=True)
    path.parent.write_text("")
    with Marks(path) as marks:
        assert marks.opening.state == "read-only"
        with pytest.raises(MarksError, match="Nothing was changed"):
            marks.mark("read", True, [article(1)])
