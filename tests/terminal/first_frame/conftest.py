from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.files import write_article
from tests.forks.client import KEEPS_FRAMES
from tests.terminal.conftest import StartReader
from tests.terminal.first_frame.frames import frame_in
from tests.terminal.leaving import assert_leaves_well

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
