"""Reading many files in processes of their own: on all cores, and without dying of any of them."""

import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Self

from broadsheet.library.files.entry import ReadFile, deadly, read_file
from broadsheet.library.files.found import FoundFile
from broadsheet.library.files.frames import Frames, frame

_MOST_READERS = 4
_AHEAD = 32
"""So many chunks are with a reader at once: enough to do while the process that asks is writing."""

_RECEIVED = 256 * 1024

Chunk = list[FoundFile]
Arrived = SimpleQueue[tuple["_Reader", bytes]]
"""What came from the readers, none once one is dead."""


def reader_count() -> int:
    """Return how many processes are worth starting: one a core, up to a few."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on macOS
    return min(_MOST_READERS, len(allowed(0)) if allowed else os.cpu_count() or 1)


class _Reader:
    """A process that reads; raises OSError or RuntimeError where it cannot be started.

    Threads send and receive, so that it need not wait while the main one has no time for it.
    """

    def __init__(self, base: Path, arrived: Arrived) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            # -P keeps the current folder, which may be anybody's, off the path of imports.
            command = [sys.executable, "-P", "-m", "broadsheet.library.files.worker", str(base)]
            nothing = subprocess.DEVNULL
            self._process = subprocess.Popen(  # noqa: S603 - it is this program
                command, stdin=theirs.fileno(), stdout=nothing, stderr=nothing
            )
        self._to_send = SimpleQueue[bytes]()
        self._arrived = arrived
        self._frames = Frames[ReadFile]()
        self.asked = deque[Chunk]()
        self.has_greeted = False
        self._threads = [Thread(target=work, daemon=True) for work in (self._send, self._receive)]
        for thread in self._threads:
            thread.start()

    def ask(self, chunk: Chunk) -> None:
        self.asked.append(chunk)
        self._to_send.put(frame(chunk))

    def answers(self, data: bytes) -> list[list[ReadFile]]:
        """Return what is whole now that `data` arrived, by chunk."""
        answers = list(self._frames.add(data))
        if answers and not self.has_greeted:
            self.has_greeted = True
            del answers[0]
        for _ in answers:
            self.asked.popleft()
        return answers

    def close(self) -> int:
        """End the process; return its exit status."""
        self._process.kill()  # it has nothing to lose
        status = self._process.wait()
        self._to_send.put(b"")
        for thread in self._threads:
            thread.join()
        self._socket.close()
        return status

    def _send(self) -> None:
        with suppress(OSError):  # a dead one is noticed when it is listened to
            while data := self._to_send.get():
                self._socket.sendall(data)

    def _receive(self) -> None:
        with suppress(OSError):
            while data := self._socket.recv(_RECEIVED):
                self._arrived.put((self, data))
        self._arrived.put((self, b""))


class ReaderPool:
    """Reads files below `base` in `count` processes.

    A process that dies costs no file: what it was to read is read again, one file at a time, and a
    file that kills its reader once more is a problem. Where no process can be started, this one
    reads.
    """

    def __init__(self, base: Path, count: int) -> None:
        self._base = base
        self._readers = list[_Reader]()
        self._arrived: Arrived = SimpleQueue()
        self._again = deque[Chunk]()
        self._suspects = set[str]()
        self.failure = ""
        """Why a process could not be started; empty as long as all could."""
        for _ in range(count):
            self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for reader in self._readers:
            reader.close()

    def read(self, chunks: Iterable[Chunk]) -> Iterator[list[ReadFile]]:
        """Yield what came of each chunk of files, in whatever order; at once for an empty one."""
        rest = iter(chunks)
        while True:
            chunk = self._next(rest)
            while chunk is not None and (reader := self._idle()) is not None:
                if chunk:
                    reader.ask(chunk)
                else:
                    yield []
                chunk = self._next(rest)
            if chunk is not None:
                self._again.appendleft(chunk)
            if not self._readers:
                yield from self._read_here(rest)
                return
            if not any(reader.asked for reader in self._readers):
                return
            yield from self._wait()

    def _next(self, rest: Iterator[Chunk]) -> Chunk | None:
        return self._again.popleft() if self._again else next(rest, None)

    def _idle(self) -> _Reader | None:
        reader = min(self._readers, key=lambda reader: len(reader.asked), default=None)
        return reader if reader is not None and len(reader.asked) < _AHEAD else None

    def _wait(self) -> Iterator[list[ReadFile]]:
        """Wait until a reader has answered, or is dead; yield the answers."""
        reader, data = self._arrived.get()
        if data:
            yield from reader.answers(data)
        else:
            yield from self._bury(reader)

    def _bury(self, reader: _Reader) -> Iterator[list[ReadFile]]:
        """Put another reader in the place of a dead one, and back what that one was to read."""
        status = reader.close()
        self._readers.remove(reader)
        if reader.asked and reader.has_greeted:
            yield from self._accuse(reader.asked.popleft())
        self._again.extend(reader.asked)
        if reader.has_greeted:
            self._start()
        else:
            self.failure = f"it ended with status {status} at its start"

    def _accuse(self, chunk: Chunk) -> Iterator[list[ReadFile]]:
        """Have the files read one by one of whose chunk a reader died."""
        if len(chunk) == 1 and chunk[0].path in self._suspects:
            yield [deadly(self._base, chunk[0])]
            return
        self._suspects.update(file.path for file in chunk)
        self._again.extend([file] for file in chunk)

    def _start(self) -> None:
        try:
            self._readers.append(_Reader(self._base, self._arrived))
        except (OSError, RuntimeError) as error:  # of a process, of a thread
            self.failure = str(error)

    def _read_here(self, rest: Iterator[Chunk]) -> Iterator[list[ReadFile]]:
        while (chunk := self._next(rest)) is not None:
            yield [read_file(self._base, file) for file in chunk]
