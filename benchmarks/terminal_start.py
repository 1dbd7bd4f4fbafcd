"""How long a person waits: from a process's start to a text on its terminal; and its memory."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

COLUMNS, ROWS = 120, 40
_TOO_LONG = 120.0

BARE_APP = """
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label("here it is")
Bare().run()
"""


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds until the text was on the screen, and the process's peak memory in MB until then."""

    seconds: float
    peak_mb: float


def measure(argv: Sequence[str], pattern: str, environment: Mapping[str, str]) -> Start:
    """Start `argv` on a terminal of its own, wait for what `pattern` matches, then end it.

    The bytes are searched as they come, no terminal is emulated: what is measured is the program.
    Raises TimeoutError when it does not come.
    """
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(argv[0], list(argv), dict(environment))  # noqa: S606 - no shell is wanted
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    output = b""
    awaited = re.compile(pattern.encode())
    try:
        while not awaited.search(output):
            ready, _, _ = select.select([terminal], [], [], _TOO_LONG)
            if not ready:
                raise TimeoutError(f"{pattern!r} did not come: {output[-2000:]!r}")
            output += os.read(terminal, 1 << 16)
        return Start(time.perf_counter() - began, _peak_mb(pid))
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def bare_textual() -> list[str]:
    """Return the command of a Textual app with one label, the floor of every figure here."""
    return [sys.executable, "-c", BARE_APP]
