"""Shell completion: the scripts for the shells, and the program's answers to them.

A script calls `broadsheet __complete SHELL LINE [WORD]` with the command line up to the cursor; for
bash, WORD is the part of it that will be replaced. The scripts describe the answers. They come from
the index as it is: nothing is brought up to date for a completion.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from broadsheet.cli.commands import COMMANDS, READ, ArgumentKind, Command, CommandError
from broadsheet.cli.fields import FIELDS
from broadsheet.cli.shell_words import SHELLS, Shell, ShellWord, bash_quoted, shell_words
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.library import Library
from broadsheet.library.query.completion import complete
from broadsheet.library.query.fields import FIELDS as QUERY_FIELDS
from broadsheet.library.query.names import Names, NoNames
from broadsheet.library.query.terms import FACETS
from broadsheet.text.counting import counted
from broadsheet.text.door import clean_line
from broadsheet.text.folding import name_key

Addition = Literal["", "folders", "files", "more-files"]

_SCRIPTS = {
    "bash": "broadsheet.bash",
    "zsh": "_broadsheet",
    "fish": "broadsheet.fish",
}
_ADDITIONS: dict[ArgumentKind, Addition] = {
    "library": "folders",
    "folder": "folders",
    "file": "files",
    "number": "",
}
_ASSIGNMENT = re.compile(r"\w+=")
_QUOTED_NAME = re.compile(r'(-?\w+:)"((?:[^"]|"")+)"')


@dataclass(frozen=True, slots=True)
class Fit:
    """A word that fits, as the program should get it, and a description."""

    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Fits:
    """Everything that fits; `addition` is what the shell should add itself."""

    fits: tuple[Fit, ...] = ()
    addition: Addition = ""


def script(shell: str) -> str:
    """Return the script for `shell`; raises `CommandError` for an unknown shell."""
    name = _SCRIPTS.get(shell)
    if name is None:
        raise CommandError(f"SHELL must be one of {', '.join(SHELLS)}, not “{shell}”")
    return Path(__file__).with_name("completions").joinpath(name).read_text("utf-8")


def answer(shell: Shell, line: str = "", replaced: str = "") -> str:
    """Return the answer to the script for `shell`."""
    words = shell_words(line, shell)
    while len(words) > 1 and _ASSIGNMENT.match(words[0].text):
        del words[0]
    found = _fitting([word.text for word in words[1:]])
    if shell == "bash":
        return "\n".join(_for_bash(found, words[-1], replaced)) + "\n"
    rows = (f"{fit.text}\t{fit.about}" for fit in found.fits)
    return "\n".join([found.addition, *rows]) + "\n"


def _for_bash(found: Fits, word: ShellWord, replaced: str) -> Iterator[str]:
    """Yield what bash puts in place of `replaced`, the last part of `word`, for each fit."""
    said = shell_words(word.typed.removesuffix(replaced), "bash")[-1].text
    texts = [fit.text for fit in found.fits if fit.text.casefold().startswith(said.casefold())]
    is_open = bool(texts) and all(text.endswith((":", "=")) for text in texts)
    yield "nospace" if is_open else found.addition
    for text in texts:
        yield bash_quoted(text[len(said) :], word.quote)


def _fitting(words: Sequence[str]) -> Fits:
    """Return what fits in place of the last of `words`, the command line without the program."""
    *before, word = words or [""]
    if not before:
        commands = tuple(Fit(command.name, command.summary) for command in COMMANDS)
        options = _options(READ, [])
        return _begun_like(word, commands + options, "" if word.startswith("-") else "more-files")
    command = next((command for command in COMMANDS if command.name == before[0]), None)
    return _of_command(command, before[1:], word) if command is not None else Fits()


def _of_command(command: Command, before: Sequence[str], word: str) -> Fits:
    given, option = _apart(command, before)
    if option:
        return _begun_like(word, tuple(_values(option, word)))
    name, equals, value = word.partition("=")
    if equals and name in _valued(command):
        fits = (Fit(f"{name}={fit.text}", fit.about) for fit in _values(name, value))
        return _begun_like(word, tuple(fits))
    if word.startswith("-") and (word.startswith("--") or not command.takes_query):
        return _begun_like(word, _options(command, before))
    if len(given) >= len(command.arguments) and not command.takes_query:
        return Fits()
    argument = command.arguments[min(len(given), len(command.arguments) - 1)]
    if argument.kind == "query":
        options = _options(command, before) if word == "-" else ()
        return _begun_like(word, (*options, *_query_terms(word, given[0])))
    if argument.kind == "shell":
        return _begun_like(word, tuple(map(Fit, SHELLS)))
    # An optional argument may have been left out: the word may belong to the one after it.
    return Fits(addition="files" if argument.is_optional else _ADDITIONS[argument.kind])


def _valued(command: Command) -> set[str]:
    return {option.name for option in command.options if option.value}


def _apart(command: Command, words: Sequence[str]) -> tuple[list[str], str]:
    """Return the words that are not options, and the option that still needs its value."""
    valued = _valued(command)
    given: list[str] = []
    option = ""
    for word in words:
        if option:
            option = ""
        elif word in valued:
            option = word
        elif not word.startswith("--"):
            given.append(word)
    return given, option


def _begun_like(word: str, fits: tuple[Fit, ...], addition: Addition = "") -> Fits:
    """Return the `fits` that begin like `word`; if there are none, the only one that contains it.

    Shells replace the typed word with what all fits have in common: for fits that merely contain
    it, that could be less than was typed.
    """
    key = _key(word)
    begun = tuple(fit for fit in fits if _key(fit.text).startswith(key))
    if not begun and len(fits) == 1 and key in _key(fits[0].text):
        begun = fits
    return Fits(begun, addition)


def _key(text: str) -> str:
    return name_key(text.replace('"', ""))


def _options(command: Command, before: Sequence[str]) -> tuple[Fit, ...]:
    return tuple(
        Fit(f"{option.name}=" if option.value else option.name, option.help)
        for option in command.shown_options
        if option.name not in before
    )


def _values(option: str, value: str) -> Iterator[Fit]:
    done, comma, begun = value.rpartition(",")
    if option == "--sort":
        for fit in _terms(f"sort:{value}", NoNames()):
            yield Fit(fit.text.removeprefix("sort:"), fit.about)
    elif option == "--make":
        from broadsheet.demo.makes import MAKES

        yield from map(Fit, MAKES)
    elif option == "--fields":
        for name in FIELDS:
            if name.startswith(begun) and name not in done.split(","):
                yield Fit(f"{done}{comma}{name}")


def _query_terms(word: str, path: str) -> tuple[Fit, ...]:
    """Return the completions of `word`, with the names of the library at `path` if possible."""
    # Somebody who presses Tab does not expect an error message.
    with suppress(RuntimeError, OSError, IndexUnavailableError, sqlite3.Error):
        library = Library(Path(path).expanduser())
        if library.index_path.exists():
            with library.open_index() as index:
                return tuple(_terms(word, index.names()))
    return tuple(_terms(word, NoNames()))


def _terms(word: str, names: Names) -> Iterator[Fit]:
    """Yield the completions of `word`, one argument of a query."""
    for text in (_in_quotes(word), word):
        completion = complete(text, len(text), names)
        if completion.choices:
            break
    for choice in completion.choices:
        known = "" if choice.count is None else counted(choice.count, "article")
        term = completion.apply(text, choice)
        yield Fit(term if '"' in word else _bare(term), clean_line(choice.hint or known))
    if not completion.choices and (not word or word.lstrip("-").isalpha()):
        minus = "-" if word.startswith("-") else ""
        yield from (Fit(f"{minus}{name}:") for name in QUERY_FIELDS)


def _in_quotes(word: str) -> str:
    """Restore the quote that the shell removed from a partly typed name with a space."""
    field, _, value = word.partition(":")
    is_name = field.lstrip("-").casefold() in FACETS and " " in value and '"' not in value
    return f'{field}:"{value}' if is_name else word


def _bare(term: str) -> str:
    """Remove the quotes from a name with a space: `list` finds it without them."""
    quoted = _QUOTED_NAME.fullmatch(term)
    return quoted[1] + quoted[2].replace('""', '"') if quoted and " " in quoted[2] else term
