"""Asks the process that forks to run a module, and stays in its place: a program as any other.

Run as a script, which imports as little as it can: `client.py SOCKET MODULE [ARGUMENT …]`. Signals
are passed on to the fork, and the script ends as the fork ends.
"""

import marshal
import os
import signal
import sys
from _socket import AF_UNIX, MSG_WAITALL, SCM_RIGHTS, SOL_SOCKET, socket
from array import array
from types import FrameType

SIZE = 8
"""Bytes of each number that is sent."""


def ask(
    path: str, module: str, arguments: list[str], environment: dict[str, str], streams: list[int]
) -> socket:
    """Ask for `python -m MODULE` on three streams; return the connection that is answered on."""
    request = marshal.dumps((module, arguments, environment))
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


def main() -> int:
    """Run the module in a fork."""
    path, module, *arguments = sys.argv[1:]
    asking = ask(path, module, arguments, dict(os.environ), [0, 1, 2])
    process = answer(asking)

    def pass_on(number: int, _: FrameType | None) -> None:
        os.kill(process, number)

    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, pass_on)
    os.closerange(0, 3)
    status = answer(asking)
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    return status


if __name__ == "__main__":
    sys.exit(main())
