"""The help screen, and words found in it."""

import re
from pathlib import Path

from textual.widgets import Input

from broadsheet.tui.screens.help import HelpText, _sections
from broadsheet.tui.widgets.key_bar import KeyBar
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader


def bottom(reading: RunningReader) -> str:
    return reading.app.screen.query_one(KeyBar).render_line(0).text


def shown(reading: RunningReader) -> list[str]:
    return str(reading.app.screen.query_one(HelpText).content).splitlines()


async def test_words_are_found_in_the_help(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news) as reading:
        await reading.press("question_mark")
        everything = shown(reading)
        await reading.press("slash", *"Unread q")
        assert reading.app.screen.query_one(Input).value == "Unread q"
        assert shown(reading) == ["The help has nothing with these words."]
        await reading.press(*["backspace"] * 8, "≈")
        assert [line for line in shown(reading) if line.startswith("  ")]
        assert all("≈" in line for line in shown(reading) if line.startswith("  "))
        await reading.press("backspace", *"Unread")
        found = shown(reading)
        assert "Marking" in found
        assert "Panes" not in found
        assert all("unread" in line.lower() for line in found if re.match(r"  \S", line))
        await reading.press("escape")
        assert shown(reading) == everything
        await reading.press("escape")
        assert reading.app.screen is reading.main


async def test_a_long_line_goes_on_below_its_meaning(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news, (80, 24)) as reading:
        await reading.press("question_mark")
        lines = shown(reading)
        assert all(len(line) <= 76 for line in lines)
        later = [line for line in lines if line.startswith(" " * 20)]
        assert len(later) > 10
        await reading.press("slash", *"rising")
        assert any(line.startswith("  t  ") for line in shown(reading))


def test_what_a_line_is_about_is_apart_from_its_meaning() -> None:
    assert all(line.head.endswith(" ") for _, lines in _sections() for line in lines)


async def test_the_help_says_what_a_preset_changes(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news, (120, 40)) as reading:
        await reading.press("question_mark", "slash", *"preset")
        shown = " ".join(str(reading.app.screen.query_one(HelpText).content).split())
        assert "newsboat p Previous unread, S Separate, N Mark" in shown
        assert "arrows ↓ Down" in shown


async def test_what_is_typed_right_after_the_slash_is_searched_for(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news) as reading:
        await reading.press("question_mark")
        await reading.type_ahead("slash", *"unread")
        assert reading.app.screen.query_one(Input).value == "unread"


WINDOWS = {
    "t": "In the charts",
    "T": "In the list of columns",
    "v": "In the source of an article",
    "L": "In the list of links",
    "X": "In the list of mutes and boosts",
    "P": "In the list of problems",
    "comma": "In the settings",
    "F": "In the list of feeds",
    "A": "In a question",
    "w": "In every window",
}


async def test_help_of_a_window_begins_with_its_keys_and_closes_back_to_it(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title", "quality: 5")
    async with open_reader(news) as reading:
        for key, title in WINDOWS.items():
            await reading.press(key)
            window = reading.app.screen
            assert bottom(reading).rstrip().endswith("? Help"), key
            await reading.press("question_mark")
            assert shown(reading)[0] == title, key
            await reading.press("question_mark")
            assert reading.app.screen is window, key
            await reading.press("escape")
            assert reading.app.screen is reading.main, key
