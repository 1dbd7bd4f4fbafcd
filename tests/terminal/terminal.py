"""A terminal for tests: runs a program on a pty, sends it keys and clicks, and reads its screen."""

import codecs
import os
import re
import secrets
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol, Self

from pyte.screens import Char

from tests.processes import is_anything_working
from tests.terminal.pty import open_terminal, start_on_terminal
from tests.terminal.screen import Screen
from tests.terminal.sequences import tokens, unfinished_tail
from tests.waiting import PATIENCE

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "delete": "\x1b[3~",
    "f1": "\x1bOP",
    "f5": "\x1b[15~",
    "pgup": "\x1b[5~",
    "pgdn": "\x1b[6~",
    **{f"ctrl+{letter}": chr(ord(letter) & 0x1F) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
"""What xterm sends for each named key. Any other key sends its own character."""

_SESSION = Path(__file__).with_name("session.py")
_ON_AT_FIRST = {"7": "line wrap", "25": "cursor"}
_OFF_AT_FIRST = {
    "1000": "mouse clicks",
    "1002": "mouse drags",
    "1003": "mouse movement",
    "1004": "focus reports",
    "1006": "mouse in SGR form",
    "1015": "mouse in urxvt form",
    "1016": "mouse in pixels",
    "1049": "alternate screen",
    "2004": "bracketed paste",
    "2026": "synchronized output",
    "2048": "resize reports",
}
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_KITTY_KEYBOARD = re.compile(rb"\x1b\[(>[0-9]*|<)u")


class Leader(Protocol):
    """The process that leads the session, as `session.py` does."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | None: ...

    def wait(self) -> int: ...


Lead = Callable[[str, int], Leader]
"""Starts a program and its leader, who writes the marker, on the far end of a terminal."""


class Terminal:
    """A program running on a pty of its own; columns and rows count from 0.

    Characters are as wide as each code point is by itself, which is what xterm, VTE and tmux do;
    emoji made of several code points therefore take more room than in kitty or Ghostty.
    It answers no queries, so there is no synchronized output and there are no resize reports.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: Path | None = None,
        columns: int = 80,
        rows: int = 24,
        lead: Lead | None = None,
    ) -> None:
        self.columns, self.rows = columns, rows
        self.exit_status: int | None = None
        """How the program ended (a signal as a negative number); None while it runs."""
        self._raw = bytearray()
        self._pending = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._marker = secrets.token_hex(8)
        self._main = self._shown = Screen(columns, rows)
        # The far end stays open here, so that its settings can be read at any time.
        self._near, self._far = open_terminal(columns, rows)
        self._settings_before = termios.tcgetattr(self._far)
        if lead is None:
            leader = [sys.executable, "-I", "-S", str(_SESSION), self._marker, *argv]
            self._leader: Leader = start_on_terminal(self._far, leader, env=env, cwd=cwd)
        else:
            self._leader = lead(self._marker, self._far)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill the program and everything in its process group. May be called twice."""
        if self._leader.returncode is None:
            os.killpg(self._leader.pid, signal.SIGKILL)
            self._leader.wait()
            os.close(self._near)
            os.close(self._far)

    # What the person does.

    def send(self, keys: str) -> None:
        """Send characters as they are."""
        data = keys.encode()
        while data:
            data = data[os.write(self._near, data) :]

    def press(self, *keys: str) -> None:
        """Press keys by name ("enter", "shift+tab", "ctrl+d") or by character.

        After "esc", wait for what it does: a key that follows at once makes it alt+key.
        """
        for key in keys:
            if len(key) > 1 and key not in KEYS:
                raise ValueError(f"no such key: {key}")
            self.send(KEYS.get(key, key))

    def type(self, text: str) -> None:
        """Type `text`, character by character."""
        self.press(*text)

    def click(self, column: int, row: int) -> None:
        """Press and release the left mouse button."""
        at = f"{column + 1};{row + 1}"
        self.send(f"\x1b[<0;{at}M\x1b[<0;{at}m")

    def wheel(self, column: int, row: int, direction: Literal["up", "down"]) -> None:
        """Turn the mouse wheel by one notch."""
        button = 64 if direction == "up" else 65
        self.send(f"\x1b[<{button};{column + 1};{row + 1}M")

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the kernel tells the program."""
        self.columns, self.rows = columns, rows
        for screen in (self._main, self._shown):
            screen.resize(rows, columns)
        termios.tcsetwinsize(self._near, (rows, columns))

    # What the person sees.

    @property
    def raw(self) -> bytes:
        """Every byte the program has written."""
        return bytes(self._raw)

    @property
    def text(self) -> str:
        """The lines on screen, without spaces at their ends."""
        return "\n".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """Each line on screen, without spaces at its end."""
        return [self.line(row) for row in range(self.rows)]

    def line(self, row: int) -> str:
        """One line on screen, without spaces at its end; half a wide character is a space."""
        return self._shown.line(row)

    def cell(self, column: int, row: int) -> Char:
        """One cell: `data`, `fg` and `bg` (names or six hex digits), `bold`, `reverse` …"""
        return self._shown.buffer[row][column]

    def find(self, text: str) -> tuple[int, int]:
        """Column and row where `text` first stands on screen. Raises AssertionError."""
        for row in range(self.rows):
            characters = self._shown.characters(row)
            for column in range(self.columns):
                if characters[column] and "".join(characters[column:]).startswith(text):
                    return column, row
        raise AssertionError(self._report(f"{text!r} is not on screen"))

    # Waiting.

    def wait_for(
        self, predicate: Callable[["Terminal"], bool], what: str, timeout: float = PATIENCE
    ) -> None:
        """Take in output until `predicate` holds. Raises AssertionError, with the picture.

        `timeout` is in seconds. The predicate is called after each piece of output, and
        twenty times a second for predicates that look at files.
        """
        deadline = time.monotonic() + timeout
        while not predicate(self):
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise AssertionError(self._report(f"not within {timeout} s: {what}"))
            if self.exit_status is not None:
                raise AssertionError(self._report(f"ended ({self.exit_status}) before: {what}"))
            self._take_in(min(remaining, 0.05))

    def wait_for_text(self, text: str, timeout: float = PATIENCE) -> None:
        """Wait until `text` stands on one line of the screen."""
        self.wait_for(lambda terminal: text in terminal.text, f"{text!r} on screen", timeout)

    def wait_until_gone(self, text: str, timeout: float = PATIENCE) -> None:
        """Wait until `text` stands on no line of the screen, and not only of half a frame."""

        def is_gone(terminal: Terminal) -> bool:
            if text in terminal.text:
                return False
            terminal.settle(0.01, timeout)
            return text not in terminal.text

        self.wait_for(is_gone, f"{text!r} gone", timeout)

    def settle(self, quiet: float = 0.15, timeout: float = PATIENCE) -> None:
        """Take in output until none has come for `quiet` seconds and nobody works on more.

        Raises AssertionError. What a test started and still waits for a processor is not quiet:
        its output only comes later.
        """
        deadline = time.monotonic() + timeout
        while self._take_in(quiet) or is_anything_working() or self._take_in(0):
            if time.monotonic() > deadline:
                raise AssertionError(self._report(f"still writing after {timeout} s"))

    def wait_exit(self, timeout: float = PATIENCE) -> int:
        """Wait for the end of the program, all its output taken in; returns its exit status."""
        self.wait_for(lambda terminal: terminal.exit_status is not None, "its end", timeout)
        assert self.exit_status is not None
        return self.exit_status

    # What the program leaves.

    def clean_on_exit(self) -> bool:
        """Whether the terminal is now as the program found it."""
        return not self.left_behind()

    def left_behind(self) -> list[str]:
        """What is not as the program found it: modes, the keyboard's protocol, stty settings."""
        modes = {
            mode.decode(): switch == b"h"
            for modes, switch in _MODE.findall(self._raw)
            for mode in modes.split(b";")
        }
        keyboard = [arguments != b"<" for arguments in _KITTY_KEYBOARD.findall(self._raw)]
        left = [f"{name} off" for mode, name in _ON_AT_FIRST.items() if not modes.get(mode, True)]
        left += [f"{name} on" for mode, name in _OFF_AT_FIRST.items() if modes.get(mode, False)]
        if keyboard.count(True) != keyboard.count(False):
            left.append("kitty keyboard")
        if termios.tcgetattr(self._far) != self._settings_before:
            left.append("stty settings")
        return left

    def _take_in(self, timeout: float) -> bool:
        """Take in what the program writes within `timeout` seconds; False when it is silent."""
        if not select.select([self._near], [], [], timeout)[0]:
            return False
        data = os.read(self._near, 65536)
        self._raw += data
        stream = self._pending + self._decoder.decode(data)
        end = unfinished_tail(stream)
        self._pending = stream[end:]
        for token, is_control in tokens(stream[:end]):
            if not is_control:
                self._shown.draw(token)
            elif token.startswith(f"\x1b_{self._marker};"):
                self.exit_status = int(token.removesuffix("\x1b\\").partition(";")[2])
                self._raw = self._raw.replace(token.encode(), b"")
            elif token in ("\x1b[?1049h", "\x1b[?1049l"):
                self._switch_screen(alternate=token.endswith("h"))
            else:
                self._shown.obey(token)
        return True

    def _switch_screen(self, *, alternate: bool) -> None:
        """Show the alternate screen, empty, or the main one as it was; pyte has only one."""
        self._shown = Screen(self.columns, self.rows) if alternate else self._main

    def _report(self, problem: str) -> str:
        """The problem and, framed, the picture of the screen."""
        edge = "+" + "-" * self.columns + "+"
        picture = ("".join(self._shown.characters(row)) for row in range(self.rows))
        return "\n".join([problem, edge, *(f"|{line}|" for line in picture), edge])
