"""Keys of the user's own, in a real terminal."""

from pathlib import Path

from tests.files import write_article
from tests.terminal.conftest import StartReader


def test_own_keys_act_in_the_table_and_are_typed_in_the_search(
    reader: StartReader, environment: dict[str, str], news: Path
) -> None:
    config = Path(environment["XDG_CONFIG_HOME"], "broadsheet", "config.toml")
    config.parent.mkdir(parents=True)
    config.write_text(
        '[keys]\npreset = "arrows"\ntoggle_starred = "e"\nhelp = "f1"\n', encoding="utf-8"
    )
    write_article(news, "a.md", "Every letter")
    write_article(news, "b.md", "Another one")
    terminal = reader(str(news))
    terminal.wait_for_text("2 articles")
    terminal.wait_for_text("f1 Help")
    terminal.press("e")
    terminal.wait_for_text("★")
    terminal.press("/", *"leter", "left", "left", "t")
    terminal.wait_for_text("letter")
    terminal.wait_for_text("Every letter")
    terminal.press("esc")
    terminal.wait_for_text("Another one")
    terminal.press("f1")
    terminal.wait_for_text("cursor_down")
