"""Themes of the user's own."""

from pathlib import Path

from broadsheet.config.settings import Settings, settings_file
from tests.files import write_article
from tests.tui.conftest import OpenReader

SEPIA = 'primary = "#7a4a12"\nbackground = "ansi_white"\nforeground = "#26241f"\ndark = false\n'


def write_theme(name: str, toml: str) -> None:
    folder = settings_file().parent / "themes"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(toml, encoding="utf-8")


async def test_a_theme_of_ones_own_can_be_chosen(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    write_theme("sepia", SEPIA)
    async with open_reader(news, settings=Settings(theme="sepia")) as reading:
        assert reading.app.theme == "sepia"
        assert not reading.app.current_theme.dark
        assert reading.app.current_theme.foreground == "#26241F"
        assert reading.said == ""


FAULTY = {
    "primary = ": "bad0.toml",
    'primary = "#12"': "'primary' must be a colour",
    'primary = "red"\ncolour = "red"': "There is no colour 'colour'",
    'accent = "red"': "needs at least the colour 'primary'",
    'primary = "red"\ndark = "yes"': "'dark' must be true or false",
}


async def test_faulty_themes_are_said_and_left_out(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    for number, toml in enumerate(FAULTY):
        write_theme(f"bad{number}", toml)
    async with open_reader(news) as reading:
        for said in FAULTY.values():
            assert said in reading.said
        assert not [name for name in reading.app.available_themes if name.startswith("bad")]
        assert reading.titles == ["A title"]
