"""Rows of two lines: the title, and the excerpt below it."""

from pathlib import Path

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import Settings, TableSettings, TextSettings, settings_file
from broadsheet.library.texts.snippets import LONGEST, beginning
from broadsheet.tui.widgets.front_lines import front_map
from broadsheet.tui.widgets.line_map import GAP
from broadsheet.tui.widgets.second_lines import KnownLines
from tests.files import write_article, write_settings
from tests.library.stories.events import ALONE, LEAK, write_event
from tests.tui.conftest import OpenReader, RunningReader

TWO_LINES = Settings(text=TextSettings("manual"), table=TableSettings(lines=2))


def lines(reading: RunningReader) -> list[str]:
    """Return what the table shows."""
    table = reading.main.table
    return [table.render_line(y).text.rstrip() for y in range(table.size.height)]


async def see(reading: RunningReader, text: str) -> list[str]:
    """Return what the table shows once that includes `text`."""
    await reading.until(lambda: any(text in line for line in lines(reading)))
    return lines(reading)


def write_numbered(news: Path, count: int) -> None:
    """Write articles from "Title 0", the newest, on; every other one has no excerpt but a body."""
    for number in range(count):
        date = f"publishedDateTime: 2023-05-{28 - number:02}T10:00:00Z"
        if number % 2:
            body = f"Body *{number}* begins.\n\nAnd goes on."
            write_article(news, f"{number}.md", f"Title {number}", date, body=body)
        else:
            excerpt = f'excerpt: "Excerpt {number}\\nof &amp; two lines."'
            write_article(news, f"{number}.md", f"Title {number}", date, excerpt)


async def test_excerpts_come_and_go_with_a_key_and_the_settings_remember_it(
    open_reader: OpenReader, news: Path
) -> None:
    write_numbered(news, 3)
    write_settings("# mine\n[table]  # too\n")
    async with open_reader(news) as reading:
        assert "Title 1" in lines(reading)[1]
        await reading.press("E")
        shown = await see(reading, "Body 1 begins.")
        assert [line.split()[1:3] for line in shown[:6:2]] == [["Title", f"{n}"] for n in range(3)]
        assert shown[1] == "    Excerpt 0 of & two lines."
        assert shown[3] == "    Body 1 begins."
        await reading.press("s", "m")
        await reading.until(lambda: "★" in lines(reading)[0])
        assert lines(reading)[1] == "    Excerpt 0 of & two lines."
    assert read_settings()[0].table.lines == 2
    assert settings_file().read_text("utf-8").startswith("# mine\n[table]  # too\n")
    async with open_reader(news, settings=TWO_LINES) as reading:
        await see(reading, "Body 1 begins.")
        await reading.press("E")
        assert "Title 1" in lines(reading)[1]
    assert read_settings()[0].table.lines == 1


async def test_keys_and_clicks_go_by_articles_that_have_two_lines(
    open_reader: OpenReader, news: Path
) -> None:
    write_numbered(news, 28)
    async with open_reader(news, (80, 24), TWO_LINES) as reading:
        table = reading.main.table
        assert table.size.height == 20
        await reading.press("j", "j")
        assert reading.title == "Title 2"
        await reading.press("pagedown")
        assert reading.title == "Title 12"
        await reading.press("ctrl+u")
        assert reading.title == "Title 7"
        await reading.press("G")
        assert reading.title == "Title 27"
        assert "Title 27" in lines(reading)[18]
        assert "Body 27 begins." in (await see(reading, "Body 27 begins."))[19]
        assert table.max_scroll_y == 2 * 28 - 20
        await reading.pilot.click("#table", offset=(10, 3))
        await reading.settle()
        assert reading.title == "Title 19"
        await reading.press("E")
        assert reading.title == "Title 19"
        assert any("Title 19" in line for line in lines(reading))
        await reading.press("E", "g")
        assert reading.title == "Title 0"
        assert "Title 0" in lines(reading)[0]


async def test_stories_and_searches_have_their_lines_too(
    open_reader: OpenReader, news: Path
) -> None:
    write_event(news, "leak", LEAK, day="2023-05-19")
    write_event(news, "alone", ALONE, day="2023-05-17")
    write_article(news, "t.md", "Weather", "excerpt: It snows.", body="Old zeppelins are seen.")
    write_article(news, "z.md", "Zeppelins", "excerpt: They fly.")
    async with open_reader(news, (160, 50), TWO_LINES) as reading:
        await reading.press("g", "space")
        assert reading.titles[:3] == [title for _, title, _ in LEAK]
        assert [line[6:26] for line in lines(reading)[2:5:2]] == [
            title[:20] for _, title, _ in LEAK[1:]
        ]
        await reading.press(*"/zeppelins")
        shown = await see(reading, "Old zeppelins are seen.")
        assert "They fly." in (await see(reading, "They fly."))[1]
        assert not any("It snows." in line for line in shown)


def test_a_line_that_aged_is_shown_until_it_is_read_again() -> None:
    lines = KnownLines()
    lines.take({1: beginning("one"), 2: None})
    assert lines.missing([1, 2, 3]) == [3]
    lines.age()
    assert lines.missing([1, 2]) == [1, 2]
    shown = lines.of(1)
    assert shown is not None
    assert shown.text == "one"


def test_the_beginning_of_a_text_is_one_line_without_signs() -> None:
    assert beginning("## A *heading*\n\nand **text**").text == "A heading and text"
    assert len(beginning("long " * 1000).text) <= LONGEST


def is_bold(reading: RunningReader, line: int) -> bool:
    """Whether the text of a line of the table is bold, after its mark."""
    return any(s.style and s.style.bold for s in reading.main.table.render_line(line).crop(6, 16))


async def test_a_front_page_begins_with_its_lead_and_says_how_stories_begin(
    open_reader: OpenReader, news: Path
) -> None:
    for number in range(20):
        fields = f"publishedDateTime: 2023-05-{28 - number:02}T10:00:00Z", f"quality: {99 - number}"
        excerpt = f'excerpt: "Story {number} is told here. {"It has words. " * 30}"'
        write_article(news, f"{number}.md", f"Title {number}", *fields, excerpt)
    async with open_reader(news, (200, 26)) as reading:
        await reading.press("slash", *"front:today", "enter")
        shown = await see(reading, "Story 3 is told here.")
        assert "Title 0" in shown[0]
        assert shown[1].startswith("    Story 0 is told here.")
        assert shown[2].startswith("    ")
        assert shown[2].endswith("…")
        assert [line.split()[1:3] for line in shown[3:11:2]] == [
            ["Title", f"{number}"] for number in range(1, 5)
        ]
        assert shown[11].startswith("── more stories: ")
        assert "Title 5" in shown[12]
        assert (is_bold(reading, 0), is_bold(reading, 1)) == (True, False), "of the selected row"
        await reading.press(*"jjjjjjj")
        assert (is_bold(reading, 0), is_bold(reading, 3)) == (True, False), "of the lead alone"
        assert reading.main.table.cursor == 7
        await reading.press("Q")
        assert "Title 1" in lines(reading)[1]
    async with open_reader(news, (80, 9)) as reading:
        await reading.press("slash", *"front:today", "enter")
        assert "Title 1" in lines(reading)[1]
    assert front_map(range(10), set(), 21, 1).lines == 21  # room for a sentence of each
    assert front_map(range(10), set(), 20, 1).lines < 21
    assert front_map([], set(), 20, 1).lines == 0
    apart = front_map(range(10), set(), 31, 1)
    assert [apart.at(line) for line in (2, 3, 4)] == [(0, 2), (0, GAP), (1, 0)]
    assert apart.lines == 31


def test_articles_below_a_lead_are_no_stories_of_the_front_page() -> None:
    lines = front_map(range(30), {1, 2, 4, *range(8, 20)}, 20, 1)
    heights = [lines.height_of(item) for item in range(30)]
    assert heights == [3, 1, 1, 2, 1, 2, 2, 2] + [1] * 22
    assert [item for item in range(30) if lines.has_heading(item)] == [20]
