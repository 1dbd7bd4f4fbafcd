"""Runs many commands quickly: each in its own process, forked from one that has its imports.

Run as a script, with a socket as standard input, this is the process that forks. A request has the
arguments, the environment and two file descriptors for the output. The answer is the exit status.
"""

import gc
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Self

_LONGEST = 200_000
"""Bytes of a request: the longest arguments of a test, and an environment."""

_IMPORTED_AHEAD = (
    *("cli.export_import", "cli.listing", "cli.progress_line", "cli.shell_completion"),
    *("library.sync.sync", "library.sync.unchanged"),
)


class Forks:
    """Runs commands one after another, each as `python -m broadsheet` would."""

    def __init__(self, cwd: Path, environment: Mapping[str, str]) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "tests.cli.forks"]
        with theirs:
            self._process = subprocess.Popen(
                command, stdin=theirs.fileno(), cwd=cwd, env=dict(environment)
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ours.close()
        self._process.wait()

    def run(
        self, arguments: list[str], environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a command with nothing to read and two pipes to write to."""
        pipes = [os.pipe(), os.pipe()]
        request = json.dumps([arguments, dict(environment)]).encode()
        socket.send_fds(self._ours, [request], [writing for _, writing in pipes])
        for _, writing in pipes:
            os.close(writing)
        with ThreadPoolExecutor(2) as readers:
            stdout, stderr = readers.map(_read_to_the_end, (reading for reading, _ in pipes))
        status = int(self._ours.recv(_LONGEST))
        return subprocess.CompletedProcess(arguments, status, stdout, stderr)


def _read_to_the_end(descriptor: int) -> str:
    with open(descriptor, encoding="utf-8", newline="") as pipe:
        return pipe.read()


def _fork_for_each_request() -> None:
    """Answer requests until nobody asks; in the child, return with everything in its place."""
    asked = socket.socket(fileno=os.dup(0))
    while True:
        request, streams, _, _ = socket.recv_fds(asked, _LONGEST, 2)
        if not request:
            sys.exit()
        child = os.fork()
        if child == 0:
            asked.close()
            arguments, environment = json.loads(request)
            _become(arguments, environment, streams)
            return
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        asked.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(arguments: list[str], environment: dict[str, str], streams: list[int]) -> None:
    """Take on what `python -m broadsheet` finds when it starts."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, stream in enumerate(streams, 1):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = ["broadsheet", *arguments]


if __name__ == "__main__":
    from broadsheet.cli.main import main

    for module in _IMPORTED_AHEAD:
        import_module(f"broadsheet.{module}")
    gc.freeze()  # or each child copies every page when it ends
    _fork_for_each_request()
    sys.exit(main())
