"""Keys typed faster than the screen follows: each does what it says, or nothing."""

import asyncio
from pathlib import Path
from threading import Event

import pytest

from broadsheet.library.library import Library
from broadsheet.library.query.parse import Query
from broadsheet.library.searcher import Searcher
from broadsheet.library.view import View
from broadsheet.tui.screens.palette import CommandLines
from broadsheet.tui.themes import LIGHT
from tests.files import write_article
from tests.tui.conftest import OpenReader
from tests.waiting import PATIENCE

both_sizes = pytest.mark.usefixtures("small_and_large")


@pytest.fixture
def library(news: Path) -> Path:
    """Five rockets, the first the newest, of two topics."""
    for number in range(1, 6):
        write_article(
            news,
            f"{number}.md",
            f"Rocket {number}",
            f"publishedDateTime: 2023-01-0{6 - number}T10:00:00Z",
            f"topics: [{'Odd' if number % 2 else 'Even'}]",
        )
    return news


@both_sizes
async def test_what_follows_enter_in_the_search_bar_goes_to_the_table(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.type_ahead("slash", *"rocket", "enter", "j", "j")
        assert reading.main.search.value == "rocket"
        assert reading.title == "Rocket 3"
        assert reading.is_in("table")


async def test_keys_keep_their_order_at_whatever_moment_the_bar_is_left(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        for rounds in range(8):
            reading.send("slash", *"rocket", "enter", "j")
            await _turn(rounds)
            await reading.type_ahead("j", "enter", "j")
            assert reading.title == "Rocket 3"
            assert reading.is_in("detail")
            await reading.press("escape", "escape", "g")


async def test_letters_do_not_overtake_a_correction(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        for rounds in range(8):
            reading.send("slash", *"roket", "left", "left", "left")
            await _turn(rounds)
            await reading.type_ahead("c", "home", "A", "delete", "end", "x", "backspace", "s")
            assert reading.main.search.value == "Aockets"
            await reading.press("escape")


async def _turn(rounds: int) -> None:
    """Let the event loop come to where the keys of before are on their way."""
    for _ in range(rounds):
        await asyncio.sleep(0)


@pytest.mark.usefixtures("large")
async def test_keys_upon_the_first_lines_of_many_hold_for_all(
    open_reader: OpenReader, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything, view = Event(), Searcher.view

    def held_back(searcher: Searcher, query: Query, *rest: object) -> View:
        assert everything.wait(PATIENCE)
        return view(searcher, query, *rest)  # type: ignore[arg-type]

    async with open_reader(library) as reading:
        monkeypatch.setattr(Searcher, "view", held_back)
        reading.send("slash", *"rocket", "enter")
        await reading.until(lambda: len(reading.main.table.ids) == 2)
        await reading.type("j")
        everything.set()
        await reading.settle()
        assert len(reading.titles) == 5
        assert reading.title == "Rocket 2"


@both_sizes
async def test_what_follows_escape_in_the_search_bar_goes_to_the_table(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.type_ahead("slash", *"rocket", "escape", "l")
        assert reading.main.search.value == ""
        assert len(reading.titles) == 5
        assert reading.is_in("detail")


@both_sizes
async def test_words_typed_behind_a_search_for_words_are_added_after_an_arrow(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.type_ahead("slash", *"rocket", "enter", "slash", "right", *" 4", "enter", "l")
        assert reading.is_in("detail")
        assert reading.main.search.value == "rocket 4"


async def test_a_second_search_replaces_words_and_narrows_anything_else(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.type_ahead("slash", *"nonsense", "enter", "slash", *"rocket 4", "enter")
        assert reading.main.search.value == "rocket 4"
        await reading.type_ahead("escape", "slash", *"topic:odd", "enter", "slash")
        assert len(reading.titles) == 3
        await reading.type_ahead(*"is:unread rocket", "enter", "slash", *"5", "enter")
        assert reading.main.search.value == "topic:odd is:unread rocket 5"
        assert reading.titles == ["Rocket 5"]


async def test_every_sign_can_be_typed_into_the_search_bar(
    open_reader: OpenReader, library: Path
) -> None:
    signs = "aZ/?:,.;+-_*#<>=|\\\"'!@$%&()[]{}^`~"
    async with open_reader(library) as reading:
        await reading.type_ahead("slash", *signs)
        assert reading.main.search.value == signs
        assert reading.app.screen is reading.main


@both_sizes
async def test_completions_are_chosen_as_they_are_typed(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.type_ahead("slash", *"topic:o", "down", "enter", "enter", "G")
        assert reading.main.search.value == "topic:Odd"
        assert reading.title == "Rocket 5"
        await reading.type_ahead("escape", "slash", *"topic:ev", "tab", "tab", "j")
        assert reading.main.search.value == "topic:Even"
        assert reading.title == "Rocket 4"


@both_sizes
async def test_what_follows_the_choice_of_an_article_or_a_topic_goes_to_what_it_opens(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.type_ahead("j", "enter", "j")
        assert reading.title == "Rocket 2"
        assert reading.is_in("detail")
        await reading.press("h", "h")
        sidebar = reading.main.sidebar
        sidebar.cursor = next(i for i, e in enumerate(sidebar._entries) if e.name == "Odd")
        await reading.type_ahead("enter", "j")
        assert reading.is_in("table")
        assert reading.title == "Rocket 3"


@both_sizes
@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_what_follows_a_change_of_pane_goes_to_the_pane(
    open_reader: OpenReader, library: Path, size: tuple[int, int]
) -> None:
    async with open_reader(library, size) as reading:
        await reading.type_ahead("l", "j", "h", "j", "j", "h", "j", "l", "k")
        assert reading.title == "Rocket 2"


async def test_a_command_of_the_palette_that_is_chosen_twice(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("ctrl+p", *"dark or light")
        await reading.type_ahead("enter", "enter", "enter")
        assert reading.app.theme == LIGHT.name
        assert reading.main.is_active
        assert reading.is_in("detail")


@pytest.mark.parametrize(
    ("keys", "title"),
    [([*"key", "enter", "escape", "j"], "Rocket 2"), ([*"key", "backspace", "escape"], "Rocket 1")],
)
async def test_the_palette_hears_what_is_typed_before_it_is_there(
    open_reader: OpenReader, library: Path, keys: list[str], title: str
) -> None:
    async with open_reader(library) as reading:
        for rounds in range(4):
            await reading.press("g")
            reading.send(":")
            await _turn(rounds)
            await reading.type_ahead(*keys)
            assert reading.main.is_active
            assert reading.title == title


async def test_a_window_to_find_in_says_that_nothing_matches(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press(":", *"zzz")
        assert "Nothing matches." in reading.app.screen.query_one(CommandLines).render_line(0).text


async def test_what_follows_a_command_goes_to_what_it_opens(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.type_ahead(":", *"them", "enter", *"dracu", "enter", "j")
        assert reading.app.theme == "dracula"
        assert reading.title == "Rocket 2"
        await reading.type_ahead(":", *"all re", "enter", "n")
        await reading.type_ahead(":", *"mrk", "enter")
        await reading.until(lambda: "Marked as read." in reading.said)
        row = reading.main.index.row(reading.main.table.article_id)
        assert row is not None
        assert row.is_read


async def test_the_palette_is_opened_again_before_it_has_closed(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("colon")
        reading.app.screen.dismiss()
        reading.app.action_command_palette()
        await reading.press(*"dark or light", "enter")
        assert reading.app.theme == LIGHT.name


async def test_charts_asked_for_twice_at_once(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        await reading.type_ahead("t", "t", "escape", "t")
        await reading.press("escape")
        assert reading.app.screen is reading.main


async def test_a_name_is_asked_for_once(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        await reading.type_ahead("slash", "r", "ctrl+s", "ctrl+s", "ctrl+s")
        assert len(reading.app.screen_stack) == 2
        await reading.press("escape")
        assert reading.app.screen is reading.main


async def test_what_follows_q_does_nothing(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        reading.send("q", "ctrl+p", "s", ":", "+", "x", "enter", "escape")
        await reading.until(lambda: reading.app._exit)
    assert reading.app.return_code == 0
    with Library(library).open_index() as index:
        assert not any(row.is_starred for row in index.rows([1, 2, 3, 4, 5]).values())
