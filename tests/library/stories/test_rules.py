"""What rules in the settings mute and boost."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.adoption import known_as
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.searcher import Searcher
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from tests.files import write_settings
from tests.library.stories.events import ALONE, LEAK, write_event


@pytest.fixture
def told(news: Path) -> Path:
    write_event(news, "leak", LEAK)
    write_event(news, "alone", ALONE)
    bring_up_to_date(news)
    return news


def set_rules(*rules: str) -> None:
    write_settings("".join(f"[[rules]]\n{rule}\n" for rule in rules))


def found(root: Path, query: str) -> set[str]:
    with Library(root).open_index() as index:
        return {row.path for row in index.rows(index.ids(parse(query))).values()}


def day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days)).date().isoformat()


@pytest.mark.parametrize(
    ("rule", "muted"),
    [
        ('query = "provider:zdnet"', {"leak-1.md"}),
        ('query = "roses winter"', {"alone-0.md"}),
        ('query = "rosse"', set()),
        ('query = "quality:>80"', {"leak-0.md", "leak-1.md", "leak-2.md"}),
        ('query = "-is:lead"', {"leak-1.md", "leak-2.md"}),
        ('query = "provider:zdnet"\nweight = 10', set()),
        (f'query = "provider:zdnet"\nuntil = {day(2)}', {"leak-1.md"}),
        (f'query = "provider:zdnet"\nuntil = {day(-2)}', set()),
        ('query = "is:muted"', set()),
        ('query = "-front:today"', set()),
        ('query = "sort:-date"', set()),
    ],
)
def test_a_rule_mutes_what_its_query_finds(told: Path, rule: str, muted: set[str]) -> None:
    set_rules(rule)
    assert found(told, "is:muted") == muted
    assert found(told, "-is:muted") == found(told, "") - muted


def page(root: Path) -> list[tuple[str, str]]:
    with Library(root).open_index() as index:
        places = index.stories.front_page()
        rows = index.rows(place.id for place in places)
        return [(rows[place.id].path, place.reason()) for place in places]


def test_what_is_muted_is_not_on_the_front_page_and_counts_for_nothing(told: Path) -> None:
    set_rules('query = "provider:TechSpot"', 'query = "provider:Chef"')
    assert [path for path, _ in page(told)] == ["leak-1.md", "alone-0.md", "alone-2.md"]
    assert page(told)[0][1] == "110 points: quality 90 + 20 for 1 more source"


@pytest.mark.parametrize(
    ("query", "told_by"),
    [
        ("is:lead sources:>1", {"leak-1.md"}),
        ("-is:lead", {"leak-2.md"}),
        ("sources:2", {"leak-1.md", "leak-2.md"}),
        ("sources:>2", set()),
        ("sources:<2", {"alone-0.md", "alone-1.md", "alone-2.md"}),
    ],
)
def test_queries_go_by_stories_without_what_is_muted(
    told: Path, query: str, told_by: set[str]
) -> None:
    set_rules('query = "provider:TechSpot"')  # the lead
    with closing(Searcher(Library(told), mutes=True)) as searcher:
        found_ids = searcher.view(parse(query)).ids
    with Library(told).open_index() as index:
        assert {row.path for row in index.told_rows(found_ids).values()} == told_by
    assert "leak-0.md" in found(told, "sources:3")  # where muted articles are shown, all count


def test_the_order_of_the_front_page_goes_by_what_is_not_muted(news: Path) -> None:
    write_event(news, "leak", [(name, title, 40) for name, title, _ in LEAK])
    write_event(news, "alone", [("Gardener", "Gardeners prune roses before winter", 50)])
    bring_up_to_date(news)

    def shown(query: str) -> list[str]:
        with closing(Searcher(Library(news), mutes=True)) as searcher:
            ids = searcher.view(parse(query)).ids
        with Library(news).open_index() as index:
            rows = index.rows(ids)
            return [rows[one].path for one in ids]

    assert shown("sort:-front") == ["leak-0.md", "alone-0.md", "leak-2.md", "leak-1.md"]
    set_rules('query = "provider:Neowin"', 'query = "provider:TechSpot"')
    assert shown("sort:-front") == ["alone-0.md", "leak-1.md"]
    assert shown("sort:-sources,front") == ["leak-1.md", "alone-0.md"]


def test_a_rule_may_ask_for_leads(told: Path) -> None:
    set_rules('query = "is:lead sources:>2"')
    assert found(told, "is:muted") == {"leak-0.md"}


def test_a_raised_story_that_is_no_news_any_more_comes_after_the_news(told: Path) -> None:
    write_event(told, "later", ALONE[:1], day="2023-06-18")
    bring_up_to_date(told)
    set_rules("query = 'records'\nweight = 50")
    assert [path for path, _ in page(told)][:2] == ["later-0.md", "leak-0.md"]


def test_a_weight_raises_or_lowers_a_story(told: Path) -> None:
    set_rules('query = "provider:Chef"\nweight = 50', 'query = "has:story"\nweight = -50')
    assert page(told)[0] == (
        "alone-1.md",
        "99 points: quality 50, halved every 24 hours for 1 h; your rules add 50",
    )
    said = "89 points: quality 99 + 40 for 2 more sources; your rules take off 50"
    assert page(told)[1] == ("leak-0.md", said)


def test_a_rule_about_marks_follows_them(told: Path) -> None:
    set_rules('query = "is:starred"')
    with Library(told).open_index() as index, Marks(marks_path()) as marks:
        assert index.rules.muted() == frozenset()
        row = next(iter(index.rows(index.ids(parse("provider:zdnet"))).values()))
        marks.mark("starred", True, [(row.mark, known_as(told, row))])
        assert index.rules.muted() == {row.id}
        marks.undo()
        assert index.rules.muted() == frozenset()


def test_time_counts_from_the_newest_article_that_is_not_muted(told: Path) -> None:
    write_event(told, "late", [("Loud", "Nothing to see", 5)], day="2023-06-18")
    bring_up_to_date(told)
    set_rules('query = "provider:loud"')
    assert page(told)[0] == ("leak-0.md", "139 points: quality 99 + 40 for 2 more sources")
    with Library(told).open_index() as index:
        assert index.stories.front_heading(parse("front:2023-06-18")) == "Front page of 18 May 2023"
