"""`broadsheet check`, `index` and `demo`: what they do and what they say of it."""

import re
from pathlib import Path

import pytest

from tests.cli.commands import Out, Run, titles
from tests.files import touch_later, write_article


def test_check_names_file_line_field_and_reason(run: Run, news: Path) -> None:
    write_article(news, "broken.md", "Broken", "heat: 1", "quality: high")
    write_article(news, "sound.md", "Sound")
    finished = run("check", news)
    assert finished.returncode == 1
    [line] = finished.stdout.splitlines()
    assert re.fullmatch(r"broken\.md:5: quality: .*high.*", line)
    assert finished.stderr == "2 articles, 1 problem in 1 file\n"


def test_check_of_a_sound_library_prints_nothing(run: Run, library: Path) -> None:
    finished = run("check", library)
    assert (finished.stdout, finished.returncode) == ("", 0)
    assert finished.stderr == "4 articles, no problems\n"


def test_check_counts_what_is_not_shown_and_lists_it_on_request(run: Run, news: Path) -> None:
    write_article(news, "sound.md", "Sound")
    write_article(news, "drafts/draft.md", "Draft")
    (news / "README.md").write_text("No front matter here.\n", "utf-8")
    (news / ".broadsheetignore").write_text("drafts/\n", "utf-8")
    finished = run("check", news)
    assert (finished.stdout, finished.returncode) == ("", 0)
    assert finished.stderr.splitlines() == [
        "1 article, no problems",
        "  1 file not shown: left out by .broadsheetignore",
        "  1 file not shown: no front matter",
        "  broadsheet check --skipped lists them",
    ]
    assert run("check", news, "--skipped").stdout.splitlines() == [
        "README.md: no front matter",
        "drafts/: left out by .broadsheetignore",
    ]


def test_index_says_what_it_did(out: Out, news: Path) -> None:
    for name in ("one", "two", "three"):
        write_article(news, f"{name}.md", name, "quality: high" if name == "one" else "heat: 1")
    (news / "README.md").write_text("No front matter here.\n", "utf-8")
    first = out("index", news)
    assert f"3 articles in {news}\n  4 files added, 0 changed, 0 removed" in first
    assert "  1 file not shown: no front matter" in first
    assert "  1 file has problems: broadsheet check" in first
    assert "  0 files added, 0 changed, 0 removed" in out("index", news)

    touch_later(write_article(news, "two.md", "Twice"))
    (news / "three.md").unlink()
    write_article(news, "four.md", "four")
    assert "  1 file added, 1 changed, 1 removed" in out("index", news)
    assert "  4 files added, 0 changed, 0 removed" in out("index", news, "--rebuild")
    assert titles(out("list", news, "--tsv", "--sort=title")) == ["four", "one", "Twice"]


def test_demo_writes_that_many_articles(out: Out, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "demo"
    assert out("demo", "30", folder) == f"wrote 30 articles to {folder}\n"
    assert out("list", folder, "--count") == "30\n"


def test_demo_writes_the_files_of_other_programs(run: Run, out: Out, tmp_path: Path) -> None:
    out("demo", "3", tmp_path / "hugo", "--make=hugo")
    [post, *_] = sorted((tmp_path / "hugo" / "content" / "posts").iterdir())
    assert post.read_text().startswith("+++\ntitle = ")
    finished = run("demo", "3", tmp_path / "other", "--make=word")
    assert (finished.stdout, finished.returncode) == ("", 2)
    assert "--make is one of hugo, " in finished.stderr
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("number", ["0", "99999999999999999999999", "10000001", "many", "-1"])
def test_a_demo_that_is_refused_writes_nothing(run: Run, tmp_path: Path, number: str) -> None:
    finished = run("demo", "--", number, tmp_path / "new" / "demo")
    assert (finished.stdout, finished.returncode) == ("", 2)
    assert len(finished.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_demo_leaves_a_folder_alone_that_holds_anything(run: Run, news: Path) -> None:
    mine = write_article(news, "mine.md", "Mine")
    finished = run("demo", "3", news)
    assert (finished.stdout, finished.returncode) == ("", 2)
    [line] = finished.stderr.splitlines()
    assert "not empty" in line
    assert [*news.iterdir()] == [mine]


def test_no_command_touches_a_file_of_the_person(run: Run, hostile: tuple[Path, int]) -> None:
    folder, _ = hostile

    def state() -> dict[Path, tuple[int, bytes]]:
        return {
            path: (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
            for path in (folder, *folder.rglob("*"))
        }

    before = state()
    for arguments in (["list", "--json"], ["check"], ["index", "--rebuild"]):
        run(arguments[0], folder, *arguments[1:])
    assert state() == before
