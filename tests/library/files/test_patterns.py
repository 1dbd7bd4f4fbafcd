"""Patterns exclude what git excludes, in no time whatever they are."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.library.files.patterns import Patterns

GIT = shutil.which("git")

PATHS = [
    *("a.md", "b.md", "ab.md", "a b.md", "#a.md", "!a.md", "[a].md", "a*b.md"),
    *("x/a.md", "x/y/a.md", "x/y/z/a.md", "drafts/a.md", "x/drafts/b.md", "drafts.md"),
    *("build/deep/a.md", "x/build", "a/b/c.md", "a/x/b/c.md", "a/x/y/b/c.md"),
]

LINES = [
    *("a.md", "*.md", "/a.md", "x/", "x/*", "x/**", "**/a.md", "a/**/b/c.md", "drafts/", "drafts"),
    *(
        "*a*.md",
        "?.md",
        "[ab].md",
        "[!a].md",
        "[a-c]*",
        "\\#a.md",
        "\\!a.md",
        "\\[a].md",
        "a\\*b.md",
    ),
    *("# a.md", "", "a.md   ", "a\\ b.md", "x/y", "/x/y/", "y/a.md", "**", "*/", "build"),
    *("!a.md", "!x/a.md", "!drafts/", "!*.md", "[", "[]", "[]a].md", "x/**/a.md", "**/y/**", "*"),
    *("//a.md", "x//", "***/b", "a***.md", "**a**"),
]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run([str(GIT), "init", "-q"], cwd=folder, check=True)
    for path in PATHS:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("")
    return folder


def is_excluded(patterns: Patterns, path: str) -> bool:
    """Go down to `path` as a walk does, which does not enter an excluded folder."""
    names = path.split("/")
    places = ["/".join(names[:end]) + "/" for end in range(1, len(names))]
    return any(patterns.verdict(place) for place in [*places, path])


@pytest.mark.skipif(GIT is None, reason="there is no git")
@given(lines=st.lists(st.sampled_from(LINES), max_size=4))
def test_what_git_excludes_is_excluded(repository: Path, lines: list[str]) -> None:
    (repository / ".gitignore").write_text("\n".join(lines) + "\n")
    command = [str(GIT), "check-ignore", "--no-index", "-z", "--stdin"]
    printed = subprocess.run(
        command, cwd=repository, input="\0".join(PATHS), capture_output=True, text=True, check=False
    ).stdout
    patterns = Patterns(lines)
    assert {path for path in PATHS if is_excluded(patterns, path)} == {*printed.split("\0")} - {""}


@given(st.lists(st.text(alphabet="ab*?[]!^-\\/#& ", max_size=12)), st.text(alphabet="ab/[]-"))
@example(["[?--]"], "")
@example(["[--a]"], "-")
def test_no_pattern_is_refused_with_an_error(lines: list[str], path: str) -> None:
    assert Patterns(lines).verdict(path) in (True, False, None)


@pytest.mark.parametrize(
    "line", ["*a" * 200 + "b", "*a*" * 300, "a*?" * 300 + "b", "**/" * 50 + "b", "**/a/**/*a*a*b"]
)
def test_no_pattern_takes_long(line: str) -> None:
    patterns = Patterns([line])
    began = time.process_time()
    for path in ("a" * 250, "a/" * 1000 + "a", "/".join(["a" * 250] * 16)):
        patterns.verdict(path)
    assert time.process_time() - began < 2
