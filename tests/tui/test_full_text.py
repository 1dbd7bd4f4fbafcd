"""`f`: the full text of an article, fetched, shown, and there again without a network."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from broadsheet.config.settings import Settings, TextSettings
from broadsheet.tui import clock
from broadsheet.tui.page.blocks import plain_text
from broadsheet.tui.screens import main
from broadsheet.tui.widgets import detail_text
from tests.feeds.server import Answer, Server, allow_this_machine, running
from tests.files import write_article
from tests.pages.samples import page
from tests.tui.conftest import OpenReader, RunningReader
from tests.waiting import PATIENCE


@pytest.fixture
def server(own_folders: Path) -> Iterator[Server]:
    allow_this_machine(own_folders / "config")
    with running() as server:
        yield server


def shown(reading: RunningReader) -> str:
    """Return what the detail pane shows of the article: excerpt, state of the text, text."""
    opened = reading.main.detail.opened
    assert opened is not None
    above = detail_text.excerpt_and_text(opened, clock.now())
    return plain_text([*above.blocks, *opened.page.blocks], 9999)


async def test_f_shows_the_full_text_then_the_excerpt_and_needs_the_network_once(
    news: Path, open_reader: OpenReader, server: Server
) -> None:
    server.pages["/a"] = page()
    write_article(news, "a.md", "Night trains return", "excerpt: In short.", url=server.url("/a"))
    async with open_reader(news) as reading:
        assert "In short." in shown(reading)
        await reading.press("f")
        await reading.until(lambda: "They run again." in shown(reading))
        assert "In short." not in shown(reading)
        assert "Full text from 127.0.0.1" in shown(reading)
        await reading.press("f")
        await reading.until(lambda: "In short." in shown(reading))
        assert "They run again." not in shown(reading)
        await reading.press("f")
        await reading.until(lambda: "They run again." in shown(reading))
    server.pages.clear()
    async with open_reader(news) as reading:
        assert "They run again." in shown(reading)
        assert server.count("/a") == 1


async def test_why_there_is_no_full_text_stands_where_it_would_be_and_f_tries_again(
    news: Path, open_reader: OpenReader, server: Server
) -> None:
    server.is_strict_about_pauses = False
    write_article(news, "a.md", "Night trains return", "excerpt: In short.", url=server.url("/a"))
    async with open_reader(news) as reading:
        await reading.press("f")
        await reading.until(lambda: "The page is gone" in shown(reading))
        assert "In short." in shown(reading)
        assert "You can open the page." in shown(reading)
        server.pages["/a"] = page()
        await reading.press("f")
        await reading.until(lambda: "They run again." in shown(reading))


async def test_the_screen_goes_on_while_a_text_is_fetched_and_two_may_be(
    news: Path, open_reader: OpenReader, server: Server
) -> None:
    goes_on = Event()

    def slow(headers: object) -> Answer:
        goes_on.wait(PATIENCE)
        return page()

    server.pages |= {"/slow": slow, "/quick": page()}
    for name, date in (("slow", 2), ("quick", 1)):
        url = server.url(f"/{name}", "127.0.0.1" if name == "slow" else "localhost")
        write_article(news, f"{name}.md", name, f"date: 2024-01-0{date}", url=url)
    async with open_reader(news) as reading:
        await reading.press("f")
        await reading.until(lambda: "Fetching the full text" in shown(reading))
        await reading.press("j")
        assert reading.title == "quick"
        await reading.press("f")
        await reading.until(lambda: "private address" in shown(reading))
        goes_on.set()
        await reading.press("k")
        await reading.until(lambda: "They run again." in shown(reading))


async def test_an_article_without_an_address_has_no_page_to_fetch_or_open(
    news: Path, open_reader: OpenReader
) -> None:
    (news / "a.md").write_text('---\ntitle: "Mine"\n---\nOnly here.\n')
    async with open_reader(news) as reading:
        await reading.press("f")
        await reading.until(lambda: "has no web address" in shown(reading))
        assert "Press o" not in shown(reading)
        assert "Only here." in shown(reading)


async def test_b_fetches_the_text_for_later(
    news: Path, open_reader: OpenReader, server: Server
) -> None:
    server.pages["/a"] = page()
    write_article(news, "a.md", "Night trains return", "excerpt: In short.", url=server.url("/a"))
    async with open_reader(news, settings=Settings(text=TextSettings("manual"))) as reading:
        await reading.press("b", "b")
        assert server.requests == []
    async with open_reader(news, settings=Settings()) as reading:
        await reading.press("b")
        await reading.until(lambda: "They run again." in shown(reading))


async def test_what_could_not_be_fetched_for_later_is_fetched_at_another_start(
    news: Path, open_reader: OpenReader, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main, "_CATCH_UP_AFTER", 0.1)
    server.pages["/a"] = page()
    write_article(news, "a.md", "Night trains return", "excerpt: In short.", url=server.url("/a"))
    write_article(news, "b.md", "Not for later", url=server.url("/b"))
    async with open_reader(news) as reading:
        await reading.press("j" if reading.title != "Night trains return" else "k", "b")
    async with open_reader(news, settings=Settings()) as reading:
        await reading.until(lambda: "They run again." in shown(reading))
        assert [path for _, path in server.requests] == ["/a"]


async def test_a_process_that_is_killed_while_it_fetches_is_replaced(
    news: Path, open_reader: OpenReader, server: Server
) -> None:
    server.is_strict_about_pauses = False
    goes_on = Event()

    def slow(headers: object) -> Answer:
        goes_on.wait(PATIENCE)
        return page()

    server.pages["/a"] = slow
    write_article(news, "a.md", "Night trains return", url=server.url("/a"))
    async with open_reader(news) as reading:
        await reading.press("f")
        await reading.until(lambda: server.count("/a") == 1)
        process = reading.main.parts.texts._service._process
        assert process is not None
        process.kill()
        await reading.until(lambda: "Try again." in shown(reading))
        goes_on.set()
        await reading.press("f")
        await reading.until(lambda: "They run again." in shown(reading))


async def test_leaving_while_a_text_is_fetched_waits_for_nothing(
    news: Path, open_reader: OpenReader, server: Server
) -> None:
    goes_on = Event()

    def slow(headers: object) -> Answer:
        goes_on.wait(PATIENCE)
        return page()

    server.pages["/a"] = slow
    write_article(news, "a.md", "Night trains return", url=server.url("/a"))
    async with open_reader(news) as reading:
        await reading.press("f")
        await reading.until(lambda: server.count("/a") == 1)
    assert not goes_on.is_set()
    goes_on.set()
