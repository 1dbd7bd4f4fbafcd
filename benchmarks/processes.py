"""What the system says of a process: the time it worked, its memory, what it wrote (Linux)."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import NamedTuple

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Return how long `pid` and what it started, and has not ended yet, have worked."""
    total = 0.0
    for process in with_children(pid):
        with suppress(OSError):
            after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            user, system, ended_user, ended_system = map(int, after_name[11:15])
            total += (user + system + ended_user + ended_system) / _TICKS
    return total


def with_children(pid: int) -> list[int]:
    """Return `pid` and the processes that it started and that are there, children and theirs."""
    processes = [pid]
    for process in processes:
        for task in _tasks(process):
            with suppress(OSError):
                processes += map(int, Path(task, "children").read_text().split())
    return processes


def _tasks(pid: int) -> list[Path]:
    with suppress(OSError):
        return list(Path(f"/proc/{pid}/task").iterdir())
    return []


def all_mb(pid: int) -> float:
    """Return the memory of `pid` and what it started, in MB; NaN where nobody tells.

    Memory that processes share is divided by their number (`Pss`).
    """
    found = 0.0
    for process in with_children(pid):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            return float("nan")
        found += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return found


def written_bytes(pid: int) -> int:
    """Return how many bytes `pid` and what it started have had written to a disk."""
    found = 0
    for process in with_children(pid):
        with suppress(OSError):
            lines = Path(f"/proc/{process}/io").read_text().splitlines()
            found += sum(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))
    return found


def peak_mb(pid: int) -> float:
    """Return the greatest resident memory of `pid` so far, in MB; NaN where nobody tells."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


class Cost(NamedTuple):
    """Seconds that a command took, and seconds of processor time of all its processes."""

    seconds: float
    worked: float


def cost_of(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run a command to its end; raises `CalledProcessError` if it fails."""
    before, began = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=True)
    seconds, after = time.perf_counter() - began, getrusage(RUSAGE_CHILDREN)
    user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    return Cost(seconds, user + system)
