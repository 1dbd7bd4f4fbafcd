"""Processes that read what is hostile: no document can take the reader down or hold it up.

A child answers one request at a time, within limits of time and memory. A request is a line of JSON
with the length of the document that follows it; the answer is a line of JSON.
"""

import json
import os
import queue
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import ClassVar, Self

from broadsheet.own_process import own_process

MOST_CHILDREN = min(4, os.cpu_count() or 1)
"""Processes of one module that run at the same time."""

LONGEST_ANSWER = 10.0
"""Seconds of work for one document."""

_WAITS = 6
"""How many times as long as it may work, a child may take: other programs are busy, too."""

MOST_MEMORY = 512 * 1024 * 1024
"""Bytes that one child may ask for."""

_LEFT_ALONE = 5
"""Seconds after which a child ends itself, if its parent is gone and cannot do so."""

Values = dict[str, object]


class ExhaustedError(Exception):
    """A child died over a document, or needed too much time or memory for it."""


class Children:
    """A few processes that run a module, started when they are needed; for many threads.

    The class for each module gives its name, and turns answers into what they stand for.
    """

    MODULE: ClassVar[str]

    def __init__(self, count: int = 0, seconds: float = LONGEST_ANSWER) -> None:
        self._idle: queue.SimpleQueue[_Child | None] = queue.SimpleQueue()
        self._seconds = seconds
        for _ in range(count or MOST_CHILDREN):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes that are idle."""
        with suppress(queue.Empty):
            while True:
                child = self._idle.get_nowait()
                if child is not None:
                    child.end()

    def ask(self, request: Mapping[str, object], document: bytes) -> Values:
        """Return what a child answers; raises `ExhaustedError`."""
        with self._one() as child:
            return child.ask((len(document), self._seconds, request), document)

    @contextmanager
    def _one(self) -> Iterator["_Child"]:
        child = self._idle.get()
        try:
            if child is None or not child.is_alive:
                child = _Child(self.MODULE)
            yield child
        finally:
            self._idle.put(child if child is not None and child.is_alive else None)


class _Child:
    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - the module is ours
            own_process(module),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, request: tuple[int, float, Mapping[str, object]], document: bytes) -> Values:
        timer = threading.Timer(_WAITS * request[1], self._process.kill)
        timer.start()
        try:
            answer = self._exchange(request, document)
        except (OSError, ValueError):
            answer = {}
        finally:
            timer.cancel()
        if not answer:
            self.end()
            raise ExhaustedError
        return answer

    def _exchange(self, request: object, document: bytes) -> Values:
        assert self._process.stdin is not None  # noqa: S101 - PIPE was asked for
        assert self._process.stdout is not None  # noqa: S101 - PIPE was asked for
        self._process.stdin.write(json.dumps(request).encode() + b"\n" + document)
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or b"{}")
        return answer if isinstance(answer, dict) else {}


def answer_requests(answer: Callable[[Values, bytes], Values]) -> None:
    """Be a child: answer requests within the limits until the input ends."""
    with suppress(ValueError, OSError):  # some systems have no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    requests, answers = sys.stdin.buffer, sys.stdout
    # What a library prints must not pass for an answer.
    sys.stdout = sys.stderr
    while line := requests.readline():
        length, seconds, request = json.loads(line)
        document = requests.read(length)
        # Either signal ends the process. One counts its work, the other one all the time.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, _WAITS * seconds + _LEFT_ALONE)
        said = json.dumps(answer(request, document))
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(said + "\n")
        answers.flush()
