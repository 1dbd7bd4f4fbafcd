"""Completion in real shells: a word is typed, completed and run, and the program gets all of it."""

import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.commands import Out
from tests.files import write_article
from tests.forks.forks import Forks
from tests.terminal.terminal import Terminal

PROMPT = "ready> "

# The first letter is all that is typed; the last word shows that the name was completed.
NAMES = {
    "a": "AI Hardware za",
    "b": "Bob's $HOME zb",
    "c": "Called `touch pwned` $(touch pwned) zc",
    "d": 'Do "it" & {a,b}; <now>!x zd',
    "e": "Éléments\\n #1 [x]* ~ ze",
}


@dataclass(frozen=True, slots=True)
class ShellUnderTest:
    """How a shell is started bare, and set up for completion."""

    command: tuple[str, ...]
    setup: str


SHELLS = {
    "bash": ShellUnderTest(
        ("bash", "--norc", "--noprofile", "-i"), 'eval "$(broadsheet completion bash)"'
    ),
    "zsh": ShellUnderTest(
        ("zsh", "-f", "-i"),
        f"autoload -U compinit; compinit -D; eval \"$(broadsheet completion zsh)\"; PS1='{PROMPT}'",
    ),
    "fish": ShellUnderTest(
        ("fish", "--no-config", "--private", "-i"),
        f"function fish_prompt; echo -n '{PROMPT}'; end; broadsheet completion fish | source",
    ),
}


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory, out: Out) -> Path:
    """A library of names that a shell has uses of its own for."""
    home = tmp_path_factory.mktemp("home")
    for letter, name in NAMES.items():
        topic = name.replace("'", "''")
        write_article(home / "my news", f"{letter}.md", f"Found {letter}", f"topics: ['{topic}']")
    out("index", home / "my news")
    return home


@pytest.fixture(params=SHELLS)
def terminal(
    request: pytest.FixtureRequest,
    named: Path,
    environment: dict[str, str],
    tmp_path: Path,
    forks: Forks,
) -> Iterator[Terminal]:
    """A shell in the folder that the library is in, ready to complete."""
    shell = SHELLS[request.param]
    if shutil.which(shell.command[0]) is None:
        pytest.skip(f"{request.param} is not installed")
    program = tmp_path / "broadsheet"
    program.write_text(f'#!/bin/sh\nexec {shlex.join(forks.program)} "$@"\n')
    program.chmod(0o700)
    own = {
        "PATH": f"{tmp_path}:{environment['PATH']}",
        "PS1": PROMPT,
    }
    with Terminal(shell.command, env=environment | own, cwd=named, columns=120) as terminal:
        terminal.settle()
        # The prompt that comes after tells that all of it is read.
        terminal.type(f"{shell.setup}; clear; echo set up\n")
        terminal.wait_for_text(f"set up\n{PROMPT.rstrip()}")
        yield terminal


@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_names_arrive_as_they_are_and_nothing_in_them_is_run(
    terminal: Terminal, named: Path, quote: str
) -> None:
    for letter in NAMES:
        terminal.type(f"broadsheet list my\\ news --tsv --fields=title topic:{quote}{letter}")
        terminal.press("tab")
        terminal.wait_for_text(f"z{letter}")
        terminal.press("enter")
        terminal.wait_for_text(f"Found {letter}\n{PROMPT.rstrip()}")
    assert not [*named.rglob("pwned")]


def test_commands_folders_options_and_fields_are_completed(terminal: Terminal) -> None:
    for typed, completed in (
        ("broadsheet lis", "broadsheet list"),
        ("my", "my\\ news/"),
        (" --so", "--sort="),
        ("-he", "--sort=-heat"),
        ("topi", "topic:"),
        ("a", "Hardware"),
        ("--cou", "--count"),
    ):
        terminal.type(typed)
        terminal.press("tab")
        terminal.wait_for_text(completed)
    terminal.press("enter")
    terminal.wait_for_text(f"\n1\n{PROMPT.rstrip()}")
