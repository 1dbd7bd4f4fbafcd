"""A file is replaced as a whole or stays as it was."""

import os
from pathlib import Path

import pytest

from broadsheet.atomic_write import atomic_write


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "marks.json"
    file.write_text("old")
    file.chmod(0o644)
    with atomic_write(file) as stream:
        stream.write("new")
        assert file.read_text() == "old"
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o644


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "new") as stream:
        stream.write("new")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "marks.json"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError), atomic_write(file) as stream:
        stream.write("half, and what cannot be written: \ud800")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("file")
    for text in ("first", "second"):
        with atomic_write(tmp_path / "link") as stream:
            stream.write(text)
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "file").read_text() == text


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with atomic_write(pipe) as stream:
        stream.write("through")
    assert os.read(reading, 100) == b"through"
    os.close(reading)
    assert pipe.is_fifo()
