"""The examples of the pages work: the settings are understood, the commands exist."""

import re
import shlex
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from broadsheet.cli.commands import COMMANDS, READ, read_arguments
from broadsheet.cli.help import help_of
from broadsheet.config.reading import read_settings
from broadsheet.config.settings import FolderRules, Settings
from tests.files import write_settings

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    """Return the code blocks of `page` in `language`."""
    text = (ROOT / page).read_text("utf-8")
    return [block for name, block in BLOCK.findall(text) if name == language]


@pytest.mark.parametrize("page", ["README.md", "docs/settings.md"])
def test_the_settings_of_the_examples_are_understood(page: str) -> None:
    [example] = blocks(page, "toml")
    write_settings(example)
    settings, warnings = read_settings()
    assert warnings == []
    assert settings.library is not None


def test_the_page_of_settings_has_all_of_them() -> None:
    [example] = blocks("docs/settings.md", "toml")
    written = tomllib.loads(example)
    for name in ("feeds", "text", "pictures", "table", "sidebar", "stories", "start"):
        table = getattr(Settings(), name)
        assert written[name].keys() == {field.name for field in fields(table)}
    assert written["library"].keys() == {"path", *(field.name for field in fields(FolderRules))}
    assert written.keys() == {field.name for field in fields(Settings)} - {"folder_rules"}


TEXTS = [
    *(block for page in ("README.md", "docs/feeds.md") for block in blocks(page, "sh")),
    *(help_of(command).partition("examples:")[2] for command in (READ, *COMMANDS)),
    (ROOT / "docs" / "broadsheet.1").read_text("utf-8").partition(".Sh EXAMPLES")[2],
]
IN_THE_SHELL = re.compile(r"\s(?:&&|\|\|?|>>?|\(in a crontab\)|\(a folder).*")


def command_lines() -> list[str]:
    """Return every example that calls the program, without what the shell does with it."""
    text = "\n".join(TEXTS).replace("\\-", "-").replace("\\(aq", "'").replace("\\(dq", '"')
    lines = [line.strip() for line in text.splitlines()]
    return [IN_THE_SHELL.sub("", line) for line in lines if line.startswith("broadsheet ")]


@pytest.mark.parametrize("line", sorted({*command_lines()}))
def test_the_commands_of_the_examples_exist(line: str) -> None:
    _, *words = shlex.split(line, comments=True)
    command = next((c for c in COMMANDS if words and c.name == words[0]), READ)
    given = read_arguments(command, words if command is READ else words[1:])
    assert [word for word in given.words if word.startswith("--")] == []
