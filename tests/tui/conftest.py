"""The reader in memory: the screen without a terminal, on a library on disk."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from time import time
from typing import Any

import pytest
from rich.console import RenderableType
from textual import notifications
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.events import Key
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot

from broadsheet.config.settings import KeySettings, Settings, TextSettings
from broadsheet.library.library import Library
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from broadsheet.tui.actions.folder_process import FolderProcess
from broadsheet.tui.app import BroadsheetApp
from broadsheet.tui.parts import answers, open_article, view_runner
from broadsheet.tui.rebinding import rebind
from broadsheet.tui.rebinding_open import renew_keys
from broadsheet.tui.screens.main import MainScreen
from tests.tui.idle import wait_until_heard, wait_until_idle
from tests.waiting import PATIENCE

_OFFLINE = Settings(text=TextSettings("manual"))

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

    async def settle(self, *, draws: bool = True) -> None:
        """Wait for what was asked for, and draw it; else the next settling draws it."""
        is_changed = True
        while is_changed:
            await wait_until_idle(self.app)
            while self.main.parts.folder.is_looking:
                await asyncio.sleep(0.005)
                await wait_until_idle(self.app)
            self.app.screen._on_timer_update()
            is_changed = draws and self._draw()

    def _draw(self) -> bool:
        """Draw what has changed on the screen, if anything has."""
        screen = self.app.screen
        return bool(_draw(screen._compositor, screen_stack=self.app._background_screens))

    async def press(self, *keys: str) -> None:
        """Press keys and wait for what comes of them."""
        await self.type(*keys)
        await self.settle()

    async def type(self, *keys: str) -> None:
        """Press keys one upon another: the app hears each, and what it does may take longer."""
        for key in keys:
            self.send(key)
            await wait_until_heard()

    async def type_ahead(self, *keys: str) -> None:
        """Press keys all at once, as to an app that was busy, and wait for what comes of them."""
        self.send(*keys)
        await self.settle()

    def send(self, *keys: str) -> None:
        """Press keys all at once, and wait for nothing."""
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            character = key if len(key) == 1 else key_to_character(name)
            driver.send_message(Key(name, character))

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait until something has happened that no worker of the screen's does."""
        async with asyncio.timeout(PATIENCE):
            while not happened():
                await asyncio.sleep(0.01)

    def is_in(self, pane: str) -> bool:
        """Whether a pane has the focus, by its id."""
        return self.main.focused is self.main.query_one(f"#{pane}")

    @property
    def said(self) -> str:
        """What the notifications say that are on the screen."""
        return " ".join(notification.message for notification in self.app._notifications)

    @property
    def title(self) -> str:
        """The title of the article that the table's cursor is on."""
        table = self.main.table
        assert table.article_id is not None
        with self.main.library.open_index() as index:
            return index.rows([table.article_id])[table.article_id].title

    @property
    def titles(self) -> list[str]:
        """The titles of the view, in order."""
        with self.main.library.open_index() as index:
            ids = self.main.table.ids
            rows = index.rows(ids)
            return [rows[article_id].title for article_id in ids]


@pytest.fixture(autouse=True)
def quick_processes(forked: None) -> None:
    """Forks the processes that tests of this folder start."""


@pytest.fixture
def followed() -> None:
    """Has the folder followed while the reader is open: for tests that change files meanwhile."""


@pytest.fixture(autouse=True)
def not_followed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spares other tests two processes that find nothing new: a third of what a start takes."""
    if "followed" not in request.fixturenames:
        monkeypatch.setattr(FolderProcess, "look", _look)


@pytest.fixture
def passing() -> None:
    """Has what is said go away after its time: for tests of that."""


@pytest.fixture(autouse=True)
def not_passing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps what is said, or it could be gone before a test on a busy machine looks at it."""
    if "passing" not in request.fixturenames:
        began = time()
        monkeypatch.setattr(notifications, "time", lambda: began)


def _look(following: FolderProcess) -> None:
    assert not hasattr(following, "was_asked"), "the test needs the fixture `followed`"
    following.was_asked = True  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def parsed_styles() -> Iterator[None]:
    """Parses the style sheets once, not once for each app that a test opens."""
    parsed: dict[tuple[object, ...], list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def parse_once(sheet: Stylesheet, *source: str, **of: str | int) -> list[RuleSet]:
        key = (*source, *of.items(), *sheet._variables.items())
        if key not in parsed:
            parsed[key] = parse(sheet, *source, **of)  # type: ignore[arg-type]
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


_draw = Compositor.render_update


@pytest.fixture(scope="session", autouse=True)
def unseen_frames() -> Iterator[None]:
    """Leaves out the frames before the one that a test waits for: nobody would see them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", _leave_out)
        yield


def _leave_out(
    compositor: Compositor, full: bool = False, **of: Any
) -> RenderableType | None:  # as Textual calls it
    return _draw(compositor, full, **of) if full else None


@pytest.fixture
def keys_as_before() -> Iterator[None]:
    """Binds the usual keys after a test that binds others."""
    yield
    rebind(KeySettings())
    renew_keys(())


@pytest.fixture
def every_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws each frame, as a reader in a terminal does."""
    monkeypatch.setattr(Compositor, "render_update", _draw)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lowers the thresholds, so that a few articles are treated as a large library."""
    monkeypatch.setattr(view_runner, "_AT_ONCE", 0)
    monkeypatch.setattr(view_runner, "_TITLES_AT_ONCE", 0)
    monkeypatch.setattr(view_runner, "_FIRST_LINES", 2)


@pytest.fixture(params=["small", "large"])
def small_and_large(request: pytest.FixtureRequest) -> None:
    """Runs a test twice: with views computed between two keys, and with views from a thread."""
    if request.param == "large":
        request.getfixturevalue("large")


@pytest.fixture
def open_reader(monkeypatch: pytest.MonkeyPatch) -> OpenReader:
    """Opens the reader on a folder, which is indexed first."""
    monkeypatch.setattr(open_article, "_SETTLE", 0.01)  # nobody here moves on meanwhile
    monkeypatch.setattr(open_article, "_SETTLE_TYPED", 0.01)
    monkeypatch.setattr(answers, "_TRY_AFTER", 0.01)

    @asynccontextmanager
    async def open_(
        root: Path, size: tuple[int, int] = (120, 24), settings: Settings | None = None
    ) -> AsyncIterator[RunningReader]:
        bring_up_to_date(root)
        with Marks(marks_path()) as marks:
            app = BroadsheetApp(Library(root), settings or _OFFLINE, marks)
            async with app.run_test(size=size) as pilot:
                reading = RunningReader(app, pilot)
                await reading.settle(draws=False)
                yield reading

    return open_
