"""A program on a terminal of its own: every byte it writes, with the moment it came.

Nothing is emulated while it runs: what is measured is the program. `benchmarks.picture` makes the
screen of it afterwards.
"""

import os
import pty
import re
import select
import signal
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from benchmarks.processes import all_mb, cpu_seconds, peak_mb, written_bytes

COLUMNS, ROWS = 120, 40
_TOO_LONG = 120.0

# A terminal that knows synchronized output is played, as most of today's do: the program then marks
# where each of its frames ends.
_ASKS_FOR_SYNC = b"\x1b[?2026$p"
_HAS_SYNC = b"\x1b[?2026;2$y"

_CONTROL = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")
_TAIL = 1 << 16
_BUSY = 0.015
"""Seconds of processor in a quiet spell from which on a program is at work: it counts in 0.01."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that came at once, and when, in seconds of `time.perf_counter`."""

    at: float
    data: bytes


class Recording:
    """A program that runs in a terminal of 120 x 40; kept until it is closed."""

    def __init__(self, argv: Sequence[str], environment: Mapping[str, str]) -> None:
        self.pieces: list[Piece] = []
        self._tail = b""
        self._is_taken = False
        self.began = time.perf_counter()
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            termios.tcsetwinsize(0, (ROWS, COLUMNS))
            os.execvpe(argv[0], list(argv), dict(environment))  # noqa: S606 - no shell is wanted

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill the program and what it started."""
        with suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._terminal)

    def press(self, keys: str) -> float:
        """Send keys as a terminal does; return when."""
        self._tail = b""
        at = time.perf_counter()
        os.write(self._terminal, keys.encode())
        return at

    def listen(self, seconds: float) -> None:
        """Take in what comes for so long."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._take_in(left)

    def wait_for(self, pattern: bytes, timeout: float = _TOO_LONG) -> float:
        """Wait until output since the last key matches, control sequences left out; return when.

        Raises TimeoutError when it does not come, and EOFError when the program ends before.
        """
        awaited = re.compile(pattern)
        until = time.perf_counter() + timeout
        while not self.has_come(awaited):
            left = until - time.perf_counter()
            if left <= 0 or not self._take_in(left):
                raise TimeoutError(f"{pattern!r} did not come: {self._last_words()}")
        return self.pieces[-1].at

    def wait_until_taken(self) -> None:
        """Wait until a Textual program takes the terminal, and forget what was there before.

        Before that, there may be a frame that an earlier run kept.
        """
        until = time.perf_counter() + _TOO_LONG
        while not self._is_taken:
            self._take_in(until - time.perf_counter())

    def wait_for_end(self) -> None:
        """Take in what the program writes until it ends."""
        with suppress(EOFError):
            self.listen(_TOO_LONG)

    def has_come(self, pattern: re.Pattern[bytes]) -> bool:
        """Whether what was written last, since the last key, matches."""
        return pattern.search(_CONTROL.sub(b"", self._tail)) is not None

    def rest(self, quiet: float = 0.15, at_most: float = 60.0) -> None:
        """Take in output until the program has neither written nor worked for `quiet` seconds."""
        until = time.perf_counter() + at_most
        while time.perf_counter() < until:
            worked, wrote = self.worked(), len(self.pieces)
            self.listen(quiet)
            if len(self.pieces) == wrote and self.worked() - worked < _BUSY:
                return

    def worked(self) -> float:
        """Return the seconds of processor that the program has had, in hundredths."""
        return cpu_seconds(self._pid)

    def peak_mb(self) -> float:
        """Return the greatest memory of the program so far, in MB; without what it started."""
        return peak_mb(self._pid)

    def all_mb(self) -> float:
        """Return the memory of the program and of what it started, in MB."""
        return all_mb(self._pid)

    def written_bytes(self) -> int:
        """Return how many bytes the program has had written to a disk."""
        return written_bytes(self._pid)

    def _last_words(self) -> str:
        return _CONTROL.sub(b"", self._tail)[-500:].decode("utf-8", "replace")

    def _take_in(self, timeout: float) -> bool:
        if not select.select([self._terminal], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:
            data = b""
        if not data:
            raise EOFError(f"the program ended: {self._last_words()}")
        self.pieces.append(Piece(time.perf_counter(), data))
        self._tail = (self._tail + data)[-_TAIL:]
        if _ASKS_FOR_SYNC in data:
            self._is_taken = True
            self._tail = data.partition(_ASKS_FOR_SYNC)[2]
            os.write(self._terminal, _HAS_SYNC)
        return True
