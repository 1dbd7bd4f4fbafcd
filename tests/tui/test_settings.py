from pathlib import Path

from broadsheet.config import Settings
from tests.files import write_article
from tests.tui.conftest import OpenReader


async def test_settings_that_make_no_sense_are_said_and_passed_over(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title")
    settings = Settings(theme="no-such-theme", sort="loudness")
    async with open_reader(news, settings=settings) as reading:
        assert reading.titles == ["A title"]
        assert "no-such-theme" in reading.said
        assert "loudness" in reading.said


async def test_a_theme_of_textual_can_be_chosen(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news, settings=Settings(theme="nord", sort="title")) as reading:
        assert reading.app.theme == "nord"
        assert reading.app.is_running
