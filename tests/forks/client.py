"""Asks the process that forks to run a module, and stays in its place: a program as any other.

Imports as little as it can: programs start with it.
"""

import marshal
import os
import resource
import signal
import sys
from _socket import AF_UNIX, MSG_WAITALL, SCM_RIGHTS, SOL_SOCKET, socket
from array import array
from collections.abc import Mapping
from types import FrameType

KEEPS_FRAMES = "TEST_KEEPS_FRAMES"
"""A variable without which readers keep no first frame for the next start."""

SIZE = 8
"""Bytes of each number that is sent."""

_PASSED_ON = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def ask(
    path: str,
    module: str,
    arguments: list[str],
    environment: Mapping[str, str],
    streams: list[int],
    marker: str = "",
) -> socket:
    """Ask for `python -m MODULE` on three streams; return the connection that is answered on.

    With a marker, the streams are a terminal, and the fork leads it as `terminal/session.py` does.
    """
    here, limits = os.getcwd(), resource.getrlimit(resource.RLIMIT_FSIZE)  # noqa: PTH109 - quick
    request = marshal.dumps((module, arguments, dict(environment), here, limits, marker))
    asking = socket(AF_UNIX)
    asking.connect(path)
    length = len(request).to_bytes(SIZE, "big")
    asking.sendmsg([length], [(SOL_SOCKET, SCM_RIGHTS, array("i", streams))])
    while request:
        request = request[asking.send(request) :]
    return asking


def answer(asking: socket) -> int:
    """Return the next number that is answered: the process id, then the exit status."""
    return int.from_bytes(asking.recv(SIZE, MSG_WAITALL), "big", signed=True)


def main(path: str) -> None:
    """Do what Python does with the same arguments: modules of ours are run in a fork."""
    words = sys.argv[2:] if sys.argv[1] == "-P" else sys.argv[1:]
    if words[0] != "-m" or words[1].partition(".")[0] != "broadsheet":
        os.execv(sys.executable, [sys.executable, *sys.argv[1:]])  # noqa: S606 - what was asked for
    if words[1] == "broadsheet.tui.frame_process" and KEEPS_FRAMES not in os.environ:
        return  # every reader that is left starts it, and few tests look at what it does
    module = "broadsheet.cli.main" if words[1] == "broadsheet" else words[1]
    # The fork may have come far by the time this process hears of it: what comes before waits.
    signal.pthread_sigmask(signal.SIG_BLOCK, _PASSED_ON)
    asking = ask(path, module, words[2:], os.environ, [0, 1, 2])
    process = answer(asking)

    def pass_on(number: int, _: FrameType | None) -> None:
        os.kill(process, number)

    for number in _PASSED_ON:
        signal.signal(number, pass_on)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _PASSED_ON)
    os.closerange(0, 3)
    status = answer(asking)
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    os._exit(status)
