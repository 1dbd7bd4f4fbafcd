"""The picture of the open article: fetched with a key or unasked, drawn in another process."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

from textual.screen import Screen
from textual.timer import Timer

from broadsheet.config.settings import PictureSettings
from broadsheet.log import note_error
from broadsheet.pictures.messages import drawn_of
from broadsheet.pictures.wanted import NOT_INSTALLED, Box, is_installed
from broadsheet.tui import sentences
from broadsheet.tui.actions.service_process import ServiceProcess
from broadsheet.tui.widgets.detail_pane import DetailPane
from broadsheet.tui.widgets.picture import MOST_CELLS

if TYPE_CHECKING:
    from broadsheet.tui.opened import OpenedArticle
    from broadsheet.tui.terminal_pictures import Ability

_SHARE_OF_PANE = 0.6
_FEWEST_LINES = 6
_ROOM_BESIDE = 60
"""Cells of a line of text from which on there is room for a picture next to the headline."""

_COLUMNS_BESIDE, _LINES_BESIDE = 24, 7
_RESTS_AFTER = 0.2
"""Seconds after the last change of the pane's size until the picture is drawn in the new one."""

_NO_PICTURE = "The article names no picture on the web. Pictures in the folder are not shown."
_FETCHING = "Fetching the picture …"


class _Wanted(NamedTuple):
    mark: int
    addresses: tuple[str, ...]
    columns: int
    lines: int
    is_beside: bool = False
    """Whether it is small and next to the headline."""


class Pictures:
    """Shows pictures in the detail pane; nothing is fetched before it is wanted."""

    def __init__(self, screen: Screen[None], detail: DetailPane, settings: PictureSettings) -> None:
        self._screen = screen
        self._detail = detail
        self._settings = settings
        self._service = ServiceProcess("broadsheet.pictures.service")
        self._ability: Ability | None = None
        self._turned: set[int] = set()
        """Articles of which the picture is shown against the setting, or hidden."""

        self._wanted: _Wanted | None = None
        self._task: asyncio.Task[None] | None = None
        self._resting: Timer | None = None

    async def close(self) -> None:
        """Stop fetching."""
        await self._service.close()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def toggle(self, opened: "OpenedArticle") -> None:
        """Show the picture of an article, or hide it."""
        if not is_installed():
            self._screen.notify(NOT_INSTALLED, markup=False, timeout=10)
        elif not opened.pictures:
            self._screen.notify(_NO_PICTURE, markup=False, timeout=4)
        else:
            self._turned ^= {opened.row.mark}
            self.follow()
            if not self._detail.display:
                is_wanted = (self._settings.fetch == "auto") != (opened.row.mark in self._turned)
                sentence = sentences.unseen_picture(is_wanted=is_wanted)
                self._screen.notify(sentence, markup=False, timeout=4)
            if self._wanted is not None:
                self._detail.scroll_home(animate=False)

    def follow(self) -> None:
        """Show the picture of the article that the pane shows now, if it is wanted."""
        wanted = self._wanted_of(self._detail.opened)
        if wanted == self._wanted and (wanted is None or self._detail.picture.display):
            return
        if self._task is not None:
            self._task.cancel()
        self._wanted = wanted
        if wanted is None:
            self._detail.picture.clear()
        else:
            self._task = asyncio.create_task(self._show(wanted))

    def make_room(self) -> None:
        """Draw the picture in the size of the pane, once that rests."""
        if self._resting is not None:
            self._resting.stop()
        if self._wanted is not None:
            self._resting = self._screen.set_timer(_RESTS_AFTER, self.follow)

    def draw_again(self) -> None:
        """Draw the picture again, because a window was opened over it or closed."""
        self._detail.picture.draw_again()

    def _wanted_of(self, opened: "OpenedArticle | None") -> _Wanted | None:
        detail = self._detail
        if opened is None or not opened.pictures or not is_installed():
            return None
        if not detail.display or not detail.size:
            return None
        is_unasked = self._settings.fetch == "auto"
        is_turned = opened.row.mark in self._turned
        if is_unasked and detail.text_width >= _ROOM_BESIDE:
            if not is_turned:
                size = _COLUMNS_BESIDE, _LINES_BESIDE
                return _Wanted(opened.row.mark, opened.pictures, *size, is_beside=True)
        elif is_unasked == is_turned:
            return None
        lines = max(_FEWEST_LINES, int(detail.size.height * _SHARE_OF_PANE))
        columns = max(1, min(detail.text_width, MOST_CELLS))
        return _Wanted(opened.row.mark, opened.pictures, columns, min(lines, MOST_CELLS))

    async def _show(self, wanted: _Wanted) -> None:
        view = self._detail.picture
        self._detail.place_picture(wanted.columns if wanted.is_beside else None)
        if view.drawn is None:
            view.say(_FETCHING)
        try:
            # Imported when a picture is wanted: a start needs none of it.
            from broadsheet.tui.terminal_pictures import ability_of

            if self._ability is None:
                self._ability = await ability_of(self._screen.app, self._settings.drawn)
            said = await self._service.ask(
                {"addresses": wanted.addresses, "box": asdict(self._box(wanted))}
            )
        except OSError as error:
            said = {"sentence": f"Pictures cannot be fetched: {error.strerror}."}
        except Exception as error:  # noqa: BLE001 - a picture is not worth the reader
            said = {"sentence": note_error(error)}
        self._put(said or {"sentence": sentences.pictures_ended()}, is_beside=wanted.is_beside)

    def _put(self, said: Mapping[str, object], *, is_beside: bool) -> None:
        drawn = drawn_of(said)
        if drawn is not None:
            self._detail.picture.show(drawn)
            if is_beside:
                self._detail.place_picture(drawn.columns)
        elif is_beside:  # nobody asked for it, and there is no room for a sentence
            self._detail.picture.clear()
        else:
            self._detail.picture.say(str(said.get("sentence", sentences.pictures_ended())))
        self._detail.stay_at_place()

    def _box(self, wanted: _Wanted) -> Box:
        ability = self._ability
        assert ability is not None  # noqa: S101 - it was asked for before
        red, green, blue = self._detail.background_colors[1].rgb
        width, height = ability.cell
        return Box(wanted.columns, wanted.lines, ability.way, width, height, (red, green, blue))
