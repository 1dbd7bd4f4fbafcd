import os
import sqlite3
from pathlib import Path

import pytest

from broadsheet.library.files.folder import FolderGoneError
from broadsheet.library.index.database import index_path, writer_lock
from broadsheet.library.index.index import Index
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.sync.sync import bring_up_to_date, sync
from broadsheet.tui.sentences import what_changed
from tests.files import touch_later, write_article
from tests.library.rows import id_of, path_of, rows


def forbid(path: Path) -> None:
    """Take all rights to `path` away; skips the test where nothing is forbidden, as to root."""
    path.chmod(0)
    if os.access(path, os.R_OK):
        path.chmod(0o700)
        pytest.skip("nothing is forbidden to root")


def titles(root: Path) -> list[str]:
    with Library(root).open_index() as index:
        return sorted(row.title for row in rows(index))


def test_reads_a_folder_once_and_then_only_what_changed(news: Path) -> None:
    changed = write_article(news, "a.md", "First")
    write_article(news, "b.md", "Second")
    (news / "gone.md").write_text("---\ntitle: Gone\n---\nbody")
    assert bring_up_to_date(news).added == 3

    write_article(news, "a.md", "First, corrected")
    touch_later(changed)
    (news / "gone.md").unlink()
    write_article(news, "c.md", "Third")
    last = bring_up_to_date(news)
    assert (last.added, last.changed, last.removed, last.read) == (1, 1, 1, 2)
    assert titles(news) == ["First, corrected", "Second", "Third"]
    assert not bring_up_to_date(news).changed_anything


def test_a_change_that_keeps_size_and_time_is_noticed(news: Path) -> None:
    for name in ("written.md", "replaced.md"):
        write_article(news, name, "First")
    bring_up_to_date(news)
    for name in ("written.md", "replaced.md"):
        status = (news / name).stat()
        new = write_article(news.parent, name, "Fresh") if name == "replaced.md" else news / name
        new.write_text((news / name).read_text().replace("First", "Fresh"))
        os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
        new.replace(news / name)
        assert (news / name).stat().st_mtime_ns == status.st_mtime_ns
        assert (news / name).stat().st_size == status.st_size
    assert bring_up_to_date(news).changed == 2
    assert titles(news) == ["Fresh", "Fresh"]
    assert bring_up_to_date(news).read == 0


def test_an_article_keeps_its_id_when_its_file_changes(news: Path) -> None:
    path = write_article(news, "a.md", "First")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        before = id_of(index, "a.md")
        write_article(news, "a.md", "First, corrected")
        touch_later(path)
        bring_up_to_date(news)
        assert before is not None
        assert id_of(index, "a.md") == before


def test_files_that_are_no_articles_are_read_once_and_counted(news: Path) -> None:
    (news / "README.md").write_text("# Hello\n")
    write_article(news, "a.md", "First")
    assert bring_up_to_date(news).read == 2
    assert bring_up_to_date(news).read == 0
    with Library(news).open_index() as index:
        assert index.count() == 1
        assert [path for path, _ in index.skipped()] == ["README.md"]
        assert index.problems() == []


def test_a_file_that_becomes_an_article_and_back(news: Path) -> None:
    path = news / "a.md"
    path.write_text("only text\n")
    bring_up_to_date(news)
    write_article(news, "a.md", "Now an article")
    touch_later(path)
    bring_up_to_date(news)
    assert titles(news) == ["Now an article"]
    path.write_text("only text\n")
    touch_later(path, 9)
    bring_up_to_date(news)
    assert titles(news) == []


def test_problems_go_when_the_file_is_fixed(news: Path) -> None:
    path = write_article(news, "a.md", "First", "quality: high")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        assert [(p.path, p.field) for p in index.problems()] == [("a.md", "quality")]
        assert index.count(parse("is:broken")) == 1
        write_article(news, "a.md", "First", "quality: 7")
        touch_later(path)
        bring_up_to_date(news)
        assert index.problems() == []
        assert index.count(parse("is:broken")) == 0


def test_topics_get_the_order_and_the_tree_of_the_library(news: Path) -> None:
    write_article(news, "a.md", "First", "topics: [Rockets, Space]")
    topics = news / "_data" / "topics"
    topics.mkdir(parents=True)
    (topics / "00-space.yaml").write_text("name: Space\n")
    (topics / "01-rockets.yaml").write_text("name: Rockets\nparent: Space\n")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        known = {topic.name: (topic.position, topic.parent) for topic in index.facets("topic")}
    assert known == {"Space": (0, ""), "Rockets": (1, "Space")}


def test_stopped_after_any_batch_it_goes_on_from_there(news: Path) -> None:
    for number in range(150):
        write_article(news, f"{number}.md", f"Number {number}")
    steps = sync(news)
    for progress in steps:
        if progress.read:
            break
    already = progress.read
    steps.close()
    assert 0 < already < 150
    assert bring_up_to_date(news).read == 150 - already
    assert len(titles(news)) == 150


def test_a_damaged_index_is_rebuilt(news: Path) -> None:
    write_article(news, "a.md", "First")
    bring_up_to_date(news)
    path = index_path(news)
    path.write_bytes(b"no database at all" * 500)
    assert bring_up_to_date(news).added == 1
    assert titles(news) == ["First"]


def test_an_index_of_another_version_is_rebuilt(news: Path) -> None:
    write_article(news, "a.md", "First")
    bring_up_to_date(news)
    connection = sqlite3.connect(index_path(news))
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    assert bring_up_to_date(news).added == 1


def test_an_index_that_another_process_writes_is_left_to_it(news: Path) -> None:
    write_article(news, "a.md", "First")
    with writer_lock(index_path(news)):
        assert bring_up_to_date(news, wait=False).phase == "busy"


def test_waiting_for_another_process_is_said_until_it_is_over(news: Path) -> None:
    write_article(news, "a.md", "First")
    with writer_lock(index_path(news)):
        run = sync(news)
        assert next(run).phase == "waiting"
    assert [*run][-1].added == 1


def test_a_folder_that_is_gone_is_said_and_its_index_is_kept(news: Path) -> None:
    path = write_article(news, "a.md", "First")
    bring_up_to_date(news)
    path.unlink()
    news.rmdir()
    with pytest.raises(FolderGoneError, match="there is no folder"):
        bring_up_to_date(news)
    with Index(index_path(news)) as index:
        assert index.count() == 1


def test_a_run_that_finds_nothing_new_writes_nothing(news: Path) -> None:
    write_article(news, "a.md", "First", "topics: [Space]")
    (news / "README.md").write_text("# Hello\n")
    (news / "nowhere.md").symlink_to(news / "no such file")
    (news / "_data" / "topics").mkdir(parents=True)
    (news / "_data" / "topics" / "00-space.yaml").write_text("name: Space\n")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        before = index.generation()
        bring_up_to_date(news)
        assert index.generation() == before
        (news / "_data" / "topics" / "01-rockets.yaml").write_text("name: Rockets\n")
        bring_up_to_date(news)
        assert index.generation() != before


def test_the_first_rows_are_there_before_the_folder_is_counted(news: Path) -> None:
    for number in range(150):
        write_article(news, f"{number}.md", f"Number {number}")
    steps = sync(news)
    first = next(progress for progress in steps if progress.read)
    assert (first.read, first.is_counted) == (100, False)
    assert len(titles(news)) == 100
    counted = next(steps)
    assert (counted.files, counted.to_read, counted.is_counted) == (150, 150, True)
    assert counted.seconds_left is not None
    assert counted.seconds_left > 0
    assert list(steps)[-1].seconds_left == 0


def test_what_is_gone_is_forgotten_wherever_it_was(news: Path) -> None:
    gone = [
        write_article(news, name, name) for name in ("a.md", "b/a.md", "b/b/z.md", "b.md", "z.md")
    ]
    write_article(news, "b/c.md", "Stays")
    bring_up_to_date(news)
    for path in gone:
        path.unlink()
    assert bring_up_to_date(news).removed == 5
    assert titles(news) == ["Stays"]


def test_only_what_is_named_is_looked_at(news: Path) -> None:
    changed = write_article(news, "a.md", "First")
    unseen = write_article(news, "b.md", "Second")
    gone = write_article(news, "c.md", "Third")
    write_article(news, "old/d.md", "Fourth")
    write_article(news, "old/deep/e.md", "Fifth")
    write_article(news, "older.md", "Sixth")
    bring_up_to_date(news)
    for path in (changed, unseen):
        path.write_text(path.read_text().replace('title: "', 'title: "Corrected: '))
        touch_later(path)
    gone.unlink()
    (news / "old").rename(news / "new")
    write_article(news, "new/f.md", "Seventh")
    last = bring_up_to_date(news, only=["a.md", "c.md", "old", "new/", "new/f.md", ".git/x.md"])
    assert (last.added, last.changed, last.removed, last.read) == (3, 1, 3, 4)
    assert titles(news) == ["Corrected: First", "Fifth", "Fourth", "Second", "Seventh", "Sixth"]
    assert bring_up_to_date(news, only=["no/such/file.md", "README"]).read == 0
    assert bring_up_to_date(news).changed == 1


def test_a_new_article_never_gets_the_id_of_one_that_is_gone(news: Path) -> None:
    write_article(news, "a.md", "First")
    last = write_article(news, "b.md", "Second")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        before = id_of(index, "b.md")
        last.unlink()
        bring_up_to_date(news)
        write_article(news, "c.md", "Third")
        bring_up_to_date(news)
        assert before is not None
        assert path_of(index, before) is None
        assert id_of(index, "c.md") not in (None, before)


def test_a_file_that_was_forbidden_is_read_once_it_is_allowed(news: Path) -> None:
    write_article(news, "a.md", "First")
    forbidden = write_article(news, "b.md", "Second")
    forbid(forbidden)
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        [problem] = index.problems()
        assert (problem.path, problem.reason) == ("b.md", "you are not allowed to read this file")
        before = index.generation()
        assert not bring_up_to_date(news).changed_anything
        assert index.generation() == before
    forbidden.chmod(0o600)
    assert bring_up_to_date(news).changed == 1
    assert titles(news) == ["First", "Second"]


def test_a_library_that_may_not_be_listed_keeps_its_index(news: Path) -> None:
    write_article(news, "a.md", "First")
    bring_up_to_date(news)
    forbid(news)
    try:
        with pytest.raises(FolderGoneError, match="cannot be listed"):
            bring_up_to_date(news)
    finally:
        news.chmod(0o700)
    assert titles(news) == ["First"]


def test_without_a_cache_folder_the_index_is_kept_for_the_moment(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_article(news, "a.md", "First")
    (tmp_path / "temporary").mkdir()
    (tmp_path / "cache").write_text("no folder")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    last = bring_up_to_date(news)
    assert last.added == 1
    assert "the index will not be kept" in last.note
    assert titles(news) == ["First"]
    [folder] = (tmp_path / "temporary").iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_files_that_are_no_articles_are_told_from_those_that_are_shown(news: Path) -> None:
    write_article(news, "a.md", "First")
    note = news / "note.md"
    note.write_text("---\ntitle: Only a title\n---\n", "utf-8")
    first = bring_up_to_date(news)
    assert (first.added, first.not_shown) == (2, 1)
    assert what_changed(first) == "1 new, 1 not shown (P lists why)"

    note.write_text("---\ntitle: Still only a title\n---\n", "utf-8")
    second = bring_up_to_date(news)
    assert (second.changed, second.never_shown) == (1, 1)
    assert what_changed(second) == ""

    note.write_text("---\ntitle: An article\n---\nNow with a body.\n", "utf-8")
    assert what_changed(bring_up_to_date(news)) == "1 changed"
