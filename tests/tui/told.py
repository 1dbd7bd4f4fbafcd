"""A library that tells two stories, and what the screen says of an article in it."""

from pathlib import Path

from textual.widgets import Static

from broadsheet.tui.screens.why import WhyScreen
from tests.library.stories.events import ALONE, COMET, LEAK, write_event
from tests.tui.conftest import RunningReader

LEAD, SECOND, THIRD = (title for _, title, _ in LEAK)
COMETS = (COMET[1][1], COMET[0][1])
NEWEST = [ALONE[2][1], ALONE[1][1], ALONE[0][1]]


def write_told(news: Path) -> None:
    """Write two stories, and articles that belong to none."""
    write_event(news, "leak", LEAK, day="2023-05-19")
    write_event(news, "comet", COMET)
    write_event(news, "alone", ALONE, day="2023-05-17")


def why(reading: RunningReader) -> str:
    """Return what w says."""
    screen = reading.app.screen
    assert isinstance(screen, WhyScreen)
    return "\n".join(str(text.content) for text in screen.query(Static))
