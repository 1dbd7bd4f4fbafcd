"""A bare terminal that a test can close, as a window is closed, or send any bytes to."""

import os
import select
import time
from collections.abc import Mapping
from typing import Self

from tests.processes import time_of
from tests.terminal.pty import open_terminal, start_on_terminal
from tests.terminal.reader_env import BROADSHEET, REPOSITORY
from tests.waiting import PATIENCE

_LIKE_MAKE = ("sh", "-c", 'trap : HUP; "$@"; exit $?', "make")


class OwnTerminal:
    """The reader as the leader of the session of a terminal, as in a window of its own.

    With `below_make`, the leader is a program that waits for the reader, as make does in a window
    that runs `make run`: when the window is closed, nobody tells the reader.
    """

    def __init__(self, *arguments: str, env: Mapping[str, str], below_make: bool = False) -> None:
        argv = [*(_LIKE_MAKE * below_make), *BROADSHEET, *arguments]
        self._near, far = open_terminal(120, 40)
        self.program = start_on_terminal(far, argv, env=env, cwd=REPOSITORY)
        os.close(far)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()

    def wait_for(self, text: str) -> None:
        """Take in output until `text` comes, letters in a row. Raises AssertionError."""
        until = time.monotonic() + PATIENCE
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

    def block(self, keys: bytes) -> None:
        """Send `keys` and take in nothing until the program waits for the terminal."""
        until = time.monotonic() + PATIENCE
        worked = ""
        while worked != (worked := time_of(self.program.pid)):  # reading keys is the kernel's
            assert time.monotonic() < until, "the program still answers"
            for _ in range(10):
                self.send(keys)
                time.sleep(0.05)  # Keys that come at once are drawn once.

    def hang_up(self) -> int:
        """Close the window; returns how the program ended."""
        os.close(self._near)
        return self.program.wait(PATIENCE)
