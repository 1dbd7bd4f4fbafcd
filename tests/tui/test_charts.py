"""The charts of the articles shown, and the way from them back into the table."""

from pathlib import Path

from broadsheet.tui.widgets.chart_list import ChartList
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader


def lines(reading: RunningReader) -> list[str]:
    charts = reading.app.screen.query_one("#charts")
    return [str(line) for line in charts._lines]  # type: ignore[attr-defined]


async def test_a_line_of_the_charts_leads_to_its_articles(
    open_reader: OpenReader, news: Path
) -> None:
    for name, day, provider in (("a", 1, "IBM"), ("b", 1, "Meta"), ("c", 2, "Meta")):
        write_article(
            *(news, f"{name}.md", f"Title {name}", f"provider: {provider}", "topics: [AI]"),
            *(f"publishedDateTime: 2023-05-0{day}T10:00:00Z", "quality: 5", "heat: 7"),
        )
    async with open_reader(news) as reading:
        await reading.press("slash", *"provider:meta", "enter", "t")
        await reading.until(lambda: reading.app.screen is not reading.main)
        await reading.settle()
        drawn = lines(reading)
        assert drawn[0] == "Articles per day"
        assert "◆ this article" in drawn[-1]
        assert not any("IBM" in line for line in drawn)
        await reading.press("enter")  # on the first bar: a heading leads nowhere
        assert reading.app.screen is reading.main
        assert reading.titles == ["Title b"]
        assert reading.main.search.value == "provider:meta after:2023-05-01 before:2023-05-02"
        await reading.press("backspace")
        assert (reading.main.search.value, len(reading.titles)) == ("provider:meta", 2)
        await reading.until(lambda: reading.app.screen is not reading.main)
        await reading.settle()
        charts = reading.app.screen.query_one(ChartList)
        passed = set()
        while not lines(reading)[charts.cursor].startswith("Meta"):
            passed.add(lines(reading)[charts.cursor])
            await reading.press("down")
        assert not passed & {"", "Articles per day", "Busiest providers"}
        await reading.press("up", "g")
        assert charts.scroll_y == 0
        await reading.press("G")
        assert charts.scroll_y == charts.max_scroll_y
        charts.cursor = next(n for n, at in enumerate(lines(reading)) if at.startswith("Meta"))
        line = charts.cursor
        await reading.press("enter")
        assert reading.main.search.value == "provider:Meta"
        await reading.press("backspace")  # to the charts, where they were left
        await reading.until(lambda: reading.app.screen is not reading.main)
        await reading.settle()
        assert reading.app.screen.query_one(ChartList).cursor == line


async def test_a_rising_topic_leads_to_its_articles_of_the_week(
    open_reader: OpenReader, news: Path
) -> None:
    for day in (1, 20, 24, 26):
        date = f"publishedDateTime: 2023-05-{day:02}T10:00:00Z"
        write_article(news, f"{day}.md", f"Title {day}", "topics: [AI]", date)
    async with open_reader(news) as reading:
        await reading.press("t")
        await reading.until(lambda: reading.app.screen is not reading.main)
        await reading.settle()
        charts = reading.app.screen.query_one(ChartList)
        charts.cursor = next(n for n, line in enumerate(lines(reading)) if line.startswith("AI"))
        assert "3 that week, 0.2 a week before" in lines(reading)[charts.cursor]
        await reading.press("]")
        assert any("Rising topics, the month up to 2023-05-26" in line for line in lines(reading))
        assert "4 that month" in lines(reading)[charts.cursor]
        await reading.press("]", "]", "]")
        assert "not compared over more than a year" in reading.said
        await reading.press("[", "[", "[")
        assert "3 that week" in lines(reading)[charts.cursor]
        await reading.press("enter")
        assert reading.titles == ["Title 26", "Title 24", "Title 20"]


async def test_charts_of_nothing_lead_nowhere(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news) as reading:
        await reading.press("slash", *"zzqqxx", "enter", "t")
        await reading.until(lambda: reading.app.screen is not reading.main)
        await reading.press("enter", "j", "enter", "escape")
        assert reading.app.screen is reading.main
