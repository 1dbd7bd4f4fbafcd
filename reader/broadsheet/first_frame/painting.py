"""Paints the kept frame, and keeps the terminal as the reader will have it until it takes over."""

import os
import sys
import termios

# What `signal` is made of: to make enumerations of it takes as long as all the rest here.
from _signal import (  # type: ignore[import-not-found]
    SIG_DFL,
    SIG_IGN,
    SIGHUP,
    SIGTERM,
    SIGTSTP,
    signal,
)

from broadsheet.first_frame.conditions import claim_on, file_of_frame
from broadsheet.first_frame.frame import read

_INPUT, _OUTPUT = 0, 2
"""What the screen reads from and draws on."""

_TAKE = "\x1b[?1049h\x1b[?25l\x1b[?7l"
_LEAVE = b"\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"

Attributes = list[int | list[bytes | int]]

_before: Attributes | None = None
"""How the terminal was, while a painted frame is on it and the reader has not taken over."""


def paint() -> None:
    """Paint the frame that was kept for this start, if there is one and it is still true."""
    global _before
    try:
        if not all(map(os.isatty, (0, 1, 2))) or os.tcgetpgrp(_INPUT) != os.getpgrp():
            return
        file = file_of_frame()
        # First, or the last reader's frame could still arrive, and outlive a crash of this one.
        _remove(claim_on(file))
        screen = read(file)
        # Written again when the reader is left: after a crash there is none.
        _remove(file)
        if not screen:
            return
        before = termios.tcgetattr(_INPUT)
        for number in (SIGTERM, SIGHUP):
            signal(number, _end)
        signal(SIGTSTP, SIG_IGN)
        _before = before
        termios.tcsetattr(_INPUT, termios.TCSANOW, _for_keys(before))
        _write((_TAKE + screen).encode("utf-8", "replace"))
    except (OSError, termios.error):
        give_back()


def take_over() -> Attributes | None:
    """Return how the terminal was before a frame was painted, for whoever restores it from now on.

    None if nothing is painted: the terminal is as the shell left it.
    """
    global _before
    before, _before = _before, None
    return before


def give_back() -> None:
    """Leave the terminal as it was, unless the reader took it over."""
    before = take_over()
    if before is None:
        return
    signal(SIGTSTP, SIG_DFL)
    try:
        termios.tcsetattr(_INPUT, termios.TCSANOW, before)
        _write(_LEAVE)
    except (OSError, termios.error):
        return


def _remove(file: str) -> None:
    try:
        os.unlink(file)
    except FileNotFoundError:
        return


def _for_keys(attributes: Attributes) -> Attributes:
    """Return `attributes` changed as the reader changes them: keys come as they are typed."""
    iflag, oflag, cflag, lflag, *speeds, characters = attributes
    if not (isinstance(iflag, int) and isinstance(lflag, int) and isinstance(characters, list)):
        return attributes
    keys = termios.ECHO | termios.ICANON | termios.IEXTEN
    if not os.environ.get("TEXTUAL_ALLOW_SIGNALS"):
        keys |= termios.ISIG
    translated = termios.ICRNL | termios.INLCR | termios.IGNCR
    characters = [*characters]
    characters[termios.VMIN] = 1
    plain = iflag & ~(termios.IXON | termios.IXOFF | translated)
    return [plain, oflag, cflag, lflag & ~keys, *speeds, characters]


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(_OUTPUT, data) :]


def _end(number: int, _frame: object) -> None:
    """End by a signal that came before the reader can handle it."""
    give_back()
    signal(number, SIG_DFL)
    os.kill(os.getpid(), number)
    sys.exit(128 + number)
