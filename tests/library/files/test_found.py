"""What tells whether a file changed, on file systems of every kind."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.library.files import found
from broadsheet.library.files.folder import walk
from tests.files import write_article

MOUNT = "36 35 {}:{} / /media/news rw,noatime shared:1 - {} news rw,user_id=0\n"


@pytest.fixture(autouse=True)
def forgets_mounts() -> Iterator[None]:
    found._devices_numbered_again.cache_clear()
    yield
    found._devices_numbered_again.cache_clear()


@pytest.mark.parametrize(
    ("kind", "counts"), [("ext4", True), ("fuse.sshfs", False), ("vfat", False)]
)
def test_inodes_count_unless_the_file_system_numbers_its_files_again(
    news: Path, monkeypatch: pytest.MonkeyPatch, kind: str, *, counts: bool
) -> None:
    status = write_article(news, "a.md", "A title").stat()
    mount = MOUNT.format(os.major(status.st_dev), os.minor(status.st_dev), kind)
    (news.parent / "mounts").write_text("1 1 0:1 / / rw - overlay none rw\n" + mount)
    monkeypatch.setattr(found, "_MOUNTS", str(news.parent / "mounts"))
    [file] = walk(news)
    assert file.inode == (status.st_ino if counts else 0)
    assert (file.mtime_ns, file.ctime_ns) == (status.st_mtime_ns, status.st_ctime_ns)


def test_without_a_list_of_mounts_inodes_count(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "_MOUNTS", str(news / "nothing"))
    path = write_article(news, "a.md", "A title")
    assert [file.inode for file in walk(news)] == [path.stat().st_ino]
