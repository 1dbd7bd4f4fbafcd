"""A full disk and a folder that cannot be written to: a sentence, and nothing is lost."""

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from broadsheet.feeds.model import Subscription
from tests.feeds.conftest import Fetch, files
from tests.feeds.server import Answer, Server, allow_this_machine, item, rss
from tests.feeds.test_fetch import make_due
from tests.forks.forks import Forks
from tests.terminal.reader_env import reader_environment

_ENTRIES = 30
_LONG = f"<description><![CDATA[<p>{'Night trains return. ' * 1000}</p>]]></description>"

Subscribe = Callable[..., None]


@pytest.fixture(autouse=True)
def few_rules(server: Server) -> None:
    server.is_strict_about_pauses = False
    server.pages["/feed"] = Answer(rss(*(item(n, more=_LONG) for n in range(_ENTRIES))))


def run(
    program: Sequence[str], news: Path, *words: str, kilobytes: int = 0
) -> tuple[int, list[str]]:
    """Run a command that can write no file beyond a size; return its status and complaints."""
    environment = reader_environment(news.parent)
    allow_this_machine(Path(environment["XDG_CONFIG_HOME"]))
    shutil.rmtree(Path(environment["XDG_STATE_HOME"], "broadsheet/hosts"), ignore_errors=True)
    limit = f"ulimit -f {2 * kilobytes}; " if kilobytes else ""
    finished = subprocess.run(
        ["/bin/sh", "-c", f'{limit}exec "$@"', "sh", *program, *words],
        env=environment | {"PYTHONDONTWRITEBYTECODE": "1"},  # Python would keep half a file
        capture_output=True,
        text=True,
        check=False,
    )
    return finished.returncode, finished.stderr.splitlines()


@pytest.mark.parametrize("kilobytes", [4, 100, 400])
def test_a_full_disk_is_one_sentence_and_the_next_fetch_brings_everything(
    server: Server, forks: Forks, news: Path, subscribe: Subscribe, kilobytes: int
) -> None:
    """The state has no room, then the notes of what is to be written, then the log of the state."""
    subscribe(Subscription(server.url("/feed"), "Mine"))
    status, said = run(forks.program, news, "fetch", str(news), kilobytes=kilobytes)
    assert status in (1, 2)
    [sentence] = said
    assert "Unexpected" not in sentence
    for text in files(news).values():
        assert text.endswith("\n")
    status, said = run(forks.program, news, "fetch", str(news))
    if len(files(news)) < _ENTRIES:  # the failure was counted: it is asked later
        _make_due(news)
        status, said = run(forks.program, news, "fetch", str(news))
    assert (status, said) == (0, [])
    assert len(files(news)) == _ENTRIES


@pytest.mark.parametrize("kilobytes", [4, 100, 400])
def test_subscribing_on_a_full_disk_is_one_sentence_and_works_later(
    server: Server, forks: Forks, news: Path, kilobytes: int
) -> None:
    status, said = run(
        forks.program, news, "add", str(news), server.url("/feed"), kilobytes=kilobytes
    )
    assert status == 2
    [sentence] = said
    assert "Unexpected" not in sentence
    run(forks.program, news, "add", str(news), server.url("/feed"))
    _make_due(news)
    assert run(forks.program, news, "fetch", str(news)) == (0, [])
    assert len(files(news)) == _ENTRIES


def _make_due(news: Path) -> None:
    import sqlite3

    [state] = (news.parent / "home/state/broadsheet/feeds").glob("*.sqlite")
    connection = sqlite3.connect(state)
    with connection:
        connection.execute("UPDATE feeds SET next_at = 0")
    connection.close()


@pytest.mark.parametrize("reason", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_folder_that_cannot_be_written_to_is_one_sentence_and_loses_nothing(
    server: Server,
    news: Path,
    subscribe: Subscribe,
    fetch: Fetch,
    monkeypatch: pytest.MonkeyPatch,
    reason: int,
) -> None:
    subscribe(Subscription(server.url("/feed"), "Mine"))
    really_open = os.open

    def refuse(path: str, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT and str(path).startswith(str(news)):
            raise OSError(reason, os.strerror(reason), str(path))
        return really_open(path, flags, mode)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        [result] = fetch()
    assert result.outcome == "failed"
    assert result.message == f"cannot write to {news}: {os.strerror(reason)}"
    assert files(news) == {}
    make_due(news)
    [result] = fetch()
    assert len(files(news)) == _ENTRIES


def test_a_subscription_that_cannot_be_written_is_one_sentence(
    server: Server, forks: Forks, news: Path
) -> None:
    (news / "feeds.opml").mkdir()
    (news / "feeds.opml" / "x").touch()
    status, [sentence] = run(forks.program, news, "add", str(news), server.url("/feed"))
    assert status == 2
    assert "feeds.opml" in sentence
    assert "Unexpected" not in sentence
    assert files(news) == {}
