"""What a pipe, a file and a terminal get of the commands."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.paths import bundled
from tests.cli.commands import UNSAFE, Out, Run, start
from tests.files import write_article
from tests.hostile import HOSTILE_STRINGS
from tests.terminal.reader_env import BROADSHEET, REPOSITORY
from tests.terminal.sequences import foreign_sequences
from tests.terminal.terminal import Terminal


@pytest.mark.parametrize("form", ["", "--json", "--tsv"])
def test_output_to_a_pipe_is_safe_whatever_the_files_hold(
    run: Run, hostile: tuple[Path, int], form: str
) -> None:
    folder, count = hostile
    finished = run("list", folder, *filter(None, [form]))
    assert (finished.stderr, finished.returncode) == ("", 0)
    assert not UNSAFE.search(finished.stdout)
    assert ("\t" in finished.stdout) == (form == "--tsv")
    lines = finished.stdout.split("\n")[:-1]
    assert len(lines) == len(finished.stdout.splitlines()) == count
    if form == "--tsv":
        assert {line.count("\t") for line in lines} == {7}


def strings(value: object) -> Iterator[str]:
    """Yield every text in a value that came out of JSON, names of fields included."""
    match value:
        case str():
            yield value
        case dict():
            yield from (text for pair in value.items() for item in pair for text in strings(item))
        case list():
            yield from (text for item in value for text in strings(item))


def test_values_taken_out_of_the_json_are_safe_too(out: Out, hostile: tuple[Path, int]) -> None:
    folder, _ = hostile
    for line in out("list", folder, "--json").splitlines():
        article = json.loads(line)
        del article["path"]  # which is exact: see test_paths
        text = "".join(strings(article))
        assert "\t" not in text
        assert not UNSAFE.search(text)


def test_complaints_are_safe_whatever_files_and_arguments_hold(
    run: Run, hostile: tuple[Path, int]
) -> None:
    folder, _ = hostile
    checked = run("check", folder)
    assert checked.stdout.count("\n") >= len(HOSTILE_STRINGS)
    trick = "\x1b]0;x\x07\x9b2J\u202e\n"
    complaints = [
        run("list", folder / f"no{trick}"),
        run("list", folder, "--limit", trick),
        run("list", folder, f"quality:{trick}", f"zzz{trick}:1"),
        run("check", folder, f"--{trick}"),
        run("demo", "1", folder / "000.md" / trick),
        run("demo", trick, folder),
        run(f"no{trick}"),
    ]
    assert [complaint.returncode for complaint in complaints] == [2, 2, 0, 2, 2, 2, 2]
    for finished in (checked, *complaints):
        assert finished.stderr
        assert not UNSAFE.search(finished.stdout + finished.stderr)


def test_the_locale_does_not_change_what_a_pipe_gets(out: Out) -> None:
    expected = out("list", bundled("seeds"))
    assert "–" in expected
    assert out("list", bundled("seeds"), PYTHONIOENCODING="ascii") == expected
    assert "…" in out("--help", PYTHONIOENCODING="latin-1")


@pytest.mark.parametrize("form", ["--json", "--tsv", ""])
def test_head_ends_a_list_quietly(
    program: list[str], environment: dict[str, str], many: Path, form: str
) -> None:
    arguments = ("list", str(many), *filter(None, [form]))
    with start(program, environment, *arguments, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert b"Number" in process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == -signal.SIGPIPE


@pytest.mark.parametrize(
    "arguments", [("list", "{}"), ("check", "{}"), ("index", "{}"), ("demo", "1", "{}/demo")]
)
def test_a_closed_pipe_ends_a_command_quietly(
    program: list[str],
    environment: dict[str, str],
    many: Path,
    tmp_path: Path,
    arguments: tuple[str, ...],
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    folder = tmp_path if arguments[0] == "demo" else many
    words = [word.format(folder) for word in arguments]
    with start(program, environment, *words, stdout=writing) as process:
        os.close(writing)
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == -signal.SIGPIPE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "arguments",
    [
        *(("list", "{}"), ("list", "{}", "--count"), ("check", "{}"), ("index", "{}")),
        *(("--help",), ("feeds", "{}", "--opml")),
    ],
)
def test_a_full_disk_is_told_in_one_line(
    program: list[str], environment: dict[str, str], many: Path, arguments: tuple[str, ...]
) -> None:
    words = [word.format(many) for word in arguments]
    outlines = "".join(f'<outline xmlUrl="https://e.org/{n}"/>' for n in range(300))
    (many / "feeds.opml").write_text(f"<opml><body>{outlines}</body></opml>")
    with (
        Path("/dev/full").open("wb") as full,
        start(program, environment, *words, stdout=full.fileno()) as process,
    ):
        assert process.stderr is not None
        said = process.stderr.read()
    assert said == b"broadsheet: cannot write the output: No space left on device\n"
    assert process.returncode == 2


def test_a_closed_output_is_told_in_one_line(environment: dict[str, str], library: Path) -> None:
    finished = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *BROADSHEET, "list", str(library)],
        check=False,
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
    )
    assert (finished.stdout, finished.returncode) == (b"", 2)
    assert finished.stderr == b"broadsheet: standard output is closed\n"


def test_a_closed_standard_error_does_not_move_complaints_into_the_output(
    environment: dict[str, str],
) -> None:
    finished = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&- 2>&-', "sh", *BROADSHEET, "list", "no/such"],
        check=False,
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
    )
    assert (finished.stdout, finished.returncode) == (b"", 2)


def test_a_fault_of_the_program_is_one_sentence_and_stands_in_the_log(
    run: Run, library: Path, tmp_path: Path
) -> None:
    """The fault: a library that the program needs is broken."""
    (tmp_path / "rapidfuzz").mkdir()
    broken = "title = ''.join(('a sec', 'ret'))\nraise RuntimeError(title)\n"
    (tmp_path / "rapidfuzz" / "__init__.py").write_text(broken)
    folders = {"PYTHONPATH": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    finished = run("list", library, "chips", **folders)
    assert (finished.stdout, finished.returncode) == ("", 3)
    [sentence] = finished.stderr.splitlines()
    assert sentence.startswith("broadsheet: Unexpected error: RuntimeError")
    log = (tmp_path / "broadsheet" / "broadsheet.log").read_text("utf-8")
    assert "RuntimeError" in log
    assert "rapidfuzz/__init__.py" in log
    assert "secret" not in sentence + log


# What a terminal gets


def test_a_line_on_a_terminal_is_cut_to_its_width(
    program: list[str], environment: dict[str, str], news: Path
) -> None:
    write_article(news, "0.md", "\u65b0\u805e" * 40, "provider: \u8a18\u4e8b\u306e\u898b\u51fa")
    write_article(news, "1.md", "x" + "\u65b0\u805e" * 40)
    write_article(news, "2.md", "e\u0301" * 18)
    write_article(news, "3.md", "\u2764\ufe0f" * 40)
    write_article(news, "4.md", "Fits to the last o")
    write_article(news, "5.md", "Is too long for me.")
    command = [*program, "list", str(news), "--sort=path"]
    with Terminal(command, env=environment, columns=60, rows=10) as terminal:
        assert terminal.wait_exit() == 0
    assert terminal.lines[:7] == [
        " " * 22 + "\u8a18\u4e8b\u306e\u898b\u51fa" + " " * 10 + "\u65b0\u805e" * 4 + "…",
        " " * 22 + "example.com" + " " * 9 + "x" + "\u65b0\u805e" * 4 + "…",
        " " * 22 + "example.com" + " " * 9 + "e\u0301" * 18,
        " " * 22 + "example.com" + " " * 9 + "\u2764\ufe0f" * 8 + "\u2764…",
        " " * 22 + "example.com" + " " * 9 + "Fits to the last o",
        " " * 22 + "example.com" + " " * 9 + "Is too long for m…",
        "",
    ]


def test_a_terminal_gets_no_sequence_of_a_file(
    program: list[str], environment: dict[str, str], hostile: tuple[Path, int]
) -> None:
    folder, count = hostile
    command = [*program, "list", str(folder)]
    with Terminal(command, env=environment, columns=80, rows=24) as terminal:
        assert terminal.wait_exit() == 0
    assert foreign_sequences(terminal.raw) == []
    assert b"\x1b" not in terminal.raw
    assert terminal.raw.count(b"\n") == count
