"""The keys of the main screen in a real terminal: none ends the reader or leaves it in a mess."""

from pathlib import Path

from tests.files import write_article
from tests.terminal.conftest import StartReader
from tests.terminal.leaving import assert_leaves_well

_KEYS = [
    *("j", "k", "G", "g", "pgdn", "pgup", "space", "end", "home", "ctrl+d", "ctrl+u"),
    *("tab", "l", "h", "shift+tab", "\\", "\\", "<", ">", "=", "|", "|", "|", "|"),
    *("Q", "H", "D", "E", "E", "n", "N", "m", "s", "b", "p", "u", "u", "u", "u"),
    *("o", "f", "i", "y", "R", "enter", "backspace", "z", "n", "z", "r", "x", "K", "J"),
]
_WINDOWS = {
    "?": "━ Help",
    ",": "━ Settings",
    ":": "━ Commands",
    "t": "articles, 20",
    "w": ": from the file",
    "X": "━ Mute or boost",
    "L": "━ Links of",
    "F": "━ Feeds",
    "+": "Address of a feed",
    "T": "━ Columns",
    "P": "━ Problems",
    "v": ".md ━",
    "A": "of this view as read?",
    "/": "Enter: articles",
}


def test_no_key_ends_the_reader_or_leaves_it_in_a_mess(
    reader: StartReader, environment: dict[str, str], news: Path
) -> None:
    environment["BROWSER"] = "true"
    for number in range(1, 4):
        fields = f"date: 2024-01-0{number}", f"quality: {number}", f"heat: {number}"
        write_article(news, f"{number}.md", f"Title {number}", *fields, url="http://127.0.0.1:9/")
    terminal = reader(str(news), rows=30)
    terminal.wait_for_text("3 articles")
    for pane in ("", "h", "\r"):
        terminal.type(pane)
        terminal.press(*_KEYS)
        terminal.press("enter", "backspace")
    for key, sign in _WINDOWS.items():
        terminal.press(key)
        terminal.wait_for_text(sign)
        terminal.press("esc")
        terminal.wait_until_gone(sign)
    assert "Unexpected" not in terminal.text
    assert_leaves_well(terminal)
