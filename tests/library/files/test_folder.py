import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.articles.model import Problem
from broadsheet.library.files.folder import Changes, FoundFile, compare, count_files, walk
from tests.files import write_article


def paths(root: Path) -> list[str]:
    return [file.path for file in walk(root)]


def test_finds_articles_of_every_kind_in_every_folder(news: Path) -> None:
    for name in ("a.md", "b/c.markdown", "b/d/e.txt", "F.HTML"):
        write_article(news, name, "A title")
    (news / "picture.png").write_bytes(b"\x89PNG")
    assert sorted(paths(news)) == ["F.HTML", "a.md", "b/c.markdown", "b/d/e.txt"]


def test_skips_hidden_files_and_folders(news: Path) -> None:
    write_article(news, ".hidden.md", "A title")
    write_article(news, ".git/notes.md", "A title")
    write_article(news, "seen.md", "A title")
    assert paths(news) == ["seen.md"]


def test_survives_a_loop_of_links(news: Path) -> None:
    write_article(news, "deep/a.md", "A title")
    (news / "deep" / "again").symlink_to(news, target_is_directory=True)
    assert paths(news) == ["deep/a.md"]


def test_follows_a_link_to_a_folder_outside(news: Path, tmp_path: Path) -> None:
    write_article(tmp_path / "elsewhere", "a.md", "A title")
    (news / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert paths(news) == ["linked/a.md"]


def test_a_folder_named_like_an_article_is_a_folder(news: Path) -> None:
    write_article(news, "x.md/inside.md", "A title")
    assert paths(news) == ["x.md/inside.md"]


def test_a_single_file_is_a_library_of_one(news: Path) -> None:
    assert paths(write_article(news, "a.md", "A title")) == ["a.md"]


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses such names")
def test_a_name_that_is_no_text_is_a_problem(news: Path) -> None:
    with open(os.fsencode(news) + b"/caf\xe9.md", "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(b"---\ntitle: x\n---\nbody")
    problems: list[Problem] = []
    assert list(walk(news, problems)) == []
    assert [problem.path for problem in problems] == ["caf\\xe9.md"]


def test_walks_in_the_order_of_the_paths(news: Path) -> None:
    for name in ("a.md", "a/b.md", "a-b.md", "a0.md", "a/é.md", "a/b/c.md", "z/a.md", "Z.md"):
        write_article(news, name, "A title")
    assert paths(news) == sorted(paths(news), key=str.encode)
    assert sorted(file.path for file in walk(news, in_order=False)) == sorted(paths(news))
    assert count_files(news) == len(paths(news)) == 8


def test_a_link_to_nowhere_is_a_file_that_cannot_be_read(news: Path) -> None:
    (news / "a.md").symlink_to(news / "nowhere")
    assert list(walk(news)) == [FoundFile("a.md", -1, -1)]


FILES = st.dictionaries(
    st.text(alphabet="ab0/.é", min_size=1, max_size=4), st.integers(0, 2), max_size=12
)
UNCHANGED = st.builds(
    lambda count: {f"a{number:03}": 0 for number in range(count)}, st.integers(0, 150)
)


@given(FILES, FILES, UNCHANGED)
def test_what_differs_is_found_whatever_is_there(
    now: dict[str, int], before: dict[str, int], unchanged: dict[str, int]
) -> None:
    changes = Changes()
    now, before = unchanged | now, unchanged | before
    found = [FoundFile(path, size, 0) for path, size in sorted(now.items())]
    known = [FoundFile(path, size, 0) for path, size in sorted(before.items())]
    to_read = [file.path for file in compare(found, known, changes) if file is not None]
    assert to_read == [path for path in sorted(now) if now[path] != before.get(path)]
    assert changes.gone == sorted(before.keys() - now.keys())
    assert (changes.looked_at, changes.to_read) == (len(now), len(to_read))
