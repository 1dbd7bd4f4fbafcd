"""The panes as the user wants them: hidden, larger, stacked; and the same at the next start."""

import threading
from pathlib import Path

import pytest

from broadsheet.paths import state_folder
from broadsheet.tui.actions.layout_file import Layout, keep_layout, read_layout
from broadsheet.tui.parts import panes
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader


@pytest.fixture
def library(news: Path) -> Path:
    write_article(news, "a.md", "A title", "topics: [AI]", body="Words.")
    return news


def sizes(reading: RunningReader) -> dict[str, tuple[int, int]]:
    """Return the outer sizes of the panes that are shown."""
    boxes = {"sidebar": "#sidebar", "table": "#list", "detail": "#detail"}
    found = {name: reading.main.query_one(box) for name, box in boxes.items()}
    return {name: box.outer_size for name, box in found.items() if box.display}


async def test_backslash_hides_the_sidebar_and_brings_it_back(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        assert sizes(reading).keys() == {"sidebar", "table", "detail"}
        await reading.press("backslash")
        assert sizes(reading).keys() == {"table", "detail"}
        assert sizes(reading)["table"][0] == 120
        await reading.press("h")
        assert reading.is_in("sidebar")
        assert "sidebar" in sizes(reading)
        await reading.press("l")
        assert "sidebar" not in sizes(reading)
    async with open_reader(library) as reading:
        assert "sidebar" not in sizes(reading)
        await reading.press("h", "backslash")
        assert reading.is_in("sidebar")
        await reading.press("backslash")
        assert reading.is_in("table")
        assert "sidebar" not in sizes(reading)


@pytest.mark.parametrize(
    ("size", "sides"),
    [
        ((200, 50), {"sidebar": 0, "table": 0, "detail": 0}),
        ((120, 40), {"sidebar": 0, "table": 1, "detail": 1}),
    ],
)
async def test_a_pane_grows_shrinks_and_gets_its_usual_size_back(
    open_reader: OpenReader, library: Path, size: tuple[int, int], sides: dict[str, int]
) -> None:
    async with open_reader(library, size) as reading:
        for pane, side in sides.items():
            reading.main.panes.focus(pane)
            await reading.settle()
            usual = sizes(reading)[pane][side]
            await reading.press("greater_than_sign", "greater_than_sign")
            assert sizes(reading)[pane][side] > usual
            for _ in range(30):
                reading.main.panes.resize(1)
            await reading.settle()
            assert sizes(reading).keys() == {"sidebar", "table", "detail"}
            assert all(min(shown) >= 5 for shown in sizes(reading).values())
            await reading.press("equals_sign", "less_than_sign")
            small = sizes(reading)[pane][side]
            assert small < usual
            await reading.press("equals_sign")
            assert sizes(reading)[pane][side] == usual
        await reading.press("less_than_sign")
    async with open_reader(library, size) as reading:
        assert sizes(reading)[pane][side] == small


async def test_the_last_of_two_changes_is_kept_even_if_the_first_takes_longer_to_write(
    open_reader: OpenReader, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_first, second_is_kept = threading.Event(), threading.Event()

    def keep(layout: Layout) -> None:
        if not has_first.is_set():
            has_first.set()
            second_is_kept.wait(0.1)
        keep_layout(layout)
        second_is_kept.set()

    monkeypatch.setattr(panes, "keep_layout", keep)
    async with open_reader(library) as reading:
        reading.main.panes.resize(1)
        await reading.until(has_first.is_set)
        await reading.press("vertical_line")
    assert read_layout().arrangement == "columns"


@pytest.mark.parametrize("size", [(200, 50), (120, 40)])
async def test_the_layout_is_by_width_or_as_the_user_wants_it(
    open_reader: OpenReader, library: Path, size: tuple[int, int]
) -> None:
    async with open_reader(library, size) as reading:
        usual = sizes(reading)
        await reading.press("vertical_line")
        assert "next to the list" in reading.said
        columns = sizes(reading)
        assert columns["table"][1] == columns["detail"][1]
        await reading.press("vertical_line")
        stacked = sizes(reading)
        assert stacked["table"][0] == stacked["detail"][0]
        assert stacked["table"][1] < stacked["detail"][1]
        await reading.press("vertical_line")
        assert sizes(reading).keys() == {"sidebar", "table"}
        await reading.press("enter")
        assert sizes(reading).keys() == {"sidebar", "detail"}
        await reading.press("h")
        assert sizes(reading).keys() == {"sidebar", "table"}
    async with open_reader(library, size) as reading:
        assert sizes(reading).keys() == {"sidebar", "table"}
        await reading.press("vertical_line")
        assert sizes(reading) == usual


async def test_a_narrow_screen_shows_one_pane_whatever_was_chosen(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, (80, 24)) as reading:
        for _ in range(4):
            await reading.press("vertical_line", "greater_than_sign")
            assert sizes(reading) == {"table": (80, 22)}
        await reading.press("backslash")
        assert reading.is_in("sidebar")
        await reading.press("backslash", "enter")
        assert sizes(reading) == {"detail": (80, 22)}


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("", Layout()),
        ("[" * 900, Layout()),
        ('{"sidebar": "wide", "beside": true, "below": null, "arrangement": 3}', Layout()),
        ('{"sidebar": 9999, "beside": -4}', Layout(sidebar=80, beside=20)),
        ('{"arrangement": "list", "hides_sidebar": true}', Layout("list", hides_sidebar=True)),
    ],
)
def test_a_damaged_layout_is_the_usual_one(text: str, layout: Layout) -> None:
    state_folder().mkdir(parents=True)
    (state_folder() / "layout.json").write_text(text, "utf-8")
    assert read_layout() == layout


async def test_of_many_columns_the_text_gets_a_measure_and_the_titles_the_rest(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, (200, 50)) as reading:
        assert reading.main.detail.text_width >= 60
        assert sizes(reading)["table"][0] >= 95
        await reading.pilot.resize_terminal(300, 80)
        await reading.settle()
        assert reading.main.detail.text_width == 84
        assert sizes(reading)["table"][0] >= 165


async def drag(reading: RunningReader, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press the mouse at one place of the screen, and let it go at another one."""
    await reading.pilot.mouse_down(offset=start)
    await reading.pilot.hover(offset=((start[0] + end[0]) // 2, (start[1] + end[1]) // 2))
    await reading.pilot.hover(offset=end)
    await reading.pilot.mouse_up(offset=end)
    await reading.settle()


async def test_the_frames_between_panes_are_dragged_and_kept(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, (200, 50)) as reading:
        await drag(reading, (37, 10), (45, 20))
        assert sizes(reading)["sidebar"][0] == 46
        await drag(reading, (46, 10), (30, 10))
        assert sizes(reading)["sidebar"][0] == 31
        left = reading.main.detail.region.x
        await drag(reading, (left, 20), (left + 30, 5))
        assert abs(reading.main.detail.region.x - (left + 30)) <= 1
        await drag(reading, (left + 30, 20), (0, 20))
        assert sizes(reading).keys() == {"sidebar", "table", "detail"}
        assert sizes(reading)["detail"][0] == pytest.approx(0.8 * 169, abs=1)
        widths = sizes(reading)
        await drag(reading, (100, 25), (50, 25))
        assert sizes(reading) == widths, "a frame was dragged from within a pane"
    async with open_reader(library, (200, 50)) as reading:
        assert sizes(reading) == widths
        await reading.press("vertical_line", "vertical_line")
        top = reading.main.detail.region.y
        await drag(reading, (100, top - 1), (100, top + 12))
        assert abs(reading.main.detail.region.y - (top + 12)) <= 1


async def test_there_is_nothing_to_drag_where_one_pane_is_shown(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, (80, 24)) as reading:
        await reading.press("h")
        widths = sizes(reading)
        await drag(reading, (31, 10), (50, 10))
        assert sizes(reading) == widths


async def test_what_changes_nothing_in_sight_is_told(
    open_reader: OpenReader, library: Path
) -> None:
    write_article(library, "b.md", "Another", "date: 2024-05-01", body="Words.")
    async with open_reader(library) as reading:
        await reading.press("z", "greater_than_sign")
        assert "nothing to resize" in reading.said
        await reading.press("D")
        assert "Sorted the list by date." in reading.said
        await reading.press("enter")
        assert "No link or related article is selected." in reading.said


async def test_a_screen_with_room_for_one_pane_says_from_where_on_there_are_more(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, (80, 24)) as reading:
        await reading.press("vertical_line")
        assert "In 100 columns or more, the article is next to the list." in reading.said
