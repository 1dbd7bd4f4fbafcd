"""Starts the process that follows the folder, and passes its reports on."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections import deque
from contextlib import suppress
from pathlib import Path

from textual.message_pump import MessagePump

from broadsheet.library.sync.progress import Progress
from broadsheet.text.door import clean_message
from broadsheet.tui import sentences
from broadsheet.tui.messages import SyncFailed, SyncProgressed

_LAST_WORDS = 20
_PATIENCE = 1.0
"""Seconds that a process has to end by itself."""


class FolderProcess:
    """Runs `broadsheet.library.sync.follow` on a library and hands on what it says, to `target`."""

    def __init__(self, target: MessagePump, root: Path) -> None:
        self._target = target
        self._root = root
        self._process: Process | None = None
        self._task: asyncio.Task[None] | None = None
        self.is_looking = False
        """Whether the process is looking at the folder now."""

    def look(self) -> None:
        """Look at the entire folder; start the process if it is not running."""
        if self.is_looking:
            return
        self.is_looking = True
        process = self._process
        if process is None or process.returncode is not None:
            self._task = asyncio.create_task(self._run())
        elif process.stdin is not None:
            process.stdin.write(b"\n")

    async def close(self) -> None:
        """End the process. It loses nothing by being ended."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        # Imported after the first rows, which do not wait for it.
        from broadsheet.own_process import own_process

        command = own_process("broadsheet.library.sync.follow", str(self._root))
        try:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True
            )
        except OSError as error:
            self._fail(f"cannot read the folder: {error}")
            return
        self._process = process
        try:
            assert process.stdout is not None  # noqa: S101 - PIPE was asked for
            assert process.stderr is not None  # noqa: S101 - PIPE was asked for
            errors = asyncio.create_task(_last_words(process.stderr))
            async for line in process.stdout:
                self._hand_on(json.loads(line))
            ended = sentences.reading_ended(await process.wait())
            self._fail(await errors or ended)
        finally:
            await _end(process)

    def _hand_on(self, said: dict[str, str]) -> None:
        if "failed" in said:
            self._fail(said["failed"])
            return
        progress = Progress(**said)  # type: ignore[arg-type]  # as follow wrote it
        self.is_looking = progress.phase not in ("done", "busy")
        self._target.post_message(SyncProgressed(progress))

    def _fail(self, reason: str) -> None:
        self.is_looking = False
        self._target.post_message(SyncFailed(clean_message(reason)))


async def _end(process: Process) -> None:
    """End a process, and what it started, by closing its input; kill it if it does not hear."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), _PATIENCE)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _last_words(stream: asyncio.StreamReader) -> str:
    """Return the last line of what a process says of its failing; the rest is not for people."""
    lines = deque[bytes](maxlen=_LAST_WORDS)
    async for line in stream:
        lines.append(line)
    return clean_message(lines[-1].decode("utf-8", "replace")) if lines else ""
