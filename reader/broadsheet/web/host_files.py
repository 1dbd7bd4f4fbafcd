"""What the processes of one user tell each other about hosts, so that they are polite together.

An open reader, a command and a cron job may want the same host at once. Each host has a small file:
locked while a process asks the host, with the times when it may be asked again. A file that nobody
used for a day is removed. Where none can be written, each process is polite on its own.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Literal

from broadsheet.own_files import FileLock, private_file, private_folder

_KEPT_FOR = 24 * 3600
_WIDTH = 20

Which = Literal["free", "silent"]
"""When a host may be asked again after a request, and after it refused one."""

_PLACES: dict[Which, int] = {"free": 0, "silent": _WIDTH}


class HostFiles:
    """The files of hosts in one folder; may be used by many threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_ready = False

    @contextmanager
    def held(self, name: str) -> Iterator[bool]:
        """Keep other processes from a host; yields False if one of them asks it now."""
        try:
            self._make_ready()
            lock = FileLock(self._path(name))
        except OSError:
            yield True
            return
        with lock:
            yield lock.hold_alone(wait=0.0) and lock.is_in_place()

    def moment(self, name: str, which: Which) -> float:
        """Return when a host may be asked again, in seconds since the epoch; 0: nobody said."""
        return _moment(self._path(name), which)

    def put(self, name: str, which: Which, moment: float) -> None:
        """Tell the other processes when a host may be asked again."""
        # In place, each moment on its own: nobody else's is overwritten, with or without the lock.
        with suppress(OSError):
            self._make_ready()
            private_file(self._path(name))
            with self._path(name).open("r+b", buffering=0) as file:
                os.pwrite(file.fileno(), f"{moment:{_WIDTH}.6f}".encode(), _PLACES[which])

    def _path(self, name: str) -> Path:
        return self._folder / sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def _make_ready(self) -> None:
        if self._is_ready:
            return
        private_folder(self._folder)
        self._is_ready = True
        now = time.time()
        for path in [*self._folder.iterdir()]:
            with suppress(OSError):
                if now - path.stat().st_mtime > _KEPT_FOR and _moment(path, "silent") < now:
                    with FileLock(path) as lock:
                        if lock.hold_alone(wait=0.0):
                            path.unlink()


def _moment(path: Path, which: Which) -> float:
    try:
        with path.open("rb") as file:
            file.seek(_PLACES[which])
            return float(file.read(_WIDTH))
    except (OSError, ValueError):
        return 0.0
