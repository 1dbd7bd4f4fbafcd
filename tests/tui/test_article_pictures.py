"""`i`: the picture of an article, in half blocks here, and nothing of it once one moves on."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from broadsheet.config.settings import PictureSettings, Settings, TextSettings
from broadsheet.tui.parts import pictures
from tests.feeds.server import Answer, Server, allow_this_machine, running
from tests.files import write_article
from tests.pictures import samples
from tests.tui.conftest import OpenReader, RunningReader
from tests.waiting import PATIENCE

ALWAYS = Settings(pictures=PictureSettings("auto"), text=TextSettings("manual"))


@pytest.fixture
def server(own_folders: Path) -> Iterator[Server]:
    allow_this_machine(own_folders / "config")
    with running(is_strict_about_pauses=False) as server:
        server.pages["/a.png"] = Answer(samples.picture(size=(400, 200)))
        yield server


@pytest.fixture
def two(news: Path, server: Server) -> Path:
    """Two articles: the first has a picture, the second has one in its text that is gone."""
    url = server.url("/a.png")
    write_article(news, "a.md", "Night trains", f"date: 2024-01-02\nimages: [{{url: '{url}'}}]")
    body = f"![gone]({server.url('/gone.png')})"
    write_article(news, "b.md", "Day trains", "date: 2024-01-01", body=body)
    return news


def lines_of(reading: RunningReader) -> int:
    """Return how many lines of a picture stand on the screen itself."""
    strips = reading.app.screen._compositor.render_strips()
    return sum(strip.text.count("▀") > 5 for strip in strips)


def said(reading: RunningReader) -> str:
    return reading.main.detail.picture.sentence


async def test_nothing_is_fetched_before_i_which_shows_and_hides_the_picture(
    two: Path, open_reader: OpenReader, server: Server
) -> None:
    async with open_reader(two, (120, 40)) as reading:
        await reading.press("j", "k")
        assert (server.requests, lines_of(reading)) == ([], 0)
        await reading.press("i")
        await reading.until(lambda: reading.main.detail.picture.drawn is not None)
        await reading.settle()
        drawn = reading.main.detail.picture.drawn
        assert drawn is not None
        assert lines_of(reading) == drawn.lines == 10
        await reading.press("j")
        assert lines_of(reading) == 0
        await reading.press("k")
        await reading.until(lambda: lines_of(reading) == 10)
        await reading.press("i")
        assert lines_of(reading) == 0
        assert server.count("/a.png") == 1


async def test_why_there_is_no_picture_stands_in_its_place(
    two: Path, open_reader: OpenReader
) -> None:
    async with open_reader(two) as reading:
        await reading.press("j", "i")
        await reading.until(lambda: "answered 404" in said(reading))


async def test_a_reason_that_is_long_is_not_cut(
    news: Path, open_reader: OpenReader, own_folders: Path
) -> None:
    with running(is_strict_about_pauses=False) as server:  # not allowed: its address is private
        write_article(news, "a.md", "Night trains", f"images: [{{url: '{server.url('/a.png')}'}}]")
        async with open_reader(news, (80, 24)) as reading:
            await reading.press("enter", "i")
            await reading.until(lambda: "private" in said(reading))
            await reading.settle()
            strips = reading.app.screen._compositor.render_strips()
            shown = " ".join(strip.text.strip(" ┃▐▗▝") for strip in strips)
            assert said(reading) in shown


async def test_with_the_setting_each_picture_is_shown_unasked(
    two: Path, open_reader: OpenReader
) -> None:
    async with open_reader(two, (62, 24), settings=ALWAYS) as reading:
        await reading.press("enter")
        await reading.until(lambda: lines_of(reading) > 5)
        await reading.press("i")
        assert lines_of(reading) == 0


async def test_an_unasked_picture_stands_next_to_the_headline_and_i_makes_it_large(
    two: Path, open_reader: OpenReader
) -> None:
    async with open_reader(two, (120, 40), settings=ALWAYS) as reading:
        for _ in range(2):
            await reading.until(lambda: lines_of(reading) == 6)
            lines = [strip.text for strip in reading.main._compositor.render_strips()]
            assert any("Night trains" in line and "▀" * 24 in line for line in lines)
            await reading.press("i")
            await reading.until(lambda: lines_of(reading) == 10)
            await reading.press("i")
        await reading.press("j")
        await reading.until(lambda: lines_of(reading) == 0 and not said(reading))


async def test_a_picture_that_comes_late_is_not_shown_with_another_article(
    two: Path, open_reader: OpenReader, server: Server
) -> None:
    goes_on = Event()

    def slow(headers: object) -> Answer:
        goes_on.wait(PATIENCE)
        return Answer(samples.picture(size=(400, 200)))

    server.pages["/a.png"] = slow
    async with open_reader(two) as reading:
        await reading.press("i")
        await reading.until(lambda: server.count("/a.png") == 1)
        await reading.press("j")
        goes_on.set()
        await reading.press("i")
        await reading.until(lambda: "answered 404" in said(reading))
        assert lines_of(reading) == 0


async def test_a_picture_fills_the_room_that_there_is(
    two: Path, open_reader: OpenReader, server: Server
) -> None:
    server.pages["/a.png"] = Answer(samples.picture(size=(1200, 600)))
    async with open_reader(two, (60, 20)) as reading:
        await reading.press("i", "enter")
        view = reading.main.detail.picture
        await reading.until(lambda: view.drawn is not None)
        await reading.settle()
        await reading.until(lambda: lines_of(reading) > 5)
        before = lines_of(reading)
        await reading.pilot.resize_terminal(120, 40)
        await reading.until(lambda: view.drawn is not None and view.drawn.lines > before)


async def test_without_the_extra_i_says_how_to_install_it(
    two: Path, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "is_installed", lambda: False)
    async with open_reader(two) as reading:
        await reading.press("i")
        assert "[full]" in reading.said


async def test_an_article_without_a_picture_says_so(news: Path, open_reader: OpenReader) -> None:
    write_article(news, "a.md", "Night trains")
    async with open_reader(news) as reading:
        await reading.press("i")
        assert "names no picture" in reading.said


async def test_i_in_the_list_alone_says_when_the_picture_is_fetched(
    two: Path, open_reader: OpenReader
) -> None:
    async with open_reader(two, (70, 24)) as reading:
        await reading.press("j", "i")
        assert "fetched when you read the article" in reading.said
        await reading.press("i")
        assert "not shown with the article" in reading.said
