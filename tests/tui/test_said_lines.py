"""What the program says: at the bottom, over nothing that is read."""

from pathlib import Path

import pytest
from textual.app import App
from textual.notifications import Notification

from broadsheet.tui.widgets.key_bar import notifications_of
from broadsheet.tui.widgets.said_lines import Said, said_lines
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader


def texts(said: Said) -> list[str]:
    return [line.text.strip() for line in said.lines]


def test_of_what_is_said_the_newest_is_shown_and_every_complaint() -> None:
    said = said_lines(
        [
            Notification("It is starred."),
            Notification("The file is damaged.", title="Settings", severity="warning"),
            Notification("It is no longer starred."),
        ],
        80,
        9,
    )
    assert texts(said) == ["! Settings: The file is damaged.", "It is no longer starred."]
    assert not said.hides_keys


@pytest.mark.parametrize(
    ("message", "timeout", "hides_keys"),
    [("Short.", 4, True), ("Short.", 20, False), ("Much longer. " * 9, 4, False)],
)
def test_only_what_is_short_stands_in_the_place_of_the_keys(
    message: str, timeout: float, hides_keys: bool
) -> None:
    said = said_lines([Notification(message, timeout=timeout)], 80, 9)
    assert said.hides_keys == hides_keys
    assert " ".join(texts(said)) == message.strip()


def test_what_is_said_takes_no_more_lines_than_there_is_room_for() -> None:
    said = said_lines([Notification("words " * 200, severity="error")], 40, 3)
    assert len(said.lines) == 3


def test_what_expires_while_it_is_looked_at_ends_nobody() -> None:
    class JustExpiring(Notification):
        asked = 0

        @property
        def has_expired(self) -> bool:
            self.asked += 1
            return self.asked > 1

    app = App[None]()
    app._notifications.add(JustExpiring("It is starred."))
    assert [said.message for said in notifications_of(app)] == ["It is starred."]


def lines(reading: RunningReader) -> list[str]:
    return [strip.text.rstrip() for strip in reading.main._compositor.render_strips()]


@pytest.mark.usefixtures("passing")
async def test_what_is_said_covers_no_row_and_goes_away(
    open_reader: OpenReader, news: Path
) -> None:
    for number in range(30):
        write_article(news, f"{number}.md", f"Title {number:02}")
    async with open_reader(news, (80, 24)) as reading:
        await reading.press(*["j"] * 19)
        keys = lines(reading)[-1]
        assert lines(reading)[-2].split()[-2:] == reading.title.split()
        reading.main.notify("One sentence. " * 12, markup=False, timeout=60)
        await reading.settle()
        assert sum("One sentence." in line for line in lines(reading)) == 3
        assert lines(reading)[-1] == keys
        assert any(line.endswith(reading.title) for line in lines(reading))
        for said in reading.app._notifications:
            said.raised_at -= 59.9
        reading.app._refresh_notifications()
        await reading.until(lambda: not reading.said)
        await reading.until(lambda: not any("One sentence." in line for line in lines(reading)))
        assert lines(reading)[-1] == keys


async def test_a_window_shows_its_keys_and_what_is_said_in_it(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "Title")
    async with open_reader(news, (80, 24)) as reading:
        await reading.press("escape")
        assert "There is no search to clear." in lines(reading)[-1]
        await reading.press("question_mark")
        shown = [strip.text for strip in reading.app.screen._compositor.render_strips()]
        assert "Close" in shown[-1]
        assert not any("There is no search" in line for line in shown)
        reading.main.notify("Something happened.", markup=False)
        await reading.settle()
        shown = [strip.text for strip in reading.app.screen._compositor.render_strips()]
        assert "Something happened." in shown[-2]
        assert "Close" in shown[-1]
        await reading.pilot.click(offset=(4, 22))
        await reading.settle()
        assert not reading.said


async def test_a_key_that_does_nothing_says_so_once(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news) as reading:
        await reading.press("j", "d")
        assert "The key d does nothing here." in reading.said
        assert all(said.timeout == 3 for said in reading.app._notifications)
        reading.app.clear_notifications()
        await reading.press("d", "slash", "d", "escape")
        assert reading.said == ""
        await reading.press("z", "5")
        assert "The key 5 does nothing here." in reading.said


@pytest.mark.usefixtures("passing")
async def test_what_a_key_did_gives_way_to_the_keys_at_the_next_key(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news) as reading:
        reading.main.notify("Undone.", markup=False, timeout=4)
        reading.main.notify("The disk is full.", severity="error", markup=False, timeout=600)
        await reading.settle()
        for said in reading.app._notifications:
            said.raised_at += 60  # however long the next line takes here
        await reading.press("j")
        assert "Undone." in reading.said, "it has not been there for long enough to be read"
        for said in reading.app._notifications:
            said.raised_at -= 62
        await reading.press("j")
        assert reading.said == "The disk is full."


@pytest.mark.parametrize(("window", "key"), [("T", "R"), ("question_mark", "R"), ("w", "d")])
async def test_a_key_that_does_nothing_in_a_window_says_so(
    open_reader: OpenReader, news: Path, window: str, key: str
) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news) as reading:
        await reading.press(window, key)
        assert f"The key {key} does nothing in this window." in reading.said
