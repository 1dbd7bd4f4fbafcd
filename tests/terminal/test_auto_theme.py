"""`theme = "auto"` asks the terminal for its background while keys are typed."""

from pathlib import Path

import pytest

from tests.files import write_article
from tests.terminal.conftest import StartReader
from tests.terminal.terminal import Terminal

QUESTION = b"\x1b]11;?\x1b\\"
LIGHT, DARK = "f7f3ea", "16181b"


def background(terminal: Terminal) -> str:
    """Return the colour below the title of the first article's row."""
    return terminal.cell(terminal.columns // 2, terminal.rows - 4).bg


@pytest.fixture
def library(news: Path, environment: dict[str, str]) -> Path:
    settings = Path(environment["XDG_CONFIG_HOME"], "broadsheet")
    settings.mkdir()
    settings.joinpath("config.toml").write_text('theme = "auto"\n')
    for number in range(3):
        date = f"publishedDateTime: 2024-01-0{3 - number}"
        write_article(news, f"{number}.md", f"Title {number}", date)
    return news


def test_the_answer_chooses_the_theme_of_the_first_frame_and_of_later_ones(
    patient_reader: StartReader, library: Path
) -> None:
    terminal = patient_reader(str(library))
    terminal.wait_for(lambda seen: QUESTION in seen.raw, "the question")
    terminal.send("\x1b]11;rgb:fafa/fafa/fafa\x1b\\")
    terminal.wait_for_text("Title 0")
    assert background(terminal) == LIGHT
    assert b"48;2;22;24;27" not in terminal.raw  # the dark one
    # Someone changed the terminal's colours while they were elsewhere.
    before = len(terminal.raw)
    terminal.send("\x1b[I")
    terminal.wait_for(lambda seen: QUESTION in seen.raw[before:], "the question again")
    terminal.send("\x1b]11;rgb:0000/0000/0000\x07")
    terminal.wait_for(lambda seen: background(seen) == DARK, "the dark theme")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.clean_on_exit()


def test_a_late_answer_counts_and_so_do_the_keys_typed_around_it(
    reader: StartReader, library: Path
) -> None:
    terminal = reader(str(library))
    terminal.wait_for_text("Title 0")
    terminal.settle()
    assert background(terminal) == DARK
    terminal.send("j\x1b]11;rgb:ffff/ffff")
    terminal.send("/ffff\x1b\\js")
    terminal.wait_for(lambda seen: background(seen) == LIGHT, "the light theme")
    terminal.wait_for(lambda seen: any("★" in x and "Title 2" in x for x in seen.lines), "a star")


def test_a_start_with_another_theme_asks_nothing(
    reader: StartReader, environment: dict[str, str], news: Path
) -> None:
    write_article(news, "a.md", "Title 0")
    terminal = reader(str(news))
    terminal.wait_for_text("Title 0")
    terminal.settle()
    assert QUESTION not in terminal.raw
