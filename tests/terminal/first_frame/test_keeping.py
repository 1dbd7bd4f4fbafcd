"""When a frame is kept for the next start, and when not."""

import fcntl
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from tests.processes import pids_of
from tests.terminal.conftest import StartProgram, StartReader
from tests.terminal.first_frame.frames import frame_in, is_painted, painted
from tests.terminal.leaving import assert_leaves_well


def claim_of_one_that_was_left(start: StartReader, library: Path, frames: Path) -> Path:
    """Leave a reader: its end does not wait for the frame, which is still to be made."""
    terminal = start(str(library))
    terminal.wait_for_text("Night trains return")
    terminal.settle()
    assert_leaves_well(terminal)
    [claim] = frames.iterdir()
    assert claim.suffix == ".next"
    return claim


def wait_for_its_process(claim: BinaryIO) -> None:
    fcntl.flock(claim, fcntl.LOCK_EX)  # which the process holds until it ends


def test_the_prompt_is_back_before_the_frame_is_made_and_no_frame_comes_while_a_reader_is_open(
    started_reader: StartReader,
    environment: dict[str, str],
    library: Path,
    frames: Path,
    held: Callable[[], None],
) -> None:
    environment["HOLDS"] = "broadsheet.tui.kept_frame"
    with claim_of_one_that_was_left(started_reader, library, frames).open("rb") as claim:
        terminal = started_reader(str(library))
        terminal.wait_for_text("Night trains return")
        held()
        wait_for_its_process(claim)
    assert not [*frames.iterdir()]
    assert_leaves_well(terminal)
    frame_in(frames)


def test_a_kill_while_it_is_made_leaves_none(
    started_reader: StartReader,
    start: StartProgram,
    environment: dict[str, str],
    library: Path,
    frames: Path,
    held: Callable[[], None],
) -> None:
    environment["HOLDS"] = "broadsheet.tui.kept_frame"
    with claim_of_one_that_was_left(started_reader, library, frames).open("rb") as claim:
        [making] = pids_of(f"broadsheet.tui.frame_process 120 40 {library}")
        os.kill(making, signal.SIGKILL)
        wait_for_its_process(claim)
    assert not is_painted(start, library)
    assert not [*frames.iterdir()]


def test_of_two_readers_the_last_one_left_keeps_its_frame_and_what_it_marked_is_painted(
    reader: StartReader, start: StartProgram, library: Path, frames: Path
) -> None:
    first = reader(str(library))
    first.wait_for_text("Night trains return")
    second = reader(str(library))
    second.wait_for_text("Night trains return")
    assert_leaves_well(first)
    before = frame_in(frames).read_text()
    second.press("s")
    second.wait_for_text("★")
    assert_leaves_well(second)
    assert "★" not in before
    assert "★" in frame_in(frames).read_text()
    assert "★".encode() in painted(start, library).raw


def test_none_is_kept_if_a_setting_says_so_or_the_screen_is_not_as_large_as_the_terminal(
    reader: StartReader, environment: dict[str, str], library: Path, frames: Path
) -> None:
    settings = Path(environment["XDG_CONFIG_HOME"], "broadsheet", "config.toml")
    settings.parent.mkdir()
    settings.write_text("[start]\nkept_frame = false\n")
    for size in {}, {"COLUMNS": "80"}:
        environment |= size
        terminal = reader(str(library))
        terminal.wait_for_text("Night trains return")
        assert_leaves_well(terminal)
        assert not frames.exists()
        settings.unlink(missing_ok=True)
