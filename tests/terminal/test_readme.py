"""The five minutes of the README, as a newcomer would spend them."""

from pathlib import Path

from broadsheet.demo import write_demo
from tests.terminal.conftest import StartReader
from tests.terminal.reader_env import read_opened


def test_the_five_minutes_of_the_readme(
    reader: StartReader, browser_record: Path, tmp_path: Path
) -> None:
    library = tmp_path / "news"
    write_demo(1000, library)

    terminal = reader(str(library))
    terminal.wait_for_text("1,000 articles")
    terminal.press("j", "down", "k")
    for key, order in (
        ("H", "by heat ▼"),
        ("H", "by heat ▲"),
        ("Q", "by quality"),
        ("D", "by date"),
    ):
        terminal.press(key)
        terminal.wait_for_text(order)

    terminal.press("/")
    terminal.type("jigsaw anouncing")
    terminal.wait_for_text("Announcing reusable jigsaw puzzles")
    terminal.type(" type:video")
    terminal.wait_for_text("jigsaw anouncing type:video  ·  0 of")
    terminal.press("enter")
    terminal.wait_for_text("q Quit")
    terminal.press("esc")
    terminal.wait_until_gone("jigsaw anouncing")

    terminal.press("Q", "enter")
    terminal.wait_for_text("┏━ Article ")
    terminal.press("o")
    terminal.wait_for_text("Opened")
    assert read_opened(browser_record)

    terminal.press("h", "s")
    terminal.wait_for_text("★")
    terminal.press("u")
    terminal.wait_until_gone("★")
    terminal.press("b")
    terminal.wait_for_text("⚑")

    terminal.press("?")
    terminal.wait_for_text("Moving, in any pane")
    terminal.press("esc")
    terminal.wait_until_gone("Moving, in any pane")
    terminal.press("q")
    assert terminal.wait_exit() == 0
