"""Runs the user's own programs on the open article.

The words of a program are filled in after they were split, and no shell sees them: whatever an
article says stays one argument.
"""

import asyncio
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from typing import IO

from textual.app import SuspendNotSupported
from textual.screen import Screen

from broadsheet.articles.as_markdown import article_as_markdown
from broadsheet.config.programs import PLACEHOLDER
from broadsheet.config.settings import Program
from broadsheet.library.library import Library
from broadsheet.links import SafeLink, check_url
from broadsheet.text.door import clean_message, clean_text
from broadsheet.tui.opened import OpenedArticle
from broadsheet.tui.screens.source import WrappedLines
from broadsheet.tui.screens.text_window import TextWindow
from broadsheet.tui.signals import another_program_has_the_terminal

_LONGEST_RUN = 60.0
"""Seconds that a program may take whose output is shown."""

_MOST_SHOWN = 400_000
"""Bytes of output that are shown."""

_MOST_COMPLAINT = 2_000


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a program ended: its status as `subprocess` has it, what it printed, what it said."""

    status: int
    output: str
    complaint: str
    took_too_long: bool = False


class Programs:
    """Runs the programs of the settings."""

    def __init__(self, screen: Screen[None], library: Library, programs: Sequence[Program]) -> None:
        self._screen = screen
        self._library = library
        self._programs = programs

    def run(self, number: int, opened: OpenedArticle) -> None:
        """Run a program, by its number in the settings, on an article."""
        program = self._programs[number]
        argv = self._filled(program, opened)
        if argv is None:
            return
        try:
            with tempfile.TemporaryFile() as given:
                given.write(_input(program, opened).encode())
                given.seek(0)
                if program.in_terminal:
                    self._run_in_terminal(program, argv, given)
                else:
                    ending = _start(program, argv, given)
                    if not program.shows:
                        said = clean_message(f"Started {program.name}.")
                        self._screen.app.notify(said, markup=False, timeout=3)
                    self._screen.run_worker(self._report(program, ending), group="program")
        except (OSError, SuspendNotSupported) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            self._warn(f"{argv[0]} does not start: {reason}.")

    def _filled(self, program: Program, opened: OpenedArticle) -> list[str] | None:
        """Return the words of `program` for an article; None, and say so, if one is missing."""
        link = check_url(opened.row.url)
        values = {
            "url": link.url if isinstance(link, SafeLink) else "",
            # An argument that begins with a dash would be an option.
            "title": opened.row.title.lstrip("-"),
            "file": os.fspath(self._library.base / opened.row.path),
        }
        for name in (name for word in program.argv for name in PLACEHOLDER.findall(word)):
            if not values[name]:
                self._warn(f"This article has no {name} for {program.name}.")
                return None
        return [PLACEHOLDER.sub(lambda name: values[name[1]], word) for word in program.argv]

    def _run_in_terminal(self, program: Program, argv: list[str], given: IO[bytes]) -> None:
        reads = program.reads != "none"
        with self._screen.app.suspend(), another_program_has_the_terminal():
            try:
                process = subprocess.Popen(argv, stdin=given if reads else None)  # noqa: S603
                process.wait()
            except OSError as error:
                # Not outside the block: Textual would not take the terminal back.
                sentence = f"{argv[0]} does not start: {error.strerror}."
            else:
                sentence = _sentence(program, _Ended(process.returncode, "", ""))
        if sentence:
            self._warn(sentence)

    async def _report(self, program: Program, ending: "asyncio.Future[_Ended]") -> None:
        ended = await ending
        sentence = _sentence(program, ended)
        if sentence:
            self._warn(sentence)
        if program.shows and (ended.output or not sentence):
            lines = ended.output.splitlines() or [f"{program.name} printed nothing."]
            self._screen.app.push_screen(TextWindow(program.name, WrappedLines(lines)))

    def _warn(self, sentence: str) -> None:
        self._screen.app.notify(
            clean_message(sentence), severity="warning", markup=False, timeout=8
        )


def _input(program: Program, opened: OpenedArticle) -> str:
    if program.reads == "none" or opened.article is None:
        return ""
    markdown = article_as_markdown(opened.article)
    if program.reads == "markdown":
        return markdown
    from markdown_it import MarkdownIt

    html: str = MarkdownIt("commonmark", {"html": False}).render(markdown)
    return html


def _start(program: Program, argv: list[str], given: IO[bytes]) -> "asyncio.Future[_Ended]":
    """Start a program that needs no terminal; return what becomes of it.

    It goes on when the reader ends. Raises `OSError` if it does not start.
    """
    with ExitStack() as resources:
        complaints = resources.enter_context(tempfile.TemporaryFile())
        process = subprocess.Popen(  # noqa: S603
            argv,
            stdin=given if program.reads != "none" else subprocess.DEVNULL,
            stdout=subprocess.PIPE if program.shows else subprocess.DEVNULL,
            stderr=complaints,
            start_new_session=True,
        )
        resources.pop_all()  # closed when the program has ended
    loop = asyncio.get_running_loop()
    ending = loop.create_future()

    def wait() -> None:
        ended = _wait(process, complaints)
        with suppress(RuntimeError):  # the reader was left meanwhile
            loop.call_soon_threadsafe(partial(_set, ending, ended))

    threading.Thread(target=wait, name="program", daemon=True).start()
    return ending


def _set(ending: "asyncio.Future[_Ended]", ended: _Ended) -> None:
    if not ending.done():
        ending.set_result(ended)


def _wait(process: "subprocess.Popen[bytes]", complaints: IO[bytes]) -> _Ended:
    output = b""
    too_long = threading.Event()

    def stop() -> None:
        too_long.set()
        _kill(process)

    if process.stdout is not None:
        timer = threading.Timer(_LONGEST_RUN, stop)
        timer.start()
        output = process.stdout.read(_MOST_SHOWN)
        if len(output) == _MOST_SHOWN:
            _kill(process)
        process.stdout.close()
        process.wait()
        timer.cancel()
    status = process.wait()
    if len(output) == _MOST_SHOWN:
        status = 0
    with complaints:
        complaints.seek(0)
        complaint = complaints.read(_MOST_COMPLAINT)
    return _Ended(
        status,
        clean_text(output.decode("utf-8", "replace"), decode_entities=False),
        clean_message(complaint.decode("utf-8", "replace")),
        too_long.is_set(),
    )


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _sentence(program: Program, ended: _Ended) -> str:
    """Return what went wrong; empty if nothing did."""
    if ended.took_too_long:
        return f"{program.name} was stopped after {_LONGEST_RUN:.0f} seconds."
    if not ended.status:
        return ""
    how = f"with status {ended.status}" if ended.status > 0 else f"by signal {-ended.status}"
    return f"{program.name} ended {how}" + (f": {ended.complaint}" if ended.complaint else ".")
