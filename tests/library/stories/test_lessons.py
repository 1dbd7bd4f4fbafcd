"""Lessons and tips stand below the news on a front page."""

from pathlib import Path

import pytest

from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.query.terms import SortKey
from broadsheet.library.sync.sync import bring_up_to_date
from tests.library.stories.events import write_report

BY_FRONT = (SortKey("front", descending=True),)
DAY = "2023-05-18T10:00:00Z"
NEWS = (
    "Ferries cancelled after a storm",
    "How Rolls-Royce is unlocking digital transformation",
    "EU tells Apple how to open iOS",
    "Three ways of life in a divided city",
    "Tourists guide lost hikers home",
    "Police find a new way to Mars",
    "Tips lead police to the stolen painting",
    "Ten beginners win the cup",
)
LESSONS = (
    "How to use environment variables",
    "Model-Driven Apps: Tutorial for Complete Beginners (2023 UPDATED)",
    "Mastering Deep Linking: A Step-by-Step Guide",
    "User on boarding Walkthrough: the portal way",
    "4 Ways to Leverage Power Apps for a Better Space",
    "Seven quick tips for gardeners",
    "Pivot tables for absolute beginners",
    "SQL cheat sheet",
    "Anleitung: Rosen schneiden",
)


def lessons(root: Path) -> set[str]:
    bring_up_to_date(root)
    with Library(root).open_index() as index:
        rows = index.rows(place.id for place in index.stories.front_page() if place.is_lesson)
    return {row.title for row in rows.values()}


def test_titles_say_what_is_a_lesson(news: Path) -> None:
    for number, title in enumerate((*NEWS, *LESSONS)):
        report = (news, f"{number}.md", f"Provider {number}", title, 60)
        write_report(*report, "category: news", date=DAY)
    assert lessons(news) == {*LESSONS}


@pytest.mark.parametrize(
    ("lines", "is_lesson"),
    [
        (("type: course",), True),
        (("type: How-To",), True),
        (("category: Tutorials",), True),
        (("topics: [Roses, Tips & Tricks]",), True),
        (("type: video",), True),
        (("type: video", "category: news"), False),
        (("type: video", "feed: https://news.example/feed"), False),
        (("type: article", "category: news", "topics: [Courses of action]"), False),
    ],
)
def test_a_file_says_what_is_a_lesson(news: Path, lines: tuple[str, ...], is_lesson: bool) -> None:
    write_report(*(news, "a.md", "Gardener", "Roses in winter", 60), *lines, date=DAY)
    assert bool(lessons(news)) is is_lesson


def test_a_lesson_stands_below_the_news_unless_others_tell_it_too(news: Path) -> None:
    title = "Comet Orlova becomes visible above the northern horizon"
    write_report(*(news, "film.md", "Tube", "Shutters and stars", 99), "type: video", date=DAY)
    write_report(*(news, "news.md", "Near", "Ferries cancelled", 30), date=DAY)
    write_report(*(news, "a.md", "Skyline", title, 70), "type: video", date=DAY)
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        ids = index.view(parse(""), BY_FRONT)
        assert [index.rows(ids)[one].path for one in ids] == ["news.md", "film.md", "a.md"]
        first, second, _ = index.stories.front_page()
    assert first.reason() == "30 points: quality 30"
    assert second.reason() == "25 points: quality 99 ÷ 4; a video, lesson or tip, so below the news"
    write_report(*(news, "b.md", "Observer", f"{title} tonight", 50), date=DAY)
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        first = index.stories.front_page()[0]
        (told,) = index.rows(index.view(parse("is:lead"), BY_FRONT)[:1]).values()
    assert told.path == "a.md"
    assert first.reason() == "90 points: quality 70 + 20 for 1 more source"
