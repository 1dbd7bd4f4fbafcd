import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from tests.forks.forks import Forks
from tests.terminal.reader_env import reader_environment, start_reader, write_browser
from tests.terminal.terminal import Leader, Terminal

# On a busy machine, what answers the reader may take longer than it would otherwise wait.
_PATIENT = """
import sys
from broadsheet.tui import auto_theme, driver, terminal_pictures
from broadsheet.tui.actions import opening
auto_theme.PATIENCE = terminal_pictures._PATIENCE = driver._LOOK_EVERY = opening._SOON = 60.0
from broadsheet.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


class StartProgram(Protocol):
    def __call__(self, *argv: str, columns: int = 80, rows: int = 24) -> Terminal: ...


class StartReader(Protocol):
    def __call__(self, *args: str, columns: int = 120, rows: int = 40) -> Terminal: ...


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of the programs that `start` and `reader` start. A test may add to it."""
    return reader_environment(tmp_path)


@pytest.fixture
def browser_record(tmp_path: Path, environment: dict[str, str]) -> Path:
    """Sets $BROWSER to a program that records its arguments for `read_opened`."""
    script, record = tmp_path / "browser", tmp_path / "opened.jsonl"
    write_browser(script, record)
    environment["BROWSER"] = str(script)
    return record


@pytest.fixture
def start(tmp_path: Path, environment: dict[str, str]) -> Iterator[StartProgram]:
    """Starts any program in a terminal, which is closed after the test."""
    with ExitStack() as terminals:

        def start(*argv: str, columns: int = 80, rows: int = 24) -> Terminal:
            terminal = Terminal(argv, env=environment, cwd=tmp_path, columns=columns, rows=rows)
            return terminals.enter_context(terminal)

        yield start


@pytest.fixture
def reader(environment: dict[str, str], forks: Forks) -> Iterator[StartReader]:
    """Starts the reader in a terminal, which is closed after the test."""
    with ExitStack() as terminals:

        def start(*args: str, columns: int = 120, rows: int = 40) -> Terminal:
            def fork(marker: str, terminal: int) -> Leader:
                return forks.lead(marker, [*args], environment, terminal)

            lead = fork if forks.suits(environment) else None
            terminal = start_reader(*args, env=environment, columns=columns, rows=rows, lead=lead)
            return terminals.enter_context(terminal)

        yield start


@pytest.fixture
def patient_reader(start: StartProgram) -> StartReader:
    """Starts a reader that waits for a terminal's answer, or a browser's end, as long as it takes.

    It has no use for Esc, which may begin an answer.
    """

    def start_patient(*args: str, columns: int = 120, rows: int = 40) -> Terminal:
        return start(sys.executable, "-c", _PATIENT, *args, columns=columns, rows=rows)

    return start_patient


@pytest.fixture
def started_reader(environment: dict[str, str]) -> Iterator[StartReader]:
    """Starts the reader as users do: Python imports everything."""
    with ExitStack() as terminals:

        def start(*args: str, columns: int = 120, rows: int = 40) -> Terminal:
            terminal = start_reader(*args, env=environment, columns=columns, rows=rows)
            return terminals.enter_context(terminal)

        yield start
