"""What a start does with the frame that was kept, until the reader takes the terminal over."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from tests.processes import children
from tests.terminal.conftest import StartReader
from tests.terminal.first_frame.frames import ENTERS, TAKES_THE_KEYS, put_back
from tests.terminal.leaving import assert_leaves_well
from tests.terminal.reader_process import pid_of
from tests.terminal.terminal import Terminal


def test_the_next_start_paints_what_it_then_draws_and_none_is_left_after_a_kill(
    started_reader: StartReader,
    environment: dict[str, str],
    library: Path,
    kept: Path,
    held: Callable[[], None],
) -> None:
    assert kept.stat().st_mode & 0o777 == 0o600
    terminal = started_reader(str(library))
    terminal.wait_for_text("Night trains return")
    terminal.settle()
    assert TAKES_THE_KEYS not in terminal.raw
    painted = terminal.raw
    held()
    _, _, drawn = painted.partition(b"\x1b[1;1H")

    def is_drawn(terminal: Terminal) -> bool:
        return drawn in terminal.raw[len(painted) :].replace(b"\r\n", b"")

    terminal.wait_for(is_drawn, "the same, live")
    assert terminal.raw.count(ENTERS) == 1  # another one would clear the screen
    terminal.settle()
    os.kill(pid_of(environment), signal.SIGKILL)
    terminal.wait_exit()
    assert not kept.exists()


def test_keys_typed_on_it_arrive_and_another_size_is_followed(
    started_reader: StartReader, library: Path, kept: Path, held: Callable[[], None]
) -> None:
    terminal = started_reader(str(library))
    terminal.wait_for_text("Night trains return")
    terminal.press("?")
    terminal.resize(100, 30)
    held()
    terminal.wait_for_text("One line down")
    terminal.press("esc")
    terminal.wait_until_gone("One line down")
    assert terminal.line(29).strip()
    assert_leaves_well(terminal)


def test_an_end_that_comes_before_the_reader_leaves_the_terminal_clean(
    started_reader: StartReader, library: Path, kept: Path, held: Callable[[], None]
) -> None:
    frame = kept.read_bytes()
    for end, status in ((signal.SIGTERM, -15), (signal.SIGHUP, -1), (signal.SIGINT, 130)):
        put_back(kept, frame)
        terminal = started_reader(str(library))
        terminal.wait_for_text("Night trains return")
        [started] = children(terminal._leader.pid)
        os.kill(started, end)
        assert terminal.wait_exit() == status
        assert terminal.left_behind() == []
        assert "Traceback" not in terminal.text
    put_back(kept, frame)
    terminal = started_reader(str(library))
    terminal.wait_for_text("Night trains return")
    shutil.rmtree(library)
    held()
    assert terminal.wait_exit() == 2
    assert "there is no folder" in terminal.text
    assert terminal.left_behind() == []
