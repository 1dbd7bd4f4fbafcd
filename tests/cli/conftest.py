"""Libraries for the commands, and the fixtures that run them."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.commands import Out, Run
from tests.files import write_article
from tests.forks.forks import Forks
from tests.hostile import HOSTILE_STRINGS
from tests.hostile_library import write_hostile_library
from tests.terminal.reader_env import BROADSHEET, REPOSITORY, reader_environment


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return reader_environment(tmp_path_factory.mktemp("reader"))


@pytest.fixture(scope="session")
def program(forks: Forks) -> list[str]:
    """The first words of a command line that runs the program."""
    return forks.program


@pytest.fixture(scope="module")
def run(forks: Forks, environment: dict[str, str]) -> Run:
    """Runs a command with its output to a pipe. Keywords are environment variables."""

    def run(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        if not any(name.startswith("PYTHON") for name in variables):
            return forks.run("broadsheet.cli.main", [*map(str, arguments)], environment | variables)
        return subprocess.run(
            [*BROADSHEET, *arguments],
            check=False,
            cwd=REPOSITORY,
            env=environment | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
        )

    return run


@pytest.fixture(scope="module")
def out(run: Run) -> Out:
    """Runs a command that must succeed without complaints; returns its output."""

    def out(*arguments: str | Path, **variables: str) -> str:
        finished = run(*arguments, **variables)
        assert (finished.stderr, finished.returncode) == ("", 0)
        return finished.stdout

    return out


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four articles that differ in every field of a query."""
    folder = tmp_path_factory.mktemp("library")
    write_article(
        *(folder, "chips.md", "Chips are scarce", "quality: 60", "heat: -1", "type: video"),
        *("publishedDateTime: 2023-01-01T10:00:00Z", "topics: [AI Hardware, AI]"),
        *("provider: {name: IBM, domain: ibm.com}", "price: 12", "levels:", "  - {name: beginner}"),
        body="The *body*.",
    )
    write_article(
        *(folder, "deep/factories.md", "Factories are built", "quality: 40", "heat: 90"),
        *("publishedDateTime: 2023-01-02T10:00:00Z", "type: article", "topics: [AI, Hardware]"),
    )
    write_article(
        *(folder, "markets.md", "Markets rally again", "type: article", "topics: [Markets]"),
        *("publishedDateTime: 2023-01-03T10:00:00Z", "provider: {name: Market Intelligence Daily}"),
    )
    write_article(folder, "undated.md", "Nothing is known")
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A library of hostile fields and file names, and how many articles it has."""
    folder = tmp_path_factory.mktemp("hostile")
    count = write_hostile_library(folder)
    for number, trick in enumerate(HOSTILE_STRINGS):
        name = trick.text.encode("utf-8", "ignore")[:100].decode("utf-8", "ignore")
        name = f"{number} {name}.md".translate({0: None, ord("/"): None})
        write_article(folder, name, "By its name", "quality: high", url="https://example.com/")
    return folder, count + len(HOSTILE_STRINGS)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library whose output is larger than any buffer."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(400):
        write_article(folder, f"{number}.md", f"Number {number} " + "long " * 40, "quality: high")
    return folder
