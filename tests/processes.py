"""The processes that a test starts, and their children, as `ps` tells of them on every system."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.waiting import wait_until

_PS = "/bin/ps"


def children(pid: int) -> set[int]:
    """Return the children of the process `pid`."""
    with subprocess.Popen(
        [_PS, "-A", "-o", "pid=,ppid="], stdout=subprocess.PIPE, text=True
    ) as listing:
        assert listing.stdout is not None
        pairs = [map(int, line.split()) for line in listing.stdout]
    return {child for child, parent in pairs if parent == pid} - {listing.pid}


def pids_of(command: str) -> list[int]:
    """Return the processes whose command line has `command` in it."""
    listing = subprocess.run(
        [_PS, "-A", "-ww", "-o", "pid=,command="], capture_output=True, text=True, check=True
    ).stdout
    return [int(line.split()[0]) for line in listing.splitlines() if command in line]


def state_of(pid: int) -> str:
    """Return the state of a process as one letter: R, S, T, Z ...; none if it has ended."""
    return _ask("state", pid)[:1]


def memory_of(pid: int) -> int:
    """Return the resident memory of a process, in bytes."""
    return int(_ask("rss", pid)) * 1024


def time_of(pid: int) -> str:
    """Return how long a process has worked outside the kernel, in steps of 20 ms or less."""
    if sys.platform != "linux":
        return _ask("utime", pid)
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return str(int(times[11]) // 2)


def wait_until_dead(pid: int) -> None:
    """Wait until the process `pid` has ended. Raises TimeoutError if it does not."""
    wait_until(lambda: state_of(pid) in ("", "Z", "X"), f"the end of process {pid}")


def is_anything_working() -> bool:
    """Whether what this process started runs, or waits for a processor or a disk.

    Only Linux tells.
    """
    found = [*_started_by(os.getpid())]
    for pid in found:
        found += _started_by(pid)
    return any(_is_working(pid) for pid in found)


def _started_by(pid: int) -> list[int]:
    started: list[int] = []
    with suppress(OSError):  # it has ended
        for thread in Path(f"/proc/{pid}/task").iterdir():
            started += map(int, (thread / "children").read_text().split())
    return started


def _is_working(pid: int) -> bool:
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            state = (thread / "stat").read_text().rpartition(")")[2].split()[:1]
            if state in (["R"], ["D"]):
                return True
    return False


def _ask(column: str, pid: int) -> str:
    command = [_PS, "-o", f"{column}=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
