"""Lets the screen come first: processes beside it give way to it."""

import os
import time
from contextlib import suppress

_NICENESS = 10
_OF_THE_SESSION = 5
"""Enough to wait for keys, and too little to wait for programs that work for minutes."""

_AUTOGROUP = "/proc/self/autogroup"
_ATTEMPTS = 4
_BETWEEN = 0.1
"""Seconds: Linux lets only one process of all users change its group in this time."""


def give_way() -> None:
    """Lower the priority of this process and of those that it starts.

    A process that leads a session of its own gives way with the entire session: Linux divides the
    time of the processors among sessions first, and niceness counts only within each
    (`man 7 sched`, autogroups).
    """
    with suppress(OSError):  # if that is not allowed, keys are a little slower
        os.nice(_NICENESS)
    if os.getsid(0) != os.getpid():
        return
    for _ in range(_ATTEMPTS):
        try:
            with open(_AUTOGROUP, "w") as file:  # noqa: PTH123 - pathlib is large
                file.write(str(_OF_THE_SESSION))
        except BlockingIOError:
            time.sleep(_BETWEEN)
            continue
        except OSError:  # there are no such groups
            return
        return
