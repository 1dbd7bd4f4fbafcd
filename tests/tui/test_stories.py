"""Stories on screen: one row for each, opened by Space."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import Rule, Settings, StorySettings, TextSettings
from broadsheet.library.query.parse import parse
from broadsheet.paths import marks_path
from broadsheet.tui.screens.rules import RuleLines
from tests.files import write_article, write_settings
from tests.library.stories.events import ALONE, LEAK, write_report
from tests.tui.conftest import OpenReader, RunningReader
from tests.tui.told import COMETS, LEAD, NEWEST, SECOND, THIRD, why, write_told


@pytest.fixture
def told(news: Path) -> Path:
    write_told(news)
    return news


def line(reading: RunningReader, title: str) -> str:
    return reading.main.table.render_line(reading.titles.index(title)).text


async def test_space_opens_a_story_and_closes_it(
    open_reader: OpenReader, told: Path, large: None
) -> None:
    async with open_reader(told, size=(160, 40)) as reading:
        assert reading.titles == [LEAD, COMETS[0], *NEWEST]
        assert "+2" in line(reading, LEAD)
        assert "+1" in line(reading, COMETS[0])
        assert "+" not in line(reading, NEWEST[0])
        await reading.press("g", "space")
        assert reading.titles == [LEAD, SECOND, THIRD, COMETS[0], *NEWEST]
        assert f"     {SECOND[:20]}" in line(reading, SECOND)
        assert f"     {LEAD[:20]}" not in line(reading, LEAD)
        assert reading.title == LEAD
        await reading.press("j", "space")
        assert reading.titles == [LEAD, COMETS[0], *NEWEST]
        assert reading.title == LEAD


async def test_space_moves_a_page_down_where_there_is_no_story(
    open_reader: OpenReader, told: Path
) -> None:
    async with open_reader(told) as reading:
        await reading.press("j", "j")
        assert reading.title == NEWEST[0]
        await reading.press("space")
        assert reading.title == NEWEST[-1]


async def test_an_article_lists_the_others_of_its_story_and_leads_to_them(
    open_reader: OpenReader, told: Path
) -> None:
    async with open_reader(told, size=(160, 50)) as reading:
        assert [item.text for item in reading.main.detail.story.items] == [SECOND, THIRD]
        await reading.press("enter", "j", "j", "enter")
        assert reading.title in (SECOND, THIRD)
        await reading.until(lambda: LEAD in str(reading.main.detail.head.content))
        assert "in " + LEAD in str(reading.main.detail.head.content)
        assert reading.main.detail.story.items[0].text == LEAD


async def test_a_query_that_finds_only_a_follower_shows_it(
    open_reader: OpenReader, told: Path
) -> None:
    async with open_reader(told) as reading:
        await reading.press("/", *"provider:zdnet", "enter")
        assert reading.titles == [SECOND]
        await reading.press("escape", "/", *"exposed records", "enter")
        assert set(reading.titles) == {LEAD, SECOND, THIRD}


@pytest.mark.usefixtures("followed")
async def test_a_report_that_arrives_joins_its_story(open_reader: OpenReader, told: Path) -> None:
    async with open_reader(told, size=(160, 40)) as reading:
        write_report(
            *(told, "leak-3.md", "Wired", "38 million records exposed by web apps", 50),
            date="2023-05-19T12:00:00Z",
        )
        await reading.press("R")
        await reading.press("R")
        await reading.until(lambda: "+3" in line(reading, LEAD))
        assert reading.titles == [LEAD, COMETS[0], *NEWEST]


async def test_stories_need_not_be_folded(open_reader: OpenReader, told: Path) -> None:
    settings = Settings(stories=StorySettings(fold=False), text=TextSettings("manual"))
    async with open_reader(told, settings=settings) as reading:
        assert len(reading.titles) == 8
        await reading.press("g", "space")
        assert len(reading.titles) == 8


async def test_all_that_was_found_is_marked_as_read(open_reader: OpenReader, told: Path) -> None:
    async with open_reader(told) as reading:
        await reading.press("A", "y")
        await reading.until(lambda: reading.main.index.now.unread() == 0)


async def test_a_front_page_of_the_past_tells_stories_as_they_were(
    open_reader: OpenReader, news: Path, large: None
) -> None:
    for day, report in enumerate((LEAK[1], LEAK[2], LEAK[0]), 16):
        write_report(news, f"{day}.md", *report, date=f"2023-05-{day}T09:00:00Z")
    async with open_reader(news, size=(160, 40)) as reading:
        await reading.until(lambda: len(reading.main.detail.story.items) == 2)
        await reading.press("/", *"front:2023-05-17", "enter", "g")
        assert reading.titles == [SECOND]
        assert "+1" in line(reading, SECOND)
        await reading.press("w")
        assert (
            "leads a story told by 2 sources on 16–17 May 2023; 1 more source came later\n"
            in why(reading)
        )
        assert "place 1 on the front page of 17 May 2023, with 110 points: quality 90 + " in why(
            reading
        )
        await reading.press("escape", "space")
        assert reading.titles == [SECOND, THIRD]
        await reading.until(lambda: len(reading.main.detail.story.items) == 1)
        reading.main.parts.list.show(parse("front:2023-05-16"))
        await reading.until(lambda: not reading.main.detail.story.items)
        await reading.press("escape", "/", *"front:2023-05-18", "enter")
        assert reading.titles == [LEAD]
        assert "+2" in line(reading, LEAD)


async def test_scores_that_are_missing_are_computed_and_marked(
    open_reader: OpenReader, told: Path
) -> None:
    write_report(
        *(told, "new.md", "Florist", "Tulips in spring", None), date="2023-05-20T12:00:00Z"
    )
    write_report(
        *(told, "hot.md", "Fireman", "A chimney fire", 5, "heat: 7"), date="2023-05-10T12:00:00Z"
    )
    async with open_reader(told, size=(160, 40)) as reading:
        assert line(reading, "Tulips in spring").count("≈52") == 2
        assert "≈139" in line(reading, LEAD)
        assert "quality ≈52" in str(reading.main.detail.head.content)


async def test_what_is_muted_is_hidden_and_counted(open_reader: OpenReader, told: Path) -> None:
    write_settings('[[rules]]\nquery = "provider:Chef"\n')
    async with open_reader(told) as reading:
        assert reading.titles == [LEAD, COMETS[0], NEWEST[0], NEWEST[2]]
        assert "1 muted" in str(reading.main.title_bar.content)
        await reading.press("/", *"pumpkins", "enter")
        assert reading.titles == []
        await reading.press("escape", "/", *"is:muted", "enter")
        assert reading.titles == [NEWEST[1]]


async def test_a_story_in_the_list_is_made_of_what_is_not_muted(
    open_reader: OpenReader, told: Path
) -> None:
    async with open_reader(told, size=(160, 40)) as reading:
        await reading.press("g", "X", "j", "j", "enter")
        await reading.until(lambda: "1 muted" in str(reading.main.title_bar.content))
        await reading.settle()
        assert reading.titles == [SECOND, COMETS[0], *NEWEST]
        assert "+1" in line(reading, SECOND)
        await reading.press("g", "space")
        assert reading.titles == [SECOND, THIRD, COMETS[0], *NEWEST]
        await reading.until(lambda: len(reading.main.detail.story.items) == 1)
        await reading.press("w")
        assert "leads a story told by 2 sources" in why(reading)
        await reading.press("escape", "/", *"front:2023-05-20", "enter")
        assert "+1" in line(reading, SECOND)


async def test_x_mutes_what_the_article_is_about_and_u_undoes_it(
    open_reader: OpenReader, told: Path
) -> None:
    async with open_reader(told) as reading:
        before = reading.titles
        await reading.press("j", "j", "X")
        window = reading.app.screen.query_one(RuleLines)
        tomorrow = datetime.now(UTC).astimezone().date() + timedelta(1)
        assert [choice.to for choice in window._choices][::5] == [
            f"provider:Referee · until {tomorrow}",  # a day that begins in the evening is one too
            f'"rowers" "finish" · until {tomorrow}',
        ]
        assert window.render_line(5).text.strip() == "", "between two queries"
        assert window.render_line(6).text.startswith("Mute for a day")
        await reading.press("j", "j", "enter")
        await reading.until(lambda: "1 muted" in str(reading.main.title_bar.content))
        await reading.settle()
        assert reading.titles == [title for title in before if title != NEWEST[0]]
        assert "Mute for good: provider:Referee" in reading.said
        await reading.press("/", *"provider:Referee", "enter")
        said = " ".join(reading.main.table._sentence.split())
        assert "1 muted article is left out: is:muted finds it." in said
        await reading.press("escape", "/", *"is:muted", "enter", "X")
        window = reading.app.screen.query_one(RuleLines)
        assert [(each.action, each.to) for each in window._choices[:2]] == [
            ("No longer mute", "provider:Referee · 1 article"),
            ("Mute for a day", f"provider:Referee · until {tomorrow}"),
        ]
        assert not any(each.action == "Mute for good" for each in window._choices[1:4])
        await reading.press("escape", "w")
        assert "muted by the rule provider:Referee; X takes it away" in why(reading)
        await reading.press("escape", "escape")
        assert read_settings()[0].rules == (Rule("provider:Referee"),)
        await reading.press("u")
        await reading.until(lambda: "muted" not in str(reading.main.title_bar.content))
        await reading.settle()
        assert reading.titles == before
        assert "Undone: provider:Referee is no longer muted." in reading.said
        assert read_settings()[0].rules == ()


async def test_what_is_muted_altogether_can_be_taken_back_in_the_empty_list(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "one.md", "One", "topics: [Cats]")
    write_article(news, "two.md", "Two", "topics: [Cats]")
    write_settings('[[rules]]\nquery = "topic:Cats"\n')
    async with open_reader(news) as reading:
        assert reading.titles == []
        said = " ".join(reading.main.table._sentence.split())
        assert said.startswith("No matching articles. 2 muted articles are left out")
        assert said.endswith("Press X to see the rules, and remove one.")
        assert "clear the search" not in said
        await reading.press("X")
        choices = reading.app.screen.query_one(RuleLines)._choices
        assert [each.action for each in choices] == ["No longer mute"]
        await reading.press("enter")
        await reading.until(lambda: len(reading.titles) == 2)


@pytest.mark.usefixtures("followed")
async def test_p_separates_an_article_from_its_story_and_u_undoes_it(
    open_reader: OpenReader, told: Path
) -> None:
    async with open_reader(told, size=(160, 40)) as reading:
        await reading.press("g", "p")
        assert "leads its story. Press p on one of the others" in reading.said
        await reading.press("G", "p")
        assert "This article is in no story." in reading.said
        await reading.press("g")
        await reading.press("space", "j", "p")
        await reading.until(lambda: "+1" in line(reading, LEAD))
        await reading.settle()
        assert f"“{SECOND}” is no longer in the story of “{LEAD}”. Press u to undo." in reading.said
        assert reading.title == THIRD
        await reading.until(lambda: len(reading.main.detail.story.items) == 1)
        assert reading.titles == [SECOND, LEAD, THIRD, COMETS[0], *NEWEST]
        await reading.press("u")
        await reading.until(lambda: "+2" in line(reading, LEAD))
        await reading.settle()
        assert reading.titles == [LEAD, SECOND, THIRD, COMETS[0], *NEWEST]
        assert f"Undone: “{SECOND}” is in the story of “{LEAD}” again." in reading.said
        await reading.press("p")
        await reading.until(lambda: "+1" in line(reading, LEAD))
        await reading.settle()
        assert reading.title == SECOND, "the last article of a story has none below"


@pytest.mark.usefixtures("followed")
async def test_p_separates_the_article_that_is_selected_in_the_article_pane(
    open_reader: OpenReader, told: Path
) -> None:
    async with open_reader(told, size=(160, 50)) as reading:
        await reading.until(lambda: len(reading.main.detail.story.items) == 2)
        await reading.press("enter", "j", "j", "p")
        await reading.until(lambda: "+1" in line(reading, LEAD))
        assert f"“{THIRD}” is no longer in the story of “{LEAD}”" in reading.said
        await reading.settle()
        await reading.press("h", "w")
        assert f"in no story with “{THIRD}”, because you took them apart" in why(reading)


def read_titles(reading: RunningReader) -> set[str]:
    ids = reading.main.index.now.ids(parse("is:read"))
    return {row.title for row in reading.main.index.now.rows(ids).values()}


@pytest.mark.parametrize(("read", "expected"), [("copies", {LEAD}), ("all", {LEAD, SECOND, THIRD})])
async def test_reading_a_lead_marks_what_the_settings_say_and_u_undoes_it(
    open_reader: OpenReader, told: Path, read: Literal["copies", "all"], expected: set[str]
) -> None:
    write_report(
        *(told, "copy.md", "Gazette", LEAD, 20, "originalUrl: https://example.org/copy"),
        date="2023-05-19T12:00:00Z",
    )
    settings = Settings(
        stories=StorySettings(read=read), text=TextSettings("manual"), read_after=0.01
    )
    async with open_reader(told, settings=settings, size=(160, 40)) as reading:
        await reading.press("g", "enter")
        await reading.until(lambda: read_titles(reading) == expected)
        assert reading.main.index.now.count(parse("is:read")) == len(expected) + 1
        await reading.press("h", "u")
        await reading.until(lambda: not read_titles(reading))
        await reading.press("space", "j", "enter")
        await reading.until(lambda: bool(read_titles(reading)))
        assert len(read_titles(reading)) == 1


@pytest.mark.usefixtures("followed")
async def test_a_story_that_grows_after_its_lead_was_read_says_so(
    open_reader: OpenReader, told: Path
) -> None:
    settings = Settings(text=TextSettings("manual"), read_after=0.01)
    async with open_reader(told, settings=settings, size=(160, 40)) as reading:
        await reading.press("g", "enter")
        await reading.until(lambda: LEAD in read_titles(reading))
        await reading.press("h")
        assert "new" not in line(reading, LEAD)
        with closing(sqlite3.connect(marks_path())) as connection, connection:
            connection.execute(
                "UPDATE marks SET read_at = ?",
                (1000 * int(datetime(2023, 5, 19, 11, tzinfo=UTC).timestamp()),),
            )
        for name, hour in (("Wired", 12), ("Wired", 13), ("TechSpot", 13), ("Gazette", 10)):
            write_report(
                *(told, f"{name}-{hour}.md", name, f"38 million records exposed, says {name}", 50),
                date=f"2023-05-19T{hour}:00:00Z",
            )
        await reading.press("R")
        await reading.until(lambda: "+4 (1 new)" in line(reading, LEAD))
        await reading.until(
            lambda: "1 new source since you read it" in str(reading.main.detail.head.content)
        )
        await reading.press("l", "enter")
        await reading.until(lambda: "new" not in line(reading, LEAD))
        assert "+4" in line(reading, LEAD)


async def test_an_article_without_related_ones_lists_those_like_it(
    open_reader: OpenReader, told: Path
) -> None:
    write_report(
        *(told, "old.md", "Florist", "Gardeners prune climbing roses in spring", 60),
        date="2021-05-18T08:00:00Z",
    )
    async with open_reader(told, size=(160, 50)) as reading:
        await reading.press("G")
        await reading.until(lambda: len(reading.main.detail.more.items) == 1)
        assert reading.main.detail.more.items[0].text == ALONE[0][1]
        await reading.press("enter", "j", "enter")
        assert reading.title == ALONE[0][1]


async def test_x_lists_the_rules_that_there_are_and_removes_one(
    open_reader: OpenReader, told: Path
) -> None:
    write_settings(
        '[[rules]]\nquery = "provider:zdnet"\n'
        '[[rules]]\nquery = "quality:>80"\nweight = 20\nuntil = 2020-01-31\n'
    )
    async with open_reader(told) as reading:
        assert "1 muted" in str(reading.main.title_bar.content)
        await reading.press("X")
        window = reading.app.screen.query_one(RuleLines)
        removals = [window._choices[0], window._choices[-1]]  # what finds this article comes first
        assert [(choice.action, choice.to) for choice in removals] == [
            ("No longer boost", "quality:>80 · 3 articles · ended 2020-01-31"),
            ("No longer mute", "provider:zdnet · 1 article"),
        ]
        await reading.press("G", "enter")
        await reading.until(lambda: "muted" not in str(reading.main.title_bar.content))
        assert "No longer mute: provider:zdnet. Press u to undo." in reading.said
        assert len(read_settings()[0].rules) == 1
        await reading.press("u")
        await reading.until(lambda: "1 muted" in str(reading.main.title_bar.content))
        assert len(read_settings()[0].rules) == 2


async def test_x_says_so_where_an_article_has_nothing_to_mute(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "!?", url="", body="A text.")
    async with open_reader(news) as reading:
        await reading.press("X", "enter")
        assert "no provider, topic or words" in reading.said
