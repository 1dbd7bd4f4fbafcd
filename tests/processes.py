"""Processes that a test starts, and those that these start in turn."""

import time
from pathlib import Path

_PATIENCE = 10.0


def children(pid: int) -> set[int]:
    """Return the processes that the process `pid` started and that are there still."""
    return {
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    }


def wait_until_dead(pid: int) -> None:
    """Return once the process `pid` is gone; raises TimeoutError where it does not go."""
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
