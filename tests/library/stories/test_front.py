"""The front page of real folders."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.config.settings import settings_file
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.searcher import Searcher
from broadsheet.library.stories import front
from broadsheet.library.sync.sync import bring_up_to_date
from tests.library.stories.events import ALONE, COMET, LEAK, write_event, write_report


def page(root: Path, query: str = "front:today") -> list[str]:
    bring_up_to_date(root)
    searcher = Searcher(library := Library(root))
    ids = searcher.view(parse(query)).ids
    searcher.close()
    with library.open_index() as index:
        known = index.rows(ids)
    return [known[article_id].path for article_id in ids]


def at(moment: str) -> int:
    return int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())


def test_a_story_of_many_sources_comes_first(news: Path) -> None:
    write_event(news, "alone", ALONE)
    write_event(news, "leak", LEAK)
    write_event(news, "comet", COMET)
    assert page(news) == ["leak-0.md", "comet-1.md", "alone-0.md", "alone-2.md", "alone-1.md"]


def test_news_of_the_day_beats_better_news_of_the_week(news: Path) -> None:
    write_event(news, "old", LEAK, day="2023-05-12")
    write_event(news, "new", ALONE[:1], day="2023-05-18")
    assert page(news)[0] == "new-0.md"


def test_a_page_of_the_past_knows_nothing_of_what_came_later(news: Path) -> None:
    reports = [LEAK[1], LEAK[2], LEAK[0]]
    for number, (provider, title, quality) in enumerate(reports):
        write_report(
            news,
            f"leak-{number}.md",
            provider,
            title,
            quality,
            date=f"2023-05-1{6 + number}T09:00:00Z",
        )
    assert page(news, "front:2023-05-16") == ["leak-0.md"]
    assert page(news, "front:2023-05-17") == ["leak-0.md"]
    assert page(news) == ["leak-2.md"]
    with Library(news).open_index() as index:
        (then,) = index.stories.front_page(at("2023-05-17T23:59:59"))
        (now,) = index.stories.front_page()
    assert then.reason() == "110 points: quality 90 + 20 for 1 more source"
    assert now.reason() == "139 points: quality 99 + 40 for 2 more sources"
    assert page(news, "front:2023-05-15") == []


def test_the_top_is_not_left_to_one_provider_while_others_come_near(news: Path) -> None:
    subjects = ("roses", "tulips", "soups", "rowers", "choirs", "bakers", "hills")
    for number, subject in enumerate(subjects):
        write_report(
            *(news, f"loud-{number}.md", "Loud", f"All about {subject}", 90 - number),
            date="2023-05-18T10:00:00Z",
        )
    write_report(*(news, "near.md", "Near", "Ferries cancelled", 70), date="2023-05-18T10:00:00Z")
    write_report(*(news, "far.md", "Far", "A blanket", 10), date="2023-05-18T10:00:00Z")
    assert page(news)[:5] == ["loud-0.md", "loud-1.md", "loud-2.md", "near.md", "loud-3.md"]
    assert page(news)[-1] == "far.md"
    with Library(news).open_index() as index:
        reasons = [place.reason() for place in index.stories.front_page()]
    waiting = [reason.partition("; ")[2] for reason in reasons]
    assert waiting[:4] == [""] * 4
    assert waiting[4:7] == [
        f"moved down: {above} stories above it have the same provider" for above in (3, 4, 5)
    ]


def test_nothing_older_stands_above_a_story_for_the_sake_of_its_provider(news: Path) -> None:
    for number, subject in enumerate(("roses", "tulips", "soups", "rowers", "choirs")):
        write_report(
            *(news, f"loud-{number}.md", "Loud", f"All about {subject}", 90 - number),
            date="2023-05-18T10:00:00Z",
        )
    write_report(*(news, "old.md", "Near", "Ferries cancelled", 99), date="2023-05-18T04:00:00Z")
    write_report(*(news, "weak.md", "Weak", "A blanket", 50), date="2023-05-18T10:00:00Z")
    loud = [f"loud-{number}.md" for number in range(5)]
    assert page(news) == [*loud, "old.md", "weak.md"]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "UTC", "Pacific/Auckland"])
def test_a_day_without_a_time_is_not_told_the_day_before(
    news: Path, zone: str, in_zone: Callable[[str], None]
) -> None:
    in_zone(zone)
    write_report(*(news, "0.md", *LEAK[1]), date="2023-05-17")
    write_report(*(news, "1.md", *LEAK[0]), date="2023-05-18")
    write_report(*(news, "2.md", *ALONE[0]), date="2023-05-18")
    now = datetime.fromisoformat("2023-05-17T12:00:00").timestamp()
    moment = datetime.fromtimestamp(now + 10 * 60 * 60, UTC)
    write_report(*(news, "3.md", *ALONE[1]), date=f"{moment:%FT%TZ}")
    assert {*page(news, "front:2023-05-17")} == {"0.md", "3.md"}
    assert {*page(news, "front:2023-05-18")} == {"1.md", "2.md", "3.md"}
    with Library(news).open_index() as index:
        (known,) = (row for row in index.rows(index.ids(parse(""))).values() if row.path == "0.md")
        index.stories.tell_as_in(parse("front:2023-05-17"))
        assert index.told_rows([known.id])[known.id].story.sources == 1
        assert index.stories.came_later(known.id) == 1


def test_a_score_can_be_computed_again_from_what_is_shown(news: Path) -> None:
    for number, report in enumerate((*LEAK, ALONE[0])):
        write_report(news, f"{number}.md", *report, date=f"2023-05-18T09:{number * 15:02}:29Z")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        reasons = [place.reason() for place in index.stories.front_page()]
    assert reasons[0] == (
        "138 points: quality 99 + 40 for 2 more sources, halved every 24 hours for 15 min"
    )
    assert round(139 * 0.5 ** (15 / 60 / 24)) == 138
    write_report(*(news, "new.md", "Chef", "Soups", 10), date="2023-05-19T11:45:00Z")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        reasons = [place.reason() for place in index.stories.front_page()]
    assert reasons[0].endswith(" for 26 h 14 min"), reasons


def test_a_late_copy_makes_no_news(news: Path) -> None:
    write_event(news, "leak", LEAK, day="2023-05-15")
    provider, title, quality = LEAK[1]
    write_report(*(news, "copy.md", provider, title, quality), date="2023-05-17T09:00:00Z")
    write_event(news, "alone", ALONE[:1], day="2023-05-18")
    assert page(news) == ["alone-0.md", "leak-0.md"]
    assert page(news, "sort:-front is:lead") == ["alone-0.md", "leak-0.md"]
    with Library(news).open_index() as index:
        reason = index.stories.front_page()[1].reason()
    assert reason == (
        "18 points: quality 99 + 40 for 2 more sources, halved every 24 hours for 70 h"
    )


def test_a_page_counts_all_sources_of_a_story_that_went_on_for_long(news: Path) -> None:
    for day, report in zip((1, 4, 6, 9), (*LEAK, LEAK[1]), strict=True):
        write_report(news, f"{day}.md", *report, date=f"2023-05-{day:02}T09:00:00Z")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        (place,) = index.stories.front_page(places=1)
        assert place.sources == index.told_rows([place.id])[place.id].story.sources == 3


def test_what_is_no_news_any_more_fills_a_page_of_ten_only(news: Path) -> None:
    for number in range(12):
        title = f"{number * 7919} ways to prune {number * 104729} roses"
        write_report(
            *(news, f"{number}.md", f"Provider {number}", title, 50),
            date=f"2023-05-{28 - 2 * number:02}T10:00:00Z",
        )
    assert page(news) == [f"{number}.md" for number in range(10)]
    with Library(news).open_index() as index:
        reasons = [place.reason() for place in index.stories.front_page()]
    assert "little is newer" in reasons[-1]
    assert "little is newer" not in reasons[0]
    write_event(news, "alone", ALONE * 4, day="2023-05-28")
    assert not {"8.md", "9.md"} & {*page(news)}


def test_what_is_no_news_any_more_is_not_there_for_the_sake_of_its_provider(news: Path) -> None:
    for number in range(10):
        title = f"{number * 7919} gardeners and {number * 104729} roses"
        write_report(*(news, f"{number}.md", "Loud", title, 3), date="2023-05-18T10:00:00Z")
    write_report(*(news, "old.md", "Near", "Ferries cancelled", 1), date="2023-05-18T08:00:00Z")
    assert len(page(news)) == 10
    assert "old.md" not in page(news)


def test_a_page_is_not_filled_with_what_is_older_than_a_year(news: Path) -> None:
    write_event(news, "old", ALONE, day="2021-05-18")
    write_event(news, "winter", COMET[:1], day="2023-01-01")
    write_event(news, "new", LEAK, day="2023-05-18")
    assert page(news) == ["new-0.md", "winter-0.md"]
    with Library(news).open_index() as index:
        last = index.stories.front_page()[-1]
    assert last.reason() == ("less than 1 point after 137 days; shown because little is newer")


def test_a_page_of_a_large_library_is_that_of_all_its_stories(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is worth far less than a full page is not even read."""
    choose = random.Random(7)  # noqa: S311 - the same every time
    for number in range(180):
        word = f"{choose.randrange(10**9)}"
        provider, title = choose.choice(["Loud", *"abcdefgh"]), f"{word} is {word[::-1]}"
        if number % 4 == 0:
            provider, title = "Loud", f"All about {title} part {1 + number % 8}"
        if number % 3 == 0:
            provider, title, _ = choose.choice([*LEAK, *COMET])
        minute = choose.randrange(5 * 24 * 60) if number % 2 else choose.randrange(12 * 60)
        date = datetime(2023, 5, 18, tzinfo=UTC) - timedelta(minutes=minute)
        quality = choose.choice([60, 90] if "part" in title else [0, 1, 20, 60, 90, 99, 150])
        write_report(*(news, f"{number}.md", provider, title, quality), date=f"{date:%FT%TZ}")
    bring_up_to_date(news)
    rule = settings_file()
    for text in (
        "",
        "[[rules]]\nquery = 'provider:TechSpot'\n",
        "[[rules]]\nquery='leak'\nweight=9",
    ):
        rule.parent.mkdir(parents=True, exist_ok=True)
        rule.write_text(text, "utf-8")
        for places in (5, 10, 30):
            pages = []
            for newest in (front._NEWEST, ()):
                with monkeypatch.context() as patched, Library(news).open_index() as index:
                    patched.setattr(front, "_NEWEST", newest)
                    moments = (None, at("2023-05-17T09:00:00"), at("2023-05-16T20:00:00"))
                    pages.append([index.stories.front_page(moment, places) for moment in moments])
            assert pages[0] == pages[1]
            assert len(pages[0][0]) == places


def test_what_is_computed_is_marked_in_the_reason(news: Path) -> None:
    write_report(*(news, "a.md", "Near", "Ferries", None), date="2023-05-18T10:00:00Z")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        assert [place.reason() for place in index.stories.front_page()] == [
            "52 points: quality ≈52"
        ]


def test_what_its_publisher_took_back_leads_no_front_page(news: Path) -> None:
    day = "2023-05-18T10:00:00Z"
    later = "2023-05-18T11:00:00Z"
    write_report(*(news, "gone.md", "Rich", "Three moves", 99, "removed: true"), date=later)
    write_report(*(news, "low.md", "Poor", "Four moves", 9, "published: false"), date=day)
    write_report(*(news, "0.md", *LEAK[0], "removed: true"), date=day)
    write_report(*(news, "1.md", *LEAK[1]), date=day)
    assert page(news) == ["1.md", "low.md"]
    with Library(news).open_index() as index:
        (first, _) = index.stories.front_page()
        assert first.age == 0
        assert first.sources == index.told_rows([first.id])[first.id].story.sources == 2
        assert index.told_rows([first.id])[first.id].story.is_lead


def test_other_terms_choose_from_the_page(news: Path) -> None:
    write_event(news, "alone", ALONE)
    write_event(news, "leak", LEAK)
    assert page(news, "front:today provider:Chef") == ["alone-1.md"]
    assert page(news, "front:today sort:quality")[0] == "alone-1.md"
    assert set(page(news, "-front:today")) == {"leak-1.md", "leak-2.md"}
