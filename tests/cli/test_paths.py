"""The path that a command prints names the file, whatever the file is called."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.cli.commands import Out, Run

ODD_NAMES = [
    *(b" leading.md", b"trailing .md", b"two  spaces.md", b"tab\there.md", b"line\nend.md"),
    *(b"cr\rhere.md", b"x&amp;y.md", b"x&y.md", b"&lt;b&gt;.md", b"&#27;[2J.md"),
    *("nbsp\xa0here.md".encode(), "zero\u200bwidth.md".encode(), "turned\u202edm.md".encode()),
    *("joined\u200d.md".encode(), "mark\u0301\u0301\u0301\u0301\u0301\u0301\u0301.md".encode()),
    *(b"\x01escape\x1b[2J.md", b"quote'\"$\\.md", b"$'quoted'.md", b"[b]bold[/b].md", b"-rf.md"),
    *(b"folder \xe9/a.md", "\u3000/\ufeff.md".encode()),
]
if sys.platform != "darwin":  # which refuses such names
    ODD_NAMES += [b"latin1 caf\xe9.md", b"broken \xc3.md", b"both \xe9 \xc3\xa9 \x01.md"]


@pytest.fixture
def odd(news: Path) -> Path:
    """A library of odd names; each title is the number of its name."""
    for number, name in enumerate(ODD_NAMES):
        path = os.fsencode(news) + b"/" + name
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - bytes
        with open(path, "wb") as file:  # noqa: PTH123 - a name of bytes
            file.write(b"---\ntitle: Number %d\nquality: high\n---\nbody" % number)
    return news


@pytest.mark.parametrize("fields", [[], ["--fields=path,title"]])
def test_json_names_every_file_exactly(out: Out, odd: Path, fields: list[str]) -> None:
    printed = out("list", odd, "--json", *fields)
    found = {article["title"]: article["path"] for article in map(json.loads, printed.splitlines())}
    assert {title: os.fsencode(path) for title, path in found.items()} == {
        f"Number {number}": name for number, name in enumerate(ODD_NAMES)
    }
    assert all(character.isprintable() for character in printed.replace("\n", ""))


def test_text_and_tsv_quote_what_they_cannot_print(run: Run, odd: Path) -> None:
    for printed in (
        run("list", odd, "--tsv", "--fields=path").stdout,
        run("list", odd, "--fields=path").stdout,
        "\n".join(
            line.rpartition(": quality: ")[0] for line in run("check", odd).stdout.splitlines()
        ),
    ):
        shown = {line.rstrip().removesuffix(":3") for line in printed.splitlines()}
        assert len(shown) == len(ODD_NAMES)
        assert {"x&amp;y.md", "x&y.md", "&#27;[2J.md", "[b]bold[/b].md"} <= shown
        assert {r"$'\x20leading.md'", r"$'tab\there.md'", r"$'line\nend.md'"} <= shown
        assert {r"$'nbsp\u00a0here.md'", r"$'zero\u200bwidth.md'", r"$'latin1 caf\xe9.md'"} <= shown


def test_a_folder_is_named_as_it_is_called(run: Run, tmp_path: Path) -> None:
    missing = run("list", tmp_path / "a&amp;b\t")
    assert missing.stderr.endswith("a&amp;b\\t'\n")
    (tmp_path / "a&amp;b").mkdir()
    assert "/a&amp;b\n" in run("index", tmp_path / "a&amp;b").stdout
