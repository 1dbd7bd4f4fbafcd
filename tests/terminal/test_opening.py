"""Opening links in a real terminal: who gets the keys, and how failures are reported."""

from functools import partial
from pathlib import Path

import pytest

from tests.files import write_article
from tests.terminal.conftest import StartReader
from tests.terminal.leaving import assert_leaves_well
from tests.terminal.terminal import Terminal

PATIENT = """\
trap 'echo interrupted' INT
trap 'echo not quitting' QUIT
echo "browsing $1"
until read -r line && [ "$line" = quit ]; do :; done
"""


@pytest.fixture
def article(news: Path) -> Path:
    write_article(news, "a.md", "First of all", "originalUrl: https://example.com/first")
    return news


def set_browser(environment: dict[str, str], folder: Path, name: str, script: str) -> None:
    browser = folder / name
    browser.write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
    browser.chmod(0o700)
    environment["BROWSER"] = str(browser)


def open_first(reader: StartReader, article: Path) -> Terminal:
    terminal = reader(str(article))
    terminal.wait_for_text("First of all")
    terminal.press("o")
    return terminal


def test_keys_that_interrupt_a_text_browser_do_not_end_the_reader(
    reader: StartReader, environment: dict[str, str], article: Path, tmp_path: Path
) -> None:
    set_browser(environment, tmp_path, "w3m", PATIENT)
    terminal = open_first(reader, article)
    terminal.wait_for_text("browsing https://example.com/first")
    for key, answer in (("\x03", "interrupted"), ("\x1c", "not quitting")):
        terminal.send(key)
        terminal.wait_for_text(answer)
    terminal.type("quit")
    terminal.press("enter")
    terminal.wait_for_text("First of all")
    assert_leaves_well(terminal)


@pytest.mark.parametrize(
    ("name", "script", "ending"),
    [
        ("w3m", "exit 3", "w3m ended with status 3."),
        ("w3m", "kill -9 $$", "w3m ended by signal 9."),
        ("firefox", "exit 1", "firefox ended with status 1."),
        ("firefox", "sleep 1; exit 1", "firefox ended with status 1."),
    ],
)
def test_a_browser_that_fails_is_reported_and_the_address_copied(
    reader: StartReader,
    patient_reader: StartReader,
    environment: dict[str, str],
    article: Path,
    tmp_path: Path,
    name: str,
    script: str,
    ending: str,
) -> None:
    set_browser(environment, tmp_path, name, script)
    terminal = open_first(reader if "sleep" in script else patient_reader, article)
    for words in (ending, "Copied https://example.com/first"):
        terminal.wait_for(partial(_says, words), words)
    if "sleep" not in script:
        assert "Opened" not in terminal.text
    assert_leaves_well(terminal)


def test_a_browser_that_goes_on_has_opened_the_link(
    reader: StartReader, environment: dict[str, str], article: Path, tmp_path: Path
) -> None:
    set_browser(environment, tmp_path, "firefox", "sleep 3")
    terminal = open_first(reader, article)
    terminal.wait_for_text("Opened example.com")
    assert_leaves_well(terminal)


def _says(text: str, terminal: Terminal) -> bool:
    """Whether the bottom of the screen says `text`, wherever its lines are broken."""
    lines = (line.strip("! ") for line in terminal.lines[-5:])
    return "".join(text.split()) in "".join("".join(lines).split())
