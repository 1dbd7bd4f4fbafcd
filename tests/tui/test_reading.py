"""Reading: the article alone on the screen, how far one is, and where one left off."""

import re
from itertools import product
from pathlib import Path

import pytest

from broadsheet.config.settings import Settings
from broadsheet.pages.store import Page, PageStore
from broadsheet.paths import state_folder
from broadsheet.tui.actions import reading_places
from broadsheet.tui.actions.reading_places import ReadingPlaces, Text
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader


@pytest.fixture
def library(news: Path) -> Path:
    for day, title in ((3, "First"), (2, "Second"), (1, "Third")):
        body = "\n\n".join(f"{title} {number}. " + "word " * 60 for number in range(40))
        write_article(news, f"{title}.md", title, f'publishedDateTime: "2024-01-0{day}"', body=body)
    return news


def screen(reading: RunningReader) -> list[str]:
    return [strip.text.rstrip(" ▐▝▗") for strip in reading.app.screen._compositor.render_strips()]


def first_line(reading: RunningReader) -> str:
    """Return how the first paragraph begins that begins in the pane: “First 12”."""
    region = reading.main.detail.region
    lines = screen(reading)[region.y : region.bottom]
    return next(found[0] for line in lines if (found := re.search(r"(First|Second) \d+", line)))


@pytest.mark.parametrize("size", [(200, 50), (120, 40), (80, 24)])
async def test_z_shows_the_article_alone_and_leads_back_to_where_one_was(
    open_reader: OpenReader, library: Path, size: tuple[int, int]
) -> None:
    async with open_reader(library, size) as reading:
        for pane, key in product(["table", "sidebar", "detail"], ["z", "escape"]):
            reading.main.panes.focus(pane)
            await reading.press("z")
            assert reading.is_in("detail")
            assert not any("by date" in line or "TITLE" in line for line in screen(reading))
            assert reading.main.detail.size.width > size[0] - 8
            await reading.press(key)
            assert reading.is_in(pane)
            assert reading.main.title_bar.region.y == 0
            assert reading.main.title_bar.display


async def test_esc_leaves_a_search_for_the_article_that_was_being_read(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("j", "z", "slash", "slash", *"third")
        assert any("TITLE" in line for line in screen(reading))
        await reading.press("escape")
        assert not any("TITLE" in line for line in screen(reading))
        assert any(line.strip() == "Second" for line in screen(reading))
        await reading.press("z", "slash", "slash", *"third", "escape")
        assert any("TITLE" in line for line in screen(reading))
        await reading.press("z", "slash", "slash", "enter", "escape")
        assert any("TITLE" in line for line in screen(reading))


async def test_a_search_is_hidden_while_one_reads_and_there_again_afterwards(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"second", "enter", "z")
        assert not any("Broadsheet" in line or line == "▌second" for line in screen(reading))
        await reading.press("z")
        assert screen(reading)[1] == "▌second"
        assert reading.is_in("table")


async def test_pages_turned_quickly_are_all_turned(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        await reading.press("enter")
        page = reading.main.detail.page_lines
        await reading.type_ahead(*["space"] * 4)
        assert reading.main.detail.scroll_y == 4 * page


async def test_lines_stay_readable_and_in_the_middle_of_a_wide_screen(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, (200, 50)) as reading:
        await reading.press("z")
        lines = [line for line in screen(reading) if "word word" in line]
        before = {len(line) - len(line.lstrip()) for line in lines}
        assert len(before) == 1
        assert 50 < before.pop() < 65
        texts = [line.strip(" ▐▝▗") for line in lines if ". word" in line]  # without the scroll bar
        assert all(60 <= len(text) <= 90 for text in texts)


async def test_n_moves_on_without_leaving(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library, settings=Settings(read_after=None)) as reading:
        await reading.press("z", "space", "n")
        assert any("Second 0." in line for line in screen(reading))
        assert not any("TITLE" in line for line in screen(reading))
        await reading.press("n", "N", "z")
        assert reading.title == "Second"
        assert reading.is_in("table")


async def test_backspace_goes_back_through_what_was_read_alone_then_to_the_panes(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, settings=Settings(read_after=None)) as reading:
        await reading.press("z", "m", "n", "m", "n")
        assert reading.title == "Third"
        reading.app.clear_notifications()
        await reading.settle()
        assert "⌫ Back" in screen(reading)[-1]
        await reading.press("N")
        assert "Backspace goes back to the one you came from." in reading.said
        for title in ("Second", "First"):
            await reading.press("backspace")
            assert reading.title == title
            assert reading.main.panes.is_reading
        await reading.press("backspace")
        assert not reading.main.panes.is_reading
        assert reading.is_in("table")


async def test_what_was_read_alone_is_no_way_back_among_the_panes(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("enter", "z", "n", "z")
        assert reading.is_in("detail")
        await reading.press("backspace")
        assert reading.is_in("table")
        assert reading.title == "Second"


@pytest.mark.usefixtures("followed")
async def test_keys_whose_effect_is_out_of_sight_say_what_they_did(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("z")
        await reading.type("s")
        await reading.until(lambda: "Starred. The view Starred has 1 article." in reading.said)
        await reading.type("E")
        await reading.until(lambda: "an excerpt below each title" in reading.said)
        await reading.type("R")
        await reading.until(lambda: "Looking at the folder again." in reading.said)


async def test_an_empty_list_has_nothing_to_read_alone(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"topic:none", "enter", "enter")
        assert "There is no article to read" in reading.said
        reading.app.clear_notifications()
        await reading.press("z")
        assert not reading.main.panes.is_reading
        assert "There is no article to read" in reading.said


async def test_going_elsewhere_brings_the_panes_back(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        for keys in (["h"], ["backspace"], ["slash", "slash"]):
            await reading.press("z")
            assert not any("TITLE" in line for line in screen(reading)), keys
            await reading.press(*keys)
            assert any("TITLE" in line for line in screen(reading)), keys
            assert not reading.main.panes.is_reading, keys
            reading.main.panes.focus("table")


async def test_the_frame_says_how_much_was_read(open_reader: OpenReader, library: Path) -> None:
    write_article(library, "short.md", "Short", 'publishedDateTime: "2024-02-01"', body="Words.")
    async with open_reader(library) as reading:
        assert "%" not in screen(reading)[-2]
        await reading.press("j", "enter")
        assert "0% · 11 min left" in screen(reading)[-2]
        await reading.press("space")
        percent = int(screen(reading)[-2].partition("%")[0].split()[-1].strip("━"))
        assert 0 < percent < 50
        await reading.press("G")
        assert "100%" in screen(reading)[-2]
        assert "left" not in screen(reading)[-2]


async def test_an_article_opens_where_it_was_left(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        await reading.press("enter", "space", "space", "j")
        line = first_line(reading)
        await reading.press("h", "j", "enter")
        assert first_line(reading) == "Second 0"
        await reading.press("h", "k")
        assert first_line(reading) == "First 0"
        await reading.press("enter")
        assert first_line(reading) == line
    async with open_reader(library, (200, 50)) as reading:
        assert first_line(reading) == "First 0"
        await reading.press("z")
        assert first_line(reading) == line


async def test_an_article_that_was_read_to_its_end_opens_at_its_beginning(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        for key in ("enter", "space", "h", "j", "k", "enter", "G", "h", "j", "k", "enter"):
            await reading.press(key)
        assert first_line(reading) == "First 0"


async def test_the_full_text_and_the_body_are_each_where_they_were_left(
    open_reader: OpenReader, library: Path
) -> None:
    text = "\n\n".join(f"Second {number} of the full text " + "word " * 60 for number in range(40))
    async with open_reader(library) as reading:
        row = reading.main.index.row(reading.main.table.article_id)
        assert row is not None
        await reading.press("enter", "space")
        body = first_line(reading)
        PageStore().keep(row.mark, Page(text, "https://e.example/a", "First", 0))
        reading.main.parts.article.text_changed(row.mark)
        await reading.settle()
        assert first_line(reading) == "Second 0"
        for key in ("space", "space", "f"):
            full = first_line(reading)
            await reading.press(key)
        await reading.until(lambda: first_line(reading) == body)
        await reading.press("f")
        await reading.until(lambda: first_line(reading) == full)


@pytest.mark.parametrize("key", ["z", "backslash"])
async def test_a_text_that_gets_another_width_stays_at_the_same_words(
    open_reader: OpenReader, library: Path, key: str
) -> None:
    async with open_reader(library, (120, 40)) as reading:
        await reading.press("enter", *["space"] * 4)
        top = first_line(reading)
        for _ in range(2):
            await reading.press(key)
            assert first_line(reading) == top


def test_places_are_kept_for_the_latest_thousand_texts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading_places, "_MOST", 3)
    for key in range(5):
        places = ReadingPlaces()
        assert places.keep(Text(key), 10 + key)
        places.save()
    kept = ReadingPlaces()
    assert [kept.of(Text(key)) for key in range(5)] == [0, 0, 12, 13, 14]
    assert (state_folder() / "places").stat().st_mode & 0o077 == 0


def test_two_readers_keep_each_others_places_and_full_texts_have_their_own() -> None:
    one, other = ReadingPlaces(), ReadingPlaces()
    one.keep(Text(1), 5)
    other.keep(Text(2), 6)
    one.keep(Text(1, is_full=True), 7)
    one.save()
    other.save()
    kept = ReadingPlaces()
    assert [kept.of(text) for text in (Text(1), Text(2), Text(1, is_full=True))] == [5, 6, 7]
    kept.keep(Text(1), 0)
    kept.save()
    assert ReadingPlaces().of(Text(1)) == 0


@pytest.mark.parametrize(
    "text", ["", "x", "12", "12 ", "-4 1", "9" * 5000 + " 1", "\0\n\xff", "٣ 1"]
)
def test_a_damaged_file_of_places_is_no_matter(text: str) -> None:
    state_folder().mkdir(parents=True)
    (state_folder() / "places").write_text(text, "utf-8")
    places = ReadingPlaces()
    assert places.of(Text(1)) in (0, 3)
    places.keep(Text(2), 8)
    places.save()
    assert ReadingPlaces().of(Text(2)) == 8


async def test_windows_lead_back_to_the_same_line(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library, (120, 40)) as reading:
        for way in ("z", "enter"):
            await reading.press("escape", "g", way, "space", "space", "j")
            top = reading.main.detail.scroll_y
            assert top
            for key in "wvLt?":
                await reading.press(key)
                await reading.until(lambda: reading.app.screen is not reading.main)
                await reading.press("escape")
                assert (reading.is_in("detail"), reading.main.detail.scroll_y) == (True, top)


async def test_space_at_the_end_of_an_article_says_how_to_go_on(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("z", "space")
        assert "end of the article" not in reading.said
        await reading.press("G", "space")
        assert "end of the article. n goes to the next unread" in reading.said


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("lines", [0, 1, 30])
async def test_the_place_is_kept_while_a_shorter_article_is_read(
    open_reader: OpenReader, library: Path, size: tuple[int, int], lines: int
) -> None:
    date, body = 'publishedDateTime: "2024-01-02T12:00:00Z"', "Shorter.\n\n" * lines
    write_article(library, "bare.md", "Bare", date, "excerpt: No more than this.", body=body)
    async with open_reader(library, size) as reading:
        await reading.press("z", "space", "space", "space")
        for keys in ([], ["G"]):
            await reading.press(*keys)
            left = screen(reading)
            await reading.press("n")
            assert reading.title == "Bare"
            await reading.press("backspace")
            assert screen(reading) == left
        await reading.press("pageup")
        assert screen(reading) != left
