"""`theme = "auto"` without a terminal that answers; tests/terminal/test_auto_theme.py has one."""

from pathlib import Path

import pytest

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import Settings
from tests.files import write_article
from tests.tui.conftest import OpenReader


@pytest.mark.parametrize(("colours", "dark"), [("0;15", False), ("15;0", True), ("", True)])
async def test_auto_is_what_the_environment_says_else_dark(
    open_reader: OpenReader,
    news: Path,
    monkeypatch: pytest.MonkeyPatch,
    colours: str,
    dark: bool,
) -> None:
    monkeypatch.setenv("COLORFGBG", colours)
    write_article(news, "a.md", "A title")
    async with open_reader(news, settings=Settings(theme="auto")) as reading:
        assert reading.app.current_theme.dark is dark
        assert reading.said == ""


async def test_auto_can_be_chosen_in_the_picker(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news) as reading:
        reading.app.search_themes()
        await reading.settle()
        await reading.press(*"auto", "enter")
        assert reading.app.theme == "auto"
        await reading.settle()
    assert read_settings()[0].theme == "auto"
