"""The reader from outside: its log and its process."""

import re
from collections.abc import Mapping
from pathlib import Path

from tests.waiting import wait_until

_STARTED = re.compile(r"^\S+ \S+ (\d+) INFO read:", re.MULTILINE)


def log_path(environment: Mapping[str, str]) -> Path:
    """Return where the reader that runs in `environment` logs."""
    return Path(environment["XDG_STATE_HOME"], "broadsheet", "broadsheet.log")


def log_of(environment: Mapping[str, str]) -> str:
    """Return everything logged so far, including the rotated log."""
    paths = [log_path(environment).with_suffix(".log.1"), log_path(environment)]
    return "".join(path.read_text() for path in paths if path.exists())


def pid_of(environment: Mapping[str, str]) -> int:
    """Return the process id that the log gives for the last start, as soon as it gives one."""
    wait_until(lambda: _STARTED.search(log_of(environment)), "a start in the log")
    return int(_STARTED.findall(log_of(environment))[-1])
