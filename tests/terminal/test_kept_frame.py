"""The first frame, kept for the next start: painted at once if it is true, and never else."""

import fcntl
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

import pytest

from broadsheet.articles.article_keys import canonical_url, key64
from broadsheet.marks.store import Marks
from tests.files import write_article
from tests.forks.client import KEEPS_FRAMES
from tests.processes import children, pids_of
from tests.terminal.conftest import StartProgram, StartReader
from tests.terminal.leaving import assert_leaves_well
from tests.terminal.reader_process import pid_of
from tests.terminal.terminal import Terminal

ENTERS = b"\x1b[?1049h"
TAKES_THE_KEYS = b"\x1b[?1004h"  # which Textual sets, and the painting does not

PAINT = """\
import sys
from broadsheet.first_frame import painting
sys.argv[0] = "broadsheet"
painting.paint()
painting.give_back()
"""

HOLD = """\
import os, sys, time

class Hold:
    def find_spec(self, name, path=None, target=None):
        if name in os.environ["HOLDS"].split():
            while not os.path.exists(os.environ["GO_ON"]):
                time.sleep(0.01)

sys.meta_path.insert(0, Hold())
"""


@pytest.fixture
def library(news: Path) -> Path:
    write_article(news, "a.md", "Night trains return", "heat: 3", url="https://example.com/a")
    write_article(news, "b.md", "Bridges of glass", "heat: 2", url="https://example.com/b")
    return news


@pytest.fixture
def frames(environment: dict[str, str]) -> Path:
    return Path(environment["XDG_CACHE_HOME"], "broadsheet", "frames")


@pytest.fixture(autouse=True)
def keeps_frames(environment: dict[str, str]) -> None:
    environment[KEEPS_FRAMES] = "yes"


def frame_in(frames: Path) -> Path:
    """Wait for the one frame that a reader has kept, and return it."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = [*frames.iterdir()]
        if len(found) == 1 and not found[0].suffix:
            return found[0]
        time.sleep(0.01)
    raise AssertionError("no frame was kept")


@pytest.fixture
def kept(reader: StartReader, library: Path, frames: Path) -> Path:
    """The frame that a reader kept when it was left."""
    terminal = reader(str(library))
    terminal.wait_for_text("Night trains return")
    terminal.settle()
    assert_leaves_well(terminal)
    return frame_in(frames)


@pytest.fixture
def held(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Holds what is started before it imports the program, until it is called."""
    (tmp_path / "held").mkdir()
    (tmp_path / "held" / "sitecustomize.py").write_text(HOLD)
    environment["PYTHONPATH"] += f":{tmp_path / 'held'}"
    environment["HOLDS"] = "broadsheet.cli.main broadsheet.tui.kept_frame"
    environment["GO_ON"] = str(tmp_path / "go on")
    yield (tmp_path / "go on").touch
    (tmp_path / "go on").touch()


def is_painted(start: StartProgram, library: Path, columns: int = 120) -> bool:
    terminal = start(sys.executable, "-c", PAINT, str(library), columns=columns, rows=40)
    assert terminal.wait_exit() == 0
    assert terminal.left_behind() == []
    return ENTERS in terminal.raw


def test_the_next_start_paints_what_it_then_draws(
    started_reader: StartReader, library: Path, kept: Path, held: Callable[[], None]
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
    assert_leaves_well(terminal)


def test_it_shows_what_was_marked_last(
    reader: StartReader, started_reader: StartReader, library: Path, frames: Path
) -> None:
    terminal = reader(str(library))
    terminal.wait_for_text("Night trains return")
    terminal.press("s")
    terminal.wait_for_text("★")
    assert_leaves_well(terminal)
    frame_in(frames)
    terminal = started_reader(str(library))
    terminal.wait_for(lambda terminal: TAKES_THE_KEYS in terminal.raw, "the live screen")
    painted, _, _ = terminal.raw.partition(TAKES_THE_KEYS)
    assert "★".encode() in painted


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


def test_of_two_readers_the_last_one_left_keeps_its_frame(
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
    assert is_painted(start, library)


def star(environment: dict[str, str]) -> None:
    address = canonical_url("https://example.com/a")
    with Marks(Path(environment["XDG_DATA_HOME"], "broadsheet", "marks.sqlite")) as marks:
        marks.mark("starred", True, [(key64(address), address)])


def change_settings(environment: dict[str, str]) -> None:
    settings = Path(environment["XDG_CONFIG_HOME"], "broadsheet", "config.toml")
    settings.parent.mkdir(exist_ok=True)
    settings.write_text('theme = "nord"\n')


def change_layout(environment: dict[str, str]) -> None:
    layout = Path(environment["XDG_STATE_HOME"], "broadsheet", "layout.json")
    layout.write_text('{"arrangement": "list"}')


def change_index(environment: dict[str, str]) -> None:
    [index] = Path(environment["XDG_CACHE_HOME"], "broadsheet", "libraries").glob("*.sqlite")
    os.utime(index)


def own_theme(environment: dict[str, str]) -> None:
    themes = Path(environment["XDG_CONFIG_HOME"], "broadsheet", "themes")
    themes.mkdir(parents=True)


def other_zone(environment: dict[str, str]) -> None:
    environment["TZ"] = "Pacific/Kiritimati"


def fewer_colours(environment: dict[str, str]) -> None:
    environment["TERM"] = "xterm-16color"
    del environment["COLORTERM"]


def no_colours(environment: dict[str, str]) -> None:
    environment["NO_COLOR"] = "1"


CHANGES = (
    *(star, change_settings, change_layout, change_index),
    *(own_theme, other_zone, fewer_colours, no_colours),
)


def test_nothing_is_painted_after_a_change(
    start: StartProgram, environment: dict[str, str], library: Path, kept: Path
) -> None:
    frame, usual = kept.read_bytes(), dict(environment)
    assert is_painted(start, library)
    assert not kept.exists()  # a crash would leave none
    for change in CHANGES:
        put_back(kept, frame)
        change(environment)
        assert not is_painted(start, library), change.__name__
        environment.clear()
        environment.update(usual)


def put_back(kept: Path, frame: bytes) -> None:
    kept.unlink(missing_ok=True)
    kept.write_bytes(frame)
    kept.chmod(0o600)


def test_nothing_is_painted_in_another_size(start: StartProgram, library: Path, kept: Path) -> None:
    assert not is_painted(start, library, columns=119)


def test_nothing_is_painted_where_the_folder_is_gone(
    start: StartProgram, library: Path, kept: Path
) -> None:
    shutil.rmtree(library)
    assert not is_painted(start, library)


def test_nothing_is_painted_when_an_age_has_changed(
    reader: StartReader, start: StartProgram, news: Path, frames: Path
) -> None:
    an_hour_old = time.time() - 3600 + 4
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(an_hour_old))
    write_article(news, "a.md", "Night trains return", f"date: {moment}")
    terminal = reader(str(news))
    terminal.wait_for_text("Night trains return")
    terminal.settle()
    assert_leaves_well(terminal)
    kept = frame_in(frames)
    until = float(kept.read_bytes().split(b"\n")[4])
    assert until - an_hour_old == pytest.approx(3600 if until < time.time() + 60 else 7200, abs=1)


def hostile(frame: bytes, screen: bytes) -> bytes:
    """The file with another screen, and with the checksum that suits it."""
    body = b"\n".join([*frame.split(b"\n")[2:5], screen])
    return b"broadsheet frame 1\n%08x\n" % crc32(body) + body


def test_a_hostile_file_is_ignored(start: StartProgram, library: Path, kept: Path) -> None:
    frame = kept.read_bytes()
    put_back(kept, hostile(frame, b"\x1b[1;1Hharmless"))
    assert is_painted(start, library)
    for screen in (
        b"\x1b[1;1H\x1b]52;c;Y2FsYw==\x07",
        b"\x1b[1;1H\x1b[2J",
        b"\x1b[1;1H\x1b[?1049l",
        b"\x1b[41;1Hbelow",
        b"\x1b[1;121Hbeside",
        b"\x1b[1;1Ha\x07",
        b"\x1b[1;1H\xc2\x9b2J",
        "\x1b[1;1H\u202eback".encode(),
        b"\x1b[1;1H\x1bPq\x1b\\",
        b"\x1b[\x1b[1;1H",
        b"text",
    ):
        put_back(kept, hostile(frame, screen))
        assert not is_painted(start, library), screen
    for damaged in (frame[:-1], frame.replace(b"Night", b"Right"), b"", b"\n\n\n\n\n", b"x" * 99):
        put_back(kept, damaged)
        assert not is_painted(start, library), damaged[:20]
    put_back(kept, frame)
    kept.chmod(0o644)
    assert not is_painted(start, library)
    put_back(kept.with_name("other"), frame)
    kept.unlink(missing_ok=True)
    kept.symlink_to(kept.with_name("other"))
    assert not is_painted(start, library)
    kept.unlink(missing_ok=True)
    os.mkfifo(kept, 0o600)
    assert not is_painted(start, library)


def test_after_a_kill_there_is_none(
    started_reader: StartReader, environment: dict[str, str], library: Path, kept: Path
) -> None:
    terminal = started_reader(str(library))
    terminal.wait_for(lambda terminal: TAKES_THE_KEYS in terminal.raw, "the live screen")
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


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_comes_before_the_reader_leaves_the_terminal_clean(
    started_reader: StartReader,
    library: Path,
    kept: Path,
    held: Callable[[], None],
    end: signal.Signals,
) -> None:
    terminal = started_reader(str(library))
    terminal.wait_for_text("Night trains return")
    [started] = children(terminal._leader.pid)
    os.kill(started, end)
    assert terminal.wait_exit() == -end
    assert terminal.left_behind() == []


def test_an_error_after_it_can_be_read(
    started_reader: StartReader,
    environment: dict[str, str],
    library: Path,
    kept: Path,
    held: Callable[[], None],
) -> None:
    terminal = started_reader(str(library))
    terminal.wait_for_text("Night trains return")
    shutil.rmtree(library)
    held()
    assert terminal.wait_exit() == 2
    assert "there is no folder" in terminal.text
    assert terminal.left_behind() == []


def test_a_setting_turns_it_off(
    reader: StartReader, environment: dict[str, str], library: Path, frames: Path
) -> None:
    settings = Path(environment["XDG_CONFIG_HOME"], "broadsheet", "config.toml")
    settings.parent.mkdir()
    settings.write_text("[start]\nkept_frame = false\n")
    terminal = reader(str(library))
    terminal.wait_for_text("Night trains return")
    assert_leaves_well(terminal)
    assert not frames.exists()
