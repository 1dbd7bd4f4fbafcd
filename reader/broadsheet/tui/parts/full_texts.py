"""Full texts: fetched with a key or in the background, shown in place of the excerpt."""

import asyncio
from collections.abc import Coroutine
from dataclasses import asdict
from typing import TYPE_CHECKING

from textual.screen import Screen

from broadsheet.config.settings import TextSettings
from broadsheet.damage import FAULTS
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.index.rows import Row
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.searcher import DEFAULT_SORT
from broadsheet.log import note_error
from broadsheet.marks.model import MarksError
from broadsheet.marks.store import Marks
from broadsheet.pages.reasons import Kind, Missing, missing_of
from broadsheet.pages.store import PageStore
from broadsheet.tui.actions.service_process import ServiceProcess
from broadsheet.tui.messages import TextChanged

if TYPE_CHECKING:
    from broadsheet.pages.wanted import Wanted
    from broadsheet.tui.opened import FullText

_MOST_LATER = 20
"""Articles kept for later, the newest, whose texts are fetched after a start."""

_ENDED = Missing("failed", "The process that fetches texts ended. Try again.")
_NO_PAGE: tuple[Kind, ...] = ("not installed", "no address")


class FullTexts:
    """Knows which full texts are shown, and fetches more; tells `screen` with `TextChanged`."""

    def __init__(
        self, screen: Screen[None], library: Library, marks: Marks, settings: TextSettings
    ) -> None:
        self._screen = screen
        self._library = library
        self._marks = marks
        self._settings = settings
        self._store = PageStore()
        self._service = ServiceProcess("broadsheet.pages.service")
        self._tasks: set[asyncio.Task[None]] = set()
        self._asked: set[int] = set()
        self._unasked: set[int] = set()
        self._put_back: set[int] = set()
        self._reasons: dict[int, Missing] = {}

    async def close(self) -> None:
        """Stop fetching."""
        await self._service.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def toggle(self, row: Row) -> None:
        """Show the full text, fetched if need be; or the excerpt, if the full text is shown."""
        if row.mark not in self._asked:
            self._start(self._toggle(row))

    def fetch_unasked(self, row: Row) -> None:
        """Fetch a text that is wanted later: nobody waits for it."""
        if self._settings.fetch == "auto" and row.mark not in self._unasked | self._asked:
            self._start(self._fetch_unasked(row))

    def catch_up(self) -> None:
        """Fetch texts of articles kept for later that could not be fetched when they were."""
        if self._settings.fetch == "auto":
            self._start(self._catch_up())

    def tidy(self) -> None:
        """Keep the texts that someone else fetched within the limit."""
        self._start(asyncio.to_thread(self._keep_within_limit))

    def of(self, row: Row) -> "FullText":
        """Return what is to be shown for an article. May be called from any thread."""
        from broadsheet.tui.opened import FullText

        if row.mark in self._asked:
            return FullText(None, "Fetching the full text …")
        page = None if row.mark in self._put_back else self._store.get(row.mark)
        if page is not None:
            return FullText(page)
        missing = self._reasons.get(row.mark)
        if missing is not None:
            how = "" if missing.kind in _NO_PAGE else " You can open the page."
            return FullText(None, f"No full text: {missing.sentence}{how}", is_failure=True)
        return FullText()

    def _start(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._screen.notify(note_error(error), severity="error", markup=False, timeout=30)

    async def _toggle(self, row: Row) -> None:
        if row.mark in self._put_back:
            self._put_back.discard(row.mark)
        elif await asyncio.to_thread(self._store.has, row.mark):
            self._put_back.add(row.mark)
        else:
            await self._fetch_asked(row)
        self._tell(row)

    async def _fetch_asked(self, row: Row) -> None:
        self._asked.add(row.mark)
        self._reasons.pop(row.mark, None)
        self._tell(row)
        try:
            missing = await self._fetch(row, is_asked=True)
        finally:
            self._asked.discard(row.mark)
        if missing is not None:
            self._reasons[row.mark] = missing

    async def _fetch_unasked(self, row: Row) -> None:
        self._unasked.add(row.mark)
        try:
            from broadsheet.pages.wanted import is_installed

            if is_installed() and not await asyncio.to_thread(self._store.has, row.mark):
                await self._fetch(row, is_asked=False)
                self._tell(row)
        finally:
            self._unasked.discard(row.mark)

    async def _catch_up(self) -> None:
        for row in await asyncio.to_thread(self._later):
            self.fetch_unasked(row)

    def _later(self) -> list[Row]:
        """Return the newest articles kept for later whose text is worth a try."""
        from broadsheet.pages.wanted import is_installed

        if not is_installed():
            return []
        try:
            with self._library.open_index() as index:
                rows = index.rows(index.view(parse("is:later"), DEFAULT_SORT, _MOST_LATER))
        except (IndexUnavailableError, *FAULTS):
            return []
        return [row for row in rows.values() if self._store.is_worth_trying(row.mark)]

    async def _fetch(self, row: Row, *, is_asked: bool) -> Missing | None:
        from broadsheet.tui.opened import wanted_of

        try:
            wanted = await asyncio.to_thread(wanted_of, self._library, row)
        except (IndexUnavailableError, *FAULTS) as error:
            return Missing("failed", f"The article cannot be read: {error}.")
        missing = await self._ask(wanted, is_asked=is_asked)
        await asyncio.to_thread(self._keep_within_limit)
        return missing

    async def _ask(self, wanted: "Wanted", *, is_asked: bool) -> Missing | None:
        try:
            said = await self._service.ask({"asked": is_asked} | asdict(wanted))
        except OSError as error:
            return Missing("failed", f"Texts cannot be fetched: {error.strerror}.")
        return _ENDED if said is None else missing_of(said.get("kind"), said.get("sentence"))

    def _keep_within_limit(self) -> None:
        from broadsheet.kept_texts import keep_texts_within

        try:
            keep_texts_within(self._settings.limit, self._marks, self._store)
        except (OSError, MarksError):
            return  # the next text tries again

    def _tell(self, row: Row) -> None:
        self._screen.post_message(TextChanged(row.mark))
