"""The way back: to the article and the list that one came from, as they were."""

from pathlib import Path

import pytest

from broadsheet.config.settings import Settings
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.tui.messages import FacetChosen
from broadsheet.tui.parts import open_article
from tests.files import write_article
from tests.tui.conftest import OpenReader

STILL = Settings(read_after=None)


@pytest.fixture
def harbour(news: Path) -> Path:
    """A library in which the first of many articles leads to one about the harbour."""
    related = 'related: [{title: "Harbour", webUrl: "https://e.example/b"}]'
    for number in range(60):
        url, more = f"https://e.example/{number}", (related,) if number == 40 else ()
        write_article(news, f"{number}.md", f"Lighthouse {number:02}", *more, url=url)
    write_article(news, "b.md", "Harbour", url="https://e.example/b")
    return news


@pytest.mark.parametrize(
    ("search", "width"), [("lighthouse", 80), ("is:unread lighthouse sort:title", 120)]
)
async def test_backspace_brings_everything_back_that_a_related_article_led_out_of(
    open_reader: OpenReader, harbour: Path, search: str, width: int
) -> None:
    async with open_reader(harbour, (width, 24), STILL) as reading:
        await reading.press("/", *search, "enter")
        await reading.type_ahead(*"j" * reading.titles.index("Lighthouse 40"))
        assert reading.title == "Lighthouse 40"
        before, top = reading.titles, reading.main.table.scroll_y
        await reading.press("enter", "m", "j")
        selected = reading.main.detail.selected_url
        await reading.press("enter")
        assert reading.title == "Harbour"
        assert "Backspace goes back to your search." in reading.said
        await reading.press("backspace")
        assert reading.title == "Lighthouse 40"
        assert reading.is_in("detail")
        assert reading.main.detail.selected_url == selected
        assert reading.titles == before
        assert reading.main.search.value == search
        await reading.press("backspace")
        assert reading.is_in("table")
        assert reading.main.table.scroll_y == top
        assert reading.main.search.display


async def test_news_since_the_list_was_left_is_announced_when_it_comes_back(
    open_reader: OpenReader, harbour: Path
) -> None:
    async with open_reader(harbour, settings=STILL) as reading:
        await reading.press("/", *"40", "enter", "enter", "j", "enter")
        write_article(harbour, "new.md", "Lighthouse 40 again", url="https://e.example/new")
        bring_up_to_date(harbour)
        await reading.press("backspace")
        assert reading.titles == ["Lighthouse 40"]
        assert "1 new" in reading.main.title_bar.news


async def test_keys_typed_at_once_follow_what_the_article_names_not_the_one_before(
    open_reader: OpenReader, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader(harbour, settings=STILL) as reading:
        monkeypatch.setattr(open_article, "_SETTLE", 0.05)
        await reading.type_ahead("/", *"40", "enter", "enter", "j", "enter")
        await reading.until(lambda: reading.title == "Harbour")
        assert reading.is_in("detail")


async def test_escape_says_what_backspace_brings_back(
    open_reader: OpenReader, harbour: Path
) -> None:
    async with open_reader(harbour, settings=STILL) as reading:
        await reading.press("/", *"40", "enter", "enter", "j", "enter")
        await reading.press("escape", "escape")
        assert "no search to clear. Backspace goes back to “40”." in reading.said
        await reading.press("backspace")
        assert (reading.main.search.value, reading.title) == ("40", "Lighthouse 40")
        assert reading.is_in("table")


async def test_backspace_goes_back_to_the_list_before_a_topic(
    open_reader: OpenReader, news: Path
) -> None:
    for name in ("a", "b", "c"):
        write_article(news, f"{name}.md", f"About {name}", "topics: [Boats]" * (name == "b"))
    async with open_reader(news, settings=STILL) as reading:
        await reading.press("G")
        last = reading.title
        reading.main.parts.navigation.follow(FacetChosen("topic", "Boats"))
        await reading.settle()
        assert reading.titles == ["About b"]
        await reading.press("backspace")
        assert (len(reading.titles), reading.title) == (3, last)


@pytest.fixture
def boats(news: Path) -> Path:
    """Sixty articles, every other one about boats."""
    for number in range(60):
        topics = f"topics: [{'Boats' if number % 2 else 'Trains'}]"
        write_article(news, f"{number:02}.md", f"Number {number:02}", topics)
    return news


async def test_a_view_begins_at_its_top_and_esc_goes_back_step_by_step(
    open_reader: OpenReader, boats: Path
) -> None:
    async with open_reader(boats, settings=STILL) as reading:
        table = reading.main.table
        await reading.type_ahead(*"j" * 35)
        before, top = reading.title, table.scroll_y
        assert top > 0
        reading.main.parts.navigation.follow(FacetChosen("topic", "Boats"))
        await reading.settle()
        assert (table.cursor, table.scroll_y, len(reading.titles)) == (0, 0, 30)
        await reading.type_ahead(*"j" * 25)
        in_view, view_top = reading.title, table.scroll_y
        await reading.press("slash", *"07", "enter")
        assert reading.titles == ["Number 07"]
        await reading.press("escape")
        assert (len(reading.titles), reading.title, table.scroll_y) == (30, in_view, view_top)
        assert not reading.main.search.display
        await reading.press("slash", *"07", "escape")
        assert (len(reading.titles), reading.title, table.scroll_y) == (30, in_view, view_top)
        await reading.press("escape")
        assert (len(reading.titles), reading.title, table.scroll_y) == (60, before, top)
        await reading.press("escape")
        assert "There is no search to clear." in reading.said


async def test_esc_goes_back_to_all_articles_past_every_view_since(
    open_reader: OpenReader, boats: Path
) -> None:
    async with open_reader(boats, settings=STILL) as reading:
        await reading.press("j", "j")
        before = reading.title
        for topic in ("Boats", "Trains"):
            reading.main.parts.navigation.follow(FacetChosen("topic", topic))
            await reading.settle()
        await reading.press("escape")
        assert (len(reading.titles), reading.title) == (60, before)


async def test_the_search_bar_is_as_it_was_after_the_way_through_reading_mode(
    open_reader: OpenReader, harbour: Path
) -> None:
    async with open_reader(harbour, settings=STILL) as reading:
        bar = reading.main.search
        await reading.press("/", *"40", "enter", "enter", "z", "j", "enter", "z")
        assert (bar.display, bar.value) == (False, "")
        await reading.press("z", "backspace", "z")
        assert (bar.display, bar.value) == (True, "40")


@pytest.mark.parametrize("width", [80, 120])
async def test_q_leaves_the_article_before_the_program(
    open_reader: OpenReader, harbour: Path, width: int
) -> None:
    async with open_reader(harbour, (width, 24), STILL) as reading:
        await reading.press("ctrl+c")
        assert "Press q to quit" in reading.said
        await reading.press("enter", "z", "q")
        assert not reading.main.panes.is_reading
        assert reading.is_in("detail")
        await reading.press("q")
        assert reading.is_in("table")
        assert not reading.app._exit
        reading.send(":", "q", "enter")
        await reading.until(lambda: reading.app._exit)
