"""Help, wrong usage, and what a command imports."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet import __version__
from broadsheet.cli.commands import COMMANDS, READ
from broadsheet.library.query.fields import FIELDS
from broadsheet.library.query.terms import FLAGS, SORT_FIELDS
from tests.cli.commands import Out, Run
from tests.terminal.reader_env import REPOSITORY


def test_version_and_help(out: Out) -> None:
    assert out("--version") == f"broadsheet {__version__}\n"
    for command in (READ, *COMMANDS):
        said = out(*filter(None, [command.name]), "--help")
        assert said.startswith(f"usage: broadsheet {command.usage}")
        assert all(str(option) in said for option in command.shown_options)
        assert max(map(len, said.splitlines())) <= 80


def test_the_help_of_list_teaches_every_field_of_the_query_language(out: Out) -> None:
    said = out("list", "somewhere", "--help")
    assert all(f"{field}:" in said for field in FIELDS)
    flags = said.partition("is:unread")[2].partition("-type:video")[0]
    for flag in FLAGS:
        assert re.search(rf"\b{flag.partition(':')[2]}\b", flags), flag
    assert all(key in said for key in SORT_FIELDS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["list", "no/such"], "no/such"),
        (["check", "no/such"], "no/such"),
        (["index", "no/such"], "no/such"),
        (["no/such"], "no/such"),
        (["lst"], "did you mean list?"),
        (["lst", "seeds"], "there is no command lst: did you mean list?"),
        (["list", "seedz"], "PATH comes before the query"),
        (["list", "~nobody-has-this-name"], "~nobody-has-this-name"),
        (["demo", "1", "~nobody-has-this-name"], "~nobody-has-this-name"),
        (["list", ""], "no folder"),
        (["list", "/dev/null"], "/dev/null"),
        (["list", "x" * 5000], "no folder"),
        (["list"], "PATH"),
        (["list", "--json"], "PATH"),
        (["list", "seeds", "--limit", "x"], "--limit"),
        (["list", "seeds", "--limit=-1"], "--limit"),
        (["list", "seeds", "--limit"], "--limit"),
        (["list", "seeds", "--limit", "9223372036854775808"], "--limit"),
        (["list", "seeds", "--limit", "9" * 5000], "--limit must be a whole number up to"),
        (["list", "seeds", "--limit", "²"], "--limit"),
        (["list", "seeds", "--sort", "beauty"], "beauty"),
        (["list", "seeds", "--sort="], "sort"),
        (["list", "seeds", "--fields"], "--fields"),
        (["list", "seeds", "--fields=,"], "--fields"),
        (["list", "seeds", "--json", "--tsv"], "--json"),
        (["list", "seeds", "--json=yes"], "--json"),
        (["feeds", "seeds", "--json", "--opml"], "give only one of --json, --opml"),
        (["front", "seeds", "--json", "--markdown"], "give only one of --json, --markdown"),
        (["text", "seeds", "--print", "--prune"], "give only one of --print, --prune"),
        (["check", "seeds", "--jsno"], "--jsno"),
        (["front", "seeds", "front:2023-11-06"], "“broadsheet front seeds --day 2023-11-06”?"),
        (["front", "seeds", "yesterday"], "“broadsheet front seeds --day yesterday”?"),
        (["front", "front:2023-11-06"], "“broadsheet front ~/news --day 2023-11-06”"),
        (["front", "seeds", "--sort=-heat"], "only list has it"),
        (["check", "seeds", "--json"], "only list, front, stats and feeds have it"),
        (["check", "seeds", "skipped"], "did you mean --skipped?"),
        (["check", "seeds", "topic:AI Hardware"], "“broadsheet list seeds 'topic:AI Hardware'”?"),
        (["seeds", "topic:AI"], "“broadsheet list seeds topic:AI”?"),
        (["seeds", "check"], "“broadsheet check seeds”?"),
        (["topic:AI"], "“broadsheet list ~/news topic:AI”?"),
        (["topic:AI", "is:unread"], "“broadsheet list ~/news topic:AI is:unread”?"),
        (["https://example.com/feed"], "“broadsheet add https://example.com/feed”?"),
        (["index", "seeds", "styles"], "give one folder"),
        (["search", "seeds", "AI"], "did you mean list?"),
        (["help", "list"], "did you mean --help?"),
        (["-h"], "did you mean --help?"),
        (["list", "-h"], "did you mean --help?"),
        (["check"], "PATH"),
        (["check", "seeds", "styles"], "styles"),
        (["index", "seeds", "--rebiuld"], "did you mean --rebuild?"),
        (["export"], "FILE"),
        (["export", "no/such", "marks.json"], "no/such"),
        (["export", "no/such/marks.json"], "no/such"),
        (["import", "no/such.json"], "no/such.json"),
        (["import", "."], "."),
        (["completion", "tcsh"], "bash, zsh, fish"),
        (["demo", "many", "new"], "N"),
        (["demo", "new", "10"], "“broadsheet demo 10 new”?"),
        (["demo", "0", "new"], "N"),
        (["demo", "99999999999999999999999", "new"], "N must be a whole number up to"),
        (["demo", "9" * 5000, "new"], "N must be a whole number up to"),
        (["--jsno"], "--jsno"),
        (["seeds"], "terminal"),
        ([], "terminal"),
    ],
)
def test_wrong_usage_is_told_in_one_line(run: Run, arguments: list[str], said: str) -> None:
    finished = run(*arguments)
    assert (finished.stdout, finished.returncode) == ("", 2)
    [line] = finished.stderr.splitlines()
    assert line.startswith("broadsheet: ")
    assert said in line


@pytest.mark.parametrize("command", ["list", "stats"])
def test_a_mistyped_option_that_became_part_of_a_query_is_named(
    run: Run, library: Path, command: str
) -> None:
    for arguments in ([library, "--jsno"], ["--json", library, "--jsno"]):
        said = run(command, *arguments).stderr.splitlines()
        assert said[0] == (
            "broadsheet: There is no option --jsno: did you mean --json? "
            "It is now part of the query."
        )


@pytest.mark.parametrize(
    "arguments",
    [["list", "--count"], ["stats"], ["front"], ["check"], ["index"], ["feeds"], ["fetch"]],
)
def test_commands_say_what_is_wrong_with_the_settings_and_go_on(
    run: Run, library: Path, tmp_path: Path, arguments: list[str]
) -> None:
    settings = tmp_path / "broadsheet" / "config.toml"
    settings.parent.mkdir()
    command, *options = arguments
    without = run(command, library, *options, XDG_CONFIG_HOME=str(tmp_path))
    settings.write_text('sort = "date"\nlibrary = ~/news\n', "utf-8")
    finished = run(command, library, *options, XDG_CONFIG_HOME=str(tmp_path))
    [said] = [line for line in finished.stderr.splitlines() if str(settings) in line]
    assert said.startswith("broadsheet: ")
    assert "line 2" in said
    assert (finished.stdout, finished.returncode) == (without.stdout, without.returncode)


def test_an_index_that_cannot_be_kept_is_told_in_one_line(
    run: Run, library: Path, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("no folder", "utf-8")
    folders = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "TMPDIR": str(tmp_path)}
    finished = run("list", library, "--count", **folders)
    assert (finished.stdout, finished.returncode) == ("4\n", 0)
    [note] = finished.stderr.splitlines()
    assert "the index will not be kept" in note


def test_a_terminal_that_shows_no_screen_gets_plain_lines(
    program: list[str], environment: dict[str, str], library: Path
) -> None:
    ours, its = os.openpty()
    process = subprocess.Popen(
        [*program, str(library)],
        stdin=its,
        stdout=its,
        stderr=subprocess.PIPE,
        env=environment | {"TERM": "dumb"},
    )
    os.close(its)
    os.write(ours, b"q\n")
    _, said = process.communicate()
    shown = os.read(ours, 100_000)
    os.close(ours)
    assert (process.returncode, said.count(b"\n")) == (0, 1)
    assert b"--plain" in said
    assert b"Articles 1 to 4 of 4" in shown
    assert b"\x1b" not in shown


# What is imported


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--version"], {"textual", "rich", "yaml", "sqlite3", "rapidfuzz"}),
        (["--help"], {"textual", "rich", "yaml", "sqlite3", "rapidfuzz"}),
        (["list", "seeds", "imagining"], {"textual", "rich"}),
        (["check", "seeds"], {"textual", "rich"}),
        (["export", "/dev/null"], {"textual", "rich"}),
        (["__complete", "fish", "broadsheet list seeds topic:"], {"textual", "rich", "yaml"}),
    ],
)
def test_a_command_imports_only_what_it_needs(
    environment: dict[str, str], arguments: list[str], unwanted: set[str]
) -> None:
    code = (
        "import atexit, sys\n"
        "before = {*sys.modules}\n"
        "from broadsheet.cli.main import main\n"
        "atexit.register(lambda: print(*sys.modules.keys() - before, file=sys.stderr))\n"
        "main(sys.argv[1:])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    imported = set(finished.stderr.split())
    assert "broadsheet.cli" in imported
    assert imported.isdisjoint(unwanted)
