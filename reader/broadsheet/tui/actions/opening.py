"""Opening and copying links from the screen, and the notifications about it."""

import asyncio
import os
import subprocess

from textual.app import SuspendNotSupported
from textual.screen import Screen

from broadsheet.articles.model import Link
from broadsheet.links import (
    Browser,
    BrowserError,
    Refusal,
    SafeLink,
    check_url,
    find_browser,
    open_link,
    raise_if_failed,
)
from broadsheet.tui.signals import another_program_has_the_terminal

_SOON, _LATER = 0.5, 5.0
"""Seconds until a running browser counts as opened, and seconds it is watched after that."""


class Opener:
    """Opens the links that `check_url` allows, and reports the result."""

    def __init__(self, screen: Screen[None], browser: str = "") -> None:
        self._screen = screen
        self._configured = browser

    def open(self, link: Link) -> None:
        """Open `link` in the browser; without a browser, copy and show its address."""
        safe = self._checked(link)
        if safe is None:
            return
        browser = find_browser(os.environ, self._configured)
        if browser is None:
            self._screen.app.copy_to_clipboard(safe.url)
            self._say(f"No browser here: copied {safe.url}")
            return
        try:
            if browser.in_terminal:
                self._open_in_terminal(safe, browser)
            else:
                self._screen.run_worker(
                    self._report(safe, open_link(safe, browser)), group="browser"
                )
        except (BrowserError, SuspendNotSupported) as error:
            self._fail(safe, error)

    def _open_in_terminal(self, safe: SafeLink, browser: Browser) -> None:
        with self._screen.app.suspend(), another_program_has_the_terminal():
            try:
                open_link(safe, browser)
            except BrowserError as error:
                # Not outside the block: Textual would not take the terminal back.
                failure: BrowserError | None = error
            else:
                failure = None
        if failure is not None:
            self._fail(safe, failure)

    async def _report(self, safe: SafeLink, browser: "subprocess.Popen[bytes]") -> None:
        """Report whether the browser opened the link; it may also fail a few seconds later."""
        try:
            await _ended_within(_SOON, browser)
            raise_if_failed(browser)
            self._say(f"Opened {safe.shown_host}")
            await _ended_within(_LATER, browser)
            raise_if_failed(browser)
        except BrowserError as error:
            self._fail(safe, error)

    def _fail(self, safe: SafeLink, error: Exception) -> None:
        self._screen.app.copy_to_clipboard(safe.url)
        self._warn(f"{error} Copied {safe.url}")

    def copy(self, link: Link) -> None:
        """Copy the address of `link`."""
        safe = self._checked(link)
        if safe is not None:
            self._screen.app.copy_to_clipboard(safe.url)
            self._say(f"Copied {safe.url}")

    def _checked(self, link: Link) -> SafeLink | None:
        if not link.url:
            self._warn("This article has no link.")
            return None
        checked = check_url(link.url)
        if isinstance(checked, Refusal):
            self._warn(f"This link is not opened: {checked.reason}")
            return None
        return checked

    def _say(self, sentence: str) -> None:
        self._screen.app.notify(sentence, markup=False, timeout=4)

    def _warn(self, sentence: str) -> None:
        self._screen.app.notify(sentence, severity="warning", markup=False, timeout=8)


async def _ended_within(seconds: float, browser: "subprocess.Popen[bytes]") -> None:
    until = asyncio.get_running_loop().time() + seconds
    while browser.poll() is None and asyncio.get_running_loop().time() < until:
        await asyncio.sleep(0.05)
