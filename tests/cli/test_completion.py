"""What the program answers a shell that asks how a command line may go on."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.cli.commands import COMMANDS
from broadsheet.cli.fields import FIELDS
from broadsheet.cli.shell_words import Quote, bash_quoted, shell_words
from broadsheet.library.query.fields import FIELDS as QUERY_FIELDS
from tests.cli.commands import Out, Run


@pytest.fixture(scope="module")
def known(out: Out, library: Path) -> Path:
    """A library with an index."""
    out("index", library)
    return library


def rows(out: Out, line: str) -> list[str]:
    """The answer to fish: what the shell is to add, then what fits."""
    addition, *fits = out("__complete", "fish", line).splitlines()
    return [addition, *(fit.partition("\t")[0] for fit in fits)]


def test_commands_options_and_folders_are_completed(out: Out) -> None:
    commands = [command.name for command in COMMANDS]
    assert rows(out, "broadsheet ") == ["more-files", *commands, "--plain", "--version", "--help"]
    assert rows(out, "broadsheet l") == ["more-files", "list"]
    assert rows(out, "broadsheet --v") == ["", "--version"]
    assert rows(out, "broadsheet list ") == ["folders"]
    assert rows(out, "broadsheet index --rebuild ne") == ["folders"]
    assert rows(out, "broadsheet index news --r") == ["", "--rebuild"]
    assert rows(out, "broadsheet index news --rebuild -") == ["", "--help"]
    assert rows(out, "broadsheet index news ") == [""]
    assert rows(out, "broadsheet export ") == ["files"]
    assert rows(out, "broadsheet import news ma") == ["files"]
    assert rows(out, "broadsheet demo 10") == [""]
    assert rows(out, "broadsheet demo 10 ne") == ["folders"]
    assert rows(out, "broadsheet completion ") == ["", "bash", "zsh", "fish"]
    assert rows(out, "LANG=C broadsheet completion z") == ["", "zsh"]
    assert rows(out, "broadsheet news ") == [""]


def test_options_and_their_values_are_completed(out: Out) -> None:
    assert rows(out, "broadsheet list news --s") == ["", "--sort="]
    assert rows(out, "broadsheet list news --json --") == [
        *("", "--sort=", "--limit=", "--fields=", "--tsv", "--count", "--help"),
    ]
    assert rows(out, "broadsheet list news --sort=-h") == ["", "--sort=-heat"]
    assert rows(out, "broadsheet list news --sort -heat,-q") == ["", "-heat,-quality"]
    assert rows(out, "broadsheet list news --fields ") == ["", *FIELDS]
    assert rows(out, "broadsheet list news --fields=title,exc") == ["", "--fields=title,excerpt"]
    assert rows(out, "broadsheet list news --limit ") == [""]
    assert rows(out, "broadsheet list --limit 3 ") == ["folders"]


def test_fields_and_names_of_the_library_are_completed(out: Out, known: Path) -> None:
    line = f"broadsheet list {known} "
    assert rows(out, line) == ["", *(f"{field}:" for field in QUERY_FIELDS)]
    assert rows(out, f"{line}-t") == ["", "-topic:", "-type:", "-text:"]
    assert rows(out, f"{line}topic:a") == ["", "topic:AI", "topic:AI Hardware"]
    assert rows(out, f"{line}-topic:mark") == ["", "-topic:Markets"]
    assert rows(out, f"{line}topic:AI\\ h") == ["", "topic:AI Hardware"]
    assert rows(out, f'{line}topic:"ai h') == ["", "topic:AI Hardware"]
    assert rows(out, f"{line}'topic:\"AI H") == ["", 'topic:"AI Hardware"']
    assert rows(out, f"{line}'topic:AI type:vi") == ["", "topic:AI type:video"]
    assert rows(out, f"{line}--json provider:market") == ["", "provider:Market Intelligence Daily"]
    assert rows(out, f"{line}quality:top1") == ["", "quality:top10%"]
    assert rows(out, f"{line}is:st") == ["", "is:starred"]
    assert rows(out, f"{line}intellig") == ["", "provider:Market Intelligence Daily"]


def test_a_count_tells_how_many_articles_carry_a_name(out: Out, known: Path) -> None:
    said = out("__complete", "fish", f"broadsheet list {known} type:")
    assert said == "\ntype:article\t3 articles\ntype:video\t1 article\n"


def test_the_library_is_found_as_the_shell_would_find_it(
    out: Out, known: Path, tmp_path: Path
) -> None:
    (tmp_path / "my news").symlink_to(known)
    home = {"HOME": str(tmp_path), "NEWS": str(known)}
    for path in ("~/my\\ news", '"$HOME/my news"', "$NEWS", "${NEWS}/"):
        said = out("__complete", "bash", f"broadsheet list {path} topic:m", "m", **home)
        assert said == "\nMarkets\n"


def test_without_an_index_there_are_no_names_and_no_complaints(
    out: Out, library: Path, tmp_path: Path
) -> None:
    cache = {"XDG_CACHE_HOME": str(tmp_path)}
    assert out("__complete", "fish", f"broadsheet list {library} topic:", **cache) == "\n"
    assert out("__complete", "fish", "broadsheet list no/such topic:", **cache) == "\n"
    assert out("__complete", "fish", "broadsheet list ~nobody topic:", **cache) == "\n"
    assert not [*tmp_path.rglob("*.sqlite")]


@pytest.mark.parametrize(
    "arguments",
    [(), ("tcsh", "broadsheet l"), ("bash",), ("bash", ""), ("fish", "'"), ("zsh", "\\")],
)
def test_no_question_is_too_odd(run: Run, arguments: tuple[str, ...]) -> None:
    finished = run("__complete", *arguments)
    assert (finished.stderr, finished.returncode) == ("", 0)


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\n\r")), min_size=1),
    st.sampled_from(("", "'", '"')),
)
def test_bash_understands_what_is_typed_for_it_and_so_do_we(texts: list[str], quote: Quote) -> None:
    typed = [f"x{quote}{bash_quoted(text, quote)}{quote}" for text in texts]
    script = "".join(f"printf '%s\\0' {word}\n" for word in typed)
    command = ["/bin/bash", "--norc", "-c", script]
    said = subprocess.run(command, check=True, capture_output=True, env={"LC_ALL": "C.UTF-8"})
    assert said.stdout.decode() == "".join(f"x{text}\0" for text in texts)
    assert [word.text for word in shell_words(" ".join(typed), "bash")] == [f"x{t}" for t in texts]
