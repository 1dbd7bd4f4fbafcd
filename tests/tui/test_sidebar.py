"""The tree of topics, whatever the library's files say."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from textual._compositor import ChopsUpdate
from textual.events import MouseDown, MouseUp
from textual.geometry import Offset
from textual.screen import Screen

from broadsheet.config.settings import Settings, SidebarSettings
from broadsheet.library.index.names import Facet
from broadsheet.tui.messages import ViewsCounted
from broadsheet.tui.parts import following_counts, sidebar_contents, trends
from broadsheet.tui.screens.names import NamesScreen
from broadsheet.tui.widgets.sidebar import topic_tree
from tests.files import write_article, write_settings
from tests.tui.conftest import OpenReader, RunningReader


def topic(name: str, parent: str = "", position: int | None = None, count: int = 1) -> Facet:
    return Facet("topic", name, count, parent, position, 0)


def test_topics_stand_below_their_parents_in_the_order_of_the_library() -> None:
    topics = [
        *(topic("Rockets", "Space", 1), topic("Moons", "Space", 0), topic("Space", "", 2)),
        *(topic("Few", count=1), topic("Many", count=5), topic("Also few", count=1)),
        *(topic("Lost", "Nowhere", 3), topic("Hen", "Egg", 4), topic("Egg", "Hen", 5)),
    ]
    assert [(row.name, row.depth) for row in topic_tree(topics)] == [
        *(("Space", 0), ("Moons", 1), ("Rockets", 1), ("Lost", 0)),
        *(("Many", 0), ("Few", 0), ("Also few", 0), ("Hen", 0), ("Egg", 0)),
    ]


async def test_a_thousand_topics_each_the_parent_of_the_next_are_shown(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "First", "topics: [Topic 0]")
    folder = news / "_data" / "topics"
    folder.mkdir(parents=True)
    for number in range(1100):
        parent = f"parent: Topic {number - 1}\n" if number else ""
        (folder / f"{number:04}.yaml").write_text(f"name: Topic {number}\n{parent}")
    async with open_reader(news) as reading:
        assert reading.title == "First"
        assert reading.app.is_running


def rows(reading: RunningReader) -> list[str]:
    """Return the lines of the sidebar."""
    sidebar = reading.main.sidebar
    width = sidebar.size.width
    return [
        "".join(text for text, _ in sidebar.pieces(line, width)).strip()
        for line in range(sidebar.count)
    ]


async def test_a_row_without_articles_is_quiet(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "First")
    async with open_reader(news) as reading:
        await reading.press("s")
        sidebar = reading.main.sidebar

        def style(name: str) -> str:
            """Return the style of the row with a name."""
            rows = (sidebar.pieces(line, 30) for line in range(sidebar.count))
            return next(row[1][1] for row in rows if len(row) > 1 and row[1][0].strip() == name)

        assert style("Later") == "line--muted"
        await reading.until(lambda: style("Starred") == "")  # once the mark is on the disk


async def to_row(reading: RunningReader, beginning: str) -> None:
    """Put the cursor of the sidebar on the first line that begins so."""
    reading.main.panes.focus("sidebar")
    sidebar = reading.main.sidebar
    sidebar.cursor = next(
        line for line, text in enumerate(rows(reading)) if text.startswith(beginning)
    )
    await reading.settle()


@pytest.fixture
def many(news: Path) -> Path:
    """A library of thirty providers; number 7 has the most articles, all in one topic."""
    for number in range(30):
        provider = f'provider: {{name: "Provider {number:02}"}}'
        write_article(news, f"{number}.md", f"Title {number}", provider, "topics: [AI, Chips]")
    provider = 'provider: {name: "Provider 07"}'
    write_article(news, "again.md", "Once more", provider, "topics: [AI, Chips]")
    return news


async def test_groups_fold_and_stay_folded(open_reader: OpenReader, many: Path) -> None:
    async with open_reader(many) as reading:
        assert any(row.startswith("Chips") for row in rows(reading))
        await to_row(reading, "▾TOPICS")
        await reading.press("enter")
        assert "▸TOPICS  2" in rows(reading)
        assert not any(row.startswith("Chips") for row in rows(reading))
        assert reading.is_in("sidebar")
        await reading.press("j")
        assert rows(reading)[reading.main.sidebar.cursor] == "▾PROVIDERS"
    async with open_reader(many) as reading:
        await to_row(reading, "▸TOPICS")
        await reading.press("enter")
        assert any(row.startswith("Chips") for row in rows(reading))


@pytest.mark.parametrize("read", [200, 12])
async def test_of_many_providers_the_rest_is_found_by_typing(
    open_reader: OpenReader, many: Path, monkeypatch: pytest.MonkeyPatch, read: int
) -> None:
    monkeypatch.setattr(sidebar_contents, "_MOST_NAMES", read)
    async with open_reader(many) as reading:
        assert sum(row.startswith("Provider") for row in rows(reading)) == 12
        await to_row(reading, "… 18 more")
        await reading.press("enter")
        assert isinstance(reading.app.screen, NamesScreen)
        assert reading.app.screen.lines.count == 30
        footer = reading.app.screen._compositor.render_strips()[-1].text
        assert {"Choose", "Next", "Previous", "Cancel"} <= {*footer.split()}
        await reading.press(*"der2", "down", "down", "up")
        assert reading.app.screen.lines.count == 0
        await reading.press("backspace", "space", "2", "down", "down", "enter")
        assert reading.titles == ["Title 20"]
        assert reading.is_in("table")
        chosen = [row for row in rows(reading) if row.startswith("▌")]
        assert [row.split("  ")[0] for row in chosen] == ["▌Provider 20"]
        assert "… 17 more" in rows(reading)


async def test_leaving_the_names_changes_nothing(open_reader: OpenReader, many: Path) -> None:
    async with open_reader(many) as reading:
        await to_row(reading, "… 18 more")
        await reading.press("enter", "1", "escape")
        assert len(reading.titles) == 31
        assert reading.is_in("sidebar")


async def test_starred_and_later_are_views_with_counts(open_reader: OpenReader, many: Path) -> None:
    async with open_reader(many) as reading:
        await reading.press("s", "j", "s", "b")
        await reading.until(lambda: rows(reading)[1].endswith("2") and rows(reading)[2][-1] == "1")
        await to_row(reading, "Later")
        await reading.press("enter")
        assert len(reading.titles) == 1
        assert rows(reading)[2].startswith("▌Later")
        await to_row(reading, "Starred")
        await reading.press("enter")
        assert len(reading.titles) == 2


def weekly(folder: Path, topic: str, *counts: int) -> None:
    """Write articles on a topic: so many in each of the weeks until Sunday, 7 April 2024."""
    for ago, count in enumerate(reversed(counts)):
        day = date(2024, 4, 7) - timedelta(weeks=ago)
        for number in range(count):
            write_article(
                folder, f"{topic}-{day}-{number}.md", topic, f"date: {day}", f"topics: [{topic}]"
            )


@pytest.mark.usefixtures("followed")
async def test_topics_have_a_sparkline_of_their_last_weeks_where_there_is_room(
    open_reader: OpenReader, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trends, "_AFTER", 0.01)
    weekly(news, "Rising", 9, 0, 0, 1, 1, 2, 3, 4, 8)  # the first week is the ninth
    weekly(news, "Falling", 4, 2, 1, 0, 0, 0, 0, 0)
    async with open_reader(news, (120, 40)) as reading:
        assert not any("▇" in row for row in rows(reading))
        reading.main.panes.focus("sidebar")
        await reading.press(*[">"] * 3)
        await reading.until(lambda: any("▇" in row for row in rows(reading)))
        shown = " | ".join(rows(reading))
        assert " ▁▁▂▃▄▇" in shown
        assert "▇▄▂" in shown
        write_article(news, "late.md", "Falling", "date: 2024-04-07", "topics: [Falling]")
        await reading.press("R")
        await reading.until(lambda: "▇▄▂    ▂" in " | ".join(rows(reading)))
        await reading.press("=")
        assert not any("▇" in row for row in rows(reading))


async def test_sparklines_can_be_left_out(
    open_reader: OpenReader, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trends, "_AFTER", 0.0)
    weekly(news, "Rising", 1, 2)
    settings = Settings(sidebar=SidebarSettings(sparklines=False))
    async with open_reader(news, (200, 40), settings) as reading:
        assert reading.main.sidebar.ask_for_trends is None
        assert not any("▇" in row for row in rows(reading))


async def test_counts_follow_the_search(
    open_reader: OpenReader, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following_counts, "_REST", 0.01)
    for number in range(6):
        topic = "Rockets" if number % 2 else "Moons"
        kind = "video" if number < 2 else "article"
        write_article(
            news, f"{number}.md", f"{kind} {number}", f"topics: [{topic}]", f"type: {kind}"
        )
    async with open_reader(news) as reading:

        def topics() -> dict[str, str]:
            counted = [row.strip("▌ ").split() for row in rows(reading)]
            return {row[0]: row[-1] for row in counted if row[:1] in (["Moons"], ["Rockets"])}

        assert topics() == {"Moons": "3", "Rockets": "3"}
        await reading.press("slash", *"video 0")
        assert topics() == {"Moons": "1", "Rockets": "0"}
        # What a topic would add is what counts while another one is asked for.
        await reading.press("escape", "slash", *"topic:Moons ")
        assert topics() == {"Moons": "3", "Rockets": "3"}
        await reading.press(*"type:video ")
        assert topics() == {"Moons": "1", "Rockets": "1"}
        await reading.press("escape")
        assert topics() == {"Moons": "3", "Rockets": "3"}


async def test_what_is_muted_does_not_count(
    open_reader: OpenReader, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following_counts, "_REST", 0.01)
    for number in range(5):
        kind = "video" if number < 2 else "article"
        write_article(news, f"{number}.md", f"Number {number}", "topics: [Moons]", f"type: {kind}")
    write_settings('[[rules]]\nquery = "type:video"\n')
    async with open_reader(news) as reading:
        for keys in ([], ["slash", *"topic:Moons", "enter"]):
            await reading.press(*keys)
            await reading.until(lambda: not reading.main.parts.counts.is_counting)
            assert [row.split()[-1] for row in rows(reading) if "Moons" in row] == ["3"]


@pytest.mark.usefixtures("followed")
async def test_what_is_counted_for_a_search_keeps_no_view_from_being_counted(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "Night trains", "type: video")
    async with open_reader(news) as reading:
        parts = reading.main.parts
        counted = parts.saved_views.entries(reading.main.index.names())
        parts.saved_views.counted(ViewsCounted({}))
        parts.saved_views.count()
        parts.counts._count(reading.main.table.view)
        await reading.settle()
        assert parts.saved_views.entries(reading.main.index.names()) == counted


@pytest.mark.usefixtures("every_frame")
async def test_one_frame_shows_all_that_a_click_changes(
    open_reader: OpenReader, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_article(many, "other.md", "Of another topic", "topics: [Cars]")
    async with open_reader(many) as reading:
        await reading.press("h")
        line = next(line for line, text in enumerate(rows(reading)) if text.startswith("Cars"))
        frames: list[str] = []

        def record(_: Screen[None], drawn: ChopsUpdate) -> None:
            frames.append(drawn.render_segments(reading.app.console))

        monkeypatch.setattr(reading.app, "_display", record)
        driver = reading.app._driver
        place = reading.main.sidebar.content_region.offset + Offset(5, line)
        assert driver is not None
        for kind in (MouseDown, MouseUp):
            event = kind(None, *place, 0, 0, 1, shift=False, meta=False, ctrl=False)
            driver.process_message(event)
        await reading.settle()
        assert [text in frames[0] for text in ("Of another topic", "1 of 32", "▌")] == [True] * 3
