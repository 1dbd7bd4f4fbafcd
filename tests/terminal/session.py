"""The shell of a test terminal: leads the session, runs one program, and reports its exit status.

A terminal is hung up when the leader of its session ends. So the leader stays, as a shell would,
and tests can look at what the program left behind. The exit status follows the last output.
Run as a script, as the leader of the terminal that is its standard input, output and error.
"""

import os
import signal
import sys


def main(marker: str, argv: list[str]) -> None:
    """Run `argv`, write `marker` and its exit status as an APC sequence, and stay."""
    for ignored in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        # A handler, not SIG_IGN: that would be inherited by the program.
        signal.signal(ignored, lambda *_: None)
    os.write(1, f"\x1b_{marker};{_exit_status(argv)}\x1b\\".encode())
    while True:
        signal.pause()


def _exit_status(argv: list[str]) -> int:
    try:
        program = os.posix_spawnp(
            argv[0], argv, os.environ, setsigdef=[signal.SIGPIPE, signal.SIGXFSZ]
        )
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 127  # What a shell says of a program that it cannot start.
    _, status = os.waitpid(program, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
