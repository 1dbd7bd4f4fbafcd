"""Many files read at once come to what each of them comes to by itself."""

import os
from pathlib import Path

from broadsheet.articles.read import read_article
from broadsheet.library.files.entry import UNSETTLED, read_file, read_files
from broadsheet.library.files.found import FoundFile
from broadsheet.library.stories.terms import Terms
from tests.files import write_article
from tests.hostile_library import write_hostile_library


def found_in(folder: Path) -> list[FoundFile]:
    paths = sorted(path for path in folder.rglob("*") if not path.is_dir())
    return [FoundFile(str(path.relative_to(folder)), 1, 2) for path in paths]


def test_many_files_are_read_as_each_of_them_is(tmp_path: Path) -> None:
    write_hostile_library(tmp_path)
    for number in range(3):
        write_article(tmp_path, f"long/{number}.md", f"Long {number}", body="word " * 40_000)
    os.mkfifo(tmp_path / "fifo.md")
    (tmp_path / "to-nowhere.md").symlink_to("nowhere")
    files = [*found_in(tmp_path), FoundFile("gone.md", 1, 2)]
    read = read_files(tmp_path, files)
    assert read == [read_file(tmp_path, file) for file in files]
    assert [file.file.path for file in read] == [file.path for file in files]
    assert [file.file.path for file in read if file.file.mtime_ns == UNSETTLED] == [
        "to-nowhere.md",
        "gone.md",
    ]


def test_what_only_the_screen_shows_hides_no_problem_from_the_index(tmp_path: Path) -> None:
    write_article(
        *(tmp_path, "a.md", "A title"),
        *("excerpt: {not: text}", "related:", "- {title: b, excerpt: [c], publishedDateTime: d}"),
    )
    whole = read_article(tmp_path, "a.md")
    listed = read_article(tmp_path, "a.md", with_fields=False, with_items=False)
    assert len(whole.problems) == 3  # type: ignore[union-attr]
    assert whole.problems == listed.problems  # type: ignore[union-attr]


def test_titles_of_related_items_reach_the_stories(tmp_path: Path) -> None:
    write_article(
        *(tmp_path, "a.md", "A title"),
        *("related:", "- {title: A comet is near, webUrl: 'https://example.org/comet'}"),
    )
    write_article(tmp_path, "b.md", "A comet is near")
    related, same = read_files(tmp_path, [FoundFile("a.md"), FoundFile("b.md")])
    assert related.entry
    assert same.entry
    assert [*Terms(related.entry.terms).related] == [Terms(same.entry.terms).number]
