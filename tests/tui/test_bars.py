"""The lines at the top and at the bottom: what they say, and what gives way if there is no room."""

from functools import partial
from itertools import product
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from broadsheet.library.query.terms import SortKey
from broadsheet.library.sync.progress import Progress
from broadsheet.tui.widgets.key_bar import KeyBar
from broadsheet.tui.widgets.title_bar import TitleBar
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader


class Bar(App[None]):
    """A title bar alone."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = TitleBar()

    def compose(self) -> ComposeResult:
        bar = self.bar
        bar.library, bar.view, bar.shown, bar.total = "news", "topic:AI quality:>50", 41, 1971
        bar.sort = (SortKey("date", descending=True),)
        yield bar


def said(app: Bar) -> str:
    return app.bar.render_line(0).text


@pytest.mark.parametrize(
    ("width", "pane", "line"),
    [
        (
            120,
            "",
            " Broadsheet  news  ·  topic:AI quality:>50  ·  41 of 1,971 articles  ·  by date ▼",
        ),
        (80, "table", " news › topic:AI quality:>50 · 41 of 1,971 · by date ▼"),
        (80, "detail", " news › topic:AI quality:>50 · 41 of 1,971 · by date ▼ › Article"),
        (50, "table", " news › topic:AI quality:>50 · 41 of 1,971"),
        (50, "detail", " news › topic:AI quality:… · 41 of 1,971 › Article"),
        (35, "table", " news › topic:AI qua… · 41 of 1,971"),
        (30, "detail", " topic:AI quality:>… › Article"),
    ],
)
async def test_parts_of_the_title_bar_give_way_as_a_whole(width: int, pane: str, line: str) -> None:
    app = Bar()
    async with app.run_test(size=(width, 3)):
        app.bar.pane = pane
        assert said(app).rstrip() == line


async def test_the_title_bar_has_the_day_at_its_end_until_something_goes_on() -> None:
    app = Bar()
    async with app.run_test(size=(120, 3)) as pilot:
        app.bar.day = "Tuesday 7 November"
        assert said(app).startswith(" Broadsheet  news")
        assert said(app).endswith("   Tuesday 7 November")
        app.bar.news = "2 new: press R"
        assert said(app).endswith(" 2 new: press R ")
        assert "Tuesday" not in said(app)
        app.bar.news = ""
        await pilot.resize_terminal(100, 3)
        assert "Tuesday" not in said(app), "it would touch the other parts"


async def test_what_goes_on_is_never_cut_off_the_title_bar() -> None:
    app = Bar()
    async with app.run_test(size=(80, 3)):
        app.bar.pane = "table"
        app.bar.progress = Progress("looking")
        assert said(app).endswith("looking at the folder… ")
        assert said(app).startswith(" news › topic:AI quality:>50 · 41 of 1,971")


def bottom(reading: RunningReader) -> str:
    return reading.app.screen.query_one(KeyBar).render_line(0).text


async def click_on(pilot: Pilot[None], widget: TitleBar | KeyBar, text: str) -> None:
    await pilot.click(widget, offset=(widget.render_line(0).text.index(text), 0))


async def test_a_narrow_screen_says_where_one_is_and_what_keys_are_needed(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "Night trains return")
    async with open_reader(news, (80, 24)) as reading:
        bar = reading.main.title_bar
        assert bar.render_line(0).text.rstrip() == " news › All articles · 1 · by date ▼"
        assert bottom(reading).rstrip() == (
            " ⏎ Read  / Search  n Unread  \\ Topics  s Star  z Alone  m Mark  o Open  ? Help"
        )
        await reading.press("enter")
        assert bar.render_line(0).text.startswith(" news › All articles · 1 · by date ▼ › Article")
        assert reading.is_in("detail")
        assert bottom(reading).startswith(" z Alone  f Text  o Open  ⌫ Back")
        await click_on(reading.pilot, reading.main.query_one(KeyBar), "z Alone")
        await reading.settle()
        assert reading.main.panes.is_reading
        assert bottom(reading).startswith(" z Panes  Space Page  n Unread")
        await reading.press("z")
        await click_on(reading.pilot, bar, "news")
        await reading.settle()
        assert reading.is_in("sidebar")
        assert bottom(reading).startswith(" ⏎ Show  Tab Articles  / Search")
        await reading.press("slash")
        assert bottom(reading).rstrip() == " esc Clear  ⇥ Complete  ^s Save"


async def test_the_bottom_names_what_keys_do_where_the_focus_is(
    open_reader: OpenReader, news: Path
) -> None:
    related = 'related: [{title: "Harbour", webUrl: "https://e.example/b"}]'
    write_article(news, "a.md", "Night trains return", related)
    async with open_reader(news, (80, 24)) as reading:
        await reading.press("h")
        assert "s Star" in bottom(reading)
        await reading.press("l", "l")
        assert "Follow" not in bottom(reading), "nothing is selected"
        await reading.press("j")
        assert "⏎ Follow" in bottom(reading)
        await reading.press("k")
        assert "Follow" not in bottom(reading)


def is_as_wide(reading: RunningReader, width: int) -> bool:
    return len(bottom(reading)) == width


async def test_no_key_is_cut_and_help_is_always_named(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "Night trains return")
    async with open_reader(news) as reading:
        for width, pane in product((40, 80, 120, 200, 300), ("sidebar", "table", "detail")):
            await reading.pilot.resize_terminal(width, 24)
            reading.main.panes.focus(pane)
            # The bottom line is drawn anew a moment after the screen has its size.
            await reading.until(partial(is_as_wide, reading, width))
            assert bottom(reading).rstrip().endswith("? Help"), (width, pane)
