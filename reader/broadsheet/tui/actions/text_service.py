"""The process that fetches full texts: started when one is wanted, ended when nobody waits."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import asdict
from itertools import count
from typing import get_args

from broadsheet.pages.reasons import Kind, Missing
from broadsheet.pages.wanted import Wanted

_RESTS_AFTER = 60.0
"""Seconds without a request after which the process ends."""

_ENDED = Missing("failed", "The process that fetches texts ended. Try again.")


class TextService:
    """Runs `broadsheet.pages.service`; several texts may be fetched at the same time."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._listener: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[Missing | None]] = {}
        self._ids = count()
        self._starting = asyncio.Lock()
        self._rest: asyncio.TimerHandle | None = None

    async def fetch(self, wanted: Wanted, *, is_asked: bool) -> Missing | None:
        """Fetch a text and keep it; return why there is none."""
        loop = asyncio.get_running_loop()
        number = next(self._ids)
        request = {"id": number, "asked": is_asked} | asdict(wanted)
        answer: asyncio.Future[Missing | None] = loop.create_future()
        self._waiting[number] = answer
        if self._rest is not None:
            self._rest.cancel()
        try:
            process = await self._started()
            assert process.stdin is not None  # noqa: S101 - PIPE was asked for
            process.stdin.write(json.dumps(request).encode() + b"\n")
            return await answer
        except OSError as error:
            return Missing("failed", f"Texts cannot be fetched: {error.strerror}.")
        finally:
            self._waiting.pop(number, None)
            if not self._waiting:
                self._rest = loop.call_later(_RESTS_AFTER, self._end)

    async def close(self) -> None:
        """End the process, whatever it does."""
        if self._rest is not None:
            self._rest.cancel()
        for answer in self._waiting.values():
            answer.cancel()
        process, listener = self._process, self._listener
        self._end()
        if process is not None and listener is not None:
            await asyncio.gather(process.wait(), listener, return_exceptions=True)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.terminate()

    async def _started(self) -> Process:
        async with self._starting:
            if self._process is None or self._process.returncode is not None:
                # -P keeps the current folder, which may be anybody's, off the path of imports.
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-P", "-m", "broadsheet.pages.service"),
                    stdin=PIPE,
                    stdout=PIPE,
                    stderr=DEVNULL,
                    start_new_session=True,
                )
                self._listener = asyncio.create_task(self._listen(self._process))
            return self._process

    async def _listen(self, process: Process) -> None:
        assert process.stdout is not None  # noqa: S101 - PIPE was asked for
        async for line in process.stdout:
            said = json.loads(line)
            answer = self._waiting.get(said["id"])
            if answer is not None and not answer.done():
                answer.set_result(_missing(said))
        await process.wait()
        if self._process is process:
            self._process = None
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_result(_ENDED)


def _missing(said: dict[str, object]) -> Missing | None:
    match said:
        case {"kind": kind, "sentence": str(sentence)} if kind in get_args(Kind):
            return Missing(kind, sentence)  # type: ignore[arg-type]  # it is one of them
    return None
