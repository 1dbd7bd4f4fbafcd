from pathlib import Path

import pytest

from broadsheet.library.index.database import index_path
from broadsheet.library.index.writer import open_writer
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.library.texts import writer
from tests.files import touch_later, write_article


def found(news: Path, query: str) -> set[str]:
    with Library(news).open_index() as index:
        ids = index.ids(parse(query))
        return {row.title for row in index.rows(ids).values()}


def test_excerpts_and_bodies_of_any_make_are_searched(news: Path) -> None:
    write_article(news, "a.md", "A", "excerpt: 'Caf&eacute; &amp; bar'")
    write_article(news, "b.html", "B", body="<p>A <b>ba</b>r</p><p>caf</p>")
    write_article(news, "c.md", "C", body="See [this](https://bar.example/caf).")
    bring_up_to_date(news)
    assert found(news, "text:bar") == {"A", "B"}
    assert found(news, "text:CAFE") == {"A"}
    assert found(news, 'text:"bar caf"') == {"B"}
    assert found(news, "text:see") == {"C"}


def test_no_phrase_reaches_from_the_excerpt_into_the_body(news: Path) -> None:
    write_article(news, "a.md", "A", "excerpt: one two", body="three four")
    bring_up_to_date(news)
    assert found(news, 'text:"two three"') == set()
    assert found(news, "text:two text:three") == {"A"}


def test_what_a_file_said_before_is_not_found(news: Path) -> None:
    file = write_article(news, "a.md", "A", "excerpt: old", body="same")
    gone = write_article(news, "b.md", "B", "excerpt: old")
    bring_up_to_date(news)
    for number in range(3):
        write_article(news, "a.md", "A", f"excerpt: new {number}", body="same")
        touch_later(file, number + 1)
        bring_up_to_date(news)
        assert found(news, "text:same") == found(news, f"text:{number}") == {"A"}
        assert found(news, "text:old") == {"B"}
        assert number == 0 or found(news, f"text:{number - 1}") == set()
    gone.unlink()
    bring_up_to_date(news)
    assert found(news, "text:old") == set()


def test_an_index_full_of_outdated_texts_is_written_again(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_FEW_GONE", 0)
    file = write_article(news, "a.md", "A", "excerpt: old")
    write_article(news, "b.md", "B", "excerpt: other")
    for number in range(5):
        write_article(news, "a.md", "A", f"excerpt: new {number}")
        touch_later(file, number + 1)
        bring_up_to_date(news)
    bring_up_to_date(news)
    with open_writer(index_path(news)) as index:
        assert not index.drop_outdated_texts()
        ((gone,),) = index._connection.execute("SELECT count(*) FROM text_gone")
    assert gone <= 4
    assert found(news, "text:new") == found(news, "text:4") == {"A"}
    assert found(news, "text:other") == {"B"}
