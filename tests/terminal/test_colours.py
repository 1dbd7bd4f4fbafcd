"""Terminals with few colours or none: all can be read, and what is selected is seen."""

from pathlib import Path

import pytest
from pyte.screens import Char
from rich.color import ANSI_COLOR_NAMES, Color

from broadsheet.tui.contrast import LEAST, contrast
from tests.files import write_article
from tests.terminal.conftest import StartReader
from tests.terminal.terminal import Terminal

KINDS = {
    "16 colours": {"TERM": "xterm-16color", "COLORTERM": ""},
    "256 colours": {"TERM": "xterm-256color", "COLORTERM": ""},
    "no colours": {"NO_COLOR": "1"},
}
THEMES = ("broadsheet-dark", "solarized-light")
TITLES = ("First", "Second", "Third")


@pytest.fixture
def library(news: Path) -> Path:
    for name in TITLES:
        write_article(news, f"{name}.md", name, "heat: 900", "quality: 1", "provider: {name: Wire}")
    return news


def choose(environment: dict[str, str], theme: str) -> None:
    config = Path(environment["XDG_CONFIG_HOME"], "broadsheet", "config.toml")
    config.parent.mkdir(parents=True)
    config.write_text(f'theme = "{theme}"\n', encoding="utf-8")


def rgb(name: str, otherwise: str) -> Color:
    """Return a colour by the name that the test terminal has for it."""
    name = (otherwise if name == "default" else name).replace("brown", "yellow")
    plain = name.removeprefix("bright")
    if plain not in ANSI_COLOR_NAMES:
        return Color.parse(f"#{name}")
    return Color.from_ansi(ANSI_COLOR_NAMES[plain] + 8 * (plain != name))


def contrast_of(cell: Char) -> float:
    colors = (rgb(cell.fg, "white"), rgb(cell.bg, "black"))
    return contrast(*(color.get_truecolor() for color in colors))


def row_of(terminal: Terminal, text: str) -> list[Char]:
    column, row = terminal.find(text)
    return [terminal.cell(place, row) for place in range(column, column + len(text))]


def _look(cell: Char) -> tuple[str, bool]:
    return cell.bg, cell.reverse


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("theme", THEMES[:2])
def test_the_selected_row_is_a_bar_in_the_pane_with_the_keys(
    reader: StartReader, environment: dict[str, str], library: Path, kind: str, theme: str
) -> None:
    environment.update(KINDS[kind])
    choose(environment, theme)
    terminal = reader(str(library))
    terminal.wait_for_text("Second")
    terminal.settle()
    looks = {title: _look(row_of(terminal, title)[0]) for title in TITLES}
    selected = next(title for title in TITLES if [*looks.values()].count(looks[title]) == 1)
    bar = row_of(terminal, selected)[0]
    if kind != "256 colours":
        assert bar.reverse
        column, row = terminal.find(selected)
        cells = [terminal.cell(place, row) for place in range(column, column + 60)]
        assert {(cell.fg, cell.bg, cell.reverse) for cell in cells} == {(bar.fg, bar.bg, True)}
        # What it has for a background, in reverse, stands out from that of the other rows.
        below = terminal.cell(column, row + 1 if row < 5 else row - 1).bg
        shown, around = (rgb(name, "black").get_truecolor() for name in (bar.fg, below))
        assert contrast(shown, around) >= LEAST
    terminal.press("h")
    terminal.wait_for_text("━ Library")
    terminal.settle()
    quiet = row_of(terminal, selected)[0]
    others = [row_of(terminal, title)[0] for title in TITLES if title != selected]
    assert not quiet.reverse
    assert (quiet.bg, quiet.underscore) not in {(one.bg, one.underscore) for one in others}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_text_can_be_read(
    reader: StartReader, environment: dict[str, str], library: Path, kind: str, theme: str
) -> None:
    environment.update(KINDS[kind])
    choose(environment, theme)
    terminal = reader(str(library))
    terminal.wait_for_text("Second")
    terminal.settle()
    cells = [
        terminal.cell(column, row)
        for row in range(terminal.rows)
        for column in range(terminal.columns)
    ]
    faint = {(c.fg, c.bg) for c in cells if c.data.isalnum() and contrast_of(c) < LEAST}
    assert not faint
