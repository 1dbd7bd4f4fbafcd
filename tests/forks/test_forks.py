"""The process that tests fork from is there for each test, whatever an earlier one did to it."""

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.forks.client import SIZE
from tests.forks.forks import Forks
from tests.terminal.reader_env import reader_environment


def test_after_its_end_it_is_started_again_and_that_is_said(
    forks: Forks, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    os.kill(forks._process.pid, signal.SIGKILL)
    forks._process.wait()
    ran = forks.run("broadsheet.cli.main", ["--version"], reader_environment(tmp_path))
    assert "ended (-9)" in capfd.readouterr().err
    assert ran.stdout.startswith("broadsheet ")


@pytest.mark.parametrize("length", [0, SIZE, SIZE + 1])
def test_who_is_killed_while_asking_costs_no_other(
    forks: Forks, tmp_path: Path, capfd: pytest.CaptureFixture[str], length: int
) -> None:
    with socket.socket(socket.AF_UNIX) as asking:
        asking.connect(forks._socket)
        asking.send(((99).to_bytes(SIZE, "big") + b"x")[:length])
    ran = forks.run("broadsheet.cli.main", ["--version"], reader_environment(tmp_path))
    assert ran.stdout.startswith("broadsheet ")
    assert "ended" not in capfd.readouterr().err
