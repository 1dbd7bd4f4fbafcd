"""The process beside the screen, told and heard as the screen does it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from broadsheet.library.sync.sync import bring_up_to_date
from tests.files import write_article

_PATIENCE = 20.0

Said = dict[str, str | int]


@pytest.fixture
def said(news: Path) -> Iterator[Iterator[Said]]:
    """What the process says that follows `news`; it ends when that takes too long."""
    write_article(news, "first.md", "There from the start")
    command = [sys.executable, "-P", "-m", "broadsheet.library.sync.follow", str(news)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        too_long = Timer(_PATIENCE, process.kill)
        too_long.start()
        yield map(json.loads, process.stdout)
        too_long.cancel()
        process.kill()


def wait_for_added(said: Iterator[Said]) -> Said:
    """Return what is said when articles were added; raises StopIteration when none ever are."""
    return next(line for line in said if line.get("phase") == "done" and line["added"])


def test_what_comes_right_after_the_first_look_is_not_missed(
    news: Path, said: Iterator[Said]
) -> None:
    assert wait_for_added(said)["added"] == 1
    write_article(news, "second.md", "Before anything was watched")
    assert wait_for_added(said)["added"] == 1


@pytest.fixture
def known(news: Path) -> None:
    """Lets the library have an index before anybody follows it."""
    write_article(news, "zero.md", "Known already")
    bring_up_to_date(news)


@pytest.mark.usefixtures("known")
def test_what_came_while_nobody_followed_is_taken_in(said: Iterator[Said]) -> None:
    assert wait_for_added(said)["added"] == 1
