"""The reader survives damage to its own files and to its library, also while it is open."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from broadsheet.marks.backup import backup_folder
from broadsheet.marks.store import Marks
from tests.files import touch_later, write_article
from tests.terminal.conftest import StartProgram, StartReader
from tests.terminal.leaving import assert_leaves_well
from tests.terminal.reader_env import BROADSHEET
from tests.terminal.terminal import Terminal

# Limits the size of every file that the program writes, as a full disk does.
ON_A_FULL_DISK = """
import resource, signal, sys
sys.dont_write_bytecode = True  # it would be cut short, for all later starts
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from broadsheet.cli.main import main
sys.exit(main(sys.argv[2:]))
"""
ROOM_TO_READ = 36_000


@pytest.fixture
def library(news: Path) -> Path:
    for number in range(40):
        write_article(
            news, f"{number:02}.md", f"Number {number:02}", f"quality: {number}", f"heat: {number}"
        )
    return news


def index_of(environment: dict[str, str]) -> Path:
    (path,) = Path(environment["XDG_CACHE_HOME"], "broadsheet", "libraries").glob("*.sqlite")
    return path


def marks_of(environment: dict[str, str]) -> Path:
    return Path(environment["XDG_DATA_HOME"], "broadsheet", "marks.sqlite")


def opened(terminal: Terminal, count: int = 40) -> Terminal:
    terminal.wait_for_text(f"{count} articles")
    terminal.wait_for_text("Number 00")
    terminal.settle()
    return terminal


def assert_answers(terminal: Terminal) -> None:
    """Assert that a search finds its article, and that q leaves."""
    terminal.press("g", "/")
    terminal.type("number 17")
    terminal.wait_for_text("number 17")
    terminal.wait_for_text("Number 17")
    terminal.press("esc")
    terminal.wait_until_gone("number 17")
    assert_leaves_well(terminal)


def flip_everywhere(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(0, len(data), 97):
        data[at] ^= 0x55
    with path.open("r+b") as file:  # the same file: the reader has it open
        file.write(data)


def truncate(path: Path) -> None:
    os.truncate(path, 0)


def replace_by_noise(path: Path) -> None:
    path.unlink()
    path.write_bytes(b"no database " * 5_000)


def remove(path: Path) -> None:
    path.unlink()


def remove_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


Damage = Callable[[Path], None]
DAMAGES: list[Damage] = [flip_everywhere, truncate, replace_by_noise, remove]


def test_an_index_damaged_before_the_start(
    reader: StartReader, environment: dict[str, str], library: Path
) -> None:
    assert_leaves_well(opened(reader(str(library))))
    for damage in DAMAGES:
        damage(index_of(environment))
        assert_answers(opened(reader(str(library))))


@pytest.mark.parametrize("damage", [flip_everywhere, truncate, replace_by_noise, remove_folder])
def test_an_index_damaged_while_it_is_shown(
    reader: StartReader, environment: dict[str, str], library: Path, damage: Damage
) -> None:
    terminal = opened(reader(str(library)))
    damage(index_of(environment))
    for key in ("G", "H", "m", "j", "enter", "h", "D"):
        terminal.press(key)
        terminal.settle()
    touch_later(write_article(library, "new.md", "Number 40", "quality: 40"))
    terminal.press("R")
    terminal.wait_for_text("41 articles")
    assert_answers(terminal)


def test_without_a_cache_folder_and_a_state_folder(
    reader: StartReader, environment: dict[str, str], library: Path
) -> None:
    for kind in ("CACHE", "STATE"):
        Path(environment[f"XDG_{kind}_HOME"], "broadsheet").write_text("in the way")
    environment["TMPDIR"] = environment["HOME"]
    assert_answers(opened(reader(str(library))))


def test_marks_damaged_between_two_starts_are_back_from_the_backup(
    reader: StartReader, environment: dict[str, str], library: Path
) -> None:
    terminal = opened(reader(str(library)))
    terminal.press("g", "s")
    terminal.wait_for_text("★ starred")
    assert_leaves_well(terminal)
    path = marks_of(environment)
    for damage in (flip_everywhere, remove):  # tests/marks/test_recovery.py has every kind
        shutil.rmtree(backup_folder(path))  # that of the day is older than the star
        with Marks(path) as marks:
            marks.back_up()
        damage(path)
        terminal = opened(reader(str(library)))
        terminal.wait_for_text("Marks")
        terminal.press("/")
        terminal.type("is:starred")
        terminal.wait_for_text("1 of 40 articles")
        terminal.press("esc")
        terminal.wait_until_gone("is:starred")
        assert_answers(terminal)


def test_marks_damaged_while_they_are_open(
    reader: StartReader, environment: dict[str, str], library: Path
) -> None:
    terminal = opened(reader(str(library)))
    for number, damage in enumerate((flip_everywhere, replace_by_noise)):
        terminal.press("g", *"jjj" * number, "s")
        terminal.wait_for_text("★ starred")
        damage(marks_of(environment))
        terminal.press("j", "m", "j", "b", "u", "u")
        terminal.settle()
        assert_answers(terminal)
        terminal = opened(reader(str(library)))
    assert_answers(terminal)


@contextmanager
def lock(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_marks_that_another_program_keeps_locked(
    reader: StartReader, environment: dict[str, str], library: Path
) -> None:
    terminal = opened(reader(str(library)))
    terminal.settle()
    with lock(marks_of(environment)):
        terminal.press("g", "s")
        terminal.wait_for_text("Another program")
    terminal.press("s")
    terminal.wait_for_text("★ starred")
    assert_answers(terminal)


def test_a_file_where_the_marks_folder_should_be(
    reader: StartReader, environment: dict[str, str], library: Path
) -> None:
    Path(environment["XDG_DATA_HOME"], "broadsheet").write_text("in the way")
    terminal = opened(reader(str(library)))
    terminal.wait_for_text("Cannot change your marks")
    assert_answers(terminal)


def test_a_disk_without_room_for_marks(
    start: StartProgram, environment: dict[str, str], library: Path
) -> None:
    subprocess.run([*BROADSHEET, "index", str(library)], env=environment, check=True)
    command = [sys.executable, "-c", ON_A_FULL_DISK, str(ROOM_TO_READ), str(library)]
    terminal = opened(start(*command, columns=120, rows=40))
    terminal.press("g", *"s" * 20)
    terminal.wait_for_text("disk")
    assert_answers(terminal)


@contextmanager
def nothing_can_be_written(folder: Path) -> Iterator[None]:
    """Mount `folder` on itself so that nobody may write there, not even root."""
    if mount("mount", "--bind", folder, folder):
        pytest.skip("this takes the right to mount")
    try:
        assert mount("mount", "-o", "remount,bind,ro", folder) == 0
        yield
    finally:
        mount("umount", "--lazy", folder)


def mount(*command: str | Path) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode


@pytest.mark.parametrize("kinds", [["CACHE", "STATE", "CONFIG"], ["DATA"]])
def test_folders_of_ours_that_are_read_only(
    reader: StartReader, environment: dict[str, str], library: Path, kinds: list[str]
) -> None:
    environment["TMPDIR"] = environment["HOME"]
    with ExitStack() as folders:
        for kind in kinds:
            folder = Path(environment[f"XDG_{kind}_HOME"])
            folders.enter_context(nothing_can_be_written(folder))
        terminal = opened(reader(str(library)))
        terminal.press("g", "s")
        if "DATA" in kinds:
            terminal.wait_for_text("Cannot change your marks")
        else:
            terminal.wait_for_text("★ starred")
        assert_answers(terminal)


def test_a_library_that_vanishes_and_comes_back(
    reader: StartReader, library: Path, tmp_path: Path
) -> None:
    terminal = opened(reader(str(library)))
    library.rename(tmp_path / "away")
    terminal.press("R")
    terminal.wait_for_text("there is no folder")
    terminal.press("g", "enter")
    terminal.wait_for_text("this file is gone")
    terminal.press("h")
    (tmp_path / "away").rename(library)
    touch_later(write_article(library, "new.md", "Number 40", "quality: 40"))
    terminal.press("R")
    terminal.wait_for_text("41 articles")
    assert_answers(terminal)


def test_another_library_in_its_place(reader: StartReader, library: Path) -> None:
    terminal = opened(reader(str(library)))
    shutil.rmtree(library)
    write_article(library, "17.md", "Number 17, another", "quality: 3")
    terminal.press("R")
    terminal.wait_for_text("1 article")
    terminal.wait_for_text("Number 17, another")
    assert_answers(terminal)


def test_a_library_that_is_a_file_now(reader: StartReader, library: Path) -> None:
    terminal = opened(reader(str(library)))
    shutil.rmtree(library)
    library.write_text("no folder any more")
    terminal.press("R")
    terminal.wait_for_text("There are no articles")
    assert_leaves_well(terminal)
