"""Processes that fetch: started when something is wanted, ended when nobody waits."""

import asyncio
import json
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from typing import NamedTuple

_RESTS_AFTER = 60.0
"""Seconds without a request after which the process ends."""

_LONGEST_ANSWER = 2**24

Values = dict[str, object]
Tell = Callable[[Values], None]


_CLOSING = set[asyncio.Task[None]]()


async def all_closed() -> None:
    """Wait for the end of every process that was to be closed soon."""
    await asyncio.gather(*_CLOSING, return_exceptions=True)


class _Asked(NamedTuple):
    answer: asyncio.Future[Values | None]
    tell: Tell


class ServiceProcess:
    """Runs a module that answers with `broadsheet.serving`, several requests at the same time."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._module, self._arguments = module, arguments
        self._process: Process | None = None
        self._listener: asyncio.Task[None] | None = None
        self._waiting: dict[int, _Asked] = {}
        self._ids = count()
        self._starting = asyncio.Lock()
        self._rest: asyncio.TimerHandle | None = None

    async def ask(
        self, request: Mapping[str, object], tell: Tell = lambda _: None
    ) -> Values | None:
        """Return the last answer to a request, or None if the process ended over it.

        Earlier answers go to `tell`. Raises `OSError` if the process cannot be started.
        """
        loop = asyncio.get_running_loop()
        number = next(self._ids)
        answer: asyncio.Future[Values | None] = loop.create_future()
        self._waiting[number] = _Asked(answer, tell)
        if self._rest is not None:
            self._rest.cancel()
        try:
            process = await self._started()
            assert process.stdin is not None  # noqa: S101 - PIPE was asked for
            process.stdin.write(json.dumps({"id": number, **request}).encode() + b"\n")
            return await answer
        finally:
            self._waiting.pop(number, None)
            if not self._waiting:
                self._rest = loop.call_later(_RESTS_AFTER, self._end)

    def close_soon(self) -> None:
        """End the process, whatever it does; `all_closed` waits for that."""
        closing = asyncio.create_task(self.close())
        _CLOSING.add(closing)
        closing.add_done_callback(_CLOSING.discard)

    async def close(self) -> None:
        """End the process, whatever it does, and wait for its end."""
        if self._rest is not None:
            self._rest.cancel()
        for asked in self._waiting.values():
            asked.answer.cancel()
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
                # Imported with the first process: the first rows need none.
                from broadsheet.own_process import own_process

                self._process = await asyncio.create_subprocess_exec(
                    *own_process(self._module, *self._arguments),
                    stdin=PIPE,
                    stdout=PIPE,
                    stderr=DEVNULL,
                    limit=_LONGEST_ANSWER,
                    start_new_session=True,
                )
                self._listener = asyncio.create_task(self._listen(self._process))
            return self._process

    async def _listen(self, process: Process) -> None:
        assert process.stdout is not None  # noqa: S101 - PIPE was asked for
        async for line in process.stdout:
            said = json.loads(line)
            asked = self._waiting.get(said["id"])
            if asked is None or asked.answer.done():
                continue
            if said["more"]:
                asked.tell(said)
            else:
                asked.answer.set_result(said)
        await process.wait()
        if self._process is process:
            self._process = None
            for asked in self._waiting.values():
                if not asked.answer.done():
                    asked.answer.set_result(None)
