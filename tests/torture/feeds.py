"""A fetch that is killed at any moment: `python -m tests.torture.feeds --kills 300`.

No file may be there in part, no entry twice, none lost, and what the user edited or deleted stays
that way.
"""

# ruff: noqa: T201 - it is a command
import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.feeds import opml
from broadsheet.feeds.model import Subscription
from tests.feeds.server import Answer, Server, item, rss
from tests.terminal.reader_env import reader_environment
from tests.waiting import PATIENCE, wait_until

_LONGEST = PATIENCE
_FEEDS = 4
_ENTRIES = 60
_HOSTS = [f"127.0.0.{number + 1}" for number in range(_FEEDS)]


def main() -> None:
    """Kill fetches, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        killed = kill_fetches(Path(folder), options.kills, options.seed)
    print(f"{options.kills} fetches, {killed} killed while they ran: nothing lost, nothing twice")


def kill_fetches(folder: Path, kills: int, seed: int) -> int:
    """Run and kill fetches into a library below `folder`; return how many were still running.

    Raises AssertionError if a file is there in part, twice, or lost.
    """
    chance = random.Random(seed)  # noqa: S311 - it draws moments
    library = folder / "news"
    library.mkdir()
    environment = reader_environment(folder)
    config = Path(environment["XDG_CONFIG_HOME"], "broadsheet")
    config.mkdir()
    hosts = ", ".join(f'"{host}"' for host in _HOSTS)
    config.joinpath("config.toml").write_text(f"[feeds]\nprivate_hosts = [{hosts}]\n")
    server = Server()
    server.is_strict_about_pauses = False
    try:
        feeds = [
            Subscription(server.url(f"/{n}", host), f"Feed {n}") for n, host in enumerate(_HOSTS)
        ]
        opml.write_library(library, opml.read_library(library).add(feeds))
        _publish(server, 0)
        began = time.monotonic()
        _fetch(environment, library, _LONGEST)
        whole = time.monotonic() - began
        killed = 0
        for round_ in range(1, kills + 1):
            _publish(server, round_)
            _forget_schedule(environment)
            share = chance.uniform(0.1, 1.1)
            if round_ == 1:  # in the middle: that one is killed for certain
                is_asked = partial(_is_asked, server, len(server.requests))
                killed += _fetch(environment, library, 0, is_asked)
            else:
                killed += _fetch(environment, library, share * whole)
            _check(library, round_, is_complete=False)
        _publish(server, kills + 1)
        _forget_schedule(environment)
        _fetch(environment, library, _LONGEST)
        _check(library, kills + 1, is_complete=True)
    finally:
        server.close()
    return killed


def _is_asked(server: Server, before: int) -> bool:
    return len(server.requests) > before


def _publish(server: Server, round_: int) -> None:
    """Offer a window of entries that moves on, so that nothing comes a second time for long."""
    newest = _ENTRIES + round_
    for feed in range(_FEEDS):
        first = feed * 1_000_000
        items = (item(first + n) for n in range(newest - _ENTRIES, newest))
        server.pages[f"/{feed}"] = Answer(rss(*items, title=f"Feed {feed}"))


def _forget_schedule(environment: dict[str, str]) -> None:
    import sqlite3

    for file in Path(environment["XDG_STATE_HOME"], "broadsheet", "feeds").glob("*.sqlite"):
        connection = sqlite3.connect(file)
        connection.execute("UPDATE feeds SET next_at = 0")
        connection.commit()
        connection.close()


def _fetch(
    environment: dict[str, str],
    library: Path,
    seconds: float,
    began: Callable[[], bool] = lambda: True,
) -> bool:
    """Fetch, and kill that some seconds after it `began`; return whether it still ran."""
    process = subprocess.Popen(
        [sys.executable, "-m", "broadsheet", "fetch", str(library)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_until(began, "a request")
    try:
        assert process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
        return True
    return False


def _check(library: Path, round_: int, *, is_complete: bool) -> None:
    files = [*library.rglob("*.md")]
    guids: list[object] = []
    for file in files:
        article = read_article(library, file.relative_to(library).as_posix())
        assert isinstance(article, Article), f"{file} is no article"
        assert article.problems == (), f"{file} is there in part"
        guids.append(article.fields["guid"])
    assert len(set(guids)) == len(guids), "an entry is there twice"
    if is_complete:
        for feed in range(_FEEDS):
            window = range(round_, round_ + _ENTRIES)
            wanted = {f"g{feed * 1_000_000 + n}" for n in window}
            assert wanted <= set(guids), "an entry was lost"


if __name__ == "__main__":
    main()
