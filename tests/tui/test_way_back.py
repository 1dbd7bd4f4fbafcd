"""The way back from a related article: to its article, and the search it was found by."""

from pathlib import Path

import pytest

from broadsheet.config.settings import Settings
from tests.files import write_article
from tests.tui.conftest import OpenReader


@pytest.mark.parametrize("search", ["lighthouse", "is:unread", "is:unread lighthouse sort:title"])
async def test_backspace_brings_back_the_search_that_a_related_article_led_out_of(
    open_reader: OpenReader, news: Path, search: str
) -> None:
    related = 'related: [{title: "Harbour", webUrl: "https://e.example/b"}]'
    write_article(news, "a.md", "A lighthouse", related, url="https://e.example/a")
    write_article(news, "c.md", "Another lighthouse", url="https://e.example/c")
    write_article(news, "b.md", "Harbour", url="https://e.example/b")
    async with open_reader(news, settings=Settings(read_after=None)) as reading:
        await reading.press("/", *"Harbour", "enter", "m", "escape")
        await reading.press("/", *search, "enter")
        while reading.title != "A lighthouse":
            await reading.press("j")
        before = reading.titles
        await reading.press("enter")
        await reading.press("j", "enter")
        assert reading.title == "Harbour"
        assert len(reading.titles) == 3
        await reading.press("backspace")
        assert reading.title == "A lighthouse"
        assert reading.titles == before
        assert reading.main.search.value == search


async def test_an_article_that_was_read_meanwhile_comes_back_alone_and_then_its_search(
    open_reader: OpenReader, news: Path
) -> None:
    related = 'related: [{title: "Harbour", webUrl: "https://e.example/b"}]'
    write_article(news, "a.md", "A lighthouse", related, url="https://e.example/a")
    write_article(news, "b.md", "Harbour", url="https://e.example/b")
    async with open_reader(news, settings=Settings(read_after=None)) as reading:
        await reading.press("/", *"Harbour", "enter", "m", "escape")
        await reading.press("/", *"is:unread", "enter", "enter")
        await reading.press("m")
        await reading.press("j", "enter")
        assert reading.title == "Harbour"
        await reading.press("backspace")
        assert reading.title == "A lighthouse"
        await reading.press("h", "backspace")
        assert reading.titles == []
        assert reading.main.search.value == "is:unread"
