"""What the driver writes, to a terminal that is slow, shared or gone."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from textual import constants

from broadsheet.config.settings import Settings
from broadsheet.library.library import Library
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from broadsheet.tui.app import BroadsheetApp
from broadsheet.tui.driver import TerminalDriver, TerminalOutput


@pytest.mark.parametrize("driver", ["nonsense", "no.such.module:Driver", "os:getpid", ":"])
def test_a_driver_that_does_not_exist_is_passed_over(
    news: Path, monkeypatch: pytest.MonkeyPatch, driver: str
) -> None:
    monkeypatch.setattr(constants, "DRIVER", driver)
    with Marks(marks_path()) as marks:
        app = BroadsheetApp(Library(news), Settings(), marks)
    assert app.get_driver_class() is TerminalDriver
    assert any("TEXTUAL_DRIVER" in warning for warning in app._warnings)


def read_all(fd: int) -> bytes:
    with os.fdopen(fd, "rb") as stream:
        return stream.read()


def test_all_is_written_although_another_program_made_the_terminal_non_blocking() -> None:
    near, far = os.pipe()
    os.set_blocking(far, False)
    lost: list[bool] = []
    with ThreadPoolExecutor(1) as pool:
        received = pool.submit(read_all, near)
        with os.fdopen(far, "w", encoding="utf-8") as stream:
            output = TerminalOutput(stream, lambda: lost.append(True))
            for _ in range(100):
                output.write("\u65e5" * 10_000)
            output.flush()
        assert received.result(10) == ("\u65e5" * 1_000_000).encode()
    assert not lost


def test_a_terminal_that_is_gone_is_told_once_and_what_follows_is_dropped() -> None:
    near, far = os.pipe()
    os.close(near)
    lost: list[bool] = []
    with os.fdopen(far, "w", encoding="utf-8") as stream:
        output = TerminalOutput(stream, lambda: lost.append(True))
        for _ in range(3):
            output.write("text")
            output.flush()
    assert lost == [True]


def test_what_the_terminal_cannot_say_is_written_as_a_question_mark() -> None:
    near, far = os.pipe()
    with os.fdopen(far, "w", encoding="ascii") as stream:
        output = TerminalOutput(stream, lambda: None)
        output.write("caf\u00e9")
        output.flush()
    assert read_all(near) == b"caf?"
