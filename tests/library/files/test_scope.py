"""Ignore files and settings say which files of a library are read."""

from pathlib import Path

import pytest

from broadsheet.config.settings import FolderRules
from broadsheet.library.files.folder import Walked, count_files, look_at, walk
from tests.files import write_article

RULES = FolderRules()

BYTE_ORDER_MARK = "\ufeff"


@pytest.fixture
def vault(news: Path) -> Path:
    for name in (
        *("a.md", "drafts/b.md", "drafts/keep.md", "2023/c.md", "2023/drafts/d.md"),
        *("2023/deep/e.md", "clippings/f.md", "clippings/old/g.md", "templates/h.md"),
    ):
        write_article(news, name, "A title")
    return news


def paths(root: Path, rules: FolderRules = RULES) -> set[str]:
    """Return what a walk finds; looking at each path alone, and counting, must agree with it."""
    found = {file.path for file in walk(root, rules=rules)}
    every = {str(path.relative_to(root)) for path in root.rglob("*.md")}
    assert {path for path in every if [*look_at(root, path, rules)]} == found
    assert {file.path for name in root.iterdir() for file in look_at(root, name.name, rules)} == (
        found
    )
    assert count_files(root, rules) == len(found)
    return found


def test_ignore_files_leave_out_what_they_name(vault: Path) -> None:
    (vault / ".gitignore").write_text(f"{BYTE_ORDER_MARK}drafts/\n# a comment\n/a.md\n")
    (vault / "2023" / ".gitignore").write_text("*.md\n!/c.md\n!deep/\n")
    assert paths(vault) == {
        *("2023/c.md", "clippings/f.md", "clippings/old/g.md", "templates/h.md")
    }


def test_our_own_ignore_file_has_the_last_word(vault: Path) -> None:
    (vault / ".gitignore").write_text("*\n!2023/\n")
    (vault / ".broadsheetignore").write_text("!drafts/\n!*.md\nb.md\n")
    assert paths(vault) == {
        *("a.md", "drafts/keep.md", "2023/c.md", "2023/drafts/d.md"),
    }


def test_the_settings_say_what_is_read(vault: Path) -> None:
    assert paths(vault, FolderRules(only=("clippings/**", "/2023/*.md"))) == {
        *("clippings/f.md", "clippings/old/g.md", "2023/c.md"),
    }
    assert paths(vault, FolderRules(only=("2023/",), skip=("drafts/",))) == {
        *("2023/c.md", "2023/deep/e.md"),
    }
    (vault / ".broadsheetignore").write_text("!templates/\n")
    assert "templates/h.md" not in paths(vault, FolderRules(skip=("templates/**",)))


def test_copies_that_other_programs_put_aside_are_left_out(vault: Path) -> None:
    for name in (
        *("a.sync-conflict-20231106-101010-ABCDEFG.md", "logseq/bak/pages/a.md", ".trash/a.md"),
        *(".obsidian/a.md", ".stfolder/a.md", "bak/a.md"),
    ):
        write_article(vault, name, "A copy")
    assert {path for path in paths(vault) if "a.md" in path or "conflict" in path} == {
        *("a.md", "bak/a.md")
    }
    (vault / ".broadsheetignore").write_text("!*.sync-conflict-*\n")
    assert len([path for path in paths(vault) if "conflict" in path]) == 1


def test_what_is_left_out_has_a_reason(vault: Path) -> None:
    (vault / ".gitignore").write_text("drafts/\n")
    (vault / "2023" / "post.RST").write_text("A title\n=======\n")
    walked = Walked()
    list(walk(vault, walked, rules=FolderRules(only=("/*",), skip=("templates",))))
    list(walk(vault, walked, rules=FolderRules(only=("a.md",))))
    skipped = walked.skipped
    assert {("drafts/", "left out by .gitignore"), ("2023/drafts/", "left out by .gitignore")} < {
        *skipped
    }
    assert ("templates/", "left out by skip in the settings") in skipped
    assert ("2023/post.RST", "reStructuredText is not read") in skipped
    assert ("2023/c.md", "not named by only in the settings") in skipped


def test_ignore_files_that_are_no_text_or_no_file_do_no_harm(vault: Path) -> None:
    before = paths(vault)
    (vault / ".gitignore").write_bytes(b"\xff\xfe\x00[\n" + b"*a" * 100_000)
    (vault / ".broadsheetignore").mkdir()
    assert paths(vault) == before
