"""Waits for the frame that is kept, puts it back, and has it painted without the reader."""

import sys
from pathlib import Path

from tests.terminal.conftest import StartProgram
from tests.terminal.terminal import Terminal
from tests.waiting import wait_until

ENTERS = b"\x1b[?1049h"
TAKES_THE_KEYS = b"\x1b[?1004h"  # which Textual sets, and the painting does not

PAINT = """\
import sys
from broadsheet.first_frame import painting
sys.argv[0] = "broadsheet"
painting.paint()
painting.give_back()
"""


def frame_in(frames: Path) -> Path:
    """Wait for the one frame that a reader has kept, and return it."""
    wait_until(lambda: [file.suffix for file in frames.iterdir()] == [""], "a frame that is kept")
    [frame] = frames.iterdir()
    return frame


def put_back(kept: Path, frame: bytes) -> None:
    """Keep this frame as the reader keeps it."""
    kept.unlink(missing_ok=True)
    kept.write_bytes(frame)
    kept.chmod(0o600)


def painted(start: StartProgram, library: Path, columns: int = 120, paint: str = PAINT) -> Terminal:
    """Return the terminal after a start that only painted the frame that was kept, if any."""
    terminal = start(sys.executable, "-c", paint, str(library), columns=columns, rows=40)
    assert terminal.wait_exit() == 0
    assert terminal.left_behind() == []
    return terminal


def is_painted(start: StartProgram, library: Path, columns: int = 120) -> bool:
    """Whether the next start paints a frame."""
    return ENTERS in painted(start, library, columns).raw
