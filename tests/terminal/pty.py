"""Starts a program on a terminal of its own, as a window does."""

import fcntl
import os
import subprocess
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path


def open_terminal(columns: int, rows: int) -> tuple[int, int]:
    """Open a terminal; return its near end, which is the window's, and the program's far end."""
    near, far = os.openpty()
    termios.tcsetwinsize(near, (rows, columns))
    return near, far


def start_on_terminal(
    far: int, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path | None
) -> "subprocess.Popen[bytes]":
    """Start `argv` as the leader of the session that the terminal belongs to."""
    return subprocess.Popen(
        argv,
        stdin=far,
        stdout=far,
        stderr=far,
        env=dict(env),
        cwd=cwd,
        start_new_session=True,
        preexec_fn=_take_the_terminal,
    )


def _take_the_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
