"""From nothing to reading: one evening with feeds, in a real terminal against a local server."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feeds.server import Answer, Server, allow_this_machine, item, rss, running
from tests.terminal.conftest import StartReader

PAGE = b'<html><link rel="alternate" type="application/rss+xml" href="/feed" title="Main"></html>'


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[Server]:
    allow_this_machine(Path(environment["XDG_CONFIG_HOME"]))
    with running() as server:
        yield server


def test_subscribe_read_star_and_fetch_again(
    server: Server, reader: StartReader, environment: dict[str, str]
) -> None:
    server.pages |= {
        "/": Answer(PAGE),
        "/feed": Answer(rss(item(1, "Night trains return"), item(2, "Chips are scarce"))),
    }
    terminal = reader(columns=120, rows=40)
    terminal.wait_for_text("These are two sample articles")
    terminal.press("+")
    terminal.wait_for_text("Address of a feed or of any page")
    terminal.type(server.url("/"))
    terminal.press("enter")
    terminal.wait_for_text("2024-03-05  Chips are scarce")
    terminal.type("Rail, Trains")
    terminal.press("enter")
    terminal.wait_for_text("Broadsheet  news")
    terminal.wait_for_text("Night trains return")
    terminal.press("j")
    terminal.press("enter")
    terminal.wait_for_text("About 1")
    terminal.press("s")
    terminal.wait_for_text("★")
    terminal.press("q", "q")
    assert terminal.wait_exit() == 0

    library = Path(environment["HOME"], "news")
    assert len([*library.rglob("*.md")]) == 2
    server.pages["/feed"] = Answer(rss(item(1, "Night trains return"), item(3, "Rain is late")))
    _make_due(environment)
    terminal = reader(columns=120, rows=40)
    terminal.wait_for_text("Night trains return")
    terminal.press("R")
    terminal.wait_for_text("Rain is late")
    terminal.wait_for_text("★")
    terminal.press("F")
    terminal.wait_for_text("The Feed")
    terminal.wait_for(
        lambda seen: re.search(r"3 articles  \d min ago", seen.text) is not None, "it"
    )
    terminal.press("x")
    terminal.wait_for_text("Unsubscribe from The Feed?")
    terminal.press("y")
    terminal.wait_for_text("No feeds yet")
    terminal.press("esc")
    terminal.wait_until_gone("No feeds yet")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert len([*library.rglob("*.md")]) == 3


def test_an_address_that_leads_nowhere_is_a_sentence_and_the_catalogue_is_offered(
    server: Server, reader: StartReader, news: Path
) -> None:
    terminal = reader(str(news), columns=120, rows=40)
    terminal.wait_for_text("There are no articles")
    terminal.press("+")
    terminal.wait_for_text("Address of a feed")
    terminal.type(server.url("/nothing"))
    terminal.press("enter")
    terminal.wait_for_text("the server answered 404")
    terminal.press("ctrl+u")
    terminal.press("enter")
    terminal.wait_for_text("BBC News World")
    terminal.press("esc")
    terminal.wait_until_gone("BBC News World")
    assert [path for _, path in server.requests] == ["/nothing"]


def _make_due(environment: dict[str, str]) -> None:
    import sqlite3

    for file in Path(environment["XDG_STATE_HOME"], "broadsheet", "feeds").glob("*.sqlite"):
        connection = sqlite3.connect(file)
        connection.execute("UPDATE feeds SET next_at = 0")
        connection.commit()
        connection.close()
