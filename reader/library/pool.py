"""Reading many files in processes of their own: on all cores, and without dying of any of them."""

import os
import selectors
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

from reader.library.folder import FoundFile
from reader.library.frames import Frames, frame
from reader.library.reading import ReadFile, deadly, read_file

_MOST_READERS = 4
_AHEAD = 4
"""So many chunks are with a reader at once: the next ones are there while nobody can send any."""

_RECEIVED = 256 * 1024

Chunk = list[FoundFile]


def reader_count() -> int:
    """Return how many processes are worth starting: one a core, up to a few."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on macOS
    return min(_MOST_READERS, len(allowed(0)) if allowed else os.cpu_count() or 1)


class _Reader:
    """A process that reads; raises OSError where it cannot be started."""

    def __init__(self, base: Path) -> None:
        self.socket, theirs = socket.socketpair()
        with theirs:
            # -P keeps the current folder, which may be anybody's, off the path of imports.
            command = [sys.executable, "-P", "-m", "reader.library.read_worker", str(base)]
            nothing = subprocess.DEVNULL
            self._process = subprocess.Popen(  # noqa: S603 - it is this program
                command, stdin=theirs.fileno(), stdout=nothing, stderr=nothing
            )
        self.socket.setblocking(False)
        self._unsent = bytearray()
        self._arrived = Frames[ReadFile]()
        self.asked = deque[Chunk]()
        self.has_greeted = False

    def ask(self, chunk: Chunk) -> None:
        self.asked.append(chunk)
        self._unsent += frame(chunk)

    def wants(self) -> int:
        """Return what of the socket is to be waited for."""
        return selectors.EVENT_READ | (selectors.EVENT_WRITE if self._unsent else 0)

    def send(self) -> None:
        with suppress(OSError):  # a dead one is noticed when it is listened to
            del self._unsent[: self.socket.send(self._unsent)]

    def answers(self) -> list[list[ReadFile]] | None:
        """Return what has arrived, by chunk; None once the process is dead."""
        try:
            data = self.socket.recv(_RECEIVED)
        except BlockingIOError:
            return []
        except OSError:
            return None
        if not data:
            return None
        answers = list(self._arrived.add(data))
        if answers and not self.has_greeted:
            self.has_greeted = True
            del answers[0]
        for _ in answers:
            self.asked.popleft()
        return answers

    def close(self) -> None:
        self.socket.close()
        self._process.kill()  # it has nothing to lose
        self._process.wait()


class ReaderPool:
    """Reads files below `base` in `count` processes.

    A process that dies costs no file: what it was to read is read again, one file at a time, and a
    file that kills its reader once more is a problem. Where no process can be started, this one
    reads.
    """

    def __init__(self, base: Path, count: int) -> None:
        self._base = base
        self._readers = list[_Reader]()
        self._again = deque[Chunk]()
        self._suspects = set[str]()
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
        """Wait until a reader can be sent more or has answered; yield the answers."""
        with selectors.DefaultSelector() as selector:
            for reader in self._readers:
                selector.register(reader.socket, reader.wants(), reader)
            ready = selector.select()
        for key, events in ready:
            reader = key.data
            if events & selectors.EVENT_WRITE:
                reader.send()
            if events & selectors.EVENT_READ:
                answers = reader.answers()
                yield from self._bury(reader) if answers is None else answers

    def _bury(self, reader: _Reader) -> Iterator[list[ReadFile]]:
        """Put another reader in the place of a dead one, and back what that one was to read."""
        reader.close()
        self._readers.remove(reader)
        if reader.asked and reader.has_greeted:
            yield from self._accuse(reader.asked.popleft())
        self._again.extend(reader.asked)
        if reader.has_greeted:
            self._start()

    def _accuse(self, chunk: Chunk) -> Iterator[list[ReadFile]]:
        """Have the files read one by one of whose chunk a reader died."""
        if len(chunk) == 1 and chunk[0].path in self._suspects:
            yield [deadly(chunk[0])]
            return
        self._suspects.update(file.path for file in chunk)
        self._again.extend([file] for file in chunk)

    def _start(self) -> None:
        with suppress(OSError):
            self._readers.append(_Reader(self._base))

    def _read_here(self, rest: Iterator[Chunk]) -> Iterator[list[ReadFile]]:
        while (chunk := self._next(rest)) is not None:
            yield [read_file(self._base, file) for file in chunk]
