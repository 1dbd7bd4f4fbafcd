"""The file of a kept frame: conditions, and a screen as text, colours and positions.

Whatever is in the file, nothing is painted but printable text, SGR and cursor positions on the
screen.
"""

import os
import stat
import time
from zlib import crc32

from broadsheet.first_frame.conditions import SEPARATOR, of_process, stamp

_MAGIC = "broadsheet frame 1"
_LARGEST = 1 << 20
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_JOINERS = str.maketrans("", "", "\u200c\u200d\ufe0f")
"""Characters within words and emoji that are not printable by themselves."""


def packed(process: list[str], stamps: dict[str, str], until: float, screen: str) -> bytes:
    """Return the content of a file; raises ValueError if it could not be read again."""
    lines = [
        SEPARATOR.join(process),
        SEPARATOR.join(f"{path}\t{found}" for path, found in stamps.items()),
        repr(until),
        screen,
    ]
    if any("\n" in line for line in lines):
        raise ValueError("a name with a line end")
    body = "\n".join(lines).encode("utf-8", "surrogateescape")
    return f"{_MAGIC}\n{crc32(body):08x}\n".encode() + body


def read(file: str) -> str:
    """Return the screen to paint; empty if there is none, or if anything is not as it was."""
    try:
        return _screen(_content(file))
    except (OSError, ValueError):
        return ""


def _content(file: str) -> bytes:
    descriptor = os.open(file, _FLAGS)
    try:
        status = os.fstat(descriptor)
        is_own = status.st_uid == os.geteuid() and not status.st_mode & 0o077
        if not is_own or not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
            raise ValueError("not a file of ours")
        return os.read(descriptor, _LARGEST)
    finally:
        os.close(descriptor)


def _screen(content: bytes) -> str:
    magic, checksum, body = content.split(b"\n", 2)
    if magic != _MAGIC.encode() or checksum != f"{crc32(body):08x}".encode():
        raise ValueError("damaged")
    process, stamps, until, screen = body.decode("utf-8", "surrogateescape").split("\n")
    size = os.get_terminal_size(2)
    is_current = (
        process == SEPARATOR.join(of_process())
        and float(until) - time.time() >= 0
        and all(stamp(path) == found for path, found in _pairs(stamps))
        and is_harmless(screen, size.columns, size.lines)
    )
    return screen if is_current else ""


def _pairs(stamps: str) -> list[tuple[str, str]]:
    pairs = [pair.rpartition("\t") for pair in stamps.split(SEPARATOR)]
    return [(path, found) for path, _, found in pairs]


def is_harmless(screen: str, columns: int, lines: int) -> bool:
    """Tell whether `screen` has only printable text, SGR, and positions within the screen."""
    before, *pieces = screen.split("\x1b[")
    if before:
        return False
    for piece in {*pieces}:  # most come again and again
        rest = piece.lstrip("0123456789;")
        numbers = piece[: len(piece) - len(rest)]
        if rest[:1] == "H":
            line, _, column = numbers.partition(";")
            if not (line.isdecimal() and column.isdecimal() and len(numbers) < 12):
                return False
            if not (1 <= int(line) <= lines and 1 <= int(column) <= columns):
                return False
        elif rest[:1] != "m":
            return False
        text = rest[1:]
        if not (text.isprintable() or text.translate(_JOINERS).isprintable()):
            return False
    return True
