import os
import select
import sys
import time
from pathlib import Path

import pytest

from tests.terminal.conftest import StartProgram
from tests.terminal.reader_env import read_opened
from tests.terminal.sequences import foreign_sequences
from tests.terminal.terminal import Terminal
from tests.waiting import PATIENCE

APP = """\
import sys

from textual.app import App
from textual.content import Content
from textual.widgets import Static

class Probe(App[None]):
    BINDINGS = [("q", "quit", "Quit")]

    def compose(self):
        yield Static(id="size")
        yield Static(id="event")
        yield Static("\u65e5\u672c\u8a9e [b]bold[/b] [#ff8000]orange[/] [reverse]turned[/]|")
        yield Static(Content("".join(sys.argv[1:])))

    def on_resize(self, event):
        self.query_one("#size").update(f"size {event.size.width}x{event.size.height}")

    def show(self, what):
        self.query_one("#event").update(what)

    def on_key(self, event):
        self.show(f"key {event.key}.")

    def on_click(self, event):
        self.show(f"click {event.screen_x},{event.screen_y}.")

    def on_mouse_scroll_up(self, event):
        self.show(f"wheel up {event.screen_x},{event.screen_y}.")

    def on_mouse_scroll_down(self, event):
        self.show(f"wheel down {event.screen_x},{event.screen_y}.")

Probe().run()
"""


TEXTUAL_NAMES = {
    "x": "x",
    "/": "slash",
    "G": "G",
    "enter": "enter",
    "esc": "escape",
    "space": "space",
    "backspace": "backspace",
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
    "home": "home",
    "end": "end",
    "delete": "delete",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "ctrl+d": "ctrl+d",
    "ctrl+u": "ctrl+u",
}


def say(start: StartProgram, *pieces: str, columns: int = 80) -> Terminal:
    """A terminal in which a program has written `pieces` and ended well."""
    code = "import sys; [print(piece, end='', flush=True) for piece in sys.argv[1:]]"
    terminal = start(sys.executable, "-c", code, *pieces, columns=columns)
    assert terminal.wait_exit() == 0
    return terminal


@pytest.fixture
def app(start: StartProgram, tmp_path: Path) -> Terminal:
    script = tmp_path / "app.py"
    script.write_text(APP, encoding="utf-8")
    terminal = start(sys.executable, str(script), columns=200, rows=50)
    terminal.wait_for_text("size 200x50")
    return terminal


# A Textual program.


def test_keys_arrive_by_their_names(app: Terminal) -> None:
    for key, name in TEXTUAL_NAMES.items():
        app.press(key)
        app.wait_for_text(f"key {name}.")


def test_the_window_can_shrink_and_grow_again(app: Terminal) -> None:
    app.resize(80, 24)
    app.wait_for_text("size 80x24")
    assert len(app.lines) == 24

    app.resize(200, 50)
    app.wait_for_text("size 200x50")
    assert len(app.lines) == 50


def test_the_mouse_arrives_where_it_points(app: Terminal) -> None:
    app.click(7, 3)
    app.wait_for_text("click 7,3.")
    app.wheel(150, 40, "down")
    app.wait_for_text("wheel down 150,40.")
    app.wheel(0, 0, "up")
    app.wait_for_text("wheel up 0,0.")


def test_text_is_found_at_its_cell_behind_wide_characters(app: Terminal) -> None:
    app.wait_for_text("\u65e5\u672c\u8a9e bold orange turned|")

    column, row = app.find("bold")

    assert (column, row) == (7, 2)
    assert app.cell(column, row).bold
    orange = app.cell(*app.find("orange"))
    assert (orange.data, orange.fg, orange.bold) == ("o", "ff8000", False)


def test_a_textual_program_writes_nothing_foreign_and_leaves_the_terminal_clean(
    app: Terminal,
) -> None:
    assert set(app.left_behind()) >= {"alternate screen on", "cursor off", "stty settings"}

    app.press("ctrl+p")
    app.wait_for_text("Search for commands")
    app.press("esc")
    app.wait_until_gone("Search for commands")
    app.settle()
    app.press("q")

    assert app.wait_exit() == 0
    assert app.left_behind() == []
    assert app.clean_on_exit()
    assert app.text.strip() == ""
    assert foreign_sequences(app.raw) == []


@pytest.mark.parametrize(
    "sequence",
    [
        pytest.param("\x1b]52;c;aGk=\x1b\\", id="clipboard"),
        pytest.param("\x1b]8;;https://example.org\x1b\\", id="hyperlink"),
        pytest.param("\x1b]0;owned\x1b\\", id="icon and title"),
        pytest.param("\x1b]2;owned\x1b\\", id="title"),
        pytest.param("\x9d52;c;aGk=\x9c", id="clipboard in C1"),
        pytest.param("\x1b[2J", id="erase"),
    ],
)
def test_a_sequence_in_what_a_textual_program_shows_is_foreign(
    start: StartProgram, tmp_path: Path, sequence: str
) -> None:
    script = tmp_path / "app.py"
    script.write_text(APP, encoding="utf-8")
    terminal = start(sys.executable, str(script), f"before{sequence}after")
    terminal.wait_for_text("after")
    terminal.press("q")

    assert terminal.wait_exit() == 0
    assert sequence.encode() in foreign_sequences(terminal.raw)


def test_a_killed_textual_program_does_not_leave_the_terminal_clean(
    start: StartProgram, tmp_path: Path
) -> None:
    script = tmp_path / "app.py"
    killed = "def on_key(self, event):\n        import os; os.kill(os.getpid(), 9)"
    script.write_text(APP.replace("def on_key(self, event):", killed), encoding="utf-8")
    terminal = start(sys.executable, str(script))
    terminal.wait_for_text("size 80x24")

    terminal.press("x")

    assert terminal.wait_exit() == -9
    assert not terminal.clean_on_exit()
    assert {"mouse clicks on", "bracketed paste on", "kitty keyboard"} <= set(
        terminal.left_behind()
    )


# Any program.


@pytest.mark.parametrize("status", [0, 3, -9])
def test_the_exit_status_is_the_programs(start: StartProgram, status: int) -> None:
    command = f"kill -{-status} $$" if status < 0 else f"exit {status}"

    assert start("sh", "-c", command).wait_exit() == status


def test_a_program_that_does_not_exist_ends_like_in_a_shell(start: StartProgram) -> None:
    terminal = start("no-such-program")

    assert terminal.wait_exit() == 127
    assert "no-such-program" in terminal.text


def test_the_program_has_a_controlling_terminal_of_the_given_size(start: StartProgram) -> None:
    code = "print(open('/dev/tty').isatty(), __import__('os').get_terminal_size(0))"
    terminal = start(sys.executable, "-c", code, columns=91, rows=17)

    terminal.wait_for_text("True os.terminal_size(columns=91, lines=17)")


def test_ctrl_c_interrupts_the_program_and_its_end_is_still_told(start: StartProgram) -> None:
    terminal = start("sh", "-c", "echo ready; exec cat")
    terminal.wait_for_text("ready")

    terminal.press("ctrl+c")

    assert terminal.wait_exit() == -2


def test_all_output_of_a_program_that_ends_at_once_is_kept(start: StartProgram) -> None:
    code = "print('x' * 300_000, end='last')"

    terminal = start(sys.executable, "-c", code)

    assert terminal.wait_exit() == 0
    assert terminal.raw == b"x" * 300_000 + b"last"


def test_settings_that_a_program_leaves_changed_are_noticed(start: StartProgram) -> None:
    terminal = start("stty", "-echo")

    assert terminal.wait_exit() == 0
    assert terminal.left_behind() == ["stty settings"]


def test_modes_that_a_program_leaves_changed_are_noticed(start: StartProgram) -> None:
    terminal = say(start, "\x1b[?25;7l", "\x1b[?1000;1006h\x1b[>1u", "\x1b[?1006l")

    assert not terminal.clean_on_exit()
    assert terminal.left_behind() == [
        "line wrap off",
        "cursor off",
        "mouse clicks on",
        "kitty keyboard",
    ]


def test_the_main_screen_comes_back_after_the_alternate_one(start: StartProgram) -> None:
    terminal = say(start, "before ", "\x1b[?1049h\x1b[1;1Hinside\x1b[?1049l", "after")

    assert terminal.text.strip() == "before after"


def test_sequences_that_draw_nothing_leave_no_trace(start: StartProgram) -> None:
    terminal = say(
        start, "a\x1b[?2026$p\x1b[>25u\x1b[<ub\x1b[?6n\x1b[>c\x1b]2;t", "itle\x07c\x1b", "[=1;1ud"
    )

    assert terminal.text.strip() == "abcd"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("\u65e5\u672c|", "\u65e5\u672c|", id="wide"),
        pytest.param("e\u0301|", "e\u0301|", id="combining"),
        pytest.param("\u65e5\u0301|", "\u65e5\u0301|", id="combining with wide"),
        pytest.param("\u2764\ufe0f|", "\u2764\ufe0f|", id="variation selector"),
        pytest.param(
            "\U0001f469\u200d\U0001f680|", "\U0001f469\u200d\U0001f680|", id="joined emoji"
        ),
        pytest.param("\u65e5\x1b[1;2Hx", " x", id="second half overwritten"),
        pytest.param("\u65e5|\x1b[1;1Hx", "x |", id="first half overwritten"),
    ],
)
def test_wide_and_joined_characters_are_shown_whole(
    start: StartProgram, written: str, shown: str
) -> None:
    assert say(start, written).line(0) == shown


def test_characters_cut_between_two_writes_arrive_whole(start: StartProgram) -> None:
    code = (
        "import os, tty; tty.setcbreak(0)\n"
        "os.write(1, b'\\xe6\\x97'); os.read(0, 1); os.write(1, b'\\xa5.')"
    )
    terminal = start(sys.executable, "-c", code)
    terminal.wait_for(lambda terminal: terminal.raw == b"\xe6\x97", "half a character")
    terminal.press("enter")

    assert terminal.wait_exit() == 0
    assert terminal.line(0) == "\u65e5."


def test_waiting_in_vain_shows_the_screen(start: StartProgram) -> None:
    terminal = start("sh", "-c", "echo something else; exec cat")
    terminal.wait_for_text("something else")

    with pytest.raises(AssertionError, match=r"not within 0\.1 s: 'news' on(.|\n)*something else"):
        terminal.wait_for_text("news", timeout=0.1)
    with pytest.raises(AssertionError, match="'news' is not on screen"):
        terminal.find("news")


def test_waiting_for_a_program_that_has_ended_fails_at_once(start: StartProgram) -> None:
    begin = time.monotonic()

    with pytest.raises(AssertionError, match=r"ended \(5\) before: 'news' on screen"):
        start("sh", "-c", "exit 5").wait_for_text("news")
    assert time.monotonic() - begin < PATIENCE


def test_output_that_never_settles_is_an_error(start: StartProgram) -> None:
    terminal = start("yes")

    with pytest.raises(AssertionError, match="still writing"):
        terminal.settle(timeout=0.2)


def test_typed_text_and_named_keys_reach_the_program_in_order(start: StartProgram) -> None:
    terminal = start("cat")

    terminal.type("good nexs")
    terminal.press("backspace", "backspace", "w", "s", "enter")

    terminal.wait_for(lambda terminal: terminal.lines[:2] == ["good news"] * 2, "echo and cat")


def test_an_unknown_key_is_refused(start: StartProgram) -> None:
    with pytest.raises(ValueError, match="no such key: ctrl\\+shift"):
        start("cat").press("ctrl+shift")


def test_closing_kills_the_program_and_what_it_started(
    environment: dict[str, str], tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    # Readable, with nothing to read, as soon as nobody holds its other end any more.
    alive = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    argv = ["sh", "-c", 'exec 3>"$0"; sleep 1000 & echo ready; wait', str(pipe)]
    with Terminal(argv, env=environment) as terminal:
        terminal.wait_for_text("ready")
        assert not select.select([alive], [], [], 0)[0]
    terminal.close()

    assert select.select([alive], [], [], PATIENCE)[0]
    os.close(alive)


# The environment of the reader.


def test_the_environment_is_clean(
    start: StartProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BROWSER", "SSH_CONNECTION", "SSH_TTY", "COLUMNS", "LINES", "NO_COLOR"):
        monkeypatch.setenv(name, "1")
    code = "import os; [print(f'{name}={value[:99]}') for name, value in os.environ.items()]"
    terminal = start(sys.executable, "-c", code, columns=1000)

    assert terminal.wait_exit() == 0
    found = dict(line.split("=", 1) for line in terminal.text.split("\n") if line)
    outside = {name for name, value in found.items() if not value.startswith(str(tmp_path))}
    outside = {name for name in outside if not name.startswith("COVERAGE_")}
    assert {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"} <= (
        found.keys() - outside
    )
    assert outside <= {
        "PATH",
        "PYTHONPATH",
        "TERM",
        "COLORTERM",
        "LANG",
        "TZ",
        "TEXTUAL_ANIMATIONS",
    } | {
        "LC_CTYPE",  # Python and macOS add to it.
        "__CF_USER_TEXT_ENCODING",
    }


def test_the_browser_records_each_call(browser_record: Path, start: StartProgram) -> None:
    hostile = "https://example.org/?a=1&b=$(id);'\"\u65e5"
    assert read_opened(browser_record) == []

    code = "import sys, webbrowser; [webbrowser.open(url) for url in sys.argv[1:]]"
    terminal = start(sys.executable, "-c", code, hostile, "https://example.org/2")
    terminal.wait_for(lambda _: len(read_opened(browser_record)) == 2, "two calls")

    assert read_opened(browser_record) == [[hostile], ["https://example.org/2"]]
