"""Starts the process that forks, and runs programs with it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from _socket import socket as Connection  # noqa: N812 - not the one that `socket` makes of it
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Self

from tests.forks import client

_PYTHON = """\
#!{python} -ISB
import sys
sys.path.insert(0, {folder!r})
import client
client.main({socket!r})
"""
_READ_BY_IMPORTS = ("TEXTUAL", "PYTHON", "ESCDELAY", "LC_", "LANG", "TERM_PROGRAM")


class Forks:
    """Runs modules of the program, each as `python -m MODULE` in a process of its own would."""

    def __init__(self, cwd: Path, environment: Mapping[str, str]) -> None:
        self._read = _read_by_imports(environment)
        self._folder = Path(tempfile.mkdtemp())  # the path of a socket must be short
        self._socket = str(self._folder / "socket")
        self.python = str(self._folder / "python")
        """A Python that forks for modules of the program, and is Python for everything else."""
        self.program = [self.python, "-m", "broadsheet"]
        script = Path(self.python)
        folder = str(Path(client.__file__).parent)
        script.write_text(_PYTHON.format(python=sys.executable, folder=folder, socket=self._socket))
        script.chmod(0o700)
        self._start = partial(self._started, cwd, dict(environment))
        self._process = self._start()

    def _started(self, cwd: Path, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
        Path(self._socket).unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(self._socket)
            listening.listen(32)
            number = listening.fileno()
            return subprocess.Popen(
                [sys.executable, "-m", "tests.forks.server", str(number), self.python],
                stdin=subprocess.PIPE,
                pass_fds=[number],
                cwd=cwd,
                env=environment,
            )

    def revive(self) -> None:
        """Start the process that forks again if it has ended, and say how it did.

        Or every test that follows would fail, each with a connection that is refused.
        """
        status = self._process.poll()
        if status is not None:
            sys.stderr.write(f"The process that forks ended ({status}); it is started again.\n")
            self._process.communicate()
            self._process = self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
        shutil.rmtree(self._folder)

    def suits(self, environment: Mapping[str, str]) -> bool:
        """Whether what imports read of this environment is what they have read already."""
        return _read_by_imports(environment) == self._read

    def lead(
        self, marker: str, arguments: list[str], environment: Mapping[str, str], terminal: int
    ) -> "Forked":
        """Start the reader on a terminal, below a process that leads the terminal's session."""
        self.revive()
        asked = "broadsheet.cli.main", arguments, environment, [terminal] * 3
        return Forked(client.ask(self._socket, *asked, marker))

    def run(
        self, module: str, arguments: list[str], environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a module with nothing to read and two pipes to write to."""
        self.revive()
        pipes = [os.pipe(), os.pipe()]
        streams = [os.open(os.devnull, os.O_RDONLY), *(writing for _, writing in pipes)]
        asking = client.ask(self._socket, module, arguments, environment, streams)
        for stream in streams:
            os.close(stream)
        with ThreadPoolExecutor(2) as readers:
            stdout, stderr = readers.map(_read_to_the_end, (reading for reading, _ in pipes))
        process = Forked(asking)
        return subprocess.CompletedProcess(arguments, process.wait(), stdout, stderr)


class Forked:
    """A process that was forked for us, as far as `Popen` has the same."""

    def __init__(self, asking: Connection) -> None:
        self._asking = asking
        self.pid = client.answer(asking)
        self.returncode: int | None = None

    def wait(self) -> int:
        """Wait for the end of the process; return its exit status."""
        self.returncode = client.answer(self._asking)
        self._asking.close()
        return self.returncode


def _read_by_imports(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: environment[name] for name in environment if name.startswith(_READ_BY_IMPORTS)}


def _read_to_the_end(descriptor: int) -> str:
    with open(descriptor, encoding="utf-8", newline="") as pipe:
        return pipe.read()
