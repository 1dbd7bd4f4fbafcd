"""The process that forks: has the imports of the program, and becomes what it is asked to be.

Run as `python -m tests.forks.server DESCRIPTOR PYTHON`: a listening socket, and the Python that
readers start their processes with. In a fork, this process becomes `python -m MODULE`. The answer
is the fork's process id, and later its exit status. If whoever asked is killed, so is the fork.
"""

import fcntl
import gc
import marshal
import os
import resource
import selectors
import signal
import socket
import sys
import termios
import threading
import time
import traceback
from contextlib import suppress
from importlib import import_module

from broadsheet.config.settings import settings_file
from tests.forks.client import SIZE
from tests.terminal import session

_IMPORTED_AHEAD = (
    *("cli.main", "cli.export_import", "cli.listing", "cli.indexing", "cli.shell_completion"),
    *("library.files.worker", "library.sync.follow", "library.sync.look"),
    *("library.sync.sync", "library.sync.unchanged"),
)
_NEEDS = {
    "feeds.parser_process": ("feeds.parse",),
    "pages.worker": ("pages.extract",),
    "add": ("cli.feeds",),
    "fetch": ("cli.feeds",),
    "remove": ("cli.feeds",),
    "prune": ("cli.prune",),
    "text": ("cli.text",),
}
"""What modules and commands import as they run: ahead of the first of them, or each would."""


class _Server:
    def __init__(self, listening: socket.socket, python: str) -> None:
        self._listening = listening
        self._python = python
        self._dead, self._telling = socket.socketpair()
        self._telling.setblocking(False)
        self._asking: dict[int, socket.socket] = {}
        self._ready = selectors.DefaultSelector()
        for source in (0, listening, self._dead):
            self._ready.register(source, selectors.EVENT_READ)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._telling.fileno())

    def serve(self) -> str:
        """Answer requests until standard input closes; in a fork, return the module to run."""
        while True:
            for key, _ in self._ready.select():
                if key.fileobj == 0:
                    sys.exit()
                elif key.fileobj is self._dead:
                    self._report_the_dead()
                elif key.fileobj is not self._listening:
                    self._kill(key.data)
                elif module := self._fork():
                    return module

    def _fork(self) -> str | None:
        asking, _ = self._listening.accept()
        header, streams, _, _ = socket.recv_fds(asking, SIZE, 3, socket.MSG_WAITALL)
        length = int.from_bytes(header, "big")
        request = asking.recv(length, socket.MSG_WAITALL)
        if len(request) < max(length, 1):  # whoever asks was killed meanwhile
            _close(asking, streams)
            return None
        _import_for(request)
        process = os.fork()
        if process == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._ready.close()
            for end in (asking, self._listening, self._dead, self._telling, *self._asking.values()):
                end.close()
            return _become(request, streams, self._python)
        _close(None, streams)
        self._asking[process] = asking
        self._ready.register(asking, selectors.EVENT_READ, process)
        with suppress(OSError):
            asking.sendall(_number(process))
        return None

    def _report_the_dead(self) -> None:
        self._dead.recv(4096)
        while self._asking:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            with self._asking.pop(process) as asking, suppress(OSError):
                with suppress(KeyError):
                    self._ready.unregister(asking)
                asking.sendall(_number(os.waitstatus_to_exitcode(status)))

    def _kill(self, process: int) -> None:
        if process in self._asking:
            self._ready.unregister(self._asking[process])
            os.kill(process, signal.SIGKILL)


def _close(asking: socket.socket | None, streams: list[int]) -> None:
    for stream in streams:
        os.close(stream)
    if asking is not None:
        asking.close()


def _number(number: int) -> bytes:
    return number.to_bytes(SIZE, "big", signed=True)


def _become(request: bytes, streams: list[int], python: str) -> str:
    """Take on what `python -m MODULE` finds when it starts; return the module."""
    module: str
    module, arguments, environment, folder, limits, marker = marshal.loads(request)  # noqa: S302
    os.setsid()
    os.chdir(folder)
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    sys.dont_write_bytecode = True  # the limit may cut it short
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
    sys.executable = python
    if settings_file().exists():  # screens take the keys that are bound when they are imported
        for name in [name for name in sys.modules if name.startswith("broadsheet.tui")]:
            del sys.modules[name]
    if marker:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        session.lead(marker, os.fork)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number in (signal.SIGQUIT, signal.SIGTSTP):
            signal.signal(number, signal.SIG_DFL)
    return module


def _import_ahead() -> None:
    for module in _IMPORTED_AHEAD:
        import_module(f"broadsheet.{module}")
    os.environ["TEXTUAL_FPS"] = "120"  # as the reader sets it before it imports Textual
    import_module("broadsheet.tui.run")
    import_module("broadsheet.tui.app")


def _import_for(request: bytes) -> None:
    module, arguments, *_ = marshal.loads(request)  # noqa: S302 - from a test
    for name in (module.removeprefix("broadsheet."), *arguments[:1]):
        for needed in _NEEDS.get(name, ()):
            import_module(f"broadsheet.{needed}")
    if module.startswith("broadsheet."):
        import_module(module)


def _main() -> None:
    listening = socket.socket(fileno=int(sys.argv[1]))
    _import_ahead()
    gc.freeze()  # or each fork copies every page when it ends
    _run(_Server(listening, sys.argv[2]).serve())


def _run(module: str) -> None:
    """Run a module and end as Python does, but leave the imports as they are.

    Taking them apart at the end would copy every page that this process shares with others.
    """
    status = 1
    try:
        status = import_module(module).main() or 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - as Python reports whatever ended a program
        traceback.print_exc()
    finally:
        threading._shutdown()  # type: ignore[attr-defined]  # waits for threads, as an end does
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _main()
