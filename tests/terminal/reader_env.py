"""Starts the reader in a terminal, with a clean environment and a fake browser."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.terminal.terminal import Lead, Terminal

REPOSITORY = Path(__file__).parents[2]
BROADSHEET = [sys.executable, "-m", "broadsheet"]

_BROWSER = """\
#!{python} -I
import json, os, sys

record = os.open({record!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
os.write(record, (json.dumps(sys.argv[1:]) + "\\n").encode())
"""


def clean_environment(home: Path) -> dict[str, str]:
    """Everything that a program finds in its environment; its folders are in `home`."""
    folders = {
        "HOME": home,
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache",
    }
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    return {name: str(folder) for name, folder in folders.items()} | {
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }


def reader_environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a reader of this checkout, without animations; its home is in `tmp_path`.

    When coverage is measured, that of the reader is, too.
    """
    measured = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return (
        clean_environment(tmp_path / "home")
        | measured
        | {
            "PYTHONPATH": str(REPOSITORY / "reader"),
            "TEXTUAL_ANIMATIONS": "none",
        }
    )


def start_reader(
    *args: str,
    env: Mapping[str, str],
    columns: int = 120,
    rows: int = 40,
    lead: Lead | None = None,
) -> Terminal:
    """Start the reader of this checkout, in its top folder. The caller closes the terminal."""
    command = [*BROADSHEET, *args]
    return Terminal(command, env=env, cwd=REPOSITORY, columns=columns, rows=rows, lead=lead)


def write_browser(script: Path, record: Path) -> None:
    """Write a $BROWSER program that only appends its arguments to `record`."""
    script.write_text(_BROWSER.format(python=sys.executable, record=str(record)))
    script.chmod(0o700)


def read_opened(record: Path) -> list[list[str]]:
    """Return the arguments of each call of the browser so far."""
    if not record.exists():
        return []
    # The last line may still be incomplete.
    lines = record.read_text().split("\n")[:-1]
    return [[str(argument) for argument in json.loads(line)] for line in lines]
