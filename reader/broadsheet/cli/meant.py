"""What somebody probably meant who gave a command a wrong word; imported only then."""

import os
import re
import shlex
from collections.abc import Iterator, Sequence

from broadsheet.cli.commands import ADD, COMMANDS, FRONT, LIST, READ, Command
from broadsheet.library.query.dates import parse_when
from broadsheet.text.did_you_mean import nearest

_OTHER_NAMES = {
    "search": "list",
    "find": "list",
    "ls": "list",
    "subscribe": "add",
    "unsubscribe": "remove",
    "rm": "remove",
    "update": "fetch",
    "sync": "fetch",
    "reindex": "index",
    "help": "--help",
    "version": "--version",
}
"""What other programs call a command."""

_TERM = re.compile(r"-?[A-Za-z]+:.")

_LETTERS = {"-h": "--help", "-v": "--version", "-V": "--version", "-n": "--limit"}
"""Options that are one letter elsewhere."""


def command_meant(word: str) -> str | None:
    """Return the command that somebody may have meant who wrote `word`."""
    return _OTHER_NAMES.get(word) or nearest(word, [command.name for command in COMMANDS])


def option_meant(name: str, command: Command) -> str | None:
    """Return the option of `command` that somebody may have meant who wrote `name`."""
    known = [option.name for option in command.shown_options]
    letter = _LETTERS.get(name)
    return letter if letter in known else nearest(name, known)


def in_place_of_option(name: str, command: Command) -> str:
    """Return what follows the sentence that `command` has no option `name`: ": did you mean …?"."""
    if meant := option_meant(name, command):
        return f": did you mean {meant}?"
    others = [other.name for other in COMMANDS if name in (each.name for each in other.options)]
    if not others:
        return ""
    *most, last = others
    return f": only {', '.join(most)} and {last} have it" if most else f": only {last} has it"


def notes_on_options(words: Sequence[str], command: Command) -> Iterator[str]:
    """Yield what to say of words that became part of a query, but are mistyped options."""
    for word in words if command.arguments[0].is_optional else words[1:]:
        name = word.partition("=")[0]
        is_option = name.startswith("--") or name in _LETTERS
        if is_option and (meant := option_meant(name, command)):
            yield f"There is no option {name}: did you mean {meant}? It is now part of the query."


def in_place_of_word(command: Command, words: Sequence[str]) -> str:
    """Return what follows the sentence that `command` takes no more words: ": did you mean …?"."""
    word = words[len(command.arguments)]
    if meant := _line_meant(command, words, word):
        return f": did you mean {meant}?"
    is_library = command.arguments[0].kind == "library"
    return ": give one folder" if is_library and os.path.lexists(word) else ""


def _line_meant(command: Command, words: Sequence[str], word: str) -> str | None:
    day = word.removeprefix("front:")
    if command is FRONT and parse_when(day) is not None:
        return _line(command.name, *words[:1], "--day", day)
    if option := option_meant(f"--{word}", command):
        return option
    if command is READ and word in (each.name for each in COMMANDS):
        return _line(word, *words[:1], *words[2:])
    if command is READ and _is_query(words[0]):
        return _list_of(words)
    if _is_query(word) and command.arguments[0].kind == "library":
        return _line(LIST.name, *words)
    return None


def in_place_of_path(word: str, command: Command) -> str:
    """Return what follows the sentence that there is no PATH of this name: ": …"."""
    if command is READ and "://" in word:
        return f": did you mean {_line(ADD.name, word)}?"
    if "/" in word:
        return ""
    if word.startswith("-"):
        meant = option_meant(word, command)
        return f": did you mean {meant}?" if meant else ""
    if command is not READ:
        more = " …" if command.takes_query else ""
        before = "the query" if command.takes_query else "anything else"
        day = word.removeprefix("front:")
        if command is FRONT and parse_when(day) is not None:
            more = f" --day {shlex.quote(day)}"
        return f": PATH comes before {before}, as in “broadsheet {command.name} ~/news{more}”"
    if _is_query(word):
        return f": did you mean {_list_of([word])}?"
    meant = command_meant(word)
    return f", and no command of this name: did you mean {meant}?" if meant else ""


def _is_query(word: str) -> bool:
    """Tell whether a word looks like a term of a query, and not like an address."""
    return _TERM.match(word) is not None and "/" not in word


def _list_of(query: Sequence[str]) -> str:
    return f"“broadsheet list ~/news {shlex.join(query)}”"


def _line(*words: str) -> str:
    return f"“{' '.join(['broadsheet', *map(shlex.quote, filter(None, words))])}”"
