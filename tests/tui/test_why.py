"""What w says of an article: its numbers, its story and its place."""

from pathlib import Path

import pytest

from tests.library.stories.events import LEAK, write_report
from tests.tui.conftest import OpenReader
from tests.tui.told import LEAD, SECOND, why, write_told


@pytest.fixture
def told(news: Path) -> Path:
    write_told(news)
    return news


async def test_w_says_what_the_numbers_are_made_of(open_reader: OpenReader, told: Path) -> None:
    write_report(
        *(told, "new.md", "Florist", "Tulips in spring", None, "topics: [Tulips, Spring]"),
        date="2023-05-20T12:00:00Z",
    )
    async with open_reader(told) as reading:
        await reading.press("g", "w")
        assert why(reading).startswith("Tulips in spring\n")
        for said in (
            "quality ≈84, estimated: 52 for every article + 15 topic in the title + 17 further",
            "heat ≈84, estimated: quality 84",
            "place 1 on the front page of 20 May 2023, with 84 points: quality ≈84",
        ):
            assert said in why(reading)
        await reading.press("j")
        assert reading.app.screen is reading.main
        assert reading.title == "Tulips in spring"
        await reading.press("j", "w")
        for said in (
            "quality 99: from the file",
            "heat ≈139, estimated: quality 99 + 40 for 2 more sources",
            "leads a story told by 3 sources",
        ):
            assert said in why(reading)
        await reading.press("escape", "space", "j", "w")
        assert why(reading).startswith(f"{SECOND}\n")
        assert f"in “{LEAD}”, a story told by 3 sources" in why(reading)


async def test_w_counts_the_articles_of_a_story_as_well_as_its_sources(
    open_reader: OpenReader, told: Path
) -> None:
    write_report(*(told, "again.md", LEAK[1][0], SECOND, 50), date="2023-05-19T11:00:00Z")
    async with open_reader(told) as reading:
        await reading.press("g", "w")
        assert "leads a story told by 3 sources in 4 articles" in why(reading)


async def test_w_says_what_it_makes_of_a_heat_and_of_a_lesson(
    open_reader: OpenReader, told: Path
) -> None:
    write_report(
        *(told, "film.md", "Tube", "Shutters and stars", None, "heat: 107", "type: video"),
        date="2023-05-20T12:00:00Z",
    )
    async with open_reader(told) as reading:
        await reading.press("g", "w")
        for said in (
            "quality ≈100, estimated from the heat 107 in its file, of which 100 counts",
            "counts as a lesson or tip by its type, so it stands below what is news",
            "25 points: quality ≈100 ÷ 4; a video, lesson or tip, so below the news",
        ):
            assert said in why(reading)


async def test_w_explains_the_place_on_the_front_page_that_is_shown(
    open_reader: OpenReader, told: Path
) -> None:
    async with open_reader(told) as reading:
        await reading.press("/", *"front:2023-05-18", "enter", "g", "w")
        assert (
            "place 1 on the front page of 18 May 2023, "
            "with 95 points: quality 75 + 20 for 1 more source"
        ) in why(reading)
        assert "95 = (75 + 1 source × 20) × ½^(0 h / 24 h)" in why(reading)
        await reading.press("escape", "space", "j", "w")
        assert "95 points: quality 75 of its lead + 20 for 1 more source" in why(reading)


async def test_w_says_that_the_only_article_of_a_day_was_followed_by_others(
    open_reader: OpenReader, news: Path
) -> None:
    for day, report in enumerate(LEAK[:2], 16):
        write_report(news, f"{day}.md", *report, date=f"2023-05-{day}T09:00:00Z")
    async with open_reader(news) as reading:
        await reading.press("/", *"front:2023-05-16", "enter", "g", "w")
        assert "alone in its story on that day; 1 more source came later" in why(reading)


async def test_w_names_the_other_names_of_a_provider(open_reader: OpenReader, told: Path) -> None:
    for name in ("Tech Spot", "TechSpot on MSN"):
        write_report(told, f"{name}.md", name, f"What {name} says", 50, date="2023-05-16T12:00:00Z")
    async with open_reader(told) as reading:
        await reading.press("g", "w")
        assert "other names of its provider: Tech Spot, TechSpot on MSN" in why(reading)
        await reading.press("escape", "j", "w")
        assert "Observer" not in why(reading)
