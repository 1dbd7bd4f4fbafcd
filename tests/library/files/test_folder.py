from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.config.settings import FolderRules
from broadsheet.library.files.changes import Changes, compare
from broadsheet.library.files.folder import Walked, count_files, look_at, walk
from broadsheet.library.files.found import FoundFile
from tests.files import write_article


def paths(root: Path) -> list[str]:
    return [file.path for file in walk(root)]


def test_finds_articles_of_every_kind_in_every_folder(news: Path) -> None:
    for name in ("a.md", "b/c.markdown", "b/d/e.txt", "F.HTML", "g.mdx", "h.htm"):
        write_article(news, name, "A title")
    (news / "picture.png").write_bytes(b"\x89PNG")
    assert sorted(paths(news)) == ["F.HTML", "a.md", "b/c.markdown", "b/d/e.txt", "g.mdx", "h.htm"]


def test_skips_hidden_files_and_folders(news: Path) -> None:
    write_article(news, ".hidden.md", "A title")
    write_article(news, ".git/notes.md", "A title")
    write_article(news, "seen.md", "A title")
    assert paths(news) == ["seen.md"]


def test_survives_a_loop_of_links(news: Path) -> None:
    write_article(news, "deep/a.md", "A title")
    (news / "deep" / "again").symlink_to(news, target_is_directory=True)
    assert paths(news) == ["deep/a.md"]


def test_a_link_that_leads_out_is_a_problem_unless_the_settings_allow_it(
    news: Path, tmp_path: Path
) -> None:
    outside = write_article(tmp_path / "elsewhere", "a.md", "A title")
    write_article(news, "inside/b.md", "A title")
    (news / "folder").symlink_to(outside.parent, target_is_directory=True)
    (news / "file.md").symlink_to(outside)
    (news / "inside" / "link.md").symlink_to("b.md")
    (news / "like inside").symlink_to("inside", target_is_directory=True)
    walked = Walked()
    assert [file.path for file in walk(news, walked)] == ["inside/b.md", "inside/link.md"]
    assert [problem.path for problem in walked.problems] == ["file.md", "folder"]
    assert count_files(news) == 2
    assert not list(look_at(news, "folder"))
    assert not list(look_at(news, "folder/a.md"))
    assert not list(look_at(news, "file.md"))
    rules = FolderRules(follow_links_out=True)
    assert [file.path for file in walk(news, walked, rules=rules)] == [
        *("file.md", "folder/a.md", "inside/b.md", "inside/link.md")
    ]
    assert [file.path for file in look_at(news, "folder/a.md", rules)] == ["folder/a.md"]
    assert len(walked.problems) == 2


def test_a_link_to_a_folder_above_is_never_followed(news: Path) -> None:
    write_article(news, "a.md", "A title")
    write_article(news.parent, "above.md", "A title")
    (news / "root").symlink_to("/", target_is_directory=True)
    (news / "up").symlink_to("..", target_is_directory=True)
    for rules in (FolderRules(), FolderRules(follow_links_out=True)):
        walked = Walked()
        assert [file.path for file in walk(news, walked, rules=rules)] == ["a.md"]
        assert [problem.path for problem in walked.problems] == ["root", "up"]
        assert list(walked.folders) == [""]


def test_a_library_that_is_itself_a_link_is_read(news: Path, tmp_path: Path) -> None:
    write_article(news, "deep/a.md", "A title")
    (news / "link.md").symlink_to(news / "deep" / "a.md")
    link = tmp_path / "library"
    link.symlink_to(news, target_is_directory=True)
    walked = Walked()
    assert [file.path for file in walk(link, walked)] == ["deep/a.md", "link.md"]
    assert walked.problems == []


def test_a_folder_named_like_an_article_is_a_folder(news: Path) -> None:
    write_article(news, "x.md/inside.md", "A title")
    assert paths(news) == ["x.md/inside.md"]


def test_a_single_file_is_a_library_of_one(news: Path) -> None:
    assert paths(write_article(news, "a.md", "A title")) == ["a.md"]


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
