"""How the terminal can draw pictures: asked once, when the first picture is wanted."""

import asyncio
import fcntl
import os
import struct
import sys
import termios
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from textual.app import App

from broadsheet.pictures.wanted import Way
from broadsheet.text.patterns import compiled_later
from broadsheet.tui.driver import TerminalDriver

_PATIENCE = 0.5
"""Seconds in which a terminal answers what it can do."""

_SIXEL = "4"
_ITERM_PROGRAMS = ("iTerm.app", "WarpTerminal")
_KITTY_PROGRAMS = ("ghostty",)
_KITTY_TERMS = ("xterm-kitty", "xterm-ghostty")
_KITTY_VERSION = compiled_later(r"kitty\((\d{1,4})\.(\d{1,4})\.")
_FIRST_WITH_PLACEHOLDERS = (0, 28)


class Cell(NamedTuple):
    """Pixels of a cell."""

    width: int = 10
    height: int = 20


class Ability(NamedTuple):
    """How pictures are drawn, and in which cells."""

    way: Way = "blocks"
    cell: Cell = Cell()


async def ability_of(app: App[object], chosen: str) -> Ability:
    """Return how the terminal of `app` draws pictures: as was `chosen`, or in its best way.

    It is asked through the driver, which reads the keys too, so that none of them gets lost.
    """
    driver = app._driver
    if not isinstance(driver, TerminalDriver):
        return Ability()
    cell = _cell_by_system() or await _cell_by_terminal(driver)
    way = chosen if chosen != "auto" else await _best_way(driver, os.environ, app.no_color)
    match way:
        case "kitty" | "iterm":
            return Ability(way, cell or Cell())
        case "sixel" if cell is not None:  # it draws pixels, whatever a cell has of them
            return Ability("sixel", cell)
    return Ability("blocks", cell or Cell())


async def _best_way(driver: TerminalDriver, environ: Mapping[str, str], no_color: bool) -> Way:
    if no_color:
        return "blocks"
    if environ.get("TMUX"):
        return "sixel" if await _tmux_draws_sixel() else "blocks"
    if environ.get("STY"):
        return "blocks"
    way = way_by_environment(environ)
    if way == "kitty" and not has_placeholders(await _answer(driver.ask("version"))):
        return "blocks"
    if way is None:
        said = await _answer(driver.ask("attributes"))
        way = "sixel" if _SIXEL in said.split(";") else "blocks"
    return way


def way_by_environment(environ: Mapping[str, str]) -> Way | None:
    """Return how a terminal that names itself draws; None if it has to be asked.

    >>> way_by_environment({"TERM": "xterm-kitty", "COLORTERM": "truecolor"})
    'kitty'
    """
    program = environ.get("TERM_PROGRAM", "")
    # With Kitty's protocol, the colour of a cell is the number of the picture.
    has_all_colours = environ.get("COLORTERM", "") in ("truecolor", "24bit")
    is_kitty = environ.get("TERM", "") in _KITTY_TERMS or program in _KITTY_PROGRAMS
    if is_kitty and has_all_colours:
        return "kitty"
    return "iterm" if program in _ITERM_PROGRAMS else None


def has_placeholders(version: str) -> bool:
    """Return whether a terminal with Kitty's protocol shows pictures where placeholders stand.

    >>> has_placeholders("kitty(0.26.5)")
    False
    """
    numbers = _KITTY_VERSION.match(version)
    return numbers is None or (int(numbers[1]), int(numbers[2])) >= _FIRST_WITH_PLACEHOLDERS


async def _tmux_draws_sixel() -> bool:
    """Ask tmux what the terminal around it can draw: tmux itself says yes in any case."""
    try:
        process = await asyncio.create_subprocess_exec(
            "tmux",
            "display-message",
            "-p",
            "#{client_termfeatures}",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return False
    try:
        said, _ = await asyncio.wait_for(process.communicate(), _PATIENCE)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        return False
    return "sixel" in said.decode("utf-8", "replace").strip().split(",")


async def _answer(asked: asyncio.Future[str]) -> str:
    try:
        return await asyncio.wait_for(asyncio.shield(asked), _PATIENCE)
    except TimeoutError:
        return ""


def _cell_by_system() -> Cell | None:
    with suppress(OSError, AttributeError):
        size = fcntl.ioctl(sys.__stderr__.fileno(), termios.TIOCGWINSZ, bytes(8))  # type: ignore[union-attr]  # AttributeError
        lines, columns, width, height = struct.unpack("HHHH", size)
        if lines and columns and width >= columns and height >= lines:
            return Cell(width // columns, height // lines)
    return None


async def _cell_by_terminal(driver: TerminalDriver) -> Cell | None:
    height, _, width = (await _answer(driver.ask("cell"))).partition(";")
    return (
        Cell(int(width), int(height)) if height and width and int(width) and int(height) else None
    )
