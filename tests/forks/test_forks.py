"""The process that tests fork from is there for each test, whatever an earlier one did to it."""

import os
import signal
from pathlib import Path

import pytest

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
