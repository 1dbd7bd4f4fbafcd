"""A reader seen from outside: its log, its process, the memory it takes."""

import re
from collections.abc import Mapping
from pathlib import Path

_STARTED = re.compile(r"^\S+ \S+ (\d+) INFO read:", re.MULTILINE)


def log_path(environment: Mapping[str, str]) -> Path:
    """Return where the reader that runs in `environment` logs."""
    return Path(environment["XDG_STATE_HOME"], "broadsheet", "broadsheet.log")


def log_of(environment: Mapping[str, str]) -> str:
    """Return what was logged so far, the log before included; empty before the first start."""
    paths = [log_path(environment).with_suffix(".log.1"), log_path(environment)]
    return "".join(path.read_text() for path in paths if path.exists())


def pid_of(environment: Mapping[str, str]) -> int:
    """Return the process of the reader that was started last, as its log names it."""
    return int(_STARTED.findall(log_of(environment))[-1])


def state_of(pid: int) -> str:
    """Return what the kernel says that a process does: R, S, T ..."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def memory_of(pid: int) -> int:
    """Return how many bytes of memory a process has in use."""
    status = Path(f"/proc/{pid}/status").read_text()
    (kibibytes,) = re.findall(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    return int(kibibytes) * 1024
