"""Marks as other programs export them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.marks.model import MarksError
from broadsheet.marks.other_readers import read_other_export

FRESHRSS = {
    "id": "user/-/state/com.google/starred",
    "items": [
        {
            "alternate": [{"href": "https://a.example/1"}],
            "categories": ["user/-/state/com.google/read"],
            "published": 1_700_000_000,
        },
        {"alternate": []},
    ],
}
MINIFLUX = {"entries": [{"url": "https://a.example/1", "status": "read", "starred": True}, 7]}
NO_TIMES = [
    {"url": "https://a.example/1", "status": "read", "changed_at": at}
    for at in (float("inf"), float("nan"))
]
OMNIVORE = [
    {"url": "https://a.example/1", "state": "Archived", "savedAt": "2024-03-05T10:00:00.000Z"},
    {"url": "https://a.example/2", "state": "Active"},
]
POCKET = (
    "title,url,time_added,tags,status\nOne,https://a.example/1,1700000000,,archive\n,,,,unread\n"
)
POCKET_HTML = (
    "<!DOCTYPE html><html><head><title>Pocket Export</title></head><h1>Unread</h1><ul>"
    '<li><a href="https://a.example/2?a=1&amp;b=2" time_added="1700000000" tags="">Two</a></li>'
    '</ul><h1>Read Archive</h1><li><a href="https://a.example/1" time_added="1" tags="">One</a>'
)
INSTAPAPER = (
    "URL,Title,Selection,Folder,Timestamp\nhttps://a.example/1,One,,Archive,1700000000\n"
    "https://a.example/2,Two,,Unread,1700000000\nhttps://a.example/3,Three,,Starred,1\n"
)


def marks(path: Path) -> dict[str, str]:
    found = read_other_export(path)
    assert found is not None
    return {
        each.url[18:]: "".join(
            name
            for name, is_set in zip(
                "rsl", (each.mark.read, each.mark.starred, each.mark.later), strict=True
            )
            if is_set
        )
        for each in found.articles
    }


@pytest.mark.parametrize(
    ("text", "expected", "skipped"),
    [
        pytest.param(json.dumps(FRESHRSS), {"1": "rs"}, 1, id="FreshRSS"),
        pytest.param(json.dumps(MINIFLUX), {"1": "rs"}, 1, id="miniflux"),
        pytest.param(json.dumps(OMNIVORE), {"1": "r", "2": "l"}, 0, id="Omnivore"),
        pytest.param(POCKET, {"1": "r"}, 1, id="Pocket, CSV"),
        pytest.param(POCKET_HTML, {"2?a=1&b=2": "l", "1": "r"}, 0, id="Pocket, HTML"),
        pytest.param(json.dumps(MINIFLUX | {"entries": NO_TIMES}), {"1": "r"}, 0, id="no times"),
        pytest.param(INSTAPAPER, {"1": "r", "2": "l", "3": "s"}, 0, id="Instapaper"),
    ],
)
def test_exports_are_read_and_what_cannot_be_is_reported(
    tmp_path: Path, text: str, expected: dict[str, str], skipped: int
) -> None:
    file = tmp_path / "export"
    file.write_text(text)
    assert marks(file) == expected
    found = read_other_export(file)
    assert found is not None
    assert len(found.skipped) == skipped


def test_newsboat_gives_what_is_read_and_its_cache_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "cache.db"
    with closing(sqlite3.connect(file)) as cache:
        cache.execute("CREATE TABLE rss_item (url, unread, pubDate)")
        cache.executemany(
            "INSERT INTO rss_item VALUES (?, ?, 1700000000)",
            [("https://a.example/1", 0), ("https://a.example/2", 1)],
        )
        cache.commit()
    before = file.read_bytes()
    assert marks(file) == {"1": "r"}
    assert (file.read_bytes(), [*tmp_path.iterdir()]) == (before, [file])


def test_another_database_or_file_is_not_taken_for_an_export(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE a (b)")
        other.commit()
    with pytest.raises(MarksError, match="not newsboat"):
        read_other_export(tmp_path / "other.db")
    for text in (
        "",
        "x" * 200_000,
        "{",
        "[1]",
        "a,b\n1,2\n",
        '{"format": "broadsheet-marks", "marks": []}',
    ):
        (tmp_path / "file").write_text(text)
        assert read_other_export(tmp_path / "file") is None


def test_an_export_of_links_without_an_end_is_read_in_no_time(tmp_path: Path) -> None:
    file = tmp_path / "pocket.html"
    file.write_text("<title>Pocket Export</title><h1>Unread</h1>" + '<a href="x" ' * 60_000)
    found = read_other_export(file)
    assert found is not None
    assert found.articles == []
