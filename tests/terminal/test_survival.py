"""What happens around the reader while it is open: signals, windows, its own faults."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.files import write_article
from tests.processes import children, state_of, wait_until_dead
from tests.terminal.conftest import StartProgram, StartReader
from tests.terminal.leaving import assert_leaves_well
from tests.terminal.own_terminal import OwnTerminal
from tests.terminal.reader_process import log_of, pid_of
from tests.terminal.terminal import Terminal

QUOTED = "what only the article says"

# The real reader with one method replaced: there is no fault in it that a test could rely on.
BREAK_A_WIDGET = f"""
import sys
from broadsheet.cli.main import main
from broadsheet.tui.widgets.detail_pane import DetailPane

def show(self, *arguments, **options):
    article = {QUOTED!r}
    raise ValueError(article)

DetailPane.show = show
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def two_articles(news: Path) -> Path:
    write_article(news, "a.md", "First of all", "quality: 2", body=f"It is {QUOTED}.")
    write_article(news, "b.md", "Second to none", "quality: 1", body="The second body.")
    return news


def assert_answers(terminal: Terminal) -> None:
    """Assert that keys still do what they did, and that one leaves as ever."""
    terminal.press("?")
    terminal.wait_for_text("One line down")
    terminal.press("esc")
    terminal.wait_until_gone("One line down")
    assert_leaves_well(terminal)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_and_leaves_the_terminal_clean(
    reader: StartReader, environment: dict[str, str], two_articles: Path, end: signal.Signals
) -> None:
    terminal = reader(str(two_articles))
    terminal.wait_for_text("First of all")
    os.kill(pid_of(environment), end)
    status = terminal.wait_exit()
    assert status == 128 + end, log_of(environment)
    assert terminal.left_behind() == []
    assert "Traceback" not in terminal.text
    assert " ERROR " not in log_of(environment)


def press_ctrl_z(terminal: Terminal, _pid: int) -> None:
    terminal.press("ctrl+z")


def send_the_signal(_terminal: Terminal, pid: int) -> None:
    os.kill(pid, signal.SIGTSTP)


def test_stopped_it_leaves_the_terminal_clean_and_comes_back_and_frozen_it_goes_on(
    reader: StartReader, environment: dict[str, str], two_articles: Path
) -> None:
    terminal = reader(str(two_articles))
    terminal.wait_for_text("First of all")
    pid = pid_of(environment)
    for stop in (press_ctrl_z, send_the_signal):
        stop(terminal, pid)
        terminal.wait_for(lambda _: state_of(pid) == "T", "the reader stopped")
        terminal.settle()
        assert terminal.left_behind() == []
        assert "First of all" not in terminal.text
        os.kill(pid, signal.SIGCONT)
        for shown in ("All articles", "TITLE", "First of all", "? Help"):
            terminal.wait_for_text(shown)
    os.kill(pid, signal.SIGSTOP)
    terminal.wait_for(lambda _: state_of(pid) == "T", "the reader frozen")
    os.kill(pid, signal.SIGCONT)
    assert_answers(terminal)


def test_a_closed_window_ends_it_and_keys_that_are_no_text_do_not(
    environment: dict[str, str], two_articles: Path
) -> None:
    with OwnTerminal(str(two_articles), env=environment) as window:
        window.wait_for("First of all")
        window.send(b"\xff\xfe\xe9")
        window.settle()
        window.send(b"?")
        window.wait_for("One line down")
        window.hang_up()
    assert "left with status 129" in log_of(environment)
    assert " ERROR " not in log_of(environment)


def test_a_terminal_that_is_gone_ends_it_and_all_that_it_started(
    environment: dict[str, str], two_articles: Path
) -> None:
    with OwnTerminal(str(two_articles), env=environment, below_make=True) as window:
        window.wait_for("First of all")
        pid = pid_of(environment)
        (child,) = children(pid)
        # It gives way to the screen.
        assert os.getpriority(os.PRIO_PROCESS, child) > os.getpriority(os.PRIO_PROCESS, pid)
        assert window.hang_up() == 128 + signal.SIGHUP
    wait_until_dead(child)
    assert "left with status 129" in log_of(environment)
    assert " ERROR " not in log_of(environment)


def test_a_second_signal_ends_it_although_the_terminal_takes_nothing_more(
    environment: dict[str, str], two_articles: Path
) -> None:
    with OwnTerminal(str(two_articles), env=environment) as window:
        window.wait_for("First of all")
        window.block(b"?q")
        signals = 0
        while window.program.poll() is None and signals < 200:
            window.program.send_signal(signal.SIGTERM)
            signals += 1
            with suppress(subprocess.TimeoutExpired):
                window.program.wait(0.5)
        assert window.program.returncode == 128 + signal.SIGTERM


def test_variables_that_would_prevent_the_start_are_passed_over(
    reader: StartReader, environment: dict[str, str], two_articles: Path
) -> None:
    variables = {
        "TEXTUAL_COLOR_SYSTEM": "nonsense",
        "TEXTUAL_LOG": "/no/such/folder/log",
        "TEXTUAL_DRIVER": "no.such.module:Driver",
        "COLUMNS": "9" * 20,
        "LINES": "9" * 20,
    }
    environment |= variables
    terminal = reader(str(two_articles))
    terminal.wait_for_text("First of all")
    for variable in variables:
        terminal.wait_for_text(variable)
    terminal.press("q")
    assert terminal.wait_exit() == 0


def test_a_window_too_small_for_anything_can_be_used_again(
    reader: StartReader, two_articles: Path
) -> None:
    terminal = reader(str(two_articles))
    terminal.wait_for_text("First of all")
    opening = [["?", "j"], ["/", "x"], ["L"], ["v"], ["ctrl+p", "pgup"]]
    for size, keys in (((1, 1), opening), ((2, 40), opening[:2]), ((200, 2), opening[1::3])):
        terminal.resize(*size)
        for opens in keys:
            terminal.press(*opens)
            terminal.settle()
            terminal.press("esc")
            terminal.settle()
        terminal.resize(120, 40)
        terminal.wait_for_text("First of all")
    assert_answers(terminal)


def test_the_process_that_reads_the_folder_is_killed(
    reader: StartReader, environment: dict[str, str], news: Path
) -> None:
    for number in range(1_100):
        write_article(news, f"{number}.md", f"Number {number}")
    terminal = reader(str(news))
    pid = pid_of(environment)
    terminal.wait_for(lambda _: bool(children(pid)), "the process that reads the folder")
    for child in children(pid):
        os.kill(child, signal.SIGKILL)
    terminal.wait_for_text("status -9")
    terminal.press("R")
    terminal.wait_for_text("1,100 articles")
    assert_answers(terminal)


def test_a_fault_of_its_own_is_one_sentence_and_a_log_without_articles(
    start: StartProgram, environment: dict[str, str], two_articles: Path
) -> None:
    terminal = start(sys.executable, "-c", BREAK_A_WIDGET, str(two_articles), columns=120)
    assert terminal.wait_exit() != 0
    assert terminal.left_behind() == []
    assert "Unexpected error: ValueError." in terminal.text
    assert "broadsheet.log" in terminal.text.replace("\n", "")
    assert "Traceback" not in terminal.text
    assert QUOTED not in terminal.text
    log = log_of(environment)
    assert "ERROR ValueError" in log
    assert "in show" in log
    assert QUOTED not in log


def test_a_clock_that_was_wrong(reader: StartReader, two_articles: Path) -> None:
    dates = {"c.md": "9999-12-31T23:59:59Z", "d.md": "0001-01-01T00:00:00Z"}

    def write(title: str, seconds: int) -> None:
        for name, date in dates.items():
            file = write_article(two_articles, name, title, f"publishedDateTime: {date}")
            os.utime(file, (seconds, seconds))

    write("Out of time", 4_200_000_000)
    os.utime(two_articles / "b.md", (0, 0))
    os.utime(two_articles / "a.md", (-1, -1))
    terminal = reader(str(two_articles))
    terminal.wait_for(lambda terminal: terminal.text.count("Out of time") >= len(dates), "both")
    terminal.wait_for_text("4 articles")
    write("Over in time", 1_000_000_000)
    terminal.press("R")
    terminal.wait_for(lambda terminal: terminal.text.count("Over in time") >= len(dates), "both")
    assert_answers(terminal)
