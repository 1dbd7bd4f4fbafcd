"""The process beside the screen that reads the folder, so that the screen never waits for it."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
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
        self.is_running = False
        """Whether the folder is being read now."""

    def start(self) -> bool:
        """Claim the next run; False while one is under way already."""
        claimed = not self.is_running
        self.is_running = True
        return claimed

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
        try:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=asyncio.subprocess.DEVNULL, stdout=PIPE, stderr=PIPE
            )
        except OSError as error:
            self.is_running = False
            self._target.post_message(SyncFailed(clean_line(f"cannot read the folder: {error}")))
            return
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
            self.is_running = False
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.terminate()
                await process.wait()

    def _failure(self, status: int, errors: str) -> Message:
        last = clean_line(errors.strip().rpartition("\n")[2])
        return SyncFailed(last or f"reading the folder ended with status {status}")
