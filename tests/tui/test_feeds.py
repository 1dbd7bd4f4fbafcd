"""The screens for feeds, left at any moment."""

import asyncio
import time
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.feeds.state import FeedState, State
from broadsheet.library.query.parse import parse
from broadsheet.tui.actions.feed_service import FeedService
from broadsheet.tui.cells import long_date
from broadsheet.tui.widgets.key_bar import KeyBar
from tests.files import write_article
from tests.tui.conftest import OpenReader
from tests.tui.told import why

KEYS = ("F", "F r", "F x", "F t", "+", "+ a enter", "+ enter", "F + a enter")


@pytest.mark.usefixtures("followed")
async def test_leaving_at_any_moment_ends_nothing_else(news: Path, open_reader: OpenReader) -> None:
    write_article(news, "a.md", "Night trains return")
    (news / "feeds.opml").write_text(
        '<opml><body><outline text="Mine" xmlUrl="http://127.0.0.1:1/"/></body></opml>'
    )
    async with open_reader(news) as reading:
        for keys in KEYS:
            for key in keys.split():
                await reading.pilot.press({"+": "plus"}.get(key, key))
            while reading.app.screen is not reading.main:
                await reading.pilot.press("escape")
            await reading.settle()
            assert reading.title == "Night trains return"
            assert reading.app.return_code is None


async def test_the_articles_of_a_feed_are_shown(news: Path, open_reader: OpenReader) -> None:
    # Whatever name the user gave to the feed since.
    write_article(news, "a.md", "Night trains return", "feed: http://127.0.0.1:1/\nprovider: News")
    write_article(news, "b.md", "Something else", "provider: Rails")
    (news / "feeds.opml").write_text(
        '<opml><body><outline text="Rails" xmlUrl="http://127.0.0.1:1/"/></body></opml>'
    )
    async with open_reader(news) as reading:
        await reading.press("F")
        feeds = reading.app.screen
        await reading.until(lambda: "Rails" in feeds.query_one("#feeds").render_line(0).text)
        await reading.press("enter")
        assert reading.app.screen is reading.main
        assert reading.titles == ["Night trains return"]


async def test_the_sidebar_lists_feeds_with_their_counts_and_what_fails(
    news: Path, open_reader: OpenReader
) -> None:
    outlines = "".join(
        f'<outline text="Feed {number}" xmlUrl="http://127.0.0.1:1/{number}"/>'
        for number in range(15)
    )
    outlines += '<outline xmlUrl="http://127.0.0.1:1/unnamed"/>'
    (news / "feeds.opml").write_text(f"<opml><body>{outlines}</body></opml>")
    write_article(news, "a.md", "Night trains return", "feed: http://127.0.0.1:1/3")
    write_article(news, "b.md", "Something else", "feed: http://127.0.0.1:1/14")
    with closing(State(news)) as state:
        state.put_feed(FeedState("http://127.0.0.1:1/3", error="the server answered 500"))
        state.put_feed(FeedState("http://127.0.0.1:1/unnamed", title="Named by itself"))

    def rows() -> list[str]:
        sidebar = reading.main.sidebar
        lines = ["".join(text for text, _ in sidebar.pieces(n, 30)) for n in range(sidebar.count)]
        return [" ".join(line.split()) for line in lines]

    async with open_reader(news, (120, 40)) as reading:
        await reading.until(lambda: "Feed 3 1 ⚠" in rows())
        start = rows().index("▾FEEDS")
        assert rows()[start + 1 : start + 5] == ["Feed 0 0", "Feed 1 0", "Feed 2 0", "Feed 3 1 ⚠"]
        assert rows()[start + 13 : start + 15] == ["… 4 more", "Manage feeds ⚠ 1"]
        reading.main.panes.focus("sidebar")
        reading.main.sidebar.cursor = start + 4
        await reading.press("enter")
        assert reading.titles == ["Night trains return"]
        assert "▌Feed 3 1 ⚠" in rows()
        reading.main.panes.focus("sidebar")
        reading.main.sidebar.cursor = start + 13
        await reading.press("enter")
        await reading.press(*"named", "enter")
        assert "▌Named by itself 0" in rows()
        reading.main.sidebar.cursor = start + 13
        reading.main.panes.focus("sidebar")
        reading.main.sidebar.cursor = rows().index("Manage feeds ⚠ 1")
        await reading.press("enter")
        assert reading.app.screen is not reading.main


@pytest.mark.usefixtures("followed")
async def test_a_weight_given_to_a_feed_counts_for_its_articles(
    news: Path, open_reader: OpenReader
) -> None:
    write_article(news, "a.md", "Night trains return", "feed: http://127.0.0.1:1/")
    (news / "feeds.opml").write_text(
        '<opml><body><outline text="Rails" xmlUrl="http://127.0.0.1:1/"/></body></opml>'
    )
    async with open_reader(news) as reading:
        await reading.press("F")
        feeds = reading.app.screen
        await reading.until(lambda: "Rails" in feeds.query_one("#feeds").render_line(0).text)
        await reading.press("w", *"-20", "enter")  # in place of the 0
        await reading.until(lambda: "-20" in (news / "feeds.opml").read_text())
        await reading.until(lambda: reading.app.screen is feeds)
        await reading.press("escape")

        def computed() -> int | None:
            index = reading.main.index.now
            return next(iter(index.rows(index.ids(parse(""))).values())).story.quality

        await reading.until(lambda: computed() == 32)
        await reading.press("w")
        assert "− 20 weight of its feed" in why(reading)


@pytest.mark.usefixtures("followed")
async def test_a_list_of_feeds_that_cannot_be_read_is_reported(
    news: Path, open_reader: OpenReader
) -> None:
    write_article(news, "a.md", "Night trains return")
    (news / "feeds.opml").write_text("<opml")
    async with open_reader(news) as reading:
        await reading.press("R")
        await reading.until(lambda: "this is not OPML" in reading.said)


@pytest.mark.usefixtures("followed")
async def test_who_asks_for_feeds_too_early_hears_when_the_next_one_is_due(
    news: Path, open_reader: OpenReader
) -> None:
    write_article(news, "a.md", "Night trains return")
    (news / "feeds.opml").write_text(
        '<opml><body><outline text="Rails" xmlUrl="http://127.0.0.1:1/"/></body></opml>'
    )
    with closing(State(news)) as state, state.changes():
        known = state.feed("http://127.0.0.1:1/")
        soon = time.time() + 3000
        state.put_feed(known._replace(checked_at=time.time() - 9, next_at=soon))
    async with open_reader(news) as reading:
        await reading.press("R")
        await reading.until(lambda: "No feed is due before" in reading.said)
        assert long_date(int(soon)) in reading.said
        reading.app.clear_notifications()
        await reading.press("R")
        await reading.until(lambda: "No feed is due before" in reading.said)


@pytest.mark.usefixtures("followed")
async def test_a_feed_that_may_not_be_asked_yet_says_when_it_is_due(
    news: Path, open_reader: OpenReader
) -> None:
    (news / "feeds.opml").write_text(
        '<opml><body><outline text="Rails" xmlUrl="http://127.0.0.1:1/"/></body></opml>'
    )
    soon = time.time() + 3000
    with closing(State(news)) as state:
        state.put_feed(FeedState("http://127.0.0.1:1/", checked_at=time.time() - 9, next_at=soon))
    async with open_reader(news) as reading:
        await reading.press("F")
        feeds = reading.app.screen
        await reading.until(lambda: "Rails" in feeds.query_one("#feeds").render_line(0).text)
        await reading.press("R")
        said = f"Rails is not due before {long_date(int(soon))}"
        await reading.until(lambda: said in reading.said)


async def test_without_feeds_only_the_keys_that_need_none_are_offered(
    news: Path, open_reader: OpenReader
) -> None:
    write_article(news, "a.md", "Night trains return")
    async with open_reader(news) as reading:
        await reading.press("F")
        window = reading.app.screen
        await reading.until(lambda: "No feeds" in window.query_one("#feeds").render_line(0).text)
        await reading.settle()
        offered = window.query_one(KeyBar).render_line(0).text
        assert "+ Add" in offered
        assert "Remove" not in offered
        assert "Articles" not in offered


@pytest.mark.parametrize("key", ["F", "plus"])
async def test_a_window_of_feeds_closes_before_its_process_has_ended(
    news: Path, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    for name in ("a", "b"):
        write_article(news, f"{name}.md", f"Title {name}")
    has_ended = asyncio.Event()

    close = FeedService.close

    async def close_late(service: FeedService) -> None:
        await has_ended.wait()
        await close(service)

    async with open_reader(news) as reading:
        monkeypatch.setattr(FeedService, "close", close_late)
        try:
            await reading.type(key, "escape", "j")
            await reading.until(lambda: reading.main.table.cursor == 1)
            assert reading.app.screen is reading.main
            await reading.type("question_mark", "escape", "k")
            await reading.until(lambda: reading.main.table.cursor == 0)
        finally:
            has_ended.set()
