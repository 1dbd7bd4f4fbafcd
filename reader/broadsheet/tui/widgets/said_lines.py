"""What the program says for some seconds, as lines for the bottom of the screen."""

from collections.abc import Iterable

from textual.notifications import Notification

from broadsheet.records import record
from broadsheet.text.door import clean_line
from broadsheet.tui.page.wrapping import lines_in

_SHORT = 5.0
"""Seconds for which a sentence may stand in the place of the keys."""

_STYLES = {"information": "keys--said", "warning": "keys--warning", "error": "keys--error"}


@record
class SaidLine:
    """A line of what is said, and the component class that it is drawn with."""

    text: str
    style: str


@record
class Said:
    """What is said at one time."""

    lines: tuple[SaidLine, ...] = ()
    hides_keys: bool = False
    """Whether it is so short, and said for so short a time, that it stands where the keys are."""


def said_lines(notifications: Iterable[Notification], width: int, most: int) -> Said:
    """Return the lines for what was said and has not expired; at most `most`, the newest.

    Complaints stay below one another. Of other sentences, the newest takes the place of those
    before it.
    """
    complaints: list[Notification] = []
    sentences: list[Notification] = []
    for said in notifications:
        (sentences if said.severity == "information" else complaints).append(said)
    shown = [*complaints, *sentences[-1:]]
    lines = [line for said in shown for line in _lines_of(said, width)][-most:]
    return Said(tuple(lines), len(lines) == 1 and is_passing(shown[0]))


def is_passing(said: Notification) -> bool:
    """Return whether a sentence only tells what a key did, of no use in a new window."""
    return said.severity == "information" and said.timeout <= _SHORT


def _lines_of(said: Notification, width: int) -> list[SaidLine]:
    sign = "" if said.severity == "information" else "! "
    title = f"{said.title}: " if said.title else ""
    text = " ".join(map(clean_line, f"{title}{said.message}".splitlines()))
    style = _STYLES[said.severity]
    parts = [text[start:end] for start, end in lines_in(text, max(1, width - 2 - len(sign)))]
    signs = [sign, *[" " * len(sign)] * (len(parts) - 1)]
    return [SaidLine(f" {sign}{part} ", style) for sign, part in zip(signs, parts, strict=True)]
