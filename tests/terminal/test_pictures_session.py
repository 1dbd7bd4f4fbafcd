"""Pictures in a terminal that draws Sixel: it is asked while keys are typed, and none is lost."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feeds.server import Answer, Server, allow_this_machine, running
from tests.files import write_article
from tests.pictures import samples
from tests.terminal.conftest import StartReader
from tests.terminal.terminal import Terminal

ATTRIBUTES = b"\x1b[c"
DRAWN = re.compile(rb'\x1bP0;1;0q"1;1;(\d+);(\d+)')


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[Server]:
    allow_this_machine(Path(environment["XDG_CONFIG_HOME"]))
    with running() as server:
        server.pages["/a.png"] = Answer(samples.picture(size=(400, 200)))
        yield server


@pytest.fixture
def library(news: Path, server: Server) -> Path:
    write_article(news, "a.md", "Night trains", f"images: ['{server.url('/a.png')}']")
    return news


def ask_for_the_picture(terminal: Terminal) -> None:
    terminal.wait_for_text("Night trains")
    terminal.settle()
    terminal.press("i")
    terminal.wait_for(lambda seen: b"\x1b[16t" in seen.raw, "the question for the cell")


def test_a_terminal_with_sixel_gets_lines_of_it_and_what_is_typed_meanwhile_counts(
    patient_reader: StartReader, library: Path
) -> None:
    terminal = patient_reader(str(library))
    ask_for_the_picture(terminal)
    terminal.send("\x1b[6;20;")  # an answer in two pieces, among keys
    terminal.send("10ts")
    terminal.wait_for(lambda seen: ATTRIBUTES in seen.raw, "the question for what it can do")
    terminal.send("b\x1b[?62;4;22c")
    terminal.wait_for(lambda seen: bool(DRAWN.search(seen.raw)), "a picture")
    for said in (b"starred", b"for later"):  # and gone by now, if the picture took long
        terminal.wait_for(lambda seen: said in seen.raw, repr(said))  # noqa: B023 - at once
    assert {match.groups() for match in DRAWN.finditer(terminal.raw)} == {(b"400", b"20")}
    terminal.settle()
    # A window covers the picture: it is drawn again only once the window is closed.
    before = len(terminal.raw)
    terminal.press("?")
    terminal.wait_for_text("Moving, in any pane")
    terminal.settle()
    assert not DRAWN.search(terminal.raw, before)
    terminal.press("q")
    terminal.wait_for(lambda seen: bool(DRAWN.search(seen.raw, before)), "the picture again")
    terminal.press("i")
    terminal.settle()
    before = len(terminal.raw)
    terminal.press("j", "k", "z")
    terminal.settle()
    assert not DRAWN.search(terminal.raw, before)
    terminal.press("q", "q")
    assert terminal.wait_exit() == 0
    assert terminal.clean_on_exit()


def test_a_terminal_that_does_not_answer_gets_half_blocks(
    reader: StartReader, library: Path
) -> None:
    terminal = reader(str(library))
    ask_for_the_picture(terminal)
    terminal.wait_for_text("▀" * 40)
    terminal.press("i")
    terminal.wait_until_gone("▀" * 40)


def test_kitty_is_told_to_forget_a_picture(
    patient_reader: StartReader, environment: dict[str, str], library: Path
) -> None:
    environment["TERM"] = "xterm-kitty"
    terminal = patient_reader(str(library))
    ask_for_the_picture(terminal)
    terminal.send("\x1b[6;20;10t")
    terminal.wait_for(lambda seen: b"\x1b[>q" in seen.raw, "the question for its version")
    terminal.send("\x1bP>|kitty(0.35.2)\x1b\\")
    terminal.wait_for(lambda seen: "\U0010eeee" in seen.text, "a placeholder")
    [sent] = re.findall(rb"\x1b_Ga=T,U=1,q=2,f=100,i=(\d+),c=40,r=10,", terminal.raw)
    # The colour of the placeholders says which picture stands there.
    colour = "38;2;{};{};{}".format(*int(sent).to_bytes(3, "big")).encode()
    before = terminal.raw[: terminal.raw.index("\U0010eeee".encode())]
    assert colour in re.findall(rb"\x1b\[([0-9;]*)m", before)[-1]
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert b"\x1b_Ga=d,d=I,i=" + sent in terminal.raw
