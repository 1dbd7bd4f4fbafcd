"""The man page says all that the program knows, and is set without a complaint."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from broadsheet.cli.commands import COMMANDS, READ, STATUSES
from broadsheet.cli.fields import FIELDS
from broadsheet.library.query.fields import FIELDS as QUERY_FIELDS
from broadsheet.library.query.terms import FLAGS, SORT_FIELDS

PAGE = Path(__file__).parents[1] / "docs" / "broadsheet.1"


@pytest.fixture(scope="module")
def sections() -> dict[str, str]:
    """The text of the page without its markup, by section."""
    text = re.sub(r"^\.\\\".*$", "", PAGE.read_text("utf-8"), flags=re.MULTILINE).replace(
        "\\-", "-"
    )
    parts = re.split(r"^\.Sh (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_and_option_is_there(sections: dict[str, str]) -> None:
    for place in (sections["SYNOPSIS"], sections["DESCRIPTION"]):
        for command in COMMANDS:
            assert re.search(rf"\bCm {command.name}$|\bCm {command.name} ", place, re.MULTILINE)
        for command in (READ, *COMMANDS):
            for option in command.shown_options:
                assert f"Fl {option.name.removeprefix('-')}" in place.replace(" | -", " Fl -")


def test_the_whole_language_is_there(sections: dict[str, str]) -> None:
    said = sections["QUERY LANGUAGE"]
    words = set(re.findall(r"\w+", said))
    assert all(f"{field}:" in said for field in QUERY_FIELDS)
    assert words >= {flag.partition(":")[2] for flag in FLAGS}
    assert words >= set(SORT_FIELDS)


def test_every_field_and_exit_status_is_there(sections: dict[str, str]) -> None:
    assert set(re.findall(r"^\.Li (\w+)", sections["FIELDS"], re.MULTILINE)) == set(FIELDS)
    statuses = re.findall(r"^\.It (\d+)$", sections["EXIT STATUS"], re.MULTILINE)
    assert [*map(int, statuses)] == [*STATUSES]


def test_man_shows_it_without_a_warning() -> None:
    man = shutil.which("man")
    if man is None:
        pytest.skip("man is not installed")
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MANWIDTH": "80"}
    finished = subprocess.run(
        [man, "--warnings", "-l", str(PAGE)],
        check=True,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    assert finished.stderr == ""
    assert "BROADSHEET(1)" in finished.stdout
