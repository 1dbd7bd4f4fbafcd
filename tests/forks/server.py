"""The process that forks: has the imports of the program, and becomes what it is asked to be.

Run as `python -m tests.forks.server DESCRIPTOR` with a listening socket. A request has a module,
its arguments, an environment and the three standard streams. In a fork, this process becomes
`python -m MODULE`. The answer is the fork's process id, and later its exit status.
"""

import gc
import marshal
import os
import selectors
import signal
import socket
import sys
import time
from contextlib import suppress
from importlib import import_module

from tests.forks.client import SIZE

_IMPORTED_AHEAD = (
    *("cli.main", "cli.export_import", "cli.listing", "cli.progress_line", "cli.shell_completion"),
    *("library.sync.follow", "library.sync.sync", "library.sync.unchanged"),
)


class _Server:
    def __init__(self, listening: socket.socket) -> None:
        self._listening = listening
        self._dead, self._telling = socket.socketpair()
        self._telling.setblocking(False)
        self._asking: dict[int, socket.socket] = {}
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._telling.fileno())

    def serve(self) -> str:
        """Answer requests until standard input closes; in a fork, return the module to run."""
        with selectors.DefaultSelector() as ready:
            for source in (0, self._listening, self._dead):
                ready.register(source, selectors.EVENT_READ)
            while True:
                waiting = [key.fileobj for key, _ in ready.select()]
                if 0 in waiting:
                    sys.exit()
                if self._dead in waiting:
                    self._report_the_dead()
                if self._listening in waiting and (module := self._fork()):
                    return module

    def _fork(self) -> str | None:
        asking, _ = self._listening.accept()
        header, streams, _, _ = socket.recv_fds(asking, SIZE, 3, socket.MSG_WAITALL)
        request = asking.recv(int.from_bytes(header, "big"), socket.MSG_WAITALL)
        process = os.fork()
        if process == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for end in (asking, self._listening, self._dead, self._telling, *self._asking.values()):
                end.close()
            return _become(request, streams)
        for stream in streams:
            os.close(stream)
        self._asking[process] = asking
        asking.sendall(_number(process))
        return None

    def _report_the_dead(self) -> None:
        self._dead.recv(4096)
        while self._asking:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            with self._asking.pop(process) as asking, suppress(OSError):
                asking.sendall(_number(os.waitstatus_to_exitcode(status)))


def _number(number: int) -> bytes:
    return number.to_bytes(SIZE, "big", signed=True)


def _become(request: bytes, streams: list[int]) -> str:
    """Take on what `python -m MODULE` finds when it starts; return the module."""
    module: str
    module, arguments, environment = marshal.loads(request)  # noqa: S302 - it comes from a test
    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = [module, *arguments]
    return module


def _main() -> None:
    listening = socket.socket(fileno=int(sys.argv[1]))
    for module in _IMPORTED_AHEAD:
        import_module(f"broadsheet.{module}")
    gc.freeze()  # or each fork copies every page when it ends
    module = _Server(listening).serve()
    sys.exit(import_module(module).main())


if __name__ == "__main__":
    _main()
