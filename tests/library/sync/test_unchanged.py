import os
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.library.library import Library
from broadsheet.library.sync import unchanged
from broadsheet.library.sync.sync import bring_up_to_date, sync
from broadsheet.library.sync.unchanged import looks_unchanged
from tests.files import write_article, write_settings


@pytest.fixture
def library(news: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library that counts as large, looked at; its folders are older than what follows."""
    monkeypatch.setattr(unchanged, "_MANY", 1)
    write_article(news, "a.md", "First")
    write_article(news, "2023/b.md", "Second")
    write_article(news, "z/y.md", "Another")
    (news / "empty").mkdir()
    for folder in (news, news / "2023", news / "empty", news / "z"):
        os.utime(folder, ns=(10**18, 10**18))
    bring_up_to_date(news)
    return news


def is_unchanged(root: Path) -> bool:
    with Library(root).open_index() as index:
        return looks_unchanged(root, index)


def in_an_old_folder(folder: Path) -> None:
    """Put a file into a folder and set its time back, as rsync and backups do."""
    status = folder.stat()
    write_article(folder, "c.md", "Third")
    os.utime(folder, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [
        lambda root: write_article(root, "c.md", "Third"),
        lambda root: write_article(root, "empty/c.md", "Third"),
        lambda root: (root / "2023" / "b.md").unlink(),
        lambda root: (root / "a.md").rename(root / "q.md"),
        lambda root: write_article(root, "new.tmp", "Instead").replace(root / "2023" / "b.md"),
        lambda root: (root / "2023" / "b.md").unlink() or (root / "2023").rmdir(),
        lambda root: write_article(root, "_data/topics/1.yaml", "A topic"),
        lambda root: in_an_old_folder(root / "2023"),
    ],
)
def test_files_that_come_go_or_are_replaced_are_noticed_until_they_are_looked_at(
    library: Path, change: Callable[[Path], object]
) -> None:
    assert is_unchanged(library)
    change(library)
    assert not is_unchanged(library)
    bring_up_to_date(library)
    assert is_unchanged(library)


def test_an_ignore_file_edited_in_place_is_a_reason_to_look(library: Path) -> None:
    (library / "2023" / ".gitignore").write_text("c.md\n")
    bring_up_to_date(library)
    assert is_unchanged(library)
    (library / "2023" / ".gitignore").write_text("b.md\n")
    assert not is_unchanged(library)
    assert bring_up_to_date(library).removed == 1
    assert is_unchanged(library)


def test_other_rules_are_a_reason_to_look(library: Path) -> None:
    write_settings("[library]\nfollow_links_out = true\n")
    assert not is_unchanged(library)
    bring_up_to_date(library)
    assert is_unchanged(library)


def test_a_small_library_is_always_looked_at(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "_MANY", 3)
    assert not is_unchanged(library)


def test_a_library_that_was_never_looked_at_whole_is_looked_at(library: Path) -> None:
    steps = sync(library, rebuild=True)
    while next(steps).files == 0:
        pass
    steps.close()
    assert not is_unchanged(library)
