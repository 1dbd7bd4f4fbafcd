"""Reads the tables `[[programs]]` of the settings file."""

import re
from typing import Literal

from broadsheet.config.settings import Program
from broadsheet.config.tables import Fault, as_tables, heads_of, line_of, unknown_in
from broadsheet.text.door import clean_line

PLACEHOLDER = re.compile(r"\{(\w*)\}")
PLACEHOLDERS = ("url", "title", "file")
_KNOWN = ("name", "key", "argv", "terminal", "input", "output")


def read_programs(entries: object, text: str) -> tuple[tuple[Program, ...], list[Fault]]:
    """Return the programs in the settings file `text`, and what is wrong with the others."""
    if not isinstance(entries, list):
        return (), [Fault(as_tables("programs"), line_of("programs", text))]
    programs: list[Program] = []
    faults: list[Fault] = []
    for entry, line in zip(entries, heads_of("programs", text, len(entries)), strict=True):
        program = _program(entry, line or 1)
        if isinstance(program, Program):
            programs.append(program)
        else:
            faults.append(Fault(program, line))
    return tuple(programs), faults


def _program(entry: object, line: int) -> Program | str:
    """Return the program in `entry`, or why it is not one."""
    if not isinstance(entry, dict):
        return as_tables("programs")
    match entry:
        case {"name": str(name), "key": str(key), "argv": [str(), *_] as argv} if (
            clean_line(name) and key.isprintable() and key
        ):
            pass
        case _:
            return 'A program needs a name, a key, and argv: ["mpv", "{url}"].'
    unknown = unknown_in(entry, _KNOWN, "programs", line)
    if unknown:
        return unknown[0].sentence
    if not all(isinstance(word, str) and "\0" not in word for word in argv) or not argv[0]:
        return "'argv' must be a list of texts in quotes."
    for wanted in (found for word in argv for found in PLACEHOLDER.findall(word)):
        if wanted not in PLACEHOLDERS:
            return f"There is no {{{wanted}}} to fill in, only {{url}}, {{title}} and {{file}}."
    given = _input(entry.get("input", "none"))
    terminal, output = entry.get("terminal", False), entry.get("output", "none")
    if given is None:
        return '\'input\' must be "markdown", "html" or "none".'
    if output not in ("show", "none"):
        return '\'output\' must be "show" or "none".'
    if not isinstance(terminal, bool) or (terminal and output == "show"):
        return "'terminal' must be true or false, and not true if the output is shown."
    return Program(
        clean_line(name), key, tuple(argv), terminal, given, shows=output == "show", line=line
    )


def _input(value: object) -> Literal["markdown", "html", "none"] | None:
    match value:
        case "markdown" | "html" | "none":
            return value
        case _:
            return None
