"""Whatever is pasted, no input shows, keeps or stores what could mislead or has no end."""

from pathlib import Path

import pytest
from textual import events
from textual.strip import Strip
from textual.widgets import Input

from broadsheet.paths import state_folder
from broadsheet.text.door import clean_line
from broadsheet.tui.widgets.line_input import LineInput
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader

HOSTILE = "chips\u202egnp.exe\u2066\u200b\x1b[2J\x9b5n\U000e0041\u00ad end"

OPENED_BY = {
    "the search bar": ["slash"],
    "a name": ["slash", "c", "ctrl+s"],
    "the palette": ["ctrl+p"],
    "the themes": ["ctrl+p", *"theme", "enter"],
}


@pytest.fixture
def library(news: Path) -> Path:
    write_article(news, "a.md", "Chips are scarce")
    return news


async def paste(reading: RunningReader, text: str) -> Input:
    reading.app.post_message(events.Paste(text))
    await reading.settle()
    assert isinstance(reading.app.focused, Input)
    return reading.app.focused


def strips(reading: RunningReader) -> list[Strip]:
    return reading.app.screen._compositor.render_strips()


@pytest.mark.parametrize("keys", OPENED_BY.values(), ids=OPENED_BY)
async def test_a_paste_shows_nothing_that_misleads_and_has_an_end(
    open_reader: OpenReader, library: Path, keys: list[str]
) -> None:
    async with open_reader(library) as reading:
        await reading.press(*keys)
        line = await paste(reading, HOSTILE)
        assert line.value.endswith("chipsgnp.exe end")
        for strip in strips(reading):
            shown = " ".join(strip.text.split())
            assert clean_line(shown) == shown
        line.value = ""
        line = await paste(reading, "long " * 200_000)
        assert 0 < len(line.value) <= 1_000
        await reading.press("escape")
    if keys == ["slash"]:
        assert 0 < (state_folder() / "searches").stat().st_size <= 1_001


async def test_a_search_that_an_earlier_version_kept_too_long_is_left_out(
    open_reader: OpenReader, library: Path
) -> None:
    state_folder().mkdir(parents=True)
    (state_folder() / "searches").write_text(f"chips\n{'long ' * 200_000}\n", encoding="utf-8")
    async with open_reader(library) as reading:
        await reading.press("slash", "up")
        assert reading.main.search.value == "chips"


async def test_spaces_and_accents_are_typed_as_ever(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"chips ")
        line = await paste(reading, " caf\u00e9 \U0001f469\u200d\U0001f680")
        assert line.value == "chips  caf\u00e9 \U0001f469\u200d\U0001f680"


async def test_keys_that_no_line_of_text_has_a_use_for_do_no_harm(
    open_reader: OpenReader, news: Path
) -> None:
    async with open_reader(news) as reading:
        for opens in (["slash"], ["question_mark", "slash"]):
            await reading.press(*opens, "a", "pagedown", "pageup", "ctrl+pagedown", "b")
            line = reading.app.screen.query_one(LineInput)
            assert line.value == "ab"
            await reading.press("escape", "escape")
