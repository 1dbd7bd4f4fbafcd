"""Draws the README's pictures from the real program, on made-up libraries, at a fixed time.

`make pictures` writes them, and windows and other states as text. A test draws them again and
compares, so that no change of the screen goes unnoticed.
"""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import Fetch, settings_file
from broadsheet.demo import write_demo
from broadsheet.library.index import index, stories
from broadsheet.library.library import Library
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from broadsheet.tui import clock
from broadsheet.tui.app import BroadsheetApp
from broadsheet.tui.parts import open_article, trends
from docs.pictured_feeds import fetch_library
from docs.pictured_sleeper import keep_sleeper
from tests.tui.conftest import RunningReader

FOLDER = Path(__file__).parent / "pictures"

_NOW = datetime(2023, 11, 7, 9, tzinfo=UTC)
_ARTICLES = 1500
_MARKED = "Q g j m j s m j j j m j b k k k"
"""Keys that leave some articles read, one starred under the cursor, and one kept for later."""
_FRONT_PAGE = f"slash {' '.join('front:today')} enter"

# However long the drawing takes, only keys mark articles as read.
_SETTINGS = """\
theme = "{picture.theme}"
read_after = "never"
[text]
fetch = "manual"
[pictures]
fetch = "{picture.pictures}"
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its file name: the size of the screen, its theme, and the keys pressed."""

    name: str
    size: tuple[int, int]
    theme: str
    keys: str
    library: str = "demo/news"
    pictures: Fetch = "manual"


PICTURES = (
    Picture("feeds", (120, 40), "broadsheet-dark", "g j s j j m j m g", "feeds/news", "auto"),
    Picture("reader-80x24", (80, 24), "broadsheet-dark", _MARKED),
    Picture("reader-120x40", (120, 40), "broadsheet-dark", _MARKED),
    Picture("reader-200x50", (200, 50), "broadsheet-dark", _MARKED),
    Picture("search", (120, 40), "broadsheet-dark", "slash t o p i c colon A I space r o b t s"),
    Picture("excerpts-80x24", (80, 24), "broadsheet-dark", "E Q g j s j j"),
    Picture("charts", (120, 36), "tokyo-night", "t ] ] ] j j j j"),
    Picture("light", (160, 36), "broadsheet-light", _FRONT_PAGE, "feeds/news", "auto"),
    Picture("reading", (100, 32), "broadsheet-light", "g z", "feeds/news", "auto"),
)

STATES = {
    "the sidebar": "h",
    "an article": "l l",
    "reading mode": "z",
    "help": "question_mark",
    "the palette": "colon",
    "settings": "comma",
    "columns": "T",
    "links": "L",
    "why": "w",
    "a file": "v",
    "mute or boost": "X",
    "mark all read": "A",
    "subscribe": "plus",
    "feeds": "F",
    "problems": "P",
    "charts": "t",
    "excerpts": "E",
    "nothing found": "slash z x q v w j enter",
    "a search": "slash t o p i c colon A I space r o b t s",
}
"""What is shown as text, and the keys that lead there from the table."""

STATES_FILE = "states-80x24.txt"
_STATES_SIZE = (80, 24)
_FILE_NAME = re.compile(r"(?<=Settings, in )/.*")
"""The path of the settings, which is another one each time."""


@contextmanager
def pictured_libraries() -> Iterator[Path]:
    """Write and index the libraries of the pictures, in folders of their own."""
    with tempfile.TemporaryDirectory() as scratch, patch.dict(os.environ):
        for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = f"{scratch}/{kind}"
        os.environ["TZ"] = "UTC"
        os.environ.pop("NO_COLOR", None)
        demo, feeds = Path(scratch, "demo", "news"), Path(scratch, "feeds", "news")
        write_demo(_ARTICLES, demo)
        fetch_library(feeds)
        keep_sleeper()
        for library in (demo, feeds):
            bring_up_to_date(library)
        yield Path(scratch)


@asynccontextmanager
async def _reading(libraries: Path, picture: Picture) -> AsyncIterator[RunningReader]:
    """Open the picture's library, and press its keys."""
    with ExitStack() as stack:
        for module in (index, stories):
            stack.enter_context(
                patch.object(module, "local_now", lambda: _NOW.replace(tzinfo=None))
            )
        stack.enter_context(patch.object(clock, "now", lambda: _NOW))
        stack.enter_context(patch.object(open_article, "_SETTLE", 0.01))
        stack.enter_context(patch.object(trends, "_AFTER", 0.01))
        data = stack.enter_context(tempfile.TemporaryDirectory())
        cache = str(libraries / "CACHE")
        folders = {"XDG_DATA_HOME": data, "XDG_CACHE_HOME": cache}
        stack.enter_context(patch.dict(os.environ, folders))
        marks = stack.enter_context(Marks(marks_path()))
        settings_file().parent.mkdir(parents=True, exist_ok=True)
        settings_file().write_text(_SETTINGS.format(picture=picture), "utf-8")
        app = BroadsheetApp(Library(libraries / picture.library), read_settings()[0], marks)
        async with app.run_test(size=picture.size) as pilot:
            reading = RunningReader(app, pilot)
            reading.main.search.input.cursor_blink = False
            await reading.settle()
            sidebar = reading.main.sidebar
            await reading.until(lambda: sidebar.has_trends or not sidebar.has_room)
            await _press(reading, picture.keys)
            yield reading


async def _press(reading: RunningReader, keys: str) -> None:
    """Press keys, and wait until all that they lead to is shown."""
    for key in keys.split():
        await reading.press(key)
    await reading.until(lambda: not reading.main.parts.counts.is_counting)
    table, shown = reading.main.table, reading.main.detail.picture
    await reading.until(lambda: not (table._asks_soon or table._second.are_awaited))
    if shown.display:
        await reading.until(lambda: shown.drawn is not None)
    reading.app.clear_notifications()
    await reading.settle()


async def draw(libraries: Path, picture: Picture) -> str:
    """Open the picture's library, press the keys, and return what is on the screen as SVG."""
    async with _reading(libraries, picture) as reading:
        return reading.app.export_screenshot(title="Broadsheet")


async def draw_states(libraries: Path) -> str:
    """Go to each of the states, and return what is on the screen as text."""
    picture = Picture("states", _STATES_SIZE, "broadsheet-dark", _MARKED)
    shown: list[str] = []
    async with _reading(libraries, picture) as reading:
        for name, keys in STATES.items():
            await _press(reading, keys)
            strips = reading.app.screen._compositor.render_strips()
            lines = [_FILE_NAME.sub("…", strip.text).rstrip() for strip in strips]
            shown += [f"{f'──── {name} ':─<{_STATES_SIZE[0]}}", *lines]
            while reading.app.screen is not reading.main:
                await reading.press("escape")
            await reading.press("E" if name == "excerpts" else "escape")
            if reading.main.table.view.query.words:
                await reading.press("escape")
            reading.main.panes.focus("table")
    return "\n".join(shown) + "\n"


def main() -> None:
    """Write the pictures into docs/pictures, or into the folder that is named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with pictured_libraries() as libraries:
        for picture in PICTURES:
            svg = asyncio.run(draw(libraries, picture))
            (folder / f"{picture.name}.svg").write_text(svg, "utf-8")
        text = asyncio.run(draw_states(libraries))
        (folder / STATES_FILE).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
