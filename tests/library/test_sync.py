import sqlite3
from pathlib import Path

import pytest

from reader.library.database import index_path, writer_lock
from reader.library.index import Index
from reader.library.library import Library
from reader.library.query import parse
from reader.library.sync import FolderGoneError, bring_up_to_date, sync
from tests.files import touch_later, write_article


def titles(root: Path) -> list[str]:
    with Library(root).open_index() as index:
        return sorted(title for _, title in index.titles())


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


def test_an_article_keeps_its_id_when_its_file_changes(news: Path) -> None:
    path = write_article(news, "a.md", "First")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        before = index.id_of_path("a.md")
        write_article(news, "a.md", "First, corrected")
        touch_later(path)
        bring_up_to_date(news)
        assert before is not None
        assert index.id_of_path("a.md") == before


def test_files_that_are_no_articles_are_read_once_and_counted(news: Path) -> None:
    (news / "README.md").write_text("# Hello\n")
    write_article(news, "a.md", "First")
    assert bring_up_to_date(news).read == 2
    assert bring_up_to_date(news).read == 0
    with Library(news).open_index() as index:
        assert index.count() == 1
        assert sum(number for _, number in index.skipped()) == 1
        assert index.problems() == []


def test_a_file_that_becomes_an_article_and_back(news: Path) -> None:
    path = news / "a.md"
    path.write_text("# only a heading\n")
    bring_up_to_date(news)
    write_article(news, "a.md", "Now an article")
    touch_later(path)
    bring_up_to_date(news)
    assert titles(news) == ["Now an article"]
    path.write_text("# only a heading\n")
    touch_later(path, 9)
    bring_up_to_date(news)
    assert titles(news) == []


def test_problems_go_when_the_file_is_mended(news: Path) -> None:
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


def test_a_damaged_index_is_built_anew(news: Path) -> None:
    write_article(news, "a.md", "First")
    bring_up_to_date(news)
    path = index_path(news)
    path.write_bytes(b"no database at all" * 500)
    assert bring_up_to_date(news).added == 1
    assert titles(news) == ["First"]


def test_an_index_of_another_version_is_built_anew(news: Path) -> None:
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


def test_a_folder_that_is_gone_is_said_and_its_index_is_kept(news: Path) -> None:
    path = write_article(news, "a.md", "First")
    bring_up_to_date(news)
    path.unlink()
    news.rmdir()
    with pytest.raises(FolderGoneError, match="there is no folder"):
        bring_up_to_date(news)
    with Index(index_path(news)) as index:
        assert index.count() == 1
