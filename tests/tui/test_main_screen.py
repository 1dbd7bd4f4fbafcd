from itertools import product
from pathlib import Path

import pytest

from broadsheet.library.index.database import discard_index, index_path
from broadsheet.tui.messages import ArticleOpened, FacetChosen
from broadsheet.tui.opened import open_article
from broadsheet.tui.screens.links import LinksScreen
from broadsheet.tui.widgets.sidebar import Sidebar
from broadsheet.tui.widgets.table_head import TableHead
from tests.files import touch_later, write_article
from tests.tui.conftest import OpenReader
from tests.tui.idle import wait_until_idle

both_sizes = pytest.mark.usefixtures("small_and_large")
large = pytest.mark.usefixtures("large")


@pytest.fixture
def library(news: Path) -> Path:
    """Five articles whose orders by date, quality and heat differ."""
    for number, (title, quality, heat, topic) in enumerate(
        [
            ("Rockets rise", "10", "50", "Space"),
            ("Markets fall", "90", "-1", "Money"),
            ("Élan in the café", "40", "", "Culture"),
            ("Rocket markets", "", "20", "Money"),
            ("Nothing happens", "70", "10", "Culture"),
        ],
        1,
    ):
        fields = [f"publishedDateTime: 2023-01-0{number}T10:00:00Z", f"topics: [{topic}]"]
        fields += [f"quality: {quality}"] if quality else []
        fields += [f"heat: {heat}"] if heat else []
        write_article(news, f"{number}.md", title, *fields)
    return news


@both_sizes
async def test_sorts_by_each_key_and_back_with_absent_values_last(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        assert [title[0] for title in reading.titles] == ["N", "R", "É", "M", "R"]
        await reading.press("Q")
        best = ["Markets fall", "Nothing happens", "Élan in the café", "Rockets rise"]
        assert reading.titles == [*best, "Rocket markets"]
        await reading.press("Q")
        assert reading.titles == [*best[::-1], "Rocket markets"]
        await reading.press("H")
        hot = ["Rockets rise", "Rocket markets", "Nothing happens", "Markets fall"]
        assert reading.titles == [*hot, "Élan in the café"]
        await reading.press("H")
        assert reading.titles == [*hot[::-1], "Élan in the café"]


@large
async def test_a_sort_shows_the_top_and_backspace_returns_to_the_article(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("j", "j")
        assert reading.title == "Élan in the café"
        before = reading.titles
        for key in ("Q", "H", "H", "D", "D"):
            await reading.press(key)
            assert reading.title == reading.titles[0]
        assert reading.titles != before
        await reading.press("backspace")
        assert reading.title == "Élan in the café"
        assert reading.titles == before
        assert "by date ▼" in str(reading.main.title_bar.content)


@large
async def test_backspace_leaves_an_article_read_after_a_sort_for_the_table(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("j", "j", "Q", "enter")
        assert reading.is_in("detail")
        await reading.press("backspace")
        assert reading.is_in("table")
        assert reading.title == "Markets fall"
        await reading.press("backspace")
        assert reading.title == "Élan in the café"


@both_sizes
async def test_a_search_goes_to_the_best_match_and_escape_comes_back(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("j", "j", "slash", *"markets")
        assert reading.title == "Markets fall"
        await reading.press("escape")
        assert reading.title == "Élan in the café"
        assert len(reading.titles) == 5


@large
async def test_a_search_stays_on_an_article_that_fits_as_well_as_any(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("j")
        assert reading.title == "Rocket markets"
        await reading.press("slash", *"market")
        assert reading.title == "Rocket markets"


@large
async def test_accents_case_and_typos_are_forgiven(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        for typed in ("ELAN", "cafe", "hapens nothing", "rocketmarkets"):
            await reading.press("slash", *typed.replace(" ", "~"))
            reading.main.search.input.value = typed
            await reading.settle()
            assert reading.titles, typed
            await reading.press("escape")


@both_sizes
async def test_a_topic_narrows_the_table_and_all_widens_it(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("h", "g", *"jjjjjjjjj", "enter")
        assert len(reading.titles) == 2
        assert "topic:" in str(reading.main.title_bar.render())
        await reading.press("h", "g", "enter")
        assert len(reading.titles) == 5


@large
async def test_clicks_sort_choose_and_narrow(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        quality = reading.main._head.render_line(0).text.index("QUAL")
        await reading.pilot.click("TableHead", offset=(quality, 0))
        await reading.settle()
        assert reading.titles[0] == "Markets fall"
        await reading.pilot.click("#table", offset=(40, 1))
        await reading.settle()
        assert reading.title == "Nothing happens"
        assert reading.is_in("table")
        await reading.pilot.click("#table", offset=(40, 1), times=2)
        await reading.settle()
        assert reading.is_in("detail")
        await reading.pilot.click(Sidebar, offset=(5, 12))
        await reading.settle()
        assert len(reading.titles) == 2
        assert reading.is_in("sidebar")


async def test_the_keys_for_panes_stop_at_the_first_and_the_last(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        for key, pane in (("h", "sidebar"), ("h", "sidebar"), ("l", "table"), ("tab", "detail")):
            await reading.press(key)
            assert reading.is_in(pane)
        await reading.press("l", "tab")
        assert reading.is_in("detail")


@pytest.mark.usefixtures("followed")
@both_sizes
async def test_a_refresh_takes_in_what_changed(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        await reading.press("j", "j")
        write_article(library, "9.md", "Brand new", "publishedDateTime: 2024-01-01T00:00:00Z")
        touch_later(write_article(library, "1.md", "Rockets rise again"))
        (library / "2.md").unlink()
        await reading.press("R")
        await reading.settle()
        assert "Brand new" in reading.titles
        assert "Rockets rise again" in reading.titles
        assert "Markets fall" not in reading.titles
        assert reading.title == "Élan in the café"


@large
async def test_nothing_found_says_how_to_go_on(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"zzzzqqqq")
        shown = "".join(reading.main.table.render_line(y).text for y in range(4))
        assert "Press Esc to clear the search" in shown
        await reading.press("escape", "slash", *"is:later")
        shown = "".join(reading.main.table.render_line(y).text for y in range(4))
        assert "Press b to keep an article for later." in shown


async def test_nothing_found_says_which_word_is_to_blame(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"rockets zzzzqqqq")
        shown = " ".join(reading.main.table.render_line(y).text.strip() for y in range(4))
        assert "Without zzzzqqqq, 2 articles are found." in shown
        await reading.press("escape", "slash", *"zzzzqqqq rockets qqqqzzzz")
        shown = " ".join(reading.main.table.render_line(y).text.strip() for y in range(4))
        assert "Without zzzzqqqq and qqqqzzzz, 2 articles are found." in shown


async def test_an_empty_folder_says_what_an_article_is(open_reader: OpenReader, news: Path) -> None:
    async with open_reader(news) as reading:
        shown = "".join(reading.main.table.render_line(y).text for y in range(4))
        assert "There are no articles in" in shown


@pytest.mark.usefixtures("followed")
async def test_a_vanished_folder_keeps_the_last_index_and_says_so(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        library.rename(library.with_name("elsewhere"))
        await reading.press("R")
        await reading.settle()
        assert len(reading.titles) == 5
        messages = [toast.message for toast in reading.app._notifications]
        assert any("there is no folder" in message for message in messages)


async def test_panes_never_overlap(open_reader: OpenReader, library: Path) -> None:
    sizes = ((80, 24), (120, 40), (160, 45), (200, 50), (40, 10))
    async with open_reader(library) as reading:
        main = reading.main
        panes = [main.sidebar, main.query_one("#list"), main.detail]
        for size, key in product(sizes, ("h", "tab", "tab")):
            await reading.pilot.resize_terminal(*size)
            await reading.settle()
            regions = [pane.region for pane in panes if pane.display and pane.region.area]
            for number, region in enumerate(regions):
                assert main.region.contains_region(region)
                for other in regions[number + 1 :]:
                    assert not region.overlaps(other)
            await reading.press(key)


@pytest.mark.usefixtures("followed")
@large
async def test_a_refresh_of_a_search_stays_on_the_article(
    open_reader: OpenReader, library: Path
) -> None:
    write_article(library, "6.md", "Rocketing markets", "quality: 1")
    async with open_reader(library) as reading:
        await reading.press("slash", *"rocket", "enter", "G")
        assert reading.title == "Rocketing markets"
        write_article(library, "7.md", "Rocket", "quality: 99")
        await reading.press("R")
        await reading.settle()
        assert len(reading.titles) == 4
        assert reading.title == "Rocketing markets"


@large
async def test_a_topic_is_shown_from_its_first_article(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("G")
        assert reading.title == "Rockets rise"
        reading.main.post_message(FacetChosen("topic", "Money"))
        await reading.settle()
        assert reading.title == reading.titles[0] == "Rocket markets"


@large
async def test_in_a_large_topic_the_cursor_stays_on_an_article_that_has_it(
    open_reader: OpenReader, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.library.searcher._READY_AT_ONCE", 0)
    monkeypatch.setattr("broadsheet.library.index.ready_lists._BIG", 5)
    for number in range(9):
        topic = "topics: [Cars]" if number else "topics: [Ships]"
        write_article(news, f"{number}.md", f"Number {number}", topic)
    async with open_reader(news) as reading:
        await reading.press("G")
        assert reading.title == "Number 8"
        await reading.press("slash", *"topic:cars", "enter")
        assert (len(reading.titles), reading.title) == (8, "Number 8")
        await reading.press("escape", "g")
        assert reading.title == "Number 0"
        await reading.press("slash", *"topic:cars", "enter")
        assert (len(reading.titles), reading.title) == (8, "Number 1")
        await reading.press("G")
        reading.main.post_message(FacetChosen("topic", "Cars"))
        await reading.settle()
        assert reading.title == "Number 1"


@large
async def test_escape_after_a_topic_goes_back_to_where_a_search_before_it_began(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("j")
        before = reading.title
        await reading.press("slash", *"happens", "enter")
        assert reading.title != before
        reading.main.post_message(FacetChosen("topic", "Money"))
        await reading.settle()
        await reading.press("j", "escape")
        assert (len(reading.titles), reading.title) == (5, before)


async def test_links_are_those_of_the_article_under_the_cursor(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.type("j", "L")
        await wait_until_idle(reading.app)
        window = reading.app.screen
        assert isinstance(window, LinksScreen)
        assert window._link_lines.link is not None
        assert window._link_lines.link.url == "https://example.com/4.md"


@pytest.mark.usefixtures("followed")
@large
async def test_an_index_deleted_meanwhile_is_built_and_read_anew(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        discard_index(index_path(library))
        write_article(library, "8.md", "After the loss")
        await reading.press("R")
        await reading.settle()
        assert "After the loss" in reading.titles
        assert len(reading.titles) == 6


@pytest.mark.usefixtures("followed")
@large
async def test_a_refresh_leaves_a_scrolled_table_where_it_is(
    open_reader: OpenReader, news: Path
) -> None:
    for number in range(90):
        write_article(news, f"{number:02}.md", f"Number {number}")
    async with open_reader(news) as reading:
        table = reading.main.table
        table.scroll_to(y=30, animate=False, immediate=True)
        await reading.press("R")
        await reading.settle()
        assert round(table.scroll_y) == 30


async def test_heads_stand_above_their_columns(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        for width in (89, 90, 91, 92, 64, 65, 53, 54):
            await reading.pilot.resize_terminal(width, 24)
            await reading.settle()
            head = reading.main.query_one(TableHead).render_line(0).text
            row = reading.main.table.render_line(0).text
            assert row[head.index("TITLE") :].startswith("Nothing"), width


async def test_a_window_that_is_closed_twice_closes_nothing_else(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("question_mark")
        window = reading.app.screen
        for _ in range(3):
            await window.run_action("close")
        await reading.settle()
        assert reading.app.screen is reading.main


async def test_leaving_while_an_article_is_being_read_is_no_fault(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "Only a link", "quality: 9")
    write_article(news, "b.md", "With a body", "quality: 1", body="What it says.")
    async with open_reader(news) as reading:
        main = reading.main
        await reading.press("Q", "g")
        assert reading.title == "Only a link"
        main.table.cursor = 1
        with main.library.open_index() as index:
            row = index.rows(main.table.ids)[main.table.ids[1]]
            read = open_article(main.library, index, row)
        reading.app.exit(return_code=143)
        main.post_message(ArticleOpened(read))
    assert reading.app.return_code == 143
