"""The process beside the screen that reads the folder, so that the screen never waits for it."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path

from textual.message import Message
from textual.message_pump import MessagePump

from reader.articles.text import clean_line
from reader.library.progress import Progress
from reader.tui.messages import SyncFailed, SyncProgressed


class SyncProcess:
    """Runs `broadsheet index` on a library and hands on what it says, as messages to `target`."""

    def __init__(self, target: MessagePump, root: Path) -> None:
        self._target = target
        self._root = root
        self._process: Process | None = None

    @property
    def is_running(self) -> bool:
        """Whether the folder is being read now."""
        return self._process is not None

    async def run(self) -> None:
        """Bring the index up to date; returns when that is done or has failed."""
        # -P keeps the current folder, which may be anybody's, off the path of imports.
        command = [
            sys.executable,
            "-P",
            "-m",
            "reader",
            "index",
            str(self._root),
            "--progress-json",
        ]
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.DEVNULL, stdout=PIPE, stderr=PIPE
        )
        self._process = process
        try:
            assert process.stdout is not None  # noqa: S101 - PIPE was asked for
            assert process.stderr is not None  # noqa: S101 - PIPE was asked for
            errors = asyncio.ensure_future(process.stderr.read())
            async for line in process.stdout:
                self._target.post_message(SyncProgressed(Progress(**json.loads(line))))
            status = await process.wait()
            if status != 0:
                self._target.post_message(
                    self._failure(status, (await errors).decode("utf-8", "replace"))
                )
            else:
                await errors
        finally:
            self._process = None
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.terminate()
                await process.wait()

    def _failure(self, status: int, errors: str) -> Message:
        last = clean_line(errors.strip().rpartition("\n")[2])
        return SyncFailed(last or f"reading the folder ended with status {status}")
