"""The processes that a test starts, and their children."""

import time
from pathlib import Path

_PATIENCE = 10.0


def children(pid: int) -> set[int]:
    """Return the running children of the process `pid`."""
    return {
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    }


def wait_until_dead(pid: int) -> None:
    """Wait until the process `pid` has ended. Raises TimeoutError if it does not."""
    until = time.monotonic() + _PATIENCE
    while _state(pid) not in ("", "Z", "X"):
        if time.monotonic() > until:
            raise TimeoutError(f"process {pid} is still there")


def _state(pid: int) -> str:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return status.rpartition(")")[2].split()[0]
