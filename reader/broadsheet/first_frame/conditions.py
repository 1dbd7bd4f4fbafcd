"""Describes what a kept frame depends on; if any of it changed, the frame is not shown."""

import os
import sys
import time

from broadsheet import __version__

_VARIABLES = (
    *("COLOR", "COLUMNS", "FORCE_COLOR", "HOME", "LANG", "LC_", "LINES", "NO_COLOR", "TERM"),
    *("TEXTUAL", "TTY_", "TZ", "XDG_"),
)
"""Beginnings of the names of variables that change the screen, or where things are."""

SEPARATOR = "\x1f"


def is_plain_start(arguments: list[str]) -> bool:
    """Tell whether `arguments` only name a library to open, or are empty."""
    return not arguments or (len(arguments) == 1 and arguments[0][:1] not in ("", "-"))


def of_process(size: tuple[int, int] | None = None) -> list[str]:
    """Return a description of the command line, the terminal, the day and this version.

    A process without a terminal passes the `size` of the terminal that it draws for.
    """
    sizes = ["x".join(map(str, size or os.get_terminal_size(stream))) for stream in (0, 1, 2)]
    variables = sorted(
        f"{name}={value}"
        for name, value in os.environ.items()
        if name.startswith(_VARIABLES) and name != "TEXTUAL_FPS"  # set by the start itself
    )
    day = time.strftime("%Y-%m-%d %z")
    return [__version__, sys.version, sys.prefix, day, *_meant(), *sizes, *variables]


def _meant() -> list[str]:
    """Return the command line, and the folder that it was typed in if that matters."""
    arguments = sys.argv[1:]
    return (
        arguments if all(map(os.path.isabs, arguments)) and arguments else [os.getcwd(), *arguments]
    )


def stamp(path: str) -> str:
    """Return a text that changes whenever the file or folder at `path` does; empty if it has none.

    If the path ends with `/.`, the text changes only when another folder takes its place.
    """
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return ""
    which = f"{found.st_dev}.{found.st_ino}.{found.st_mode}"
    return which if path.endswith("/.") else f"{which}.{found.st_size}.{found.st_mtime_ns}"


def file_of_frame() -> str:
    """Return the file that the frame of this command line is kept in."""
    from zlib import crc32

    named = os.environ.get("XDG_CACHE_HOME", "")
    base = named if os.path.isabs(named) else os.path.join(os.path.expanduser("~"), ".cache")
    meant = os.fsencode(SEPARATOR.join(_meant()))
    return os.path.join(base, "broadsheet", "frames", f"{crc32(meant):08x}")


def claim_on(file: str) -> str:
    """Return the file that a frame is written to and renamed from; the next start removes it."""
    return f"{file}.next"
