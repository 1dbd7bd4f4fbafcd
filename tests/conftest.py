"""Gives every test its own home and XDG folders."""

import gc
import signal
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from tests.forks.forks import Forks
from tests.terminal.reader_env import REPOSITORY, reader_environment

settings.register_profile("steady", deadline=None, max_examples=50)
settings.register_profile("quick", deadline=None, max_examples=10)  # for make test-fast
settings.register_profile("thorough", deadline=None, max_examples=2_000)  # for make torture
settings.load_profile("steady")


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders that are not there yet, one for each test."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_folders(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point HOME and the XDG folders to an empty folder, and set the time zone to UTC."""
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("CACHE", "CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("TZ", "UTC")
    return home


@pytest.fixture
def in_zone() -> Iterator[Callable[[str], None]]:
    """Sets the time zone for the rest of a test."""
    with pytest.MonkeyPatch.context() as patch:

        def set_zone(name: str) -> None:
            patch.setenv("TZ", name)
            time.tzset()

        yield set_zone
    time.tzset()


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """An empty folder for a library."""
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """Runs the program's processes without importing everything each time."""
    with Forks(REPOSITORY, reader_environment(tmp_path_factory.mktemp("forks"))) as forks:
        yield forks


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch, forks: Forks) -> None:
    """Forks the processes that the program starts within this one."""
    forks.revive()
    monkeypatch.setattr(sys, "executable", forks.python)


def pytest_configure() -> None:
    """Let Ctrl+C end what tests start even if they run in the background, where it is ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays, or it looks at every module again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 10)
