"""What the processes of a user know of hosts together: pauses, refusals, nothing that blocks."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.web.client import Client
from broadsheet.web.host_files import HostFiles
from broadsheet.web.politeness import HostBusyError, Hosts
from tests.feeds.server import Answer, Server, running

_ASK_TWICE = """
import sys
from broadsheet.web.client import Client
client = Client(["127.0.0.1"])
for _ in range(2):
    assert client.get(sys.argv[1]).body == b"here"
"""


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        server.pages["/"] = Answer(b"here")
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "hosts"


def hosts(folder: Path, pause: float = 0.0) -> Hosts:
    return Hosts(pause, HostFiles(folder))


def test_two_processes_ask_one_host_in_turn_and_leave_it_a_pause(server: Server) -> None:
    """The server complains of two requests at once, or within a second."""
    command = [sys.executable, "-c", _ASK_TWICE, server.url("/")]
    processes = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    assert server.count("/") == 4


def test_a_refusal_counts_for_every_process(server: Server, folder: Path) -> None:
    server.pages["/no"] = Answer(status=429, headers={"Retry-After": "60"})
    refused = Client(["127.0.0.1"], hosts(folder))
    refused.heed(refused.get(server.url("/no")))
    with pytest.raises(HostBusyError):
        Client(["127.0.0.1"], hosts(folder)).get(server.url("/"))
    assert server.count("/") == 0


def test_moments_that_cannot_be_true_hold_nobody_up(folder: Path) -> None:
    """The clock was set back by years since they were written, or the file is damaged."""
    files, far = HostFiles(folder), time.time() + 10**9
    files.put("damaged.example", "free", 0.0)
    [damaged] = folder.iterdir()
    damaged.write_bytes(b"\0nonsense\xff" * 9)
    files.put("far.example", "free", far)
    files.put("far.example", "silent", far)
    began = time.monotonic()
    for name in ("damaged.example", "far.example"):
        with hosts(folder, pause=60.0).turn(name):
            pass
    assert time.monotonic() - began < 30


def test_files_are_private_and_removed_when_nobody_used_them_for_a_day(folder: Path) -> None:
    old = time.time() - 2 * 24 * 3600
    files = HostFiles(folder)
    files.put("old.example", "free", old)
    files.put("refused.example", "silent", time.time() + 3600)
    for path in folder.iterdir():
        os.utime(path, (old, old))
    with hosts(folder).turn("new.example"):
        pass
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert len([*folder.iterdir()]) == 2
    assert files.moment("refused.example", "silent") > time.time()


def test_without_a_place_for_the_files_each_process_is_polite_on_its_own(
    server: Server, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("in the way")
    client = Client(["127.0.0.1"], hosts(tmp_path / "state" / "hosts", pause=1.0))
    assert [client.get(server.url("/")).body for _ in range(2)] == [b"here"] * 2
