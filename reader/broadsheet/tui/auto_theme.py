"""The theme `auto`: our dark or our light one, whichever suits the terminal's background."""

import asyncio
import os
from dataclasses import replace

from textual.app import App
from textual.theme import Theme

from broadsheet.tui.driver import TerminalDriver
from broadsheet.tui.terminal_answers import is_dark, is_dark_by_environment
from broadsheet.tui.themes import DARK, LIGHT

AUTO = "auto"

PATIENCE = 0.1
"""Seconds for which a start with this theme waits; an answer that comes later counts too."""


def auto_theme(*, dark: bool | None = None) -> Theme:
    """Return the theme for a background; if it is not known, as `$COLORFGBG` says, or dark."""
    if dark is None:
        dark = is_dark_by_environment(os.environ.get("COLORFGBG", ""))
    return replace(LIGHT if dark is False else DARK, name=AUTO)


class Background:
    """Asks the terminal of `app` for its background, and registers the theme that suits it."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._asked: asyncio.Future[str] | None = None

    def ask(self) -> None:
        """Ask; whenever the answer comes, the theme follows it."""
        driver = self._app._driver
        if isinstance(driver, TerminalDriver) and self._asked is None:
            self._asked = driver.ask("background")
            self._asked.add_done_callback(self._answered)

    async def wait(self) -> None:
        """Wait for the answer for a moment."""
        if self._asked is not None:
            await asyncio.wait({self._asked}, timeout=PATIENCE)

    def _answered(self, answer: asyncio.Future[str]) -> None:
        dark = None if answer.cancelled() else is_dark(answer.result())
        if dark is not None and dark != self._app.available_themes[AUTO].dark:
            self._app.register_theme(auto_theme(dark=dark))
            if self._app.theme == AUTO:
                self._app.mutate_reactive(App.theme)
        self._asked = None
