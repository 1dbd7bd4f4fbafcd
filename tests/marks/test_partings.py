import json
import sqlite3
from contextlib import closing
from importlib.resources import files
from io import StringIO
from pathlib import Path

import pytest

from broadsheet.library.sync.from_marks import partings_in
from broadsheet.marks.store import Marks
from tests.marks.articles import article, mark_of

(ONE, FIRST), (TWO, SECOND), (_, THIRD) = (article(number) for number in (1, 2, 3))
PAIR = frozenset({(min(ONE, TWO), max(ONE, TWO))})
NONE = frozenset[tuple[int, int]]()


def test_a_parting_is_kept_and_undone(path: Path) -> None:
    with Marks(path) as marks:
        assert marks.part(FIRST, SECOND)
        assert not marks.part(SECOND, FIRST)
        assert partings_in(path) == PAIR
    with Marks(path) as marks:
        assert partings_in(path) == PAIR
        marks.undo()
        assert partings_in(path) == NONE
        marks.undo()
        assert marks.part(SECOND, FIRST)
        assert partings_in(path) == PAIR


@pytest.mark.parametrize("other", [FIRST, f"{FIRST}#top", "no address"])
def test_an_article_is_not_parted_from_itself_or_from_nothing(path: Path, other: str) -> None:
    with Marks(path) as marks:
        assert not marks.part(FIRST, other)
        assert partings_in(path) == NONE


def test_marks_and_partings_are_undone_in_turn(path: Path) -> None:
    with Marks(path) as marks:
        marks.mark("starred", True, [article(1)])
        marks.part(FIRST, SECOND)
        marks.mark("read", True, [article(1)])
        marks.undo()
        assert (mark_of(marks, 1).read, partings_in(path)) == (False, PAIR)
        marks.undo()
        assert (mark_of(marks, 1).starred, partings_in(path)) == (True, NONE)


def test_partings_go_to_another_machine_and_their_undoing_follows(
    path: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere" / "marks.sqlite"

    def carry(source: Marks, target: Marks) -> None:
        text = StringIO()
        source.export(text)
        target.merge(StringIO(text.getvalue()))

    with Marks(path) as here, Marks(elsewhere) as there:
        here.mark("starred", True, [article(1)])
        here.part(FIRST, SECOND)
        carry(here, there)
        assert partings_in(elsewhere) == PAIR
        assert mark_of(there, 1).starred
        here.undo()
        carry(there, here)
        assert partings_in(path) == NONE
        carry(here, there)
        assert partings_in(elsewhere) == NONE


def test_an_export_of_a_library_has_the_partings_of_its_articles(path: Path) -> None:
    with Marks(path) as marks:
        marks.part(FIRST, SECOND)
        marks.part(FIRST, THIRD)
        text = StringIO()
        marks.export(text, lambda key: key in (ONE, TWO))
    parted = json.loads(text.getvalue())["partings"]
    assert [sorted(one["urls"]) for one in parted] == [sorted([FIRST, SECOND])]


@pytest.mark.parametrize(
    "entry",
    [
        *({}, [], {"urls": [FIRST]}, {"urls": [FIRST, SECOND]}, {"urls": [FIRST, 2]}),
        *({"urls": [FIRST, FIRST], "parted": True}, {"urls": ["x", SECOND], "parted": True}),
    ],
)
def test_a_faulty_parting_in_a_file_is_counted(path: Path, entry: object) -> None:
    document = {"format": "broadsheet-marks", "version": 1, "marks": [], "partings": [entry]}
    with Marks(path) as marks:
        assert marks.merge(StringIO(json.dumps(document))).skipped == 1
        assert partings_in(path) == NONE


def test_marks_of_version_2_gain_partings(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        for version in (1, 2):
            script = files("broadsheet.marks").joinpath(f"version_{version}.sql")
            connection.executescript(script.read_text("utf-8"))
        connection.execute("INSERT INTO marks (key, url, starred) VALUES (?, ?, 1)", article(1))
        connection.execute(f"PRAGMA application_id = {0x42524D4B}")
        connection.execute("PRAGMA user_version = 2")
        connection.commit()
    assert partings_in(path) == NONE
    with Marks(path) as marks:
        assert marks.opening.state == "opened"
        assert mark_of(marks, 1).starred
        assert marks.part(FIRST, SECOND)
        assert partings_in(path) == PAIR


def test_partings_of_a_damaged_file_are_saved(path: Path) -> None:
    with Marks(path) as marks:
        marks.part(FIRST, SECOND)
        marks.mark("starred", True, [article(1)])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE state")
    with Marks(path) as marks:
        assert marks.opening.state == "restored"
        assert mark_of(marks, 1).starred
        assert partings_in(path) == PAIR
