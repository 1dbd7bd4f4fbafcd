"""The shell of a test terminal: leads the session, runs one program, and reports its exit status.

A terminal is hung up when the leader of its session ends. So the leader stays, as a shell would,
and tests can look at what the program left behind. The exit status follows the last output.
Run as a script, as the leader of the terminal that is its standard input, output and error.
"""

import os
import signal
import sys
from collections.abc import Callable


def lead(marker: str, start: Callable[[], int]) -> None:
    """Start a program, write `marker` and its exit status as an APC sequence, and stay.

    Returns only in a program that `start` has forked.
    """
    for ignored in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        # A handler, not SIG_IGN: that would be inherited by the program.
        signal.signal(ignored, lambda *_: None)
    try:
        program = start()
        if program == 0:
            return
        status = os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        status = 127  # What a shell says of a program that it cannot start.
    os.write(1, f"\x1b_{marker};{status}\x1b\\".encode())
    while True:
        signal.pause()


def _spawn() -> int:
    program, *_ = argv = sys.argv[2:]
    return os.posix_spawnp(program, argv, os.environ, setsigdef=[signal.SIGPIPE, signal.SIGXFSZ])


if __name__ == "__main__":
    lead(sys.argv[1], _spawn)
