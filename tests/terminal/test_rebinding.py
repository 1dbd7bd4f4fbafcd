"""Keys of the user's own, in a real terminal."""

from pathlib import Path

from tests.files import write_article
from tests.terminal.conftest import StartReader
from tests.terminal.leaving import assert_leaves_well


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
    terminal.wait_for_text("F1 Help")
    terminal.press("e")
    terminal.wait_for_text("★")
    terminal.press("/", *"leter", "left", "left", "t")
    terminal.wait_for_text("letter")
    terminal.wait_for_text("Every letter")
    terminal.press("esc")
    terminal.wait_for_text("Another one")
    terminal.press("f1")
    terminal.wait_for_text("cursor_down")


def test_a_program_gets_the_terminal_and_gives_it_back(
    reader: StartReader, environment: dict[str, str], news: Path
) -> None:
    config = Path(environment["XDG_CONFIG_HOME"], "broadsheet", "config.toml")
    config.parent.mkdir(parents=True)
    config.write_text(
        '[[programs]]\nname = "Look"\nkey = "M"\nterminal = true\n'
        'argv = ["sh", "-c", \'echo "looking at $1"; read -r line\', "sh", "{title}"]\n',
        encoding="utf-8",
    )
    write_article(news, "a.md", "Only $(this) one")
    terminal = reader(str(news))
    terminal.wait_for_text("Only $(this) one")
    terminal.press("M")
    terminal.wait_for_text("looking at Only $(this) one")
    terminal.press("enter")
    terminal.wait_for_text("1 article")
    assert_leaves_well(terminal)
