"""The commands and their arguments: the one list behind parsing, help and completion."""

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from broadsheet.records import record

ArgumentKind = Literal["library", "folder", "file", "number", "shell", "query", "feed", "feeds"]

_SHOWN = 40  # characters of a wrong value

DONE, PROBLEMS_FOUND, NOT_DONE, FAULT = range(4)

OUTPUT_FAILS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What an `OSError` without a file name says if standard output cannot be written."""

STATUSES = {
    DONE: "done",
    PROBLEMS_FOUND: "check: there are problems; fetch and text: some failed",
    NOT_DONE: "not done, and one line on standard error says why: wrong usage, no such folder, "
    "a full disk",
    FAULT: "an error in Broadsheet itself; the log in ~/.local/state/broadsheet says where",
    130: "interrupted",
}
"""The exit statuses and what they mean."""


class CommandError(Exception):
    """A command cannot be carried out; the message is one clear line."""

    def __init__(self, sentence: str) -> None:
        # Imported only when something is wrong: nothing else has to wait for it.
        from broadsheet.text.door import clean_message

        super().__init__(clean_message(sentence))


@contextmanager
def reported(*kinds: type[Exception], what: str) -> Iterator[None]:
    """Turn errors of these kinds, and those of files, into the one line that a command prints.

    `what` names the files if an error does not.
    """
    try:
        yield
    except kinds as error:
        raise CommandError(str(error)) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None and error.errno in OUTPUT_FAILS:
            raise
        raise CommandError(f"{error.filename or what}: {error.strerror or error}") from error


@record
class Argument:
    """An argument that is not an option."""

    name: str
    kind: ArgumentKind
    is_optional: bool = False

    def __str__(self) -> str:
        name = f"{self.name}…" if self.kind in ("query", "feeds") else self.name
        return f"[{name}]" if self.is_optional else name


@record
class Option:
    """A long option. `value` is the name of its value, empty if it takes none.

    With one that `needs_nothing`, the arguments of the command may be left out.
    """

    name: str
    help: str
    value: str = ""
    needs_nothing: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.value}".rstrip()


@record
class Command:
    """A command; the one without a name opens the reader."""

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    options: tuple[Option, ...] = ()

    @property
    def usage(self) -> str:
        """The command with its arguments, without the name of the program."""
        return " ".join(filter(None, [self.name, *map(str, self.arguments)]))

    @property
    def takes_query(self) -> bool:
        """Whether words that are not options may be a query, even with a leading `-`."""
        return any(argument.kind == "query" for argument in self.arguments)

    @property
    def shown_options(self) -> tuple[Option, ...]:
        """The options that the help lists."""
        return (*self.options, HELP)


@dataclass(frozen=True, slots=True)
class Given:
    """What a command was called with; options without a value have an empty one."""

    words: tuple[str, ...]
    options: Mapping[str, str]
    repeated: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """All values of each option, in order; `options` has the last ones."""

    def all_of(self, name: str) -> Sequence[str]:
        """Return every value that an option was given."""
        return self.repeated.get(name, ())


HELP = Option("--help", "show this help", needs_nothing=True)
_PATH = Argument("PATH", "library")
_PERHAPS_PATH = Argument("PATH", "library", is_optional=True)
_FILE = Argument("FILE", "file")

READ = Command(
    "",
    "read PATH: a folder of articles, or one article",
    (_PERHAPS_PATH,),
    (
        Option("--plain", "read in plain lines: for screen readers and simple terminals"),
        Option("--version", "show the version"),
    ),
)
LIST = Command(
    "list",
    "print the articles that match a query",
    (_PATH, Argument("QUERY", "query", is_optional=True)),
    (
        Option(
            "--sort", "sort by KEYS, separated by commas; - is descending: --sort=-heat", "KEYS"
        ),
        Option("--limit", "print at most N articles", "N"),
        Option("--fields", "print only these fields, separated by commas, in this order", "NAMES"),
        Option("--json", "JSON Lines: one object per article"),
        Option("--tsv", "tab-separated values"),
        Option("--count", "print only how many there are"),
    ),
)
STATS = Command(
    "stats",
    "draw when, about what and from whom the articles of a query are",
    (_PATH, Argument("QUERY", "query", is_optional=True)),
    (
        Option("--span", "topics that rise in the last week, month, quarter or year", "SPAN"),
        Option("--json", "one JSON object"),
    ),
)
FRONT = Command(
    "front",
    "print the front page: the best and newest stories, and why",
    (_PATH,),
    (
        Option("--day", "that of a day: 2023-05-18, yesterday, 7d", "DATE"),
        Option("--limit", "print at most N stories, 30 if not given", "N"),
        Option("--json", "JSON Lines: one object per story"),
        Option("--markdown", "as Markdown, for a mail or a page"),
    ),
)
CHECK = Command(
    "check",
    "print every problem, file by file",
    (_PATH,),
    (Option("--skipped", "list the files that are not shown instead, with the reason"),),
)
INDEX = Command(
    "index",
    "bring the index up to date",
    (_PATH,),
    (Option("--rebuild", "delete the index and read every file"),),
)
TEXT = Command(
    "text",
    "fetch and keep the full text of the articles that match a query",
    (_PERHAPS_PATH, Argument("QUERY", "query", is_optional=True)),
    (
        Option("--print", "print the texts, as Markdown"),
        Option("--prune", "remove texts: those above the limit, or those of a query"),
    ),
)
EXPORT = Command(
    "export",
    "write what was read and starred to FILE",
    (_PERHAPS_PATH, _FILE),
    (Option("--with-text", "take the full texts that were fetched along"),),
)
IMPORT = Command("import", "merge what “export” wrote elsewhere", (_PERHAPS_PATH, _FILE))
DEMO = Command(
    "demo",
    "write N made-up articles into the folder DIR",
    (Argument("N", "number"), Argument("DIR", "folder")),
    (Option("--make", "as files of hugo, jekyll, zola, pelican, obsidian or logseq", "NAME"),),
)
COMPLETION = Command(
    "completion", "print the shell completion script", (Argument("SHELL", "shell"),)
)

ADD = Command(
    "add",
    "subscribe to WHAT: a feed, a page that names one, or an OPML file",
    (_PERHAPS_PATH, Argument("WHAT", "feed")),
    (
        Option("--topic", "a topic for its articles; may be given several times", "NAME"),
        Option("--fulltext", "fetch the full text of its articles, too"),
        Option("--catalogue", "print feeds to start with", needs_nothing=True),
    ),
)
FEEDS = Command(
    "feeds",
    "print the subscriptions and their state",
    (_PERHAPS_PATH,),
    (Option("--json", "JSON Lines: one object per feed"), Option("--opml", "as OPML")),
)
REMOVE = Command(
    "remove",
    "unsubscribe from FEED, an address or a title; its articles stay",
    (_PERHAPS_PATH, Argument("FEED", "feed")),
)
FETCH = Command(
    "fetch",
    "fetch the feeds that are due; - reads a feed from standard input",
    (_PERHAPS_PATH, Argument("FEED", "feeds", is_optional=True)),
    (
        Option("--quiet", "print only feeds that fail for more than three days"),
        Option("--as", "what the feed on standard input is called", "NAME"),
    ),
)

PRUNE = Command(
    "prune",
    "move fetched articles that match a query to the trash",
    (_PERHAPS_PATH, Argument("QUERY", "query")),
    (Option("--yes", "do not ask"),),
)

COMMANDS = (
    *(LIST, FRONT, STATS, CHECK, INDEX, ADD, FEEDS, REMOVE, FETCH, TEXT, PRUNE),
    *(EXPORT, IMPORT, DEMO, COMPLETION),
)


def read_arguments(command: Command, arguments: Sequence[str]) -> Given:
    """Separate the options among `arguments` from the rest; raises `CommandError`."""
    known = {option.name: option for option in (*command.options, HELP)}
    options: dict[str, str] = {}
    repeated: dict[str, list[str]] = {}
    words: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        option = known.get(name)
        if option is None:
            if command.takes_query or not argument.startswith("-") or argument == "-":
                words.append(argument)
            elif argument == "--":
                words += rest
            else:
                from broadsheet.cli.meant import in_place_of_option

                meant = in_place_of_option(name, command)
                raise _wrong(command, f"there is no option {name}{meant}")
        elif bool(option.value) < bool(equals):
            raise _wrong(command, f"{name} takes no value")
        else:
            if option.value and not equals:
                value = next(rest, "")
            if option.value and not value:
                raise _wrong(command, f"{name} needs a value: {option.value}")
            options[name] = value
            repeated.setdefault(name, []).append(value)
    if not any(known[name].needs_nothing for name in options):
        _check_number(command, words)
    return Given(tuple(words), options, repeated)


def one_of(options: Iterable[str], *names: str) -> str:
    """Return which of the options `names` was given, "" if none; raises `CommandError` for two."""
    given = [name for name in names if name in options]
    if len(given) > 1:
        raise CommandError(f"give only one of {', '.join(names)}")
    return given[0] if given else ""


def whole_number(value: str, name: str, most: int) -> int:
    """Return `value` as a number; raises `CommandError`, which calls it `name`."""
    digits = value if value.isascii() and value.isdigit() else ""
    # Python refuses to convert thousands of digits, with an error of its own.
    number = int(digits) if digits and len(digits.lstrip("0")) <= len(str(most)) else most + 1
    if not digits or number > most:
        shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
        raise CommandError(f"{name} must be a whole number up to {most:,}, not “{shown}”")
    return number


def _check_number(command: Command, words: Sequence[str]) -> None:
    required = [argument.name for argument in command.arguments if not argument.is_optional]
    if len(words) < len(required):
        raise _wrong(command, f"{command.name} needs {' and '.join(required)}")
    takes_more = any(argument.kind in ("query", "feeds") for argument in command.arguments)
    if len(words) > len(command.arguments) and not takes_more:
        from broadsheet.cli.meant import command_meant, in_place_of_word

        is_folder = os.path.lexists(words[0])
        if command is READ and not is_folder and (meant := command_meant(words[0])):
            raise CommandError(f"there is no command {words[0]}: did you mean {meant}?")
        unexpected = f"unexpected argument “{words[len(command.arguments)]}”"
        raise _wrong(command, f"{unexpected}{in_place_of_word(command, words)}")


def _wrong(command: Command, sentence: str) -> CommandError:
    return CommandError(
        f"{sentence} (see {' '.join(filter(None, ['broadsheet', command.name]))} --help)"
    )
