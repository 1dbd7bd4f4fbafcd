"""Names of files as text: safe to print, and still the name of that file."""

import os
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text.file_names import shown_path
from tests.hostile import HOSTILE_STRINGS

BASH = shutil.which("bash")

NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=()), min_size=1)


@pytest.mark.parametrize(
    "path",
    [
        "a.md",
        "2023/a b.md",
        "x&amp;y.md",
        "&#27;[2J.md",
        "café.md",
        "日本語.md",
        "it's.md",
        "-rf.md",
    ],
)
def test_a_readable_name_is_shown_as_it_is(path: str) -> None:
    assert shown_path(path) == path


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (" a.md", r"$'\x20a.md'"),
        ("a  b.md", r"$'a\x20\x20b.md'"),
        ("a\tb\n.md", r"$'a\tb\n.md'"),
        ("a\xa0b.md", r"$'a\u00a0b.md'"),
        ("a\u200bb.md", r"$'a\u200bb.md'"),
        ("\u202egnp.md", r"$'\u202egnp.md'"),
        ("\x1b]0;x\x07.md", r"$'\u001b]0;x\u0007.md'"),
        ("caf\udce9.md", r"$'caf\xe9.md'"),
        ("$'a'.md", r"$'$\'a\'.md'"),
    ],
)
def test_any_other_name_is_quoted(path: str, shown: str) -> None:
    assert shown_path(path) == shown


@pytest.mark.skipif(BASH is None, reason="there is no bash")
def test_bash_reads_a_quoted_name_as_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    texts = [trick.text.replace("\0", "") for trick in HOSTILE_STRINGS]
    names = [text.encode("utf-8", "ignore") for text in texts]
    names += [b"caf\xe9 \x80'\\.md", b" two  spaces ", b"\x01\x7f\xc2\x9b"]
    shown = [shown_path(os.fsdecode(name)) for name in names]
    quoted = [(name, text) for name, text in zip(names, shown, strict=True) if text[:2] == "$'"]
    assert len(quoted) > 20
    script = "printf '%s\\0' " + " ".join(text for _, text in quoted)
    printed = subprocess.run([str(BASH), "-c", script], capture_output=True, check=True).stdout
    assert printed.split(b"\0")[:-1] == [name for name, _ in quoted]


@given(NAMES, NAMES)
def test_two_names_are_never_shown_as_one(first: str, second: str) -> None:
    assert (shown_path(first) == shown_path(second)) == (first == second)
    assert shown_path(first).isprintable() or shown_path(first) == first
