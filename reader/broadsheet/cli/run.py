"""What each command does; each imports only what it needs, when it runs."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet import __version__
from broadsheet.cli.commands import (
    ADD,
    CHECK,
    COMPLETION,
    DEMO,
    DONE,
    EXPORT,
    FEEDS,
    FETCH,
    FRONT,
    IMPORT,
    INDEX,
    LIST,
    PRUNE,
    READ,
    REMOVE,
    STATS,
    TEXT,
    Command,
    CommandError,
    Given,
    whole_number,
)
from broadsheet.cli.libraries import (
    existing,
    first_library,
    freshen,
    library_of,
    path_of,
    shown,
    up_to_date,
)

if TYPE_CHECKING:
    from broadsheet.config.settings import Settings

_LARGEST_DEMO = 10_000_000

_WITHOUT_SETTINGS = (DEMO.name, COMPLETION.name)


def run(command: Command, given: Given) -> int:
    """Carry out a command; one that goes by the settings says first what is wrong with them."""
    is_quiet = "--quiet" in given.options  # cron sends a mail of each line
    if not (command is READ or command.name in _WITHOUT_SETTINGS or is_quiet):
        _settings()
    if command.takes_query and any(word.startswith("-") for word in given.words):
        from broadsheet.cli.meant import notes_on_options
        from broadsheet.cli.queries import say

        say(sys.stderr, notes_on_options(given.words, command))
    return RUN[command.name](given)


def _settings() -> "Settings":
    """Return the settings, and say on standard error what is wrong with their file."""
    from broadsheet.config.reading import read_settings

    settings, warnings = read_settings()
    for warning in warnings:
        print(f"broadsheet: {warning}", file=sys.stderr)
    return settings


def _read(given: Given) -> int:
    if "--version" in given.options:
        print(f"broadsheet {__version__}")
        return DONE

    if "--plain" in given.options:
        return _read_plainly(given)

    from broadsheet.tui import startup

    ignored = startup.before_start()

    from broadsheet.config.reading import read_settings

    settings, warnings = read_settings()
    warnings += ignored
    root = _root_to_read(given, settings.library)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError(
            "the reader needs a terminal; use “broadsheet list PATH” to print articles"
        )

    if os.environ.get("TERM") == "dumb":
        print("broadsheet: this terminal shows no screen: reading as with --plain", file=sys.stderr)
        return _read_plainly(given)

    from broadsheet.library.library import Library
    from broadsheet.tui.run import run_reader

    return run_reader(Library(root), settings, tuple(warnings))


def _root_to_read(given: Given, configured: Path | None) -> Path:
    return existing(given.words[0], READ) if given.words else configured or first_library()


def _read_plainly(given: Given) -> int:
    from broadsheet.library.library import Library
    from broadsheet.marks.store import Marks
    from broadsheet.paths import marks_path
    from broadsheet.plain.reader import PlainReader

    settings = _settings()
    root = _root_to_read(given, settings.library)
    up_to_date(root, wait=False)
    with Marks(marks_path()) as marks:
        if marks.opening.sentence:
            print(f"broadsheet: {marks.opening.sentence}", file=sys.stderr)
        PlainReader(Library(root), settings, marks, lambda: input("> "), sys.stdout).run()
    return DONE


def _list(given: Given) -> int:
    from broadsheet.cli.listing import list_articles, list_options

    options = list_options(given)
    root = existing(options.path, LIST)
    freshen(root)
    list_articles(root, options, sys.stdout, sys.stderr)
    return DONE


def _stats(given: Given) -> int:
    from broadsheet.cli.stats import print_statistics, stats_options

    options = stats_options(given)
    root = existing(options.path, STATS)
    freshen(root)
    print_statistics(root, options, sys.stdout, sys.stderr)
    return DONE


def _front(given: Given) -> int:
    from broadsheet.cli.front import front_options, print_front_page

    options = front_options(given)
    root = existing(given.words[0], FRONT)
    freshen(root)
    print_front_page(root, options, sys.stdout, sys.stderr)
    return DONE


def _check(given: Given) -> int:
    root = existing(given.words[0], CHECK)
    up_to_date(root, wait=True)

    from broadsheet.cli.checking import check

    return check(root, sys.stdout, sys.stderr, lists_skipped="--skipped" in given.options)


def _index(given: Given) -> int:
    root = existing(given.words[0], INDEX)

    from broadsheet.cli.indexing import finished

    print(finished(root, up_to_date(root, wait=True, rebuild="--rebuild" in given.options)))
    return DONE


def _export(given: Given) -> int:
    from broadsheet.cli.export_import import STREAM, export_marks

    *path, file = given.words
    root = library_of(path, EXPORT)
    done = export_marks(root, file, sys.stderr, with_text="--with-text" in given.options)
    print(done, file=sys.stderr if file == STREAM else sys.stdout)
    return DONE


def _import(given: Given) -> int:
    from broadsheet.cli.export_import import import_marks

    *path, file = given.words
    print(import_marks(library_of(path, IMPORT), file, sys.stderr))
    return DONE


def _demo(given: Given) -> int:
    number, name = given.words
    if name.isdigit() and not number.isdigit():
        raise CommandError(f"N comes before DIR: did you mean “broadsheet demo {name} {number}”?")
    count = whole_number(number, "N", _LARGEST_DEMO)
    if not count:
        raise CommandError("N must be at least 1")

    from broadsheet.cli.progress_line import ProgressLine
    from broadsheet.demo import DemoError, write_demo
    from broadsheet.demo.makes import MAKES
    from broadsheet.text.counting import counted

    make = given.options.get("--make", "")
    if make and make not in MAKES:
        raise CommandError(f"--make is one of {', '.join(MAKES)}, not {make}")
    folder = path_of(name)
    try:
        with ProgressLine(sys.stderr) as line:
            write_demo(
                count, folder, lambda n: line.show(f"wrote {n:,} of {count:,} articles"), make
            )
    except (DemoError, OSError, ValueError) as error:
        raise CommandError(str(error)) from error
    print(f"wrote {counted(count, 'article')} to {shown(folder)}")
    return DONE


def _add(given: Given) -> int:
    from broadsheet.cli.feeds import add

    return add(given, sys.stdout, sys.stderr)


def _feeds(given: Given) -> int:
    from broadsheet.cli.feeds import feeds

    return feeds(given, sys.stdout, sys.stderr)


def _remove(given: Given) -> int:
    from broadsheet.cli.feeds import remove

    return remove(given, sys.stdout)


def _fetch(given: Given) -> int:
    from broadsheet.cli.feeds import fetch

    return fetch(given, sys.stdout, sys.stderr)


def _text(given: Given) -> int:
    from broadsheet.cli.text import text

    return text(given, sys.stdout, sys.stderr)


def _prune(given: Given) -> int:
    from broadsheet.cli.prune import prune

    return prune(given, sys.stdout, sys.stderr)


def _completion(given: Given) -> int:
    from broadsheet.cli.shell_completion import script

    print(script(given.words[0]), end="")
    return DONE


def complete(arguments: Sequence[str]) -> int:
    """Answer a shell: see `broadsheet.cli.shell_completion`."""
    from broadsheet.cli.shell_completion import answer
    from broadsheet.cli.shell_words import SHELLS

    for shell in SHELLS:
        if arguments[:1] == [shell]:
            print(answer(shell, *arguments[1:3]), end="")
    return DONE


RUN: dict[str, Callable[[Given], int]] = {
    READ.name: _read,
    LIST.name: _list,
    STATS.name: _stats,
    FRONT.name: _front,
    CHECK.name: _check,
    INDEX.name: _index,
    ADD.name: _add,
    FEEDS.name: _feeds,
    REMOVE.name: _remove,
    FETCH.name: _fetch,
    TEXT.name: _text,
    PRUNE.name: _prune,
    EXPORT.name: _export,
    IMPORT.name: _import,
    DEMO.name: _demo,
    COMPLETION.name: _completion,
}
"""What carries out each command, by its name."""
