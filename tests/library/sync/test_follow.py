"""The process beside the screen, told and heard as the screen does it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest

from broadsheet.library.index.checksum import checksum_file, matches_checksum
from broadsheet.library.index.database import index_path
from broadsheet.library.sync.sync import bring_up_to_date
from tests.files import write_article
from tests.library.texts.test_pages import keep
from tests.library.texts.test_writer import found
from tests.processes import children, wait_until_dead
from tests.waiting import PATIENCE, in_time, wait_until

pytestmark = pytest.mark.usefixtures("forked")

_FOLLOW = """
from broadsheet.library.sync import follow
follow._LINGER = follow._CALM = 0.05
follow._HEAVY_AFTER = 1000.0  # a busy machine has no look's process replaced
follow.main()
"""

_LINGERING = _FOLLOW.replace(
    "follow._LINGER = follow._CALM", "follow._LINGER = 1000.0\nfollow._CALM"
)
"""Keeps the process that looks at the folder, for tests that do something to it."""

_HEAVY = _LINGERING.replace("follow.main()", "follow._HEAVY_AFTER = 0.0\nfollow.main()")
"""Takes each look for one that left much memory in use."""

Said = dict[str, str | int]


@contextmanager
def following(folder: Path, program: str = _FOLLOW) -> Iterator["subprocess.Popen[bytes]"]:
    """Start the process that follows a folder; it is killed when that takes too long."""
    command = [sys.executable, "-P", "-c", program, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        too_long = Timer(PATIENCE, process.kill)
        too_long.start()
        yield process
        too_long.cancel()
        process.kill()


@pytest.fixture
def said(news: Path) -> Iterator[Iterator[Said]]:
    """What the process says that follows `news`; it ends when that takes too long."""
    write_article(news, "first.md", "There from the start")
    with following(news) as process:
        assert process.stdout is not None
        yield map(json.loads, process.stdout)


def wait_for_added(said: Iterator[Said]) -> Said:
    """Return what is said when articles were added; raises StopIteration when none ever are."""
    return next(line for line in said if line.get("phase") == "done" and line["added"])


def test_what_comes_right_after_the_first_look_is_not_missed(
    news: Path, said: Iterator[Said]
) -> None:
    assert wait_for_added(said)["added"] == 1
    write_article(news, "second.md", "Before anything was watched")
    assert wait_for_added(said)["added"] == 1


def test_files_that_keep_coming_are_taken_in_together(news: Path) -> None:
    def write_two(rest: float) -> None:
        folder = news / f"{rest}"
        folder.mkdir()
        rests = f"follow._REST, follow._LONGEST_REST = 1000.0, {rest}\n"
        program = _FOLLOW.replace("follow.main()", f"{rests}follow.main()")
        with following(folder, program) as process:
            assert process.stdout is not None
            said = map(json.loads, process.stdout)
            next(line for line in said if line.get("phase") == "done")
            write_article(folder, "first.md", "Looked at at once")
            assert wait_for_added(said)["added"] == 1
            write_article(folder, "second.md", "Heard of alone")
            time.sleep(0.3)
            write_article(folder, "third/third.md", "Heard of later, in a new folder")
            assert wait_for_added(said)["added"] == 2

    in_time(write_two, 0.8)


def test_a_text_that_is_fetched_is_taken_in(news: Path, said: Iterator[Said]) -> None:
    assert wait_for_added(said)["added"] == 1
    next(line for line in said if line.get("phase") == "done")  # the look after it is watched
    keep(news, "first.md", "A heron.")
    assert next(line for line in said if line.get("texts"))["files"] == 0
    assert found(news, "text:heron") == {"There from the start"}


@pytest.fixture
def known(news: Path) -> None:
    """Lets the library have an index before anybody follows it."""
    write_article(news, "zero.md", "Known already")
    bring_up_to_date(news)


@pytest.mark.usefixtures("known")
def test_what_came_while_nobody_followed_is_taken_in(said: Iterator[Said]) -> None:
    assert wait_for_added(said)["added"] == 1


def test_what_comes_in_new_folders_is_taken_in(news: Path, said: Iterator[Said]) -> None:
    assert wait_for_added(said)["added"] == 1
    for number in range(3):
        write_article(news, f"new/deeper {number}/second.md", "In a new folder")
        assert wait_for_added(said)["added"] == 1
        write_article(news, f"new/deeper {number}/third.md", "In the same folder, later")
        assert wait_for_added(said)["added"] == 1


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses such names")
def test_a_name_that_is_not_utf_8_is_taken_in_and_does_not_end_it(
    news: Path, said: Iterator[Said]
) -> None:
    assert wait_for_added(said)["added"] == 1
    os.rename(write_article(news, "odd", "Odd"), os.fsencode(news) + b"/caf\xe9.md")  # noqa: PTH104
    assert wait_for_added(said)["added"] == 1
    write_article(news, "second.md", "After it")
    assert wait_for_added(said)["added"] == 1


@pytest.mark.skipif(sys.platform != "linux", reason="tells the watches of a process on Linux")
def test_a_link_that_leads_out_is_not_watched(news: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    write_article(news, "inside/first.md", "There from the start")
    (news / ".git" / "objects").mkdir(parents=True)
    for name, target in (("out", tmp_path / "elsewhere"), ("root", "/"), ("loop", news)):
        (news / name).symlink_to(target, target_is_directory=True)
    with following(news) as process:
        assert process.stdout is not None
        said = map(json.loads, process.stdout)
        assert wait_for_added(said)["added"] == 1
        write_article(news, "inside/second.md", "Later")
        assert wait_for_added(said)["added"] == 1
        watches = sum(
            line.startswith("inotify wd:")
            for file in Path(f"/proc/{process.pid}/fdinfo").iterdir()
            for line in file.read_text().splitlines()
        )
        assert watches == 2


@pytest.fixture
def program() -> str:
    """What the follower runs."""
    return _FOLLOW


@pytest.fixture
def follower(news: Path, known: None, program: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that follows `news` and has looked at all of it, and ends as with the screen."""
    with following(news, program) as process:
        assert next_look(process)["phase"] == "done"
        yield process
        process.communicate()
        assert process.returncode == 0


def ask_for_a_look(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    process.stdin.write(b"\n")
    process.stdin.flush()


def next_look(process: "subprocess.Popen[bytes]") -> Said:
    """Return what is said at the end of the next look at the folder."""
    assert process.stdout is not None
    said: Iterator[Said] = map(json.loads, process.stdout)
    return next(line for line in said if line.get("phase") == "done" or "failed" in line)


def test_a_line_on_its_input_has_the_entire_folder_looked_at(
    news: Path, follower: "subprocess.Popen[bytes]"
) -> None:
    for _ in range(2):
        ask_for_a_look(follower)
        look = next_look(follower)
        assert (look["phase"], look["added"], look["removed"]) == ("done", 0, 0)


def test_a_folder_that_goes_is_said_and_one_that_comes_back_is_taken_in(
    news: Path, follower: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    news.rename(tmp_path / "away")
    ask_for_a_look(follower)
    while "failed" not in (look := next_look(follower)):
        pass  # what went was noticed by itself, and is said first
    assert "no folder" in str(look["failed"])
    shutil.copytree(tmp_path / "away", news)
    write_article(news, "second.md", "Came back with it")
    ask_for_a_look(follower)
    while next_look(follower).get("added") != 1:
        pass


def test_ctrl_c_is_for_the_screen(news: Path, follower: "subprocess.Popen[bytes]") -> None:
    follower.send_signal(signal.SIGINT)
    write_article(news, "second.md", "After Ctrl+C")
    while next_look(follower).get("added") != 1:
        pass
    assert follower.poll() is None


def test_a_change_of_an_ignore_file_is_taken_in(news: Path, said: Iterator[Said]) -> None:
    assert wait_for_added(said)["added"] == 1
    (news / ".gitignore").write_text("first.md\n")
    next(line for line in said if line.get("phase") == "done" and line["removed"])
    (news / ".gitignore").write_text("second.md\n")
    assert wait_for_added(said)["added"] == 1


def test_a_folder_that_becomes_a_vault_is_taken_in(news: Path, said: Iterator[Said]) -> None:
    (news / "note.md").write_text("---\ntitle: A note\n---\nText")
    wait_for_added(said)
    (news / ".obsidian").mkdir()
    look = next(line for line in said if line.get("phase") == "done" and line["changed"])
    assert look["changed"] == 2  # both files were read again


def looker_of(process: "subprocess.Popen[bytes]") -> int:
    """Return the process that looks at the folder, once it runs."""
    wait_until(lambda: children(process.pid), "a process that looks at the folder")
    return children(process.pid).pop()


def add_two_after_looks(news: Path, follower: "subprocess.Popen[bytes]") -> None:
    """Add two articles, each once the process of the last look is gone."""
    for number in range(2):
        wait_until(lambda: not children(follower.pid), "the end of the look")
        write_article(news, f"{number}.md", f"Number {number}")
        assert next_look(follower)["added"] == 1


def test_nothing_is_left_of_a_look_at_the_folder(
    news: Path, follower: "subprocess.Popen[bytes]"
) -> None:
    add_two_after_looks(news, follower)
    wait_until(lambda: not children(follower.pid), "the end of the look")
    # Damage that SQLite does not notice is found by it.
    assert checksum_file(index_path(news)).exists()
    assert matches_checksum(index_path(news))


@pytest.mark.parametrize("program", [_HEAVY], ids=["heavy"])
def test_a_look_that_took_long_does_not_linger(
    news: Path, follower: "subprocess.Popen[bytes]"
) -> None:
    add_two_after_looks(news, follower)


@pytest.mark.parametrize("program", [_LINGERING], ids=["lingering"])
def test_what_changes_during_a_look_is_taken_in_after_it(
    news: Path, follower: "subprocess.Popen[bytes]"
) -> None:
    looker = looker_of(follower)
    os.kill(looker, signal.SIGSTOP)
    ask_for_a_look(follower)
    titles = {f"Number {number}" for number in range(3)}
    for title in titles:
        write_article(news, f"{title}.md", title)
    os.kill(looker, signal.SIGCONT)
    while not titles <= found(news, "number"):
        next_look(follower)


def test_a_look_that_is_killed_ends_it_with_the_same_status(news: Path) -> None:
    with following(news, _LINGERING) as process:
        os.kill(looker_of(process), signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL


@pytest.mark.parametrize("is_killed", [True, False])
def test_a_look_ends_with_it(news: Path, is_killed: bool) -> None:
    for number in range(300):
        write_article(news, f"{number}.md", f"Number {number}")
    with following(news, _LINGERING) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        looker = looker_of(process)
        if is_killed:
            process.kill()
        else:
            process.communicate()
        wait_until_dead(looker)


def test_it_stays_small() -> None:
    code = (
        "import sys\n"
        "from broadsheet.library.sync import follow, folder_watch\n"
        "folder_watch._watcher_class()\n"
        "print(*sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    large = {"anyio", "asyncio", "json", "pathlib", "re", "sqlite3", "typing", "watchfiles", "yaml"}
    assert not large & set(said.stdout.split())
