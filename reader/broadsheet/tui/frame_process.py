"""Keeps the first frame of the next start, in a process that outlives the reader.

The shell has its prompt back at once. The process is a new one rather than a fork, which would
inherit the reader's threads, open databases and log. It writes the frame to a file called the claim
and renames that when it is complete. The next start removes the claim, so no frame arrives while a
reader is open.
"""

import fcntl
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from broadsheet import paths
from broadsheet.config.settings import Settings
from broadsheet.first_frame.conditions import claim_on, file_of_frame, is_plain_start
from broadsheet.library.library import Library
from broadsheet.log import note_error, start_log
from broadsheet.own_files import private_folder
from broadsheet.own_process import own_process

_LONGEST = 10
"""Seconds after which the process ends, finished or not."""

_MOST_KEPT = 20
"""Frames that are kept: one for each library, and each folder that it was named from."""


_SIZES = ("COLUMNS", "LINES")
"""Variables that give the screen another size than the terminal's."""

_NO_SCREENS = ("dumb", "unknown")
"""Values of TERM for which the first frame ignores the size of the terminal."""


def keep_next_frame(library: Library, settings: Settings, warnings: tuple[str, ...]) -> None:
    """Start the process that keeps the next first frame, unless the frame cannot be predicted."""
    if not settings.start.kept_frame or warnings or not is_plain_start(sys.argv[1:]):
        return  # warnings lie over the frame
    if library.root == paths.bundled("seeds").absolute():
        return
    if any(map(os.environ.get, _SIZES)) or os.environ.get("TERM", "").lower() in _NO_SCREENS:
        return
    try:
        _start(library.root, *os.get_terminal_size(2))
    except OSError as error:
        note_error(error)  # the next start only takes longer


def _start(root: Path, columns: int, lines: int) -> None:
    file = Path(file_of_frame())
    private_folder(file.parent.parent)
    private_folder(file.parent)
    _drop_oldest(file.parent)
    claim = Path(claim_on(str(file)))
    claim.unlink(missing_ok=True)
    os.close(os.open(claim, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    arguments = (str(columns), str(lines), str(root), *sys.argv[1:])
    process = subprocess.Popen(  # noqa: S603 - it is this program
        own_process("broadsheet.tui.frame_process", *arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    process.returncode = 0  # nobody waits for it


def _drop_oldest(folder: Path) -> None:
    kept = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime)
    for file in kept[: max(0, len(kept) + 1 - _MOST_KEPT)]:
        file.unlink(missing_ok=True)


def main() -> None:
    """Write the frame for the arguments COLUMNS LINES ROOT [PATH].

    The last one is the argument that the reader was started with.
    """
    signal.alarm(_LONGEST)
    os.nice(10)
    columns, lines, root, *arguments = sys.argv[1:]
    sys.argv[1:] = arguments
    try:
        _write(Library(Path(root)), (int(columns), int(lines)))
    except Exception as error:  # noqa: BLE001 - the next start only takes longer
        start_log("frame")
        note_error(error)


def _write(library: Library, size: tuple[int, int]) -> None:
    file = Path(file_of_frame())
    claim = Path(claim_on(str(file)))
    try:
        descriptor = os.open(claim, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        stream = os.fdopen(descriptor, "wb")
        # The process of a reader that was closed a moment ago may still be writing.
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (FileNotFoundError, BlockingIOError):
        return
    with stream:
        content = _made(library, size)
        stream.write(content)
        stream.flush()
        with suppress(FileNotFoundError):
            if not os.path.samestat(os.fstat(descriptor), claim.stat()):
                return
            if content:
                claim.rename(file)
            else:
                claim.unlink()


def _made(library: Library, size: tuple[int, int]) -> bytes:
    """Return the file of the frame, by the settings as they are now."""
    from broadsheet.config.reading import read_settings
    from broadsheet.tui.rebinding import rebind
    from broadsheet.tui.startup import before_start

    before_start()
    settings, faults = read_settings()
    if faults or rebind(settings.keys, settings.programs):
        return b""
    # Imported only now: the screens take the keys that are bound when they are imported.
    from broadsheet.tui.kept_frame import kept_frame

    return kept_frame(library, settings, size)


if __name__ == "__main__":
    main()
