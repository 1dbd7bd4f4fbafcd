"""Reading in processes of their own, some of which die."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.library.files.folder import walk
from broadsheet.library.files.workers import ReaderPool
from broadsheet.library.library import Library
from broadsheet.library.sync.sync import bring_up_to_date
from tests.files import write_article
from tests.processes import children, wait_until_dead

MANY = 1300
"""So many that other processes read the last ones, which are called z."""

DEADLY = """
import os, signal, sys
if "broadsheet.library.files.worker" in sys.orig_argv:
    really_open = os.open
    def deadly_open(path, *arguments, **keywords):
        if str(path).endswith("deadly.md"):
            os.kill(os.getpid(), signal.SIGKILL)
        return really_open(path, *arguments, **keywords)
    os.open = deadly_open
"""

UNSTARTABLE = """
import os, sys
if "broadsheet.library.files.worker" in sys.orig_argv:
    os._exit(1)
"""

READING_FOR_EVER = """
import sys
from itertools import repeat
from pathlib import Path
from broadsheet.library.files.folder import walk
from broadsheet.library.files.workers import ReaderPool
base = Path(sys.argv[1])
with ReaderPool(base, 2) as pool:
    for _ in pool.read(repeat(list(walk(base)))):
        print("read", flush=True)
"""


@pytest.fixture
def many(news: Path) -> Path:
    """A library that is to be read by several processes, in the order of its paths."""
    write_article(news, "0.md", "What was there before: a first run begins with any files")
    bring_up_to_date(news)
    for number in range(MANY):
        write_article(news, f"{'a' if number < MANY - 50 else 'z'}/{number}.md", f"No {number}")
    return news


def in_readers(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every process that is started run `code` first."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(folder))


def test_a_file_that_kills_its_reader_is_a_problem_and_costs_no_other(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        write_article(many, f"z/{number}-deadly.md", "Deadly")
    in_readers(DEADLY, tmp_path / "site", monkeypatch)
    assert bring_up_to_date(many).added == MANY + 2
    with Library(many).open_index() as index:
        assert index.count() == 1 + MANY
        assert [(problem.path, problem.reason) for problem in index.problems()] == [
            ("z/1-deadly.md", "reading this file killed the reader"),
            ("z/2-deadly.md", "reading this file killed the reader"),
        ]
    assert bring_up_to_date(many).read == 0


def test_a_file_that_kills_its_reader_in_a_first_run_is_known_by_its_fingerprint(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_article(news, "deadly.md", "Deadly")
    in_readers(DEADLY, tmp_path / "site", monkeypatch)
    with ReaderPool(news, 1) as pool:
        ((read,),) = pool.read([list(walk(news, names_only=True))])
    assert read.entry is None
    assert [read.file] == list(walk(news))


def test_where_no_process_can_be_started_the_files_are_read_and_that_is_said(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_readers(UNSTARTABLE, tmp_path / "site", monkeypatch)
    last = bring_up_to_date(many)
    assert last.added == MANY
    assert "could not be started" in last.note
    assert "it ended with status 1 at its start" in last.note
    with Library(many).open_index() as index:
        assert index.count() == 1 + MANY


def test_readers_that_are_killed_cost_no_file(news: Path) -> None:
    for number in range(50):
        write_article(news, f"{number}.md", f"No {number}")
    files = list(walk(news))
    before = children(os.getpid())
    with ReaderPool(news, 2) as pool:
        results = pool.read([file] for _ in range(20) for file in files)
        read = list(next(results))
        for process in children(os.getpid()) - before:
            os.kill(process, signal.SIGKILL)
        for result in results:
            read += result
    assert sorted(one.file.path for one in read) == sorted(file.path for file in files * 20)
    assert all(one.entry is not None for one in read)


def test_readers_end_with_the_process_that_started_them(news: Path) -> None:
    write_article(news, "a.md", "First")
    command = [sys.executable, "-c", READING_FOR_EVER, str(news)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as asker:
        assert asker.stdout is not None
        asker.stdout.readline()
        readers = children(asker.pid)
        assert len(readers) == 2
        asker.kill()
    for reader in readers:
        wait_until_dead(reader)
