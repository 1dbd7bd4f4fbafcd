import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from broadsheet.articles.article_keys import key64
from broadsheet.marks.model import Mark, MarksError, Merge
from broadsheet.marks.store import Marks
from tests.marks.articles import article, articles, mark_of, numbers_read


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Marks]:
    """The marks of another machine."""
    with Marks(tmp_path / "elsewhere" / "marks.sqlite") as opened:
        yield opened


def carry(source: Marks, target: Marks) -> Merge:
    text = StringIO()
    source.export(text)
    return target.merge(StringIO(text.getvalue()))


def document(*entries: object, version: object = 1) -> StringIO:
    return StringIO(
        json.dumps({"format": "broadsheet-marks", "version": version, "marks": entries})
    )


def test_marks_go_to_another_machine_and_back(marks: Marks, elsewhere: Marks) -> None:
    marks.mark("read", True, articles(3))
    marks.mark("starred", True, [article(1)])
    assert carry(marks, elsewhere) == Merge(count=3, changed=3, skipped=0)
    assert mark_of(elsewhere, 1) == mark_of(marks, 1)
    elsewhere.mark("read", False, [article(2)])
    assert carry(elsewhere, marks).changed == 1
    assert numbers_read(marks, 3) == [0, 1]
    assert carry(elsewhere, marks).changed == 0


def test_each_mark_has_a_newest_word_of_its_own(marks: Marks, elsewhere: Marks) -> None:
    marks.mark("later", True, [article(1)])
    elsewhere.mark("starred", True, [article(1)])
    carry(elsewhere, marks)
    mark = mark_of(marks, 1)
    assert (mark.starred, mark.later) == (True, True)


def test_a_star_taken_away_elsewhere_goes_here_too(marks: Marks, elsewhere: Marks) -> None:
    marks.mark("starred", True, [article(1)])
    carry(marks, elsewhere)
    elsewhere.mark("starred", False, [article(1)])
    carry(elsewhere, marks)
    assert not mark_of(marks, 1).starred


def test_a_star_set_again_survives_that_it_is_taken_away_elsewhere_later(
    marks: Marks, elsewhere: Marks
) -> None:
    marks.mark("starred", True, [article(1)])
    carry(marks, elsewhere)
    marks.mark("starred", False, [article(1)])
    marks.mark("starred", True, [article(1)])
    elsewhere.mark("starred", False, [article(1)])  # the latest word, but of another star
    carry(elsewhere, marks)
    assert mark_of(marks, 1).starred
    carry(marks, elsewhere)
    assert mark_of(elsewhere, 1).starred


def test_at_equal_times_the_star_wins_in_either_direction(marks: Marks) -> None:
    at = "2023-05-01T12:00:00.000Z"
    url = article(1)[1]
    marks.merge(document({"url": url, "starred": True, "starredAt": at}))
    marks.merge(document({"url": url, "starred": False, "starredAt": at}))
    assert mark_of(marks, 1).starred
    url = article(2)[1]
    marks.merge(document({"url": url, "starred": False, "starredAt": at}))
    marks.merge(document({"url": url, "starred": True, "starredAt": at}))
    assert mark_of(marks, 2).starred


def test_an_undo_is_the_latest_word(marks: Marks, elsewhere: Marks) -> None:
    marks.mark("read", True, [article(1)])
    carry(marks, elsewhere)
    marks.undo()
    carry(marks, elsewhere)
    assert not mark_of(elsewhere, 1).read


def test_an_undo_leaves_alone_what_was_merged_since(marks: Marks, elsewhere: Marks) -> None:
    marks.mark("read", True, [article(1)])
    carry(marks, elsewhere)
    elsewhere.mark("read", False, [article(1)])
    elsewhere.mark("read", True, [article(1)])
    carry(elsewhere, marks)
    step = marks.undo()
    assert step is not None
    assert (step.count, step.kept) == (0, 1)
    assert mark_of(marks, 1).read


def test_the_file_can_be_read_by_a_person_and_by_programs(marks: Marks) -> None:
    marks.mark("read", True, [article(1)])
    key = key64(f"hash:{'0' * 32}")
    marks.mark("starred", True, [(key, f"hash:{'0' * 32}")])
    text = StringIO()
    assert marks.export(text).articles == 2
    parsed = json.loads(text.getvalue())
    assert (parsed["format"], parsed["version"]) == ("broadsheet-marks", 1)
    by_url = {entry.pop("url"): entry for entry in parsed["marks"]}
    assert by_url[article(1)[1]].keys() == {"read", "readAt"}
    assert by_url[f"hash:{'0' * 32}"]["starred"] is True
    assert text.getvalue().count("\n") == 4  # a line each, one before and one after


@pytest.mark.parametrize("indent", [None, 4])
def test_any_layout_of_the_json_will_do(marks: Marks, elsewhere: Marks, indent: int | None) -> None:
    marks.mark("read", True, articles(2_000))
    text = StringIO()
    marks.export(text)
    sorted_names = json.dumps(json.loads(text.getvalue()), indent=indent, sort_keys=True)
    assert elsewhere.merge(StringIO(sorted_names)).count == 2_000
    assert len(numbers_read(elsewhere, 2_000)) == 2_000


def test_an_entry_may_be_written_by_hand(marks: Marks) -> None:
    marks.merge(document({"url": "http://www.example.com/news/1?utm_source=x", "starred": True}))
    assert mark_of(marks, 1) == Mark(starred=True, starred_at=1)


def test_faulty_entries_cost_only_themselves(marks: Marks) -> None:
    faulty = (
        7,
        {"read": True},
        {"url": "javascript:alert(1)", "read": True},
        {"url": "https://example.com/\x1b[2J", "read": True},
        {"url": article(1)[1], "read": "yes"},
        {"url": "hash:../../etc", "read": True},
    )
    good = {"url": article(2)[1], "read": True, "readAt": "yesterday"}
    assert marks.merge(document(*faulty, good)) == Merge(count=1, changed=1, skipped=len(faulty))
    assert numbers_read(marks, 3) == [2]


def test_times_beyond_the_calendar_are_kept_within_it(marks: Marks, elsewhere: Marks) -> None:
    marks.merge(
        document(
            {"url": article(1)[1], "read": True, "readAt": "9999-12-31T23:59:59.999Z"},
            {"url": article(2)[1], "read": True, "readAt": "0001-01-01T00:00:00+14:00"},
        )
    )
    marks.mark("read", False, [article(1)])
    carry(marks, elsewhere)
    assert numbers_read(elsewhere, 3) == [2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "{",
        "\x00",
        '{"marks": []}',
        '{"format": "broadsheet-marks"}',
        '{"format": "broadsheet-marks", "version": 1, "marks": {}}',
        '{"format": "broadsheet-marks", "version": 1, "marks": [{"url": "https://a.example"},',
        '{"format": "broadsheet-marks", "version": 1, "marks": [' + "[" * 100_000,
        '{"format": "broadsheet-marks", "version": ' + "9" * 10_000 + "}",
        '{"format": "broadsheet-marks", "version": 1, "marks": []} and more',
        '{"format": "broadsheet-marks", "version": 1, "marks": []}{}',
        '{"marks": [{"url": "https://a.example", "read": true}]}]',
        '{"format": "other", "version": 1, "marks": [{"url": "https://a.example", "read": true}]}',
        '{"format": "broadsheet-marks", "version": 1, "marks": ["' + "x" * 3_000_000,
    ],
)
def test_what_is_no_file_of_marks_changes_nothing_and_says_so(marks: Marks, text: str) -> None:
    with pytest.raises(MarksError, match="file of marks"):
        marks.merge(StringIO(text))
    assert marks.export(StringIO()).articles == 0


def test_a_file_of_a_newer_version_is_refused(marks: Marks) -> None:
    with pytest.raises(MarksError, match="version 2"):
        marks.merge(document({"url": article(1)[1], "read": True}, version=2))
    assert numbers_read(marks, 2) == []
