import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest

from broadsheet.articles.article_keys import key64
from broadsheet.library.hiding import Hidden
from broadsheet.library.index.index import Index
from broadsheet.library.library import Library
from broadsheet.library.query.fields import parse_sort
from broadsheet.library.query.parse import Query, parse
from broadsheet.library.query.terms import SortKey
from broadsheet.library.searcher import DEFAULT_SORT, Searcher
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.library.texts import finding
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from tests.files import touch_later, write_article

BY_HEAT = (SortKey("heat", descending=True),)


@pytest.fixture
def library(news: Path) -> Library:
    """A hundred articles, of which a few are videos and most are about trains."""
    for number in range(100):
        write_article(
            news,
            f"{number}.md",
            f"Night {'train' if number % 10 else 'market'} number {number}",
            f"heat: {number * 37 % 100}",
            f"quality: {number % 7}",
            f"publishedDateTime: 2023-01-{1 + number % 28:02}",
            f"type: {'video' if number % 50 == 0 else 'article'}",
        )
    bring_up_to_date(news)
    return Library(news)


@pytest.fixture
def searcher(library: Library) -> Iterator[Searcher]:
    searcher = Searcher(library)
    yield searcher
    searcher.close()


@pytest.fixture
def index(library: Library) -> Iterator[Index]:
    with library.open_index() as index:
        yield index


@pytest.mark.parametrize("sort", [DEFAULT_SORT, BY_HEAT])
@pytest.mark.parametrize(
    "text", ["", "type:video", "type:article", "quality:>3", "-type:video", "type:podcast"]
)
def test_few_and_many_articles_stand_in_the_order_that_the_index_gives_them(
    searcher: Searcher, index: Index, text: str, sort: tuple[SortKey, ...]
) -> None:
    view = searcher.view(parse(text), sort)
    assert view.ids == index.view(parse(text), sort)
    assert view.best == len(view.ids)
    assert view.is_whole


def test_words_are_searched_among_what_the_other_terms_allow(
    searcher: Searcher, index: Index
) -> None:
    everywhere = searcher.view(parse("night train"))
    allowed = set(index.view(parse("quality:>3"), ()))
    view = searcher.view(parse("night train quality:>3"))
    assert len(view.ids) == 38
    assert list(view.ids) == [found for found in everywhere.ids if found in allowed]
    assert list(searcher.view(parse("train type:video")).ids) == []


def test_near_misses_are_counted_among_what_the_other_terms_allow(searcher: Searcher) -> None:
    assert len(searcher.view(parse("night train number")).ids) == 90
    assert len(searcher.view(parse("night train number type:video")).ids) == 2


def test_what_words_find_may_be_put_in_any_order(searcher: Searcher, index: Index) -> None:
    by_match = searcher.view(parse("night train"))
    by_heat = searcher.view(parse("night train"), BY_HEAT)
    assert sorted(by_heat.ids) == sorted(by_match.ids)
    order = list(index.view(parse(""), BY_HEAT))
    assert list(by_heat.ids) == sorted(by_match.ids, key=order.index)
    assert by_heat.best == len(by_heat.ids) == 90
    assert searcher.view(parse("night train sort:-heat")).ids == by_heat.ids
    assert searcher.view(parse("night train sort:relevance")).ids == by_match.ids


def test_the_best_are_those_that_fit_the_words_equally_well(searcher: Searcher) -> None:
    view = searcher.view(parse("market number 30"))
    assert (view.best, view.ids[0]) == (1, searcher.view(parse("30 market")).ids[0])
    assert len(view.ids) > 1


def test_marks_made_meanwhile_count(library: Library, searcher: Searcher, index: Index) -> None:
    query = parse("night train is:unread")
    before = searcher.view(query).ids
    row = index.rows(before[:1])[before[0]]
    with Marks(marks_path()) as marks:
        marks.mark("read", True, [(key64(row.url), row.url)])
    assert list(searcher.view(query).ids) == list(before[1:])


def test_articles_that_come_and_go_meanwhile_are_followed(
    library: Library, searcher: Searcher
) -> None:
    for text in ("night train", "", "type:article"):
        searcher.view(parse(text))
    (library.root / "1.md").unlink()
    path = write_article(library.root, "2.md", "Day train")
    touch_later(path)
    bring_up_to_date(library.root)
    assert len(searcher.view(parse("night train")).ids) == 88
    assert len(searcher.view(parse("day train")).ids) == 1
    assert len(searcher.view(parse("")).ids) == 99
    assert len(searcher.view(parse("type:article")).ids) == 97


def test_the_first_are_the_beginning_of_all(searcher: Searcher) -> None:
    for text in ("", "type:article", "type:video", "night train"):
        whole = searcher.view(parse(text), BY_HEAT)
        first = searcher.first(parse(text), BY_HEAT, 20)
        assert first.ids[:20] == whole.ids[:20]
        assert first.is_whole == (len(first.ids) == len(whole.ids))
    assert len(searcher.first(parse("type:article"), BY_HEAT, 20).ids) == 20


def test_a_view_that_nobody_waits_for_is_empty(searcher: Searcher) -> None:
    assert list(searcher.view(parse("night train"), cancelled=lambda: True).ids) == []
    assert len(searcher.view(parse("night train")).ids) == 90


def beyond(searcher: Searcher, index: Index, text: str, sort: str = "") -> dict[str, list[str]]:
    """Return the titles of what is found by something other than its title."""
    found = searcher.view(parse(text), parse_sort(sort) if sort else ())
    view = searcher.beyond_titles(found)
    assert view.ids[: len(found.ids)] == found.ids
    assert len(set(view.ids)) == len(view.ids)
    titles = [index.rows([one])[one].title for one in view.ids]
    ends = [*(part.start for part in view.beyond), len(titles)][1:]
    return {part.by: titles[part.start : end] for part, end in zip(view.beyond, ends, strict=True)}


def test_words_are_found_in_names_and_texts(news: Path) -> None:
    write_article(news, "a.md", "Night trains", "excerpt: trains")
    write_article(news, "b.md", "B", "provider: {name: Train News}", "authors: [Ada Night]")
    write_article(news, "c.md", "C night", "provider: {name: Train News}")
    write_article(news, "d.md", "D", "excerpt: A night train", "publishedDateTime: 2023-01-01")
    write_article(news, "e.md", "E", "excerpt: By train, at night", "type: video")
    write_article(news, "f.md", "F", "publishedDateTime: 2023-01-02", body="Night. And train.")
    bring_up_to_date(news)
    library = Library(news)
    with library.open_index() as index, closing(Searcher(library)) as searcher:

        def found(text: str, sort: str = "") -> dict[str, list[str]]:
            return beyond(searcher, index, text, sort)

        assert found("night train ") == {"names": ["B", "C night"], "texts": ["F", "D", "E"]}
        assert found("night train type:video") == {"texts": ["E"]}
        assert found("night train ", "date")["texts"] == ["D", "F", "E"]
        assert found("trai") == {"names": ["B", "C night"], "texts": ["F", "D", "E"]}
        assert found("train fro") == found("t") == found("type:video") == found('"night"') == {}
        assert found("zebra") == {}
        near = [found(typed) for typed in ("trian news", "tarin", "News ttrain ")]
        assert near == [{"names": ["B", "C night"]}] * len(near)
        assert found("adda niht") == {"names": ["B"]}
        assert found("ada nghtt") == {}  # two mistakes in five letters


@pytest.mark.parametrize("words", ["night", "train number", "trian number", "1", "nothing at all"])
def test_the_first_that_words_find_are_those_of_the_view(searcher: Searcher, words: str) -> None:
    first = searcher.first(parse(words), (), 7)
    view = searcher.view(parse(words))
    assert first.ids == view.ids[:7]
    assert first.is_whole == (len(view.ids) < 7)
    assert first.count == view.count


@pytest.fixture
def expresses(news: Path) -> Path:
    """A library whose texts were rewritten once: every third one says something else by now."""
    for version in ("slow", "very fast"):
        for number in range(0, 40, 1 if version == "slow" else 3):
            said = f"An express that is {version}" if number % 5 else "A market"
            topic = "topics: [Rails]" if number % 4 else ""
            fields = [f"heat: {number * 7 % 40}", topic, f"excerpt: {said}."]
            touch_later(write_article(news, f"{number}.md", f"{number}", *fields))
        bring_up_to_date(news)
    return news


def test_the_first_whose_texts_have_something_are_those_of_the_view(
    expresses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_LOOKED_AT", 3)
    said = ("express", "express text:fast", '"very fast"', "slow", "exp*", "market text:fast")
    queries = [
        parse(f"text:{words}{others}")
        for words in said
        for others in ("", " topic:Rails", " heat:>9 -topic:Rails", " heat:>99")
    ]
    with closing(Searcher(Library(expresses))) as searcher, searcher._index as index:
        for query, sort, (many, few, apart) in product(
            queries, (DEFAULT_SORT, BY_HEAT), ((1000, 0, 0), (0, 0, 0), (0, 1000, 0), (0, 0, 64))
        ):
            monkeypatch.setattr(finding, "_MANY", many)
            monkeypatch.setattr(finding, "_FEW", few)
            monkeypatch.setattr(finding, "_APART", apart)
            first = searcher.first(query, sort, 7)
            view = searcher.view(query, sort)
            assert view.ids == index.view(query, sort), query
            assert first.ids[:7] == view.ids[:7], query
            assert first.is_whole == (len(view.ids) < 7), query


def test_what_is_interrupted_leaves_what_comes_after_it_alone(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: Query) -> Hidden:
        reading = searcher._index.connection.execute("SELECT id FROM articles")
        next(reading)
        searcher.interrupt()
        next(searcher._index.connection.execute("SELECT id FROM articles"))
        raise AssertionError(reading)

    monkeypatch.setattr(searcher._hiding, "of", interrupted)
    with pytest.raises(sqlite3.OperationalError, match="interrupted") as kept:
        searcher.view(parse("type:video"))
    monkeypatch.undo()
    assert len(searcher.view(parse("type:video")).ids) == 2
    assert kept.tb is not None  # as the screen keeps it, for its thread to look at
