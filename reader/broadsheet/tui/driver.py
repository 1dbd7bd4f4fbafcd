"""Textual's driver for terminals, changed where it would hang or end the reader."""

import asyncio
import os
import select
import signal
import sys
import termios
import threading
import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from broadsheet.first_frame import painting
from broadsheet.tui.alignment import aligned
from broadsheet.tui.terminal_answers import QUESTIONS, Answer, Question, TerminalAnswers

_LONGEST_READ = 4_096
_LONGEST_BUFFER = 65_536
_LOOK_EVERY = 0.1
"""Seconds between checks whether Esc or a partial answer is followed by more input."""

_ANSWERS_WITHIN = 3.0
"""Seconds after a question in which Esc may begin a late answer, as over a slow SSH connection."""

_OF_THE_PERSON = (events.Key, events.Paste, events.MouseEvent)

_ENTER = "\x1b[?1049h"

_LEAVE = b"".join(b"\x1b[?%dl" % mode for mode in (2004, 2048, 1000, 1003, 1006, 1015, 1004)) + (
    b"\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h"
)
"""Undoes the modes that Textual sets at the start."""


class TerminalDriver(LinuxDriver):
    """Ends the reader when the terminal is gone, and survives input that is not text."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._is_lost = threading.Event()
        self._keeps_frame = False
        self._end_of_keys: tuple[int, int] | None = None
        self._early: list[Message] | None = []
        self._delivering = threading.Lock()
        self._asked: dict[Question, asyncio.Future[str]] = {}
        self._asked_at = 0.0
        # Textual's output thread dies at the first error, and the screen then waits forever.
        self._output = TerminalOutput(sys.__stderr__, self._lose_terminal)
        self._file = self._output  # type: ignore[assignment]  # it has all that the thread calls

    def start_application_mode(self) -> None:
        """Take the terminal; a frame that was painted at the start stays until it is drawn upon."""
        before = painting.take_over()
        self._keeps_frame = before is not None
        self._end_of_keys = os.pipe()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._keeps_frame = False
        if before is not None:
            self.attrs_before = before

    def disable_input(self) -> None:
        """End the thread that reads keys, which may be waiting for one."""
        if self._end_of_keys is None:
            return
        ends, self._end_of_keys = self._end_of_keys, None
        os.write(ends[1], b".")
        super().disable_input()
        for end in ends:
            os.close(end)

    def process_message(self, message: Message) -> None:
        """Pass a message on, but hold keys and clicks back until the screen can act on them."""
        with self._delivering:
            if self._early is not None and isinstance(message, _OF_THE_PERSON):
                self._early.append(message)
            else:
                super().process_message(message)

    def deliver_early(self) -> None:
        """Pass on the keys and clicks that were held back, in order, and hold back no more."""
        with self._delivering:
            early, self._early = self._early or [], None
            for message in early:
                super().process_message(message)

    def write(self, data: str) -> None:
        """Write to the terminal, with columns aligned."""
        if not (self._keeps_frame and data == _ENTER):  # a second time, it would clear the screen
            super().write(aligned(data))

    def ask(self, question: Question) -> asyncio.Future[str]:
        """Ask the terminal; the answer comes soon, late or never, and is no key in any case."""
        if question not in self._asked or self._asked[question].done():
            self._asked[question] = self._loop.create_future()
            self._asked_at = time.monotonic()
            super().write(QUESTIONS[question])
        return self._asked[question]

    def _answered(self, answer: Answer) -> None:
        waiting = self._asked.get(answer.question)
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.text)

    def _typed(self, text: str, answers: TerminalAnswers) -> str:
        """Return what is left of `text` without the terminal's answers."""
        if not self._asked:
            return text
        is_waiting = time.monotonic() - self._asked_at < _ANSWERS_WITHIN
        text, found = answers.take(text, is_waiting=is_waiting)
        for answer in found:
            with suppress(RuntimeError):  # the loop may be closed already
                self._loop.call_soon_threadsafe(self._answered, answer)
        return text

    def run_input_thread(self) -> None:
        """Read keys until told to end, or until the terminal is gone.

        Textual would read from a terminal that is gone in a busy loop, and end the program at the
        first bytes that are not UTF-8: letters in another encoding, or half of a paste.
        """
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("ignore").decode
        answers = TerminalAnswers()
        sources = [self.fileno, *(self._end_of_keys or ())[:1]]
        read_at = time.monotonic()
        while not self.exit_event.is_set():
            # Nobody who rests is woken ten times a second.
            is_quiet = time.monotonic() - read_at > _ANSWERS_WITHIN
            ready = select.select(sources, [], [], None if is_quiet else _LOOK_EVERY)[0]
            if self.fileno in ready:
                read_at = time.monotonic()
                data = self._read()
                if data == b"":
                    self._lose_terminal()
                    break
                text = self._typed(decode(data or b""), answers)
            elif ready:
                break
            else:
                text = answers.release()
            if text:  # the parser takes "" for the end
                for event in parser.feed(text):
                    self.process_message(event)
            for event in parser.tick():
                self.process_message(event)
        with suppress(EOFError, ParseError):
            list(parser.feed(""))

    def _read(self) -> bytes | None:
        """Return what was typed, b"" if the terminal is gone, None if another program took it."""
        try:
            return os.read(self.fileno, _LONGEST_READ)
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def _lose_terminal(self) -> None:
        if not self._is_lost.is_set():
            self._is_lost.set()
            # The loop may be closed already.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._hang_up)

    def _hang_up(self) -> None:
        if not self._app._exit:
            self._app.exit(return_code=128 + signal.SIGHUP)

    def leave_at_once(self) -> None:
        """Reset the terminal as far as possible without waiting."""
        with suppress(OSError, termios.error):
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            if select.select([], [self._output.fileno()], [], 0)[1]:
                os.write(self._output.fileno(), _LEAVE)

    def _sigcont_application(self, *_: object) -> None:
        # The signal also comes when the window is closed, or after SIGSTOP. Textual would then
        # start a second thread that reads keys, and set modes twice that it resets once.
        if self._must_signal_resume:
            super()._sigcont_application()


class TerminalOutput:
    """Writes to the terminal; once that fails, it calls `lost` and drops what follows."""

    def __init__(self, stream: TextIO | None, lost: Callable[[], None]) -> None:
        if stream is None:
            raise RuntimeError("there is no standard error to draw on")
        self._fd = stream.fileno()
        self._encoding = stream.encoding
        self._lost = lost
        self._is_lost = False
        self._buffer = bytearray()

    def fileno(self) -> int:
        """Return the number of the terminal's file."""
        return self._fd

    def write(self, text: str) -> None:
        """Buffer text; it is written when the buffer is full, or at the next `flush`."""
        self._buffer += text.encode(self._encoding, "replace")
        if len(self._buffer) > _LONGEST_BUFFER:
            self.flush()

    def flush(self) -> None:
        """Write what is in the buffer."""
        while self._buffer and not self._is_lost:
            try:
                del self._buffer[: os.write(self._fd, self._buffer)]
            except BlockingIOError:  # another program that shares the terminal made it so
                select.select([], [self._fd], [])
            except OSError:
                self._is_lost = True
                self._lost()
        self._buffer.clear()
