"""Starts the process that forks, and runs programs with it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.forks import client

_CLIENT = Path(client.__file__)


class Forks:
    """Runs modules of the program, each as `python -m MODULE` in a process of its own would."""

    def __init__(self, cwd: Path, environment: Mapping[str, str]) -> None:
        self._folder = tempfile.mkdtemp()  # the path of a socket must be short
        self._path = f"{self._folder}/socket"
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(self._path)
            listening.listen(32)
            number = listening.fileno()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forks.server", str(number)],
                stdin=subprocess.PIPE,
                pass_fds=[number],
                cwd=cwd,
                env=dict(environment),
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.communicate()
        shutil.rmtree(self._folder)

    def command(self, module: str) -> list[str]:
        """Return a command that does what `python -m MODULE` does."""
        return [sys.executable, "-I", "-S", str(_CLIENT), self._path, module]

    def run(
        self, module: str, arguments: list[str], environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a module with nothing to read and two pipes to write to."""
        pipes = [os.pipe(), os.pipe()]
        streams = [os.open(os.devnull, os.O_RDONLY), *(writing for _, writing in pipes)]
        asking = client.ask(self._path, module, arguments, dict(environment), streams)
        for stream in streams:
            os.close(stream)
        with ThreadPoolExecutor(2) as readers:
            stdout, stderr = readers.map(_read_to_the_end, (reading for reading, _ in pipes))
        _process = client.answer(asking)
        status = client.answer(asking)
        asking.close()
        return subprocess.CompletedProcess(arguments, status, stdout, stderr)


def _read_to_the_end(descriptor: int) -> str:
    with open(descriptor, encoding="utf-8", newline="") as pipe:
        return pipe.read()
