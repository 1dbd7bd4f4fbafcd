"""Markup in a file is text: nothing of it is drawn as markup, clicked as a link, or fatal."""

from pathlib import Path

from broadsheet.articles.model import Link
from broadsheet.text.door import clean_line
from broadsheet.tui.actions.opening import Opener
from broadsheet.tui.article_links import ListedLink
from broadsheet.tui.screens.links import LinksScreen
from broadsheet.tui.screens.source import source_screen
from tests.files import write_article
from tests.hostile import HOSTILE_STRINGS
from tests.hostile_library import quoted, write_hostile_library, write_packed_articles
from tests.tui.conftest import OpenReader
from tests.tui.idle import wait_until_idle

MARKUP = [hostile.text for hostile in HOSTILE_STRINGS if hostile.name.startswith("markup")]


async def test_markup_is_shown_as_it_is_written_and_clicks_do_nothing(
    open_reader: OpenReader, news: Path
) -> None:
    for number, text in enumerate(MARKUP):
        date = f"publishedDateTime: 2024-01-{28 - number}"
        fields = (f"excerpt: {quoted(text)}", f"topics: [{quoted(text)}]", date)
        path = write_article(news, f"{number}.md", "x", *fields)
        path.write_text(path.read_text().replace('title: "x"', f"title: {quoted(text)}"))
    async with open_reader(news, (160, 45)) as reading:
        for text in MARKUP:
            shown = " ".join(text.split())
            assert reading.title == shown
            head = reading.main.detail.query_one("#detail-head")
            assert shown in str(head.render())
            for selector in ("#detail-head", "#detail-excerpt", "#title-bar"):
                await reading.pilot.click(selector, offset=(3, 0))
                await reading.settle()
            assert reading.app.is_running
            assert reading.main.is_active
            reading.main.panes.focus("table")
            await reading.press("j")


async def test_every_row_is_as_wide_as_the_table(open_reader: OpenReader, news: Path) -> None:
    write_hostile_library(news)
    async with open_reader(news, (120, 40)) as reading:
        table = reading.main.table
        for key in ("g", "pagedown", "pagedown", "G"):
            await reading.press(key)
            for line in range(table.size.height):
                strip = table.render_line(line)
                assert strip.cell_length == table.scrollable_content_region.width
                assert sum(segment.cell_length for segment in strip) == strip.cell_length


async def test_the_windows_show_hostile_text(open_reader: OpenReader, news: Path) -> None:
    beginnings = write_packed_articles(news)
    async with open_reader(news, (120, 40)) as reading:
        opener = Opener(reading.main)
        texts = [clean_line(hostile.text) for hostile in HOSTILE_STRINGS]
        links = tuple(ListedLink(Link(text, text), (Link(text, text),)) for text in texts)
        files = [source_screen(news, f"pack {number}.md") for number in range(len(beginnings))]
        for window in (LinksScreen(" ".join(texts), links, opener), *files):
            reading.app.push_screen(window)
            await wait_until_idle(reading.app)
            await reading.press("pagedown", "pagedown")
            assert reading.app.screen is window
            reading.app.pop_screen()
        await reading.settle()
        assert reading.main.is_active
