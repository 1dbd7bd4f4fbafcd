"""Tells when an app in memory has finished its work, by looking at its event loop."""

import asyncio
from asyncio.base_events import BaseEventLoop
from contextlib import suppress

from textual.app import App
from textual.worker import WorkerCancelled

_SOON = 0.05
"""Seconds within which a timer must be due to count as part of what was asked for.

Timers like that paint the screen. The ones that blink a cursor or remove a notification are slower,
and no test waits for them.
"""


async def wait_until_idle(app: App[None]) -> None:
    """Return once no message, no worker and no timer that is due soon is left."""
    await wait_until_heard()
    while await _had_to_wait(app):
        await wait_until_heard()


async def wait_until_heard() -> None:
    """Return once every message was handled; workers and timers may go on."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, BaseEventLoop)
    quiet = 0
    while quiet < 2:  # the loop looks at pipes between two rounds
        await asyncio.sleep(0)
        # Nothing public tells what the loop has left to run.
        quiet = 0 if loop._ready else quiet + 1  # type: ignore[attr-defined]


async def _had_to_wait(app: App[None]) -> bool:
    if any(not worker.is_finished for worker in app.workers):
        # A worker that was overtaken is cancelled, as it should be.
        with suppress(WorkerCancelled):
            await app.workers.wait_for_complete()
        return True
    loop = asyncio.get_running_loop()
    assert isinstance(loop, BaseEventLoop)
    scheduled = loop._scheduled  # type: ignore[attr-defined]
    left = min((timer.when() for timer in scheduled if not timer.cancelled()), default=1e9)
    left -= loop.time()
    if left < _SOON:
        await asyncio.sleep(max(left, 0))
    return left < _SOON
