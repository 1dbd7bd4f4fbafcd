import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest

from broadsheet.marks.model import MarksError
from broadsheet.marks.store import Marks
from tests.marks.articles import article, articles, mark_of, numbers_read

PAGE = 4096


def overwrite(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def truncate(path: Path, size: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size)


def replace(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def other_database() -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE places (url TEXT)")
        return connection.serialize()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "header": lambda path: overwrite(path, 0, b"\x00" * 100),
    "application id": lambda path: overwrite(path, 68, b"\x00\x00\x00\x01"),
    "version": lambda path: overwrite(path, 60, b"\x00\x00\x00\x00"),
    "page of the marks": lambda path: overwrite(path, PAGE, b"\xff" * PAGE),
    "schema": lambda path: replace(
        path, path.read_bytes().replace(b"CREATE TABLE steps", b"CREATE TABL\xc8 steps")
    ),
    "last page": lambda path: overwrite(path, path.stat().st_size - PAGE, b"\xff" * PAGE),
    "no bytes": lambda path: truncate(path, 0),
    "half of it": lambda path: truncate(path, path.stat().st_size // 2),
    "odd end": lambda path: truncate(path, path.stat().st_size - 1_000),
    "garbage": lambda path: replace(path, b"<!DOCTYPE html>" * 999),
    "another database": lambda path: replace(path, other_database()),
    "gone": Path.unlink,
}


def test_a_backup_is_made_once_a_day(marks: Marks) -> None:
    marks.mark("read", True, articles(3))
    backup = marks.back_up()
    assert backup is not None
    assert marks.back_up() is None
    with Marks(backup) as copy:
        assert numbers_read(copy, 4) == [0, 1, 2]


def test_the_five_backups_of_the_latest_changes_are_kept(marks: Marks) -> None:
    names = ["2020-01-01", "2099-12-31", "2020-01-02", "2020-01-03", "2020-01-04", "2020-01-05"]
    for name in names:
        marks.mark("read", True, [article(names.index(name))])
        backup = marks.back_up()
        assert backup is not None
        backup.rename(backup.with_stem(name))
    marks.mark("starred", True, [article(1)])
    today = marks.back_up()
    assert today is not None
    kept = {file.stem for file in today.parent.glob("*.sqlite")}
    assert kept == {today.stem, "2020-01-02", "2020-01-03", "2020-01-04", "2020-01-05"}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_marks_are_kept_aside_and_restored(
    path: Path, damage: Callable[[Path], None]
) -> None:
    with Marks(path) as marks:
        marks.mark("read", True, articles(300))
        marks.mark("starred", True, [article(7)])
        backup = marks.back_up()
    assert backup is not None
    damage(path)
    damaged = path.read_bytes() if path.exists() else None
    with Marks(path) as marks:
        assert marks.opening.state == "restored"
        assert backup.stem in marks.opening.sentence
        assert len(numbers_read(marks, 300)) == 300
        assert mark_of(marks, 7).starred
        marks.mark("later", True, [article(1)])
    aside = [file.read_bytes() for file in path.parent.glob("marks.damaged-*.sqlite")]
    assert aside == ([] if damaged is None else [damaged])
    with Marks(path) as marks:
        assert marks.opening.state == "opened"
        assert mark_of(marks, 1).later


def test_what_is_newer_than_the_backup_is_saved_where_it_can_be_read(path: Path) -> None:
    with Marks(path) as marks:
        marks.mark("read", True, articles(2_000))
        marks.back_up()
        marks.mark("starred", True, articles(2_000))
    overwrite(path, path.stat().st_size // 2 // PAGE * PAGE, b"\xff" * PAGE)
    with Marks(path) as marks:
        assert marks.opening.state == "restored"
        assert "newer marks of" in marks.opening.sentence
        assert len(numbers_read(marks, 2_000)) == 2_000
        stars = sum(mark_of(marks, number).starred for number in range(2_000))
    assert stars > 1_800


def test_without_a_backup_what_can_be_read_is_saved(path: Path) -> None:
    with Marks(path) as marks:
        marks.mark("read", True, articles(2_000))
    with closing(sqlite3.connect(path)) as connection:
        (leaf,) = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = 'marks' AND pagetype = 'leaf' LIMIT 1 OFFSET 9"
        ).fetchone()
    overwrite(path, (leaf - 1) * PAGE, b"\x00" * PAGE)
    with Marks(path) as marks:
        assert marks.opening.state == "restored"
        assert "no backup" in marks.opening.sentence
        assert 1_700 < len(numbers_read(marks, 2_000)) < 2_000


def test_a_damaged_backup_is_passed_over(path: Path) -> None:
    with Marks(path) as marks:
        marks.mark("read", True, [article(1)])
        good = marks.back_up()
        assert good is not None
        good.rename(good.with_stem("2020-01-01"))
        marks.mark("read", True, [article(2)])
        bad = marks.back_up()
    assert bad is not None
    overwrite(bad, 2 * PAGE, b"\xff" * PAGE)
    path.write_bytes(b"")
    with Marks(path) as marks:
        assert "2020-01-01" in marks.opening.sentence
        assert numbers_read(marks, 3) == [1]


def test_an_older_copy_in_the_place_of_the_marks_is_noticed(path: Path, tmp_path: Path) -> None:
    with Marks(path) as marks:
        marks.mark("read", True, [article(1)])
    copyfile(path, tmp_path / "old.sqlite")
    with Marks(path) as marks:
        marks.mark("read", True, [article(2)])
        marks.back_up()
    copyfile(tmp_path / "old.sqlite", path)
    with Marks(path) as marks:
        assert marks.opening.state == "restored"
        assert numbers_read(marks, 3) == [1, 2]


def test_damage_met_on_the_way_is_repaired_and_said(path: Path) -> None:
    count = 40_000  # more than is looked at as a whole when it is opened
    with Marks(path) as marks:
        marks.mark("read", True, articles(count))
        marks.back_up()
    overwrite(path, path.stat().st_size // 4 // PAGE * PAGE, b"\xff" * PAGE * 20)
    with Marks(path) as marks:
        assert not marks.opening.sentence
        with pytest.raises(MarksError, match="damaged"):
            numbers_read(marks, count)
        assert marks.opening.state == "restored"
        assert len(numbers_read(marks, count)) == count


def test_marks_that_another_reader_has_open_are_restored_when_it_is_closed(path: Path) -> None:
    with Marks(path) as other:
        other.mark("read", True, [article(1)])
        other.back_up()
        overwrite(path, 0, b"\x00" * 100)
        with Marks(path, wait=0) as marks:
            assert marks.opening.state == "read-only"
            assert "another Broadsheet" in marks.opening.sentence
            assert numbers_read(marks, 3) == [1]
            with pytest.raises(MarksError, match="Nothing was changed"):
                marks.mark("read", True, [article(2)])
    with Marks(path) as marks:
        assert marks.opening.state == "restored"
        assert numbers_read(marks, 3) == [1]


def test_marks_of_a_newer_version_are_shown_and_left_as_they_are(path: Path) -> None:
    with Marks(path) as marks:
        marks.mark("read", True, [article(1)])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1000")
    before = path.read_bytes()
    with Marks(path) as marks:
        assert marks.opening.state == "read-only"
        assert "newer Broadsheet" in marks.opening.sentence
        assert numbers_read(marks, 3) == [1]
        with pytest.raises(MarksError, match="newer Broadsheet"):
            marks.mark("read", True, [article(2)])
        assert marks.back_up() is None
    assert path.read_bytes() == before


def test_marks_are_not_made_in_a_file_that_was_deleted(path: Path) -> None:
    with Marks(path) as marks:
        marks.mark("read", True, [article(1)])
        marks.back_up()
        for file in path.parent.glob("marks.sqlite*"):
            file.unlink()
        with pytest.raises(MarksError, match="gone"):
            marks.mark("read", True, [article(2)])
        marks.mark("read", True, [article(2)])
    with Marks(path) as marks:
        assert numbers_read(marks, 3) == [1, 2]
