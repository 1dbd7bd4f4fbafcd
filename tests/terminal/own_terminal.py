"""A bare terminal whose near end a test may close or write any bytes to: what a window does."""

import fcntl
import os
import select
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from tests.terminal.reader_env import REPOSITORY

_PATIENCE = 20.0


class OwnTerminal:
    """The reader as the leader of the session of a terminal, as in a window of its own."""

    def __init__(self, *arguments: str, env: Mapping[str, str]) -> None:
        self._near, far = os.openpty()
        termios.tcsetwinsize(self._near, (40, 120))
        self.program = subprocess.Popen(
            [sys.executable, "-m", "broadsheet", *arguments],
            stdin=far,
            stdout=far,
            stderr=far,
            env=dict(env),
            cwd=REPOSITORY,
            start_new_session=True,
            preexec_fn=_take_the_terminal,
        )
        os.close(far)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()

    def wait_for(self, text: str) -> None:
        """Take in output until `text` comes, letters in a row. Raises AssertionError."""
        until = time.monotonic() + _PATIENCE
        seen = b""
        while text.encode() not in seen:
            left = until - time.monotonic()
            assert left > 0, f"{text!r} did not come"
            if select.select([self._near], [], [], left)[0]:
                seen += os.read(self._near, 65_536)

    def settle(self, quiet: float = 0.5) -> None:
        """Take in output until none has come for `quiet` seconds."""
        while select.select([self._near], [], [], quiet)[0]:
            os.read(self._near, 65_536)

    def send(self, data: bytes) -> None:
        """Send bytes, which need not be text."""
        os.write(self._near, data)

    def hang_up(self) -> int:
        """Close the window; returns how the program ended."""
        os.close(self._near)
        return self.program.wait(_PATIENCE)


def _take_the_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
