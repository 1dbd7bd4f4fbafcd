"""The reader in memory: the screen without a terminal, on a library on disk."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from broadsheet.config import Settings
from broadsheet.library.library import Library
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from broadsheet.tui.actions import views
from broadsheet.tui.app import BroadsheetApp
from broadsheet.tui.screens import main
from broadsheet.tui.screens.main import MainScreen

OpenReader = Callable[..., AbstractAsyncContextManager["RunningReader"]]


class RunningReader:
    """A reader that is open, and a person at it."""

    def __init__(self, app: BroadsheetApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def main(self) -> MainScreen:
        """The main screen, also below another one."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, MainScreen))

    async def settle(self) -> None:
        """Wait until everything that was asked for is on the screen."""
        for _ in range(2):
            await self.pilot.pause(0.08)
            # A worker that was overtaken is cancelled, as it should be.
            with suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete()
            await self.until(lambda: not self.main._sync.is_looking)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys and wait for what comes of them."""
        await self.pilot.press(*keys)
        await self.settle()

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait until something has happened that no worker of the screen's does."""
        for _ in range(500):
            if happened():
                return
            await self.pilot.pause(0.02)
        raise AssertionError("it did not happen")

    @property
    def said(self) -> str:
        """What the notifications say that are on the screen."""
        return " ".join(notification.message for notification in self.app._notifications)

    @property
    def title(self) -> str:
        """The title of the article that the table's cursor is on."""
        table = self.main.table
        assert table.article_id is not None
        with self.main._library.open_index() as index:
            return index.rows([table.article_id])[table.article_id].title

    @property
    def titles(self) -> list[str]:
        """The titles of the view, in order."""
        with self.main._library.open_index() as index:
            ids = self.main.table._ids
            rows = index.rows(ids)
            return [rows[article_id].title for article_id in ids]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lowers the thresholds, so that a few articles are treated as a large library."""
    monkeypatch.setattr(views, "_AT_ONCE", 0)
    monkeypatch.setattr(views, "_TITLES_AT_ONCE", 0)
    monkeypatch.setattr(main, "_FIRST_LINES", 2)


@pytest.fixture(params=["small", "large"])
def small_and_large(request: pytest.FixtureRequest) -> None:
    """Runs a test twice: with views computed between two keys, and with views from a thread."""
    if request.param == "large":
        request.getfixturevalue("large")


@pytest.fixture
def open_reader() -> OpenReader:
    """Opens the reader on a folder, which is indexed first."""

    @asynccontextmanager
    async def open_(
        root: Path, size: tuple[int, int] = (120, 40), settings: Settings | None = None
    ) -> AsyncIterator[RunningReader]:
        bring_up_to_date(root)
        with Marks(marks_path()) as marks:
            app = BroadsheetApp(Library(root), settings or Settings(), marks)
            async with app.run_test(size=size) as pilot:
                reading = RunningReader(app, pilot)
                await reading.settle()
                yield reading

    return open_
