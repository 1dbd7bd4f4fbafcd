"""Marks are found again under the keys that earlier versions made, or an earlier text of the file.

`version_1.sql` was written by version 1 itself: it has a star on each of the ARTICLES.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest

from broadsheet.adoption import adopt_marks
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.marks.model import Step, key_of
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from tests.files import touch_later

ARTICLES = {
    "one": "---\ntitle: Weekly update\ndate: 2024-01-01\n---\n\nFirst week.\n",
    "two": "---\ntitle: Weekly update\ndate: 2024-01-08\n---\n\nSecond week.\n",
    "linked": (
        "---\ntitle: It has a link under another name\n"
        "link: https://example.org/linked?utm_source=x\n---\n\nBody.\n"
    ),
    "number": (
        "---\ntitle: 1.10\npublishedDateTime: 2024-02-03\n"
        "provider: {name: Électricité, domain: e.example}\n---\n\nBody.\n"
    ),
    "unnamed": "---\ndate: 2024-02-03\n---\n\n# The heading is its title now\n\nBody.\n",
    "tracked": (
        "---\ntitle: An address with one more tracking parameter\n"
        "originalUrl: https://example.org/tracked?b=1&srsltid=7\n---\n"
    ),
    "entity": (
        "---\ntitle: An address with an entity\n"
        'originalUrl: "https://example.org/entity?a=1&amp;b=2"\n---\n'
    ),
    "plain": ("---\ntitle: An address as ever\noriginalUrl: https://www.example.org/plain/\n---\n"),
    "emoji": '---\ntitle: "Rocket \\ud83d\\ude80 day"\n---\n\nBody.\n',
}


@pytest.fixture
def version_1(path: Path) -> Path:
    """The marks as version 1 left them."""
    path.parent.mkdir(parents=True)
    script = Path(__file__).with_name("version_1.sql").read_text("utf-8")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    return path


@pytest.fixture
def library(news: Path) -> Path:
    for name, text in ARTICLES.items():
        write(news, name, text)
    return news


def write(folder: Path, name: str, text: str) -> None:
    file = folder / f"{name}.md"
    is_new = not file.exists()
    file.write_text(text, "utf-8")
    if not is_new:
        touch_later(file)


def opened(folder: Path, marks: Marks) -> None:
    """Do what the reader does with a folder that it opens."""
    bring_up_to_date(folder)
    library = Library(folder)
    with library.open_index() as index:
        adopt_marks(library.base, index, marks)


def found(folder: Path, query: str) -> list[str]:
    with Library(folder).open_index() as index:
        rows = index.rows(index.ids(parse(query)))
    return sorted(row.path.removesuffix(".md") for row in rows.values())


def turn(folder: Path, marks: Marks, name: str, *, starred: bool) -> None:
    """Star an article, or take its star away, as the reader does."""
    with Library(folder).open_index() as index:
        rows = index.rows(index.ids(parse("")))
        (row,) = [row for row in rows.values() if row.path == f"{name}.md"]
    marks.mark("starred", starred, [(row.mark, "https://example.org/")])


@pytest.fixture
def marks(path: Path) -> Iterator[Marks]:
    with Marks(path) as opened_marks:
        yield opened_marks


@pytest.fixture
def marks_of_version_1(version_1: Path) -> Iterator[Marks]:
    with Marks(version_1) as opened_marks:
        yield opened_marks


def test_marks_of_version_1_are_found_for_every_article(
    library: Path, marks_of_version_1: Marks
) -> None:
    assert marks_of_version_1.opening.state == "opened"
    opened(library, marks_of_version_1)
    assert found(library, "is:starred") == sorted(ARTICLES)
    assert found(library, "is:read") == ["emoji", "linked"]


def test_articles_that_shared_their_marks_have_their_own_now(
    library: Path, marks_of_version_1: Marks
) -> None:
    opened(library, marks_of_version_1)
    turn(library, marks_of_version_1, "one", starred=False)
    opened(library, marks_of_version_1)
    assert "one" not in found(library, "is:starred")
    assert "two" in found(library, "is:starred")


def test_twins_never_share_marks(news: Path, marks: Marks) -> None:
    for number in (1, 2):
        write(news, str(number), f"---\ntitle: Weekly update\n---\n\nWeek {number}.\n")
    opened(news, marks)
    turn(news, marks, "1", starred=True)
    assert found(news, "is:starred") == ["1"]


def test_what_was_done_since_is_newer_than_what_is_found(
    library: Path, marks_of_version_1: Marks
) -> None:
    bring_up_to_date(library)
    turn(library, marks_of_version_1, "number", starred=True)
    turn(library, marks_of_version_1, "number", starred=False)
    opened(library, marks_of_version_1)
    assert "number" not in found(library, "is:starred")


def test_steps_of_version_1_can_be_undone(library: Path, marks_of_version_1: Marks) -> None:
    opened(library, marks_of_version_1)
    assert marks_of_version_1.undo() == Step("read", False, 2)
    assert found(library, "is:read") == []
    opened(library, marks_of_version_1)
    assert found(library, "is:read") == []
    assert found(library, "is:starred") == sorted(ARTICLES)
    marks_of_version_1.undo()
    opened(library, marks_of_version_1)
    assert found(library, "is:starred") == []


def test_an_undo_leaves_alone_what_was_changed_since_it_was_found(
    library: Path, marks_of_version_1: Marks, path: Path
) -> None:
    opened(library, marks_of_version_1)
    with Marks(path) as other:
        turn(library, other, "number", starred=False)
        turn(library, other, "number", starred=True)
    marks_of_version_1.undo()
    marks_of_version_1.undo()
    opened(library, marks_of_version_1)
    assert found(library, "is:starred") == ["number"]


def test_marks_made_now_for_another_article_are_not_taken_for_earlier_ones(
    library: Path, marks_of_version_1: Marks
) -> None:
    opened(library, marks_of_version_1)
    turn(library, marks_of_version_1, "tracked", starred=False)
    other = "https://example.org/tracked?b=1&srsltid=7"
    with closing(sqlite3.connect(marks_path())) as connection:  # as a program of version 1 would
        connection.execute(
            "UPDATE marks SET read = 1, read_at = 4000000000000 WHERE url = ?", (other,)
        )
        connection.commit()
    opened(library, marks_of_version_1)
    assert "tracked" not in found(library, "is:read")
    assert "tracked" not in found(library, "is:starred")


def test_an_export_of_version_1_is_found_when_it_is_imported(library: Path, marks: Marks) -> None:
    exported = {
        "format": "broadsheet-marks",
        "version": 1,
        "marks": [
            {"url": url, "starred": True, "starredAt": "2099-01-01T00:00:00Z"}
            for url in (
                "hash:1c6b1844590456a04f02438be918d46e",
                "https://example.org/tracked?b=1&srsltid=7",
            )
        ],
    }
    marks.merge(StringIO(json.dumps(exported)))
    opened(library, marks)
    assert found(library, "is:starred") == ["one", "tracked", "two"]


def test_damaged_marks_of_version_1_are_saved_and_found(library: Path, version_1: Path) -> None:
    with version_1.open("r+b") as file:
        file.seek(60)
        file.write(bytes(4))  # where the version is
    with Marks(version_1) as marks:
        assert "the marks of 8 articles could be read and were saved" in marks.opening.sentence
        opened(library, marks)
        assert found(library, "is:starred") == sorted(ARTICLES)


def test_a_backup_of_version_1_is_restored(library: Path, version_1: Path) -> None:
    backups = version_1.with_name("marks-backups")
    backups.mkdir()
    version_1.rename(backups / "2024-01-01.sqlite")
    with Marks(version_1) as marks:
        assert marks.opening.state == "restored"
        opened(library, marks)
        assert found(library, "is:starred") == sorted(ARTICLES)
    with Marks(version_1) as marks:
        assert marks.opening.state == "opened"


# Files that are edited


@pytest.mark.parametrize(
    "edited",
    [
        "---\ntitle: Essay\n---\n\nIt begins in another way.\n",
        "---\ntitle: Essay\noriginalUrl: https://example.org/essay\n---\n\nIt begins.\n",
        "---\ntitle: “Essay”\n---\n\nIt begins, and goes on.\n",
    ],
)
def test_marks_stay_with_an_article_that_is_edited(news: Path, marks: Marks, edited: str) -> None:
    write(news, "essay", "---\ntitle: Essay\n---\n\nIt begins.\n")
    opened(news, marks)
    turn(news, marks, "essay", starred=True)
    write(news, "essay", edited)
    opened(news, marks)
    assert found(news, "is:starred") == ["essay"]
    turn(news, marks, "essay", starred=False)
    opened(news, marks)
    assert found(news, "is:starred") == []


def test_marks_stay_with_an_article_whose_wrong_link_is_corrected(news: Path, marks: Marks) -> None:
    article = "---\ntitle: Essay\noriginalUrl: https://example.org/{}\n---\n"
    write(news, "essay", article.format("wrong"))
    opened(news, marks)
    turn(news, marks, "essay", starred=True)
    write(news, "essay", article.format("right"))
    opened(news, marks)
    assert found(news, "is:starred") == ["essay"]
    write(news, "other", article.format("wrong").replace("Essay", "Other"))
    turn(news, marks, "essay", starred=False)
    opened(news, marks)
    turn(news, marks, "other", starred=False)
    turn(news, marks, "other", starred=True)
    opened(news, marks)
    assert found(news, "is:starred") == ["other"]


def test_another_article_under_the_name_of_a_file_has_no_marks(news: Path, marks: Marks) -> None:
    write(news, "latest", "---\ntitle: Monday\n---\n\nNews.\n")
    opened(news, marks)
    turn(news, marks, "latest", starred=True)
    write(news, "latest", "---\ntitle: Tuesday\n---\n\nNews.\n")
    opened(news, marks)
    assert found(news, "is:starred") == []


def test_keys_of_other_versions_are_known_by_their_form() -> None:
    for known_as in ("hash:", "hash2:"):
        assert key_of(known_as + "0" * 32) is not None
        assert key_of(known_as + "0" * 31) is None
    assert key_of("hash3:" + "0" * 32) is None
