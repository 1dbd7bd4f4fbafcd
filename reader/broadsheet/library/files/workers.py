"""Reads many files in separate processes: on all cores, and surviving files that crash a reader."""

import os
import socket
import subprocess
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Self

from broadsheet.articles.folder_traits import PLAIN_FOLDER, FolderTraits
from broadsheet.library.files.entry import ReadFile, deadly, read_file
from broadsheet.library.files.found import FoundFile
from broadsheet.library.files.frames import Frames, frame
from broadsheet.own_process import own_process

_MOST_READERS = 4
_AHEAD = 32
"""Chunks that a reader holds at once: enough work while the process that asks is writing."""

_RECEIVED = 256 * 1024

Chunk = list[FoundFile]
Arrived = SimpleQueue[tuple["_Reader", bytes]]
"""What came from the readers; empty bytes mean that the reader is dead."""


def reader_count() -> int:
    """Return how many processes are worth starting: one per core, up to a few."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on macOS
    return min(_MOST_READERS, len(allowed(0)) if allowed else os.cpu_count() or 1)


class _Reader:
    """A process that reads; raises OSError or RuntimeError if it cannot be started.

    Threads send and receive, so that it does not wait while the main thread is busy.
    """

    def __init__(self, base: Path, traits: FolderTraits, arrived: Arrived) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            flags = [str(int(trait)) for trait in traits]
            nothing = subprocess.DEVNULL
            self._process = subprocess.Popen(  # noqa: S603 - it is this program
                own_process("broadsheet.library.files.worker", str(base), *flags),
                stdin=theirs.fileno(),
                stdout=nothing,
                stderr=nothing,
            )
        self._to_send = SimpleQueue[bytes]()
        self._arrived = arrived
        self._frames = Frames(ReadFile.from_plain)
        self.asked = deque[Chunk]()
        self.has_greeted = False
        self._threads = [Thread(target=work, daemon=True) for work in (self._send, self._receive)]
        for thread in self._threads:
            thread.start()

    def ask(self, chunk: Chunk) -> None:
        self.asked.append(chunk)
        self._to_send.put(frame(map(tuple, chunk)))

    def answers(self, data: bytes) -> list[list[ReadFile]]:
        """Return the answers that are complete now that `data` has arrived, by chunk."""
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
        with suppress(OSError):  # a dead reader is noticed while receiving
            while data := self._to_send.get():
                self._socket.sendall(data)

    def _receive(self) -> None:
        with suppress(OSError):
            while data := self._socket.recv(_RECEIVED):
                self._arrived.put((self, data))
        self._arrived.put((self, b""))


class ReaderPool:
    """Reads files below `base` in `count` processes.

    A process that dies costs no file: its files are read again one at a time, and a file that
    kills a second reader becomes a problem. If no process can be started, this one reads.
    """

    def __init__(self, base: Path, count: int, traits: FolderTraits = PLAIN_FOLDER) -> None:
        self._base = base
        self._traits = traits
        self._readers = list[_Reader]()
        self._arrived: Arrived = SimpleQueue()
        self._again = deque[Chunk]()
        self._suspects = set[str]()
        self.failure = ""
        """Why a process could not be started; empty if all started."""
        for _ in range(count):
            self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for reader in self._readers:
            reader.close()

    def read(self, chunks: Iterable[Chunk]) -> Iterator[list[ReadFile]]:
        """Yield the result for each chunk of files, in any order; at once for an empty chunk."""
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
        """Wait until a reader answers or dies; yield the answers."""
        reader, data = self._arrived.get()
        if data:
            yield from reader.answers(data)
        else:
            yield from self._bury(reader)

    def _bury(self, reader: _Reader) -> Iterator[list[ReadFile]]:
        """Replace a dead reader, and put back what it was supposed to read."""
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
        """Read the files of a chunk that killed a reader one by one."""
        if len(chunk) == 1 and chunk[0].path in self._suspects:
            yield [deadly(self._base, chunk[0])]
            return
        self._suspects.update(file.path for file in chunk)
        self._again.extend([file] for file in chunk)

    def _start(self) -> None:
        try:
            self._readers.append(_Reader(self._base, self._traits, self._arrived))
        except (OSError, RuntimeError) as error:  # of a process, of a thread
            self.failure = str(error)

    def _read_here(self, rest: Iterator[Chunk]) -> Iterator[list[ReadFile]]:
        while (chunk := self._next(rest)) is not None:
            yield [read_file(self._base, file, self._traits) for file in chunk]
