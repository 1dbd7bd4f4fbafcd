"""The table shows columns only for what the library has."""

from pathlib import Path

import pytest

from broadsheet.demo import write_demo
from broadsheet.library.query.terms import FACETS
from broadsheet.tui.parts.folder import Folder
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader


def heads(reading: RunningReader) -> list[str]:
    head = reading.main._head
    return head.render_line(0).text.replace("▼", "").replace("▲", "").split()


async def test_a_blog_has_authors_and_no_scores(open_reader: OpenReader, tmp_path: Path) -> None:
    write_demo(30, tmp_path / "blog", make="zola")
    for file in (tmp_path / "blog").rglob("*.md"):
        text = file.read_text()
        file.write_text("\n".join(li for li in text.split("\n") if not li.startswith("canonical")))
    async with open_reader(tmp_path / "blog", size=(120, 40)) as reading:
        assert heads(reading) == ["TITLE", "AUTHOR", "DATE"]
        await reading.press("H")
        assert "No article of this library has a heat." in reading.said
        assert "no heat" not in str(reading.main.detail.head.content)


@pytest.mark.usefixtures("followed")
async def test_a_library_that_is_being_read_is_sorted_by_what_it_may_turn_out_to_have(
    open_reader: OpenReader, tmp_path: Path
) -> None:
    patch = pytest.MonkeyPatch()
    patch.setattr(Folder, "start", lambda folder: None)
    async with open_reader(tmp_path) as reading:
        patch.undo()
        write_article(tmp_path, "a.md", "Ants", "heat: 1", "date: 2024-01-02")
        write_article(tmp_path, "b.md", "Bees", "heat: 3", "date: 2024-01-01")
        folder = reading.main.parts.folder
        folder.start()
        await reading.type("H")
        assert folder.is_filling
        await reading.settle()
        assert reading.said == ""
        assert reading.titles == ["Bees", "Ants"]


async def click_head(reading: RunningReader, name: str) -> None:
    left = reading.main._head.render_line(0).text.index(name)
    await reading.pilot.click(reading.main._head, offset=(left, 0))
    await reading.settle()


async def test_a_click_on_each_head_sorts_by_it(open_reader: OpenReader, tmp_path: Path) -> None:
    write_article(tmp_path, "a.md", "Bees", "author: Cleo", "heat: 1", "date: 2024-01-02")
    write_article(tmp_path, "b.md", "Ants", "author: Ben", "heat: 3", "date: 2024-01-01")
    write_article(tmp_path, "c.md", "Cats", "authors: [Ada, Zoe]", "heat: 2", "date: 2024-01-03")
    async with open_reader(tmp_path, size=(120, 40)) as reading:
        assert heads(reading) == ["TITLE", "AUTHOR", "DATE", "HEAT"]
        for head, titles in (
            ("HEAT", ["Ants", "Cats", "Bees"]),
            ("DATE", ["Cats", "Bees", "Ants"]),
            ("AUTHOR", ["Cats", "Ants", "Bees"]),
            ("TITLE", ["Ants", "Bees", "Cats"]),
        ):
            await click_head(reading, head)
            assert reading.titles == titles
            await click_head(reading, head)
            assert reading.titles == titles[::-1]


@pytest.mark.usefixtures("followed")
async def test_an_article_names_only_scores_that_its_library_has(
    open_reader: OpenReader, tmp_path: Path
) -> None:
    write_article(tmp_path, "a.md", "Bees", "quality: 5")
    async with open_reader(tmp_path, size=(120, 40)) as reading:
        assert "quality 5" in str(reading.main.detail.head.content)
        assert "heat" not in str(reading.main.detail.head.content)
        write_article(tmp_path, "b.md", "Ants", "heat: 5")
        await reading.press("R")
        await reading.until(lambda: "heat ≈5" in str(reading.main.detail.head.content))


async def test_the_bar_says_what_no_article_has(open_reader: OpenReader, tmp_path: Path) -> None:
    write_article(tmp_path, "a.md", "Bees", "heat: 5")
    async with open_reader(tmp_path) as reading:
        for query, sentence in (
            ("sort:-quality", "No article of this library has a quality."),
            ("quality:>50", "No article of this library has a quality."),
            ("sort:-heat", "Tab completes"),
        ):
            await reading.press("/", *query)
            assert sentence in str(reading.main.search.note.content)
            await reading.press("escape")


async def show_view(reading: RunningReader, name: str) -> None:
    reading.main.panes.focus("sidebar")
    entries = reading.main.sidebar._entries
    reading.main.sidebar.cursor = [entry.name for entry in entries].index(name)
    await reading.press("enter")


@pytest.mark.usefixtures("followed")
async def test_the_front_page_of_a_blog_is_a_page_of_its_newest(
    open_reader: OpenReader, tmp_path: Path
) -> None:
    for year in range(1990, 2020):
        for month in (1, 2):
            dated = f"date: {year}-{month:02}-05"
            write_article(tmp_path, f"{year}-{month}.md", f"{year} and {month}", dated, url="/")
    for day in range(6, 26):
        write_article(tmp_path, f"{day}.md", f"Day {day}", f"date: 2019-02-{day:02}", url="/")
    async with open_reader(tmp_path) as reading:
        await show_view(reading, "Front page")
        assert reading.titles[:10] == [f"Day {day}" for day in range(25, 15, -1)]
        marked = [line for line in reading.main.sidebar._chosen if line[0] == "view"]
        assert marked == [("view", "front page")]
        counts = {entry.name: entry.count for entry in reading.main.sidebar._entries}
        assert counts["Front page"] == len(reading.titles)


async def test_an_empty_search_says_what_no_article_has(
    open_reader: OpenReader, tmp_path: Path
) -> None:
    write_article(tmp_path, "a.md", "Bees")
    async with open_reader(tmp_path) as reading:
        await reading.press("slash", *"heat:>5 ", "enter")
        lines = [reading.main.table.render_line(y).text.strip() for y in range(8)]
        assert "No matching articles. No article of this library has a heat." in lines
        reading.main.table.say("日本語" * 40)
        lines = [reading.main.table.render_line(y).text.strip() for y in range(8)]
        assert "".join(lines) == "日本語" * 40


@pytest.mark.usefixtures("followed")
async def test_scores_that_arrive_get_their_columns(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "Night trains return", "date: 2024-05-01", "provider: {name: Rail}")
    async with open_reader(news, size=(120, 40)) as reading:
        assert heads(reading) == ["TITLE", "DATE"]
        write_article(news, "b.md", "Chips are scarce", "quality: 7", "heat: 8", "site: Roads")
        await reading.press("R")
        await reading.until(lambda: "QUAL" in heads(reading))
        assert heads(reading) == ["TITLE", "PROVIDER", "DATE", "QUAL", "HEAT"]


async def test_the_sidebar_lists_only_names_that_tell_articles_apart(
    open_reader: OpenReader, tmp_path: Path
) -> None:
    write_article(tmp_path, "a.md", "Bees", "categories: [release]", url="/")
    write_article(tmp_path, "b.md", "Ants", "categories: [community]", url="/")
    async with open_reader(tmp_path) as reading:
        kinds = [entry.kind for entry in reading.main.sidebar._entries]
        assert [kind for kind in kinds if kind in FACETS] == ["category", "category"]
        await show_view(reading, "release")
        assert reading.titles == ["Bees"]
        assert ("category", "release") in reading.main.sidebar._chosen
