"""Opening and copying links from the screen: the browser, the clipboard, and what is said of it."""

import os

from textual.app import SuspendNotSupported
from textual.screen import Screen

from broadsheet.articles.model import Link
from broadsheet.links import BrowserError, Refusal, SafeLink, check_url, find_browser, open_link


class Opener:
    """Opens what the door for links lets pass; whatever it does, it says."""

    def __init__(self, screen: Screen[None], browser: str = "") -> None:
        self._screen = screen
        self._configured = browser

    def open(self, link: Link) -> None:
        """Open `link` in the browser; without one, copy its address and show it."""
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
                with self._screen.app.suspend():
                    open_link(safe, browser)
            else:
                open_link(safe, browser)
                self._say(f"Opened {safe.shown_host}")
        except (BrowserError, SuspendNotSupported) as error:
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
