"""What the terminal answers to a question, taken out of what is typed: no key is lost or added."""

import re
from typing import Literal, NamedTuple

from broadsheet.text.patterns import compiled_later

Question = Literal["background", "attributes", "cell", "version"]

QUESTIONS: dict[Question, str] = {
    "background": "\x1b]11;?\x1b\\",
    "attributes": "\x1b[c",
    "cell": "\x1b[16t",
    "version": "\x1b[>q",
}
"""How a terminal is asked for the colour of its background, what it can do, its cells, its name."""

_ANSWER = compiled_later(
    r"\x1b\]11;(?P<background>rgba?:[\da-fA-F/]{1,24})(?:\x07|\x1b\\)"
    r"|\x1b\[\?(?P<attributes>[\d;]{1,64})c"
    r"|\x1b\[6;(?P<cell>\d{1,4};\d{1,4})t"
    r"|\x1bP>\|(?P<version>[ -~]{1,64})\x1b\\"
)
_BEGINNING = compiled_later(
    r"\x1b(?:\](?:1(?:1(?:;[rgba:\d/A-F]{0,30}\x1b?)?)?)?|\[(?:\?[\d;]{0,64}|6[;\d]{0,10})?"
    r"|P(?:>(?:\|[ -~]{0,64}\x1b?)?)?)?\Z",
    re.IGNORECASE,
)
_CANNOT_BE_A_KEY = 3
"""Characters of the beginning of an answer that no key begins with."""


class Answer(NamedTuple):
    """What the terminal says to a question: the part of it that differs."""

    question: Question
    text: str


class TerminalAnswers:
    """Looks through what comes from the terminal, in the pieces that it comes in."""

    def __init__(self) -> None:
        self._held = ""

    def take(self, text: str, *, is_waiting: bool = True) -> tuple[str, list[Answer]]:
        """Return what was typed in `text`, and the answers in it.

        The beginning of an answer is held back until the rest comes, or until `release`: Esc too,
        if `is_waiting` for an answer.
        """
        text = self._held + text
        answers: list[Answer] = []

        def taken(found: re.Match[str]) -> str:
            answers.extend(Answer(one, found[one]) for one in QUESTIONS if found[one])
            return ""

        text = _ANSWER.sub(taken, text)
        begun = _BEGINNING.search(text)
        is_held = begun is not None and (is_waiting or len(begun[0]) >= _CANNOT_BE_A_KEY)
        self._held = begun[0] if begun is not None and is_held else ""
        return text[: len(text) - len(self._held)], answers

    def release(self) -> str:
        """Return what was held back: it was typed, because nothing came after it."""
        held, self._held = self._held, ""
        return held


def is_dark(background: str) -> bool | None:
    """Tell whether a colour as terminals write it (`rgb:ffff/ffff/ffff`) is dark.

    >>> is_dark("rgb:16/18/1b")
    True
    """
    parts = background.partition(":")[2].split("/")[:3]
    try:
        red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in parts)
    except (ValueError, ZeroDivisionError):
        return None
    return bool(0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5)


def is_dark_by_environment(value: str) -> bool | None:
    """Tell whether the background that `$COLORFGBG` names is dark; None if it names none.

    >>> is_dark_by_environment("0;default;15")
    False
    """
    last = value.rpartition(";")[2]
    if not last.isdecimal() or len(last) > 3:
        return None
    return int(last) in (0, 1, 2, 3, 4, 5, 6, 8)
