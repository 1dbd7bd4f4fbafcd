"""The commands: parse the arguments, call, print. Each imports only what it needs."""

import os
import signal
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from reader import __version__

DONE, PROBLEMS_FOUND, WRONG_USAGE = 0, 1, 2

_COMMANDS = """\
commands:
  broadsheet [PATH]                read PATH: a folder of articles, or one article
  broadsheet list PATH [QUERY…]    print matching articles
  broadsheet check PATH            every problem, file by file
  broadsheet index PATH            bring the index up to date
  broadsheet demo N DIR            write N made-up articles, to try or to measure

“broadsheet COMMAND --help” says more of each. A folder that is called like a
command is opened as ./list. Exit status: 0 done, 1 problems were found (check),
2 wrong usage, or no such folder.
"""

_LIST_HELP = """\
usage: broadsheet list PATH [QUERY…] [--sort KEYS] [--limit N] [--json | --tsv | --count]

Print the articles below PATH that fit QUERY: one argument or several, in the
language of the search bar.

  words                    titles with these words; typos and prefixes forgiven
  "exact phrase"           titles with this phrase
  topic: provider: type: category:     as in topic:"AI Hardware" provider:ibm.com
  quality:>50  heat:0..90  quality:none
  after:2023-05  before:2023-11-06  newer:7d
  is:published  is:broken  has:related  has:image  has:body
  -type:video              a leading - turns a term round
  sort:-heat,date          the order; a leading - puts the greatest first

options:
  --sort KEYS   quality, heat, date, title, provider, path: as in --sort=-heat,date
  --limit N     at most N articles
  --json        JSON Lines: the files' own fields, with path, read and starred
  --tsv         date, quality, heat, provider, type, title, originalUrl, path
  --count       only how many there are

examples:
  broadsheet list ~/news topic:AI -type:video --sort=-heat --limit 10
  broadsheet list ~/news 'quality:>50 after:2023-05' --json | jq -r .title
"""


class UsageError(Exception):
    """The command line cannot be carried out; the message is one clear line."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command that `arguments` (else the process's own) name; return the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _write_whatever_the_locale()
    try:
        command = arguments[0] if arguments else ""
        if command in _RUN:
            _end_with_the_pipe()
            return _RUN[command](arguments[1:])
        return _read(arguments)
    except UsageError as error:
        print(f"broadsheet: {error}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _write_whatever_the_locale() -> None:
    """Print UTF-8 to pipes and files, and on a terminal whatever of a text it can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def _end_with_the_pipe() -> None:
    """Let a closed pipe (`| head`) end the program quietly, as it does with other commands."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _parser(usage: str, description: str) -> ArgumentParser:
    class Parser(ArgumentParser):
        def error(self, message: str) -> NoReturn:
            raise UsageError(f"{_clean(message)} (see broadsheet --help)")

    return Parser(
        usage=usage,
        description=description,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _clean(text: str) -> str:
    from reader.articles.text import clean_line

    return clean_line(text)


def _path(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError as error:  # ~somebody, of whom this machine knows nothing
        raise UsageError(f"there is no folder {_clean(name)}") from error


def _existing(name: str) -> Path:
    path = _path(name)
    try:
        exists = name != "" and (path.is_dir() or path.is_file())
    except (OSError, ValueError):
        exists = False
    if not exists:
        raise UsageError(f"there is no folder or file {_clean(name) or '“”'}")
    if path.is_dir() and not os.access(path, os.R_OK | os.X_OK):
        raise UsageError(f"the folder {_clean(name)} may not be read")
    return path


def _read(arguments: list[str]) -> int:
    parser = _parser("broadsheet [PATH]", "The terminal reader for news that lives in plain files.")
    parser.epilog = _COMMANDS
    parser.add_argument(
        "path",
        nargs="?",
        help="a folder, or one article; else the configured library, else the seeds",
    )
    parser.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    options = parser.parse_args(arguments)

    from reader.config import read_settings
    from reader.paths import bundled

    settings, warnings = read_settings()
    root = _existing(options.path) if options.path else settings.library or bundled("seeds")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the reader needs a terminal; “broadsheet list PATH” prints to a pipe")

    from reader.library.database import IndexUnavailableError
    from reader.library.library import Library
    from reader.tui.run import run_reader

    try:
        return run_reader(Library(root), settings, tuple(warnings))
    except IndexUnavailableError as error:
        raise UsageError(_clean(str(error))) from error


def _list(arguments: list[str]) -> int:
    from reader.listing import ListOptions, list_articles, parse_list_arguments

    if "--help" in arguments:
        print(_LIST_HELP, end="")
        return DONE
    try:
        options: ListOptions = parse_list_arguments(arguments)
    except ValueError as error:
        raise UsageError(_clean(str(error))) from error
    root = _existing(options.path)
    _up_to_date(root, wait=False)
    list_articles(root, options, sys.stdout, sys.stderr)
    return DONE


def _up_to_date(root: Path, *, wait: bool, rebuild: bool = False, show: bool = False) -> None:
    from reader.library.database import IndexUnavailableError
    from reader.library.sync import FolderGoneError, bring_up_to_date
    from reader.progress import finished, progress_line

    try:
        with progress_line(sys.stderr) as report:
            last = bring_up_to_date(root, rebuild=rebuild, wait=wait, report=report)
    except (IndexUnavailableError, FolderGoneError) as error:
        raise UsageError(_clean(str(error))) from error
    if show:
        print(finished(root, last))


def _check(arguments: list[str]) -> int:
    parser = _parser("broadsheet check PATH", "Print every problem of the articles below PATH.")
    parser.add_argument("path")
    root = _existing(parser.parse_args(arguments).path)
    _up_to_date(root, wait=True)

    from reader.library.library import Library

    with Library(root).open_index() as index:
        problems, count = index.problems(), index.count()
    for problem in problems:
        print(_clean(str(problem)))
    files = len({problem.path for problem in problems})
    summary = f"{count:,} articles, {len(problems):,} problems in {files:,} files"
    print(summary if problems else f"{count:,} articles, no problems", file=sys.stderr)
    return PROBLEMS_FOUND if problems else DONE


def _index(arguments: list[str]) -> int:
    parser = _parser("broadsheet index PATH [--rebuild]", "Bring the index of PATH up to date.")
    parser.add_argument("path")
    parser.add_argument(
        "--rebuild", action="store_true", help="throw the index away and read every file"
    )
    # What the reader asks of the process beside it.
    parser.add_argument("--progress-json", action="store_true", help="print progress as JSON Lines")
    options: Namespace = parser.parse_args(arguments)
    root = _existing(options.path)
    if options.progress_json:
        return _index_for_reader(root)
    _up_to_date(root, wait=True, rebuild=options.rebuild, show=True)
    return DONE


def _index_for_reader(root: Path) -> int:
    import json
    from dataclasses import asdict

    from reader.library.database import IndexUnavailableError
    from reader.library.sync import FolderGoneError, sync

    try:
        for progress in sync(root):
            print(json.dumps(asdict(progress)), flush=True)
    except (IndexUnavailableError, FolderGoneError) as error:
        raise UsageError(_clean(str(error))) from error
    return DONE


def _demo(arguments: list[str]) -> int:
    parser = _parser("broadsheet demo N DIR", "Write N made-up articles into the folder DIR.")
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("folder", metavar="DIR")
    options = parser.parse_args(arguments)
    if options.count < 1:
        raise UsageError("N is a number of articles, one or more")

    from reader.demo import DemoError, write_demo

    folder = _path(options.folder)
    try:
        write_demo(options.count, folder)
    except (DemoError, OSError) as error:
        raise UsageError(_clean(str(error))) from error
    print(f"wrote {options.count:,} articles into {_clean(str(folder))}")
    return DONE


_RUN = {"list": _list, "check": _check, "index": _index, "demo": _demo}
