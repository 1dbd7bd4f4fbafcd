"""The reader inside tmux, which counts cells as the C library does."""

import ctypes
import ctypes.util
import locale
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.files import write_article
from tests.terminal.reader_env import REPOSITORY
from tests.text.samples import MANY_SCRIPTS
from tests.waiting import PATIENCE

pytestmark = pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")


class Tmux:
    """A tmux server of its own with one window."""

    def __init__(self, socket: Path, env: dict[str, str], *command: str) -> None:
        self._tmux = ["tmux", "-f", "/dev/null", "-u", "-S", str(socket)]
        size = ["-x", "120", "-y", "60"]
        subprocess.run(
            [*self._tmux, "new-session", "-d", *size, *command],
            env=env,
            cwd=REPOSITORY,
            check=True,
        )

    def lines(self) -> list[str]:
        """Return what is on the screen."""
        command = [*self._tmux, "capture-pane", "-p"]
        return subprocess.check_output(command, encoding="utf-8").split("\n")

    def press(self, *keys: str) -> None:
        """Press keys by their names in tmux."""
        subprocess.run([*self._tmux, "send-keys", *keys], check=True)

    def wait_for(self, text: str) -> list[str]:
        """Return the screen as soon as `text` is on it."""
        until = time.monotonic() + PATIENCE
        while text not in "\n".join(lines := self.lines()):
            assert time.monotonic() < until, "\n".join(lines)
            time.sleep(0.05)
        return lines

    def close(self) -> None:
        """End the server and what runs in it."""
        subprocess.run([*self._tmux, "kill-server"], check=False)


@pytest.fixture
def _widths_of_the_c_library() -> Iterator[None]:
    before = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    yield
    locale.setlocale(locale.LC_CTYPE, before)


@pytest.fixture
def tmux(news: Path, environment: dict[str, str], tmp_path: Path) -> Iterator[Tmux]:
    for number, title in enumerate(MANY_SCRIPTS):
        date = f"publishedDateTime: 2024-01-{number + 10}"
        write_article(
            news, f"{number}.md", title, date, f'provider: {{name: "{title[:14]}"}}', body=title * 3
        )
    command = (sys.executable, "-m", "broadsheet", str(news))
    tmux = Tmux(tmp_path / "tmux", environment, *command)
    yield tmux
    tmux.close()


def columns_of_frames(line: str) -> list[int]:
    libc = ctypes.CDLL(ctypes.util.find_library("c"))
    columns, column = [], 0
    for character in line:
        if character in "│┃":
            columns.append(column)
        column += max(0, libc.wcwidth(ord(character)))
    return columns


@pytest.mark.usefixtures("_widths_of_the_c_library")
def test_frames_stay_in_their_columns_in_every_script(tmux: Tmux) -> None:
    tmux.wait_for("Plain ASCII title")
    for key in ("j", "j", "h", "j", "l"):
        tmux.press(key)
    lines = tmux.wait_for("┏━ Articles")
    framed = [line for line in lines if line[:1] in ("│", "┃")]
    places = [columns_of_frames(line) for line in framed]
    assert places.count([0, 28, 29, 119]) > 50
    # Where the frames of the two panes on the right meet, there are corners.
    assert all(columns in ([0, 28, 29, 119], [0, 28]) for columns in places)
