"""Feeds in the open reader: fetched as they become due, subscribed to with a key."""

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.timer import Timer

from broadsheet.config.settings import FeedSettings
from broadsheet.library.index.database import index_path
from broadsheet.paths import SUBSCRIPTIONS, bundled, default_library
from broadsheet.tui import sentences
from broadsheet.tui.actions.feed_service import FeedService, trouble
from broadsheet.tui.actions.service_process import Values, all_closed
from broadsheet.tui.messages import FeedsFetched, FeedsListed, LibraryChosen
from broadsheet.tui.threads import in_thread
from broadsheet.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from broadsheet.feeds.listed import ListedFeed

_FIRST_AFTER = 15.0
"""Seconds after the start: nobody waits for it, and a burst at each start is impolite."""

_LEAST_BETWEEN = 60.0
"""Seconds; `R` again within them does nothing new."""

_LONGEST_SLEEP = 3600.0


class Feeds:
    """Fetches the feeds of a library while it is open; tells `screen` with `FeedsFetched`."""

    def __init__(
        self, screen: Screen[None], library: Path, settings: FeedSettings, title_bar: TitleBar
    ) -> None:
        self._screen = screen
        # News never goes into the samples that came with the program.
        self._is_elsewhere = library == bundled("seeds").absolute()
        self._library = default_library() if self._is_elsewhere else library
        self._is_automatic = settings.fetch == "auto"
        self._title_bar = title_bar
        self._timer: Timer | None = None
        self._task: asyncio.Task[None] | None = None
        self._asked_at = 0.0
        self._has_fetched = False
        self._next_at = 0.0

    def start(self) -> None:
        """Fetch what is due, some time after the start and then whenever it is."""
        if self._is_automatic and self._has_feeds():
            self._wait(_FIRST_AFTER)

    async def close(self) -> None:
        """Stop fetching."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await all_closed()

    def fetch(self, *, unasked: bool = False) -> None:
        """Fetch what is due, unless that was done within the last minute.

        With `unasked`, feeds that came with the folder are left alone until the user asks once.
        """
        now = time.monotonic()
        is_running = self._task is not None and not self._task.done()
        if is_running or not self._has_feeds():
            return
        if now - self._asked_at >= _LEAST_BETWEEN:
            self._asked_at = now
            self._task = asyncio.create_task(self._run(unasked))
        elif not unasked:
            self._say_none_due()

    def subscribe(self) -> None:
        """Ask for an address and subscribe to its feed."""
        from broadsheet.tui.screens.subscribe import SubscribeScreen

        self._screen.app.push_screen(SubscribeScreen(self._library), self._subscribed)

    def manage(self) -> None:
        """List the feeds and their status."""
        from broadsheet.tui.screens.feeds import FeedsScreen

        self._screen.app.push_screen(FeedsScreen(self._library), lambda _: self.look())

    def listed_last(self) -> "list[ListedFeed] | None":
        """Return the feeds as they were listed last; None if the library has no list of feeds."""
        if not self._has_feeds():
            return None
        if self._is_elsewhere:  # the articles of these feeds are not in the samples
            return []
        from broadsheet.feeds.listed import feeds_listed_last

        return feeds_listed_last(self._kept)

    def look(self) -> None:
        """Read in a thread what is known of the feeds; tells `screen` with `FeedsListed`."""
        if self._has_feeds() and not self._is_elsewhere:
            in_thread(self._screen, self._read, "feeds")

    def _read(self) -> None:
        from broadsheet.feeds.listed import feeds_listed_last, keep_listed, listed_feeds

        feeds = listed_feeds(self._library)
        if feeds != feeds_listed_last(self._kept):
            keep_listed(self._kept, feeds)
        self._screen.post_message(FeedsListed(feeds))

    @property
    def _kept(self) -> Path:
        return index_path(self._library).with_suffix(".feeds")

    def _has_feeds(self) -> bool:
        return (self._library / SUBSCRIPTIONS).is_file()

    def _wait(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._screen.set_timer(seconds, lambda: self.fetch(unasked=True))

    def _subscribed(self, sentence: str | None) -> None:
        if sentence and self._is_elsewhere:
            self._screen.post_message(LibraryChosen(self._library))
        elif sentence:
            self._screen.notify(sentence, markup=False)
            self._screen.post_message(FeedsFetched())
            self.start()

    async def _run(self, unasked: bool) -> None:
        service = FeedService(self._library)
        self._has_fetched = False
        try:
            said = await service.ask({"do": "fetch", "unasked": unasked}, self._show_progress)
        finally:
            self._title_bar.fetching = ""
            await service.close()
        next_at = 0.0
        match said:
            case {"next": int() | float() as next_at}:
                self._next_at = next_at
                if not unasked and not self._has_fetched:
                    self._say_none_due()
            case _ if not unasked:
                self._complain(trouble(said))
        self._screen.post_message(FeedsFetched())
        if self._is_automatic:
            left = next_at - time.time() if next_at else _LONGEST_SLEEP
            self._wait(min(_LONGEST_SLEEP, max(_LEAST_BETWEEN, left)))

    def _say_none_due(self) -> None:
        if self._next_at > time.time():
            self._screen.notify(sentences.none_due(self._next_at), markup=False, timeout=4)

    def _show_progress(self, said: Values) -> None:
        self._has_fetched = True
        self._title_bar.fetching = str(said["doing"])

    def _complain(self, sentence: str) -> None:
        self._screen.notify(sentence, title="Feeds", severity="warning", markup=False)
