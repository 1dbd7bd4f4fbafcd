"""Views with a row for each story, in every order, however few or many articles they find."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from broadsheet.library import hiding, searcher
from broadsheet.library.index import ready_leads, ready_lists, stored_lists
from broadsheet.library.index.database import index_path
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.searcher import Searcher
from broadsheet.library.sync.sync import bring_up_to_date, sync, tidy
from broadsheet.library.view import View
from tests.files import touch_later, write_settings
from tests.library.stories.events import ALONE, COMET, LEAK, write_event, write_report

QUERIES = (
    *(f"sort:{way}{field}" for field in ("quality", "heat", "date") for way in ("", "-")),
    *("topic:Event", "topic:Event sort:quality", "quality:<90", "quality:>80 sort:-heat"),
    *("text:hills", "text:hills topic:Event", "text:hills -topic:None sort:date"),
    *("-is:lead", "provider:ZDNet", "sources:>1 sort:title", "front:2023-06-01", "exposed"),
)


SEEN = "---\ntopics: [Event]\nexcerpt: Seen from the hills.\n"


@pytest.fixture(params=[0, 2000], ids=["many", "few"])
def told(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, news: Path) -> Path:
    """A library of events, whose views count as large ones or as small ones."""
    monkeypatch.setattr(hiding, "_FEW", request.param)
    monkeypatch.setattr(ready_lists, "_BIG", 5)
    monkeypatch.setattr(searcher, "_READY_AT_ONCE", 0)
    monkeypatch.setattr(ready_lists, "_NOTED_SHARE", 1)
    monkeypatch.setattr(ready_leads, "_FEW", 1)
    monkeypatch.setattr(stored_lists, "_PIECE", 4)
    for day in range(1, 9):
        write_event(news, f"leak-{day}", LEAK, day=f"2023-0{day}-01")
        write_event(news, f"comet-{day}", COMET, day=f"2023-0{day}-10")
        write_event(news, f"alone-{day}", ALONE, day=f"2023-0{day}-20")
    for path in news.glob("comet-*.md"):
        path.write_text(path.read_text("utf-8").replace("---\n", SEEN, 1))
    bring_up_to_date(news)
    return news


@contextmanager
def searchers(root: Path) -> Iterator[tuple[Searcher, Searcher]]:
    """Two searchers: one shows all articles, the other one as the screen does."""
    library = Library(root)
    folding = Searcher(library, mutes=True, folds=True)
    with closing(Searcher(library)) as plain, closing(folding) as folded:
        yield plain, folded


def shown(view: View | None) -> list[int]:
    assert view is not None
    return [*view.ids]


def expected(root: Path, view: View, muted: set[int]) -> list[int]:
    """The ids of a view without what is muted, and without followers of what is found."""
    with Library(root).open_index() as index:
        found = set(view.ids) - muted
        return [
            one
            for one in view.ids
            if one in found
            and (view.query.words or index.stories.story_of(one)[0] not in found - {one})
        ]


def check(root: Path, muted_files: str = "nothing") -> None:
    """Compare every view with what it should show."""
    with searchers(root) as (plain, folded):
        muted = {*plain.view(parse(f'"{muted_files}"')).ids}
        for text in QUERIES:
            query = parse(text)
            for _ in "12":  # what was found once is kept for the next order
                view = folded.view(query, query.sort)
                assert shown(view) == expected(root, plain.view(query, query.sort), muted), text
                assert view.count == len({*plain.view(query, query.sort).ids} - muted), text
                assert view.muted == len(muted)
            for few in (1, 2, 5) if query.texts() else ():
                first = shown(folded.first(query, query.sort, few))
                assert first == shown(view)[: len(first)], text
            if ready := folded.ready(query, query.sort):
                assert shown(ready) == shown(view), text
            for few in (1, 2, 5):
                if start := folded.ready(query, query.sort, few):
                    assert shown(start) == shown(view)[: len(start.ids)], text
                    assert start.count == view.count or muted, text


def test_each_story_that_is_found_has_one_row(told: Path) -> None:
    check(told)
    with searchers(told) as (_, folded):
        assert folded.view(parse("")).count == 8 * 8
        assert len(folded.view(parse("")).ids) == 8 * 5


def test_an_article_alone_may_follow_another_one_for_a_while(told: Path) -> None:
    other = write_report(
        *(told, "florist.md", "Florist", "Before winter, prune the roses: how to", 95),
        date="2023-08-20T20:00:00Z",
    )
    bring_up_to_date(told, only=[other.name])
    check(told)
    with searchers(told) as (_, folded):
        assert len(folded.view(parse("")).ids) == 8 * 5
    other.unlink()
    bring_up_to_date(told, only=[other.name])
    check(told)


def test_rows_follow_what_comes_goes_and_changes(told: Path) -> None:
    bring_up_to_date(told)
    (told / "leak-1-0.md").unlink()
    (told / "comet-2-1.md").unlink()
    write_report(
        *(told, "first.md", "Wired", "38 million records exposed by web apps", 120),
        date="2023-08-01T12:00:00Z",
    )
    changed = write_report(
        *(told, "leak-3-2.md", "Neowin", "Bakers strike for longer nights", 84),
        date="2023-03-01T10:00:00Z",
    )
    touch_later(changed)
    bring_up_to_date(told)
    check(told)
    with searchers(told) as (_, folded):
        after = [shown(folded.view(parse(text))) for text in QUERIES[:6]]
    with Library(told).open_index() as index:
        paths = {one: row.path for one, row in index.rows(range(1, 100)).items()}
    bring_up_to_date(told, rebuild=True)
    with Library(told).open_index() as index:
        again = {row.path: one for one, row in index.rows(range(1, 100)).items()}
    with searchers(told) as (_, folded):
        for text, before in zip(QUERIES[:6], after, strict=True):
            rebuilt = shown(folded.view(parse(text)))
            assert rebuilt == [again[paths[one]] for one in before], text


def test_readers_that_are_open_see_what_comes_one_by_one(told: Path) -> None:
    with searchers(told) as (plain, folded):
        for number in range(12):
            day, hour = divmod(number, 4)
            path = write_report(
                *(told, f"new-{number}.md", f"Paper {number}"),
                *("38 million records exposed by web apps", 80 + number),
                date=f"2023-0{1 + day}-01T{12 + hour}:00:00Z",
            )
            names = [path.name]
            if number % 3 == 0:
                names.append(f"leak-{1 + number // 3}-0.md")  # the lead, so another one leads
                (told / names[1]).unlink()
            bring_up_to_date(told, only=names)
            if number == 5:
                tidy(told)
            for text in ("", "sort:-heat", "sort:quality", "topic:Event"):
                query = parse(text)
                view = folded.view(query, query.sort)
                assert shown(view) == expected(told, plain.view(query, query.sort), set()), text
    check(told)


def test_rows_are_right_while_a_run_is_under_way(told: Path) -> None:
    write_report(
        *(told, "late.md", "Wired", "38 million records exposed by web apps", 120),
        date="2023-08-01T12:00:00Z",
    )
    (told / "leak-1-0.md").unlink()
    steps = sync(told)
    while next(steps).read == 0:
        pass
    check(told)
    steps.close()
    check(told)


def test_what_is_muted_has_no_row_and_hides_none(told: Path) -> None:
    write_settings("[[rules]]\nquery = '\"of web apps\"'\n")
    check(told, "of web apps")
    with searchers(told) as (plain, folded):
        assert len(folded.view(parse("is:muted")).ids) == len(
            expected(told, plain.view(parse("is:muted")), set())
        )


def test_orders_by_sources_leave_out_what_is_muted(told: Path) -> None:
    with searchers(told) as (_, folded):
        for muted in (("Observer",), ("Neowin", "ZDNet")):
            rules = "".join(f"[[rules]]\nquery = 'provider:{name}'\n" for name in muted)
            write_settings(rules)
            for words in ("", "topic:Event", "quality:>1", "exposed", "text:hills", "orlova"):
                query = parse(f"{words} sort:-sources")
                ids = folded.view(query, query.sort).ids
                with Library(told).open_index() as index:
                    rows = index.told_rows(ids)
                sources = [rows[one].story.sources for one in ids]
                assert sources == sorted(sources, reverse=True), (muted, words)
            first, entire = folded.first(parse("exposed"), (), 4), folded.view(parse("exposed"))
            assert not first.is_whole
            assert first.count == entire.count


def test_a_saved_view_counts_what_it_shows(told: Path) -> None:
    write_settings("[[rules]]\nquery = 'provider:Neowin'\n")
    with searchers(told) as (_, folded):
        for text in ("", "topic:Event", "is:muted", "text:hills", "hills", "exposed", "orlova"):
            view = folded.beyond_titles(folded.view(parse(text)))
            assert folded.count(parse(text)) == view.count, text
        assert folded.count(parse("hills")) > len(folded.view(parse("hills")).ids)


def test_the_first_rows_are_those_of_the_entire_view(told: Path) -> None:
    with searchers(told) as (_, folded):
        for text in ("", "sort:-quality", "topic:Event", "exposed"):
            query = parse(text)
            first = folded.first(query, query.sort, 4)
            entire = folded.view(query, query.sort)
            assert shown(first)[:2] == shown(entire)[:2]
            assert folded.first(query, query.sort, 100) == entire


def test_a_damaged_list_of_leads_heals(told: Path) -> None:
    bring_up_to_date(told)
    with closing(sqlite3.connect(index_path(told))) as connection, connection:
        damaged = connection.execute(
            "UPDATE ready_lists SET ids = CAST(substr(ids, 9, 8) || substr(ids, 9) AS BLOB) "
            "WHERE name LIKE 'leads%' OR name = 'followers'"
        )
        assert damaged.rowcount > 6
    write_report(*(told, "new.md", "Wired", "Tulips", 20), date="2023-08-01T12:00:00Z")
    bring_up_to_date(told)
    check(told)
