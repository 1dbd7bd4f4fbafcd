"""Every key that the help names, pressed in every pane: it does something, or says why not."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.config.settings import Settings, TextSettings
from broadsheet.tui import keys
from broadsheet.tui.actions.layout_file import Arrangement
from broadsheet.tui.rebinding import PLACES
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader
from tests.waiting import PATIENCE

_PLACES: dict[str, Arrangement] = {
    "table": "list",
    "sidebar": "stacked",
    "detail": "columns",
    "reading": "auto",
}
"""Where keys are pressed, each in another layout."""

_OF_PANES = (*PLACES[1], keys.READING_MODE)
"""Groups of keys that work in the panes."""

_LEFT_OUT = {"app.suspend_process", "quit"}
"""Actions that end or stop the reader."""

_FIRST = {
    **dict.fromkeys(["cursor_down", "cursor_last", "page_down", "half_page_down"], "g"),
    **dict.fromkeys(["cursor_up", "cursor_first", "page_up", "half_page_up"], "G"),
    "toggle_story": "g",
    "full_text": "n",
}
"""Keys that come first: there is room to move, and an article for which no text was asked yet."""


def bindings() -> Iterator[tuple[str, str]]:
    for group in keys.GROUPS:
        for binding in group.bindings if group.bindings in _OF_PANES else ():
            if binding.action not in _LEFT_OUT:
                yield binding.action, binding.key.split(",")[0]


def seen(reading: RunningReader) -> tuple[object, ...]:
    """Return what a person sees: a window, the lines with their styles, and what is said."""
    screen = reading.app.screen
    return screen, [[*strip] for strip in screen._compositor.render_strips()], reading.said


async def goes_unnoticed(reading: RunningReader, key: str) -> bool:
    """Press a key; return whether nothing is seen to happen."""
    before = seen(reading)
    await reading.press(key)
    try:
        async with asyncio.timeout(PATIENCE):  # a mark is seen once it is on the disk
            while seen(reading) == before:
                await asyncio.sleep(0.02)
                await reading.settle()
    except TimeoutError:
        return True
    return False


async def go_to(reading: RunningReader, place: str) -> None:
    """Go to a place from wherever a key led."""
    while reading.app.screen is not reading.main:
        await reading.app.pop_screen()
    reading.main.search.display = False
    panes = reading.main.panes
    panes.layout.arrangement = _PLACES[place]
    if panes.is_reading and place != "reading":
        panes.toggle_reading()
    panes.focus(place if place != "reading" else "detail")
    if place == "reading" and not panes.is_reading:
        panes.toggle_reading()


@pytest.mark.usefixtures("followed")
async def test_every_key_does_something_or_says_why_not(
    open_reader: OpenReader, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "true")
    body = "\n\n".join(f"Paragraph {number} " + "of words " * 9 for number in range(20))
    for number in range(30):
        date = f"publishedDateTime: 2023-05-{number % 28 + 1:02}T10:00:00Z"
        fields = (date, f"quality: {number}", f"heat: {number}", "type: video", "topics: [AI]")
        write_article(news, f"{number}.md", f"Title {number}", *fields, url="", body=body)
    settings = Settings(read_after=None, text=TextSettings("manual"))
    silent = []
    async with open_reader(news, (120, 16), settings=settings) as reading:
        for place in _PLACES:
            for action, key in bindings():
                await go_to(reading, place)
                reading.send(*_FIRST.get(action, ""))
                reading.app.clear_notifications()
                await reading.settle()
                if await goes_unnoticed(reading, key):
                    silent.append((place, action, key))
    assert silent == []


async def test_a_key_that_needs_an_article_says_so_if_there_is_none(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "Title")
    async with open_reader(news) as reading:
        await reading.press("slash", *"topic:none", "enter")
        for key in "ofiwLyvXpmsbAnNz":
            reading.app.clear_notifications()
            await reading.press(key)
            assert reading.said, key
