"""The process that knows feeds: started when there is something to ask, ended when it is done."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Self

from broadsheet.text.door import clean_line

Answer = dict[str, object]


def trouble(answer: Answer) -> str:
    """Return what went wrong with a request, in a sentence; empty if nothing did."""
    if answer.get("busy"):
        return "Another Broadsheet is fetching for this library. Try again in a moment."
    return clean_line(str(answer.get("error") or ""))


class FeedService:
    """Runs `broadsheet.feeds.service` for one library, from the first question to the exit."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._process: Process | None = None
        self._lock = asyncio.Lock()
        self._is_closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def ask(self, request: Answer) -> Answer:
        """Ask, and return the last answer."""
        return [answer async for answer in self.answers(request)][-1]

    async def answers(self, request: Answer) -> AsyncIterator[Answer]:
        """Ask, and yield every answer; the last one has `end`."""
        async with self._lock:
            try:
                process = await self._started()
                assert process.stdin is not None  # noqa: S101 - PIPE was asked for
                assert process.stdout is not None  # noqa: S101 - PIPE was asked for
                process.stdin.write(json.dumps(request).encode() + b"\n")
                async for line in process.stdout:
                    answer = json.loads(line)
                    yield answer
                    if "end" in answer:
                        return
            except OSError as error:
                yield {"error": f"Feeds cannot be fetched: {error.strerror}", "end": True}
                return
            self._process = None
            if self._is_closed:  # whoever asked is gone
                raise asyncio.CancelledError
            yield {"error": "The process that fetches feeds ended. Try again.", "end": True}

    async def close(self) -> None:
        """End the process: what it has begun to write, the next one finishes."""
        self._is_closed = True
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()

    async def _started(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            # -P keeps the current folder, which may be anybody's, off the path of imports.
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "broadsheet.feeds.service", str(self._library)),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                limit=2**24,
                start_new_session=True,
            )
        return self._process
