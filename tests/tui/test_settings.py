from pathlib import Path

from reader.config import Settings
from reader.library.library import Library
from reader.library.sync import bring_up_to_date
from reader.tui.app import BroadsheetApp
from tests.files import write_article
from tests.tui.conftest import Reading


async def test_settings_that_make_no_sense_are_said_and_passed_over(news: Path) -> None:
    write_article(news, "a.md", "A title")
    bring_up_to_date(news)
    app = BroadsheetApp(Library(news), Settings(theme="no-such-theme", sort="loudness"))
    async with app.run_test(size=(120, 40)) as pilot:
        reading = Reading(app, pilot)
        await reading.settle()
        assert reading.titles == ["A title"]
        said = " ".join(notification.message for notification in app._notifications)
        assert "no-such-theme" in said
        assert "loudness" in said


async def test_a_theme_of_textual_can_be_chosen(news: Path) -> None:
    write_article(news, "a.md", "A title")
    bring_up_to_date(news)
    app = BroadsheetApp(Library(news), Settings(theme="nord", sort="title"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert app.theme == "nord"
        assert app.is_running
