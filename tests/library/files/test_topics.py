"""Files that describe topics are as untrusted as articles."""

import os
from pathlib import Path

import pytest

from broadsheet.config.settings import FolderRules
from broadsheet.library.files import topics as topics_module
from broadsheet.library.files.topics import read_topics, topics_fingerprint


@pytest.fixture
def topics(news: Path) -> Path:
    folder = news / "_data" / "topics"
    folder.mkdir(parents=True)
    (folder / "z.yaml").write_text("name: Last\nparent: First\n")
    return folder


def test_what_is_not_a_regular_file_is_a_problem_and_keeps_nobody_waiting(
    news: Path, topics: Path
) -> None:
    os.mkfifo(topics / "fifo.yaml")
    (topics / "device.yaml").symlink_to("/dev/tty")
    (topics / "outside.yaml").symlink_to("/etc/hostname")
    (topics / "folder.yaml").mkdir()
    (topics / "nowhere.yaml").symlink_to("nowhere")
    known, problems = read_topics(news)
    assert [topic.name for topic in known] == ["Last"]
    assert {Path(problem.path).name for problem in problems} == {
        *("fifo.yaml", "device.yaml", "outside.yaml", "folder.yaml", "nowhere.yaml")
    }


def test_topics_outside_of_the_library_are_not_read(news: Path, topics: Path) -> None:
    topics.rename(news.parent / "elsewhere")
    topics.symlink_to(news.parent / "elsewhere", target_is_directory=True)
    known, [problem] = read_topics(news)
    assert (known, problem.path) == ([], "_data/topics")
    known, problems = read_topics(news, FolderRules(follow_links_out=True))
    assert ([topic.name for topic in known], problems) == (["Last"], [])


def test_a_huge_file_is_a_problem_and_costs_no_other_topic(news: Path, topics: Path) -> None:
    (topics / "a.yaml").write_text("name: Huge\n" + "# comment\n" * 10_000)
    known, problems = read_topics(news)
    assert [topic.name for topic in known] == ["Last"]
    assert [(problem.path, "larger than" in problem.reason) for problem in problems] == [
        ("_data/topics/a.yaml", True)
    ]


def test_a_fault_is_told_with_its_line(news: Path, topics: Path) -> None:
    (topics / "a.yaml").write_text("name: A\nparent: [\n")
    (topics / "b.yaml").write_text("parent: A\n")
    _, problems = read_topics(news)
    assert [(problem.path, problem.line, problem.field) for problem in problems] == [
        ("_data/topics/a.yaml", 2, ""),
        ("_data/topics/b.yaml", None, "name"),
    ]


def test_no_more_than_some_thousand_topics_are_read(
    news: Path, topics: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topics_module, "MOST_TOPICS", 2)
    for name in ("a", "b", "c"):
        (topics / f"{name}.yaml").write_text(f"name: {name}\n")
    known, [problem] = read_topics(news)
    assert [topic.name for topic in known] == ["a", "b"]
    assert problem.reason == "only the first 2 of 4 topics are read"


def test_a_topic_changed_without_a_trace_in_size_and_time_is_noticed(
    news: Path, topics: Path
) -> None:
    file = topics / "z.yaml"
    before, status = topics_fingerprint(news), file.stat()
    file.write_text("name: Lost\nparent: First\n")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert topics_fingerprint(news) != before
