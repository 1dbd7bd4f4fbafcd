from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import Settings, settings_file
from broadsheet.tui.actions import saved_views
from broadsheet.tui.actions.saved_views import SavedViews
from broadsheet.tui.messages import QueryChosen, ViewsCounted
from broadsheet.tui.widgets.table_columns import STARRED
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader
from tests.tui.test_marks import line_of

large = pytest.mark.usefixtures("large")


@pytest.fixture
def library(news: Path) -> Path:
    """Three articles of falling quality, the second a video."""
    for number, (title, kind) in enumerate(
        [("Chips are scarce", "article"), ("Watch this", "video"), ("Models grow", "article")], 1
    ):
        write_article(
            news,
            f"{number}.md",
            title,
            f"publishedDateTime: 2023-01-0{number}T10:00:00Z",
            f"type: {kind}",
            f"quality: {100 - number}",
            "heat: 1",
        )
    return news


def views(reading: RunningReader) -> list[str]:
    """Return the views that the sidebar lists."""
    return [entry.name for entry in reading.main.sidebar._entries if entry.kind == "view"]


def _noting(seen: list[int]) -> Callable[[SavedViews, ViewsCounted], None]:
    """Return `SavedViews.counted` that adds the number of videos to `seen`."""
    counted = SavedViews.counted

    def noting(views: SavedViews, told: ViewsCounted) -> None:
        seen.append(told.counts["type:video sort:-date"])
        counted(views, told)

    return noting


async def to_view(reading: RunningReader, name: str) -> None:
    """Put the cursor of the sidebar on a view."""
    reading.main.panes.focus("sidebar")
    reading.main.sidebar.cursor = next(
        line for line, entry in enumerate(reading.main.sidebar._entries) if entry.name == name
    )
    await reading.settle()


@pytest.mark.usefixtures("followed")
@large
async def test_articles_that_come_one_after_the_other_are_counted_together(
    open_reader: OpenReader, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_views, "_BETWEEN_COUNTS", 1.0)
    seen: list[int] = []
    monkeypatch.setattr(SavedViews, "counted", _noting(seen))
    async with open_reader(library) as reading:
        await reading.until(lambda: bool(seen))
        began = monotonic()
        del seen[:]
        for number in range(4, 9):
            write_article(library, f"{number}.md", f"Video {number}", "type: video")
            await reading.until(lambda: reading.main.title_bar.total == len([*library.iterdir()]))
        await reading.until(lambda: seen[-1:] == [6])
        assert len(seen) <= 1 + (monotonic() - began)


@pytest.mark.usefixtures("followed")
@large
async def test_views_are_there_from_the_start_with_counts(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        assert views(reading) == ["Front page", "Hot", "Long unread", "Videos"]
        counts = {entry.name: entry.count for entry in reading.main.sidebar._entries}
        assert counts["Videos"] == 1
        assert counts["Front page"] == 3
        await to_view(reading, "Videos")
        await reading.press("enter")
        assert reading.titles == ["Watch this"]
        await reading.press("slash")
        assert "type:video" in reading.main.search.value


@large
async def test_a_search_is_kept_as_a_view_and_found_after_a_restart(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"quality:>98", "ctrl+s", *"Best of all", "enter")
        await reading.until(lambda: views(reading)[-1] == "Best of all")
        await reading.press("s")
        assert reading.main.search.value == "quality:>98"
        assert reading.is_in("table")
        await reading.press("slash", "backspace", "up", "ctrl+s", "escape")
        assert reading.main.parts.searching.is_typing, "no name was given"
        assert reading.main.search.value == "quality:>98"
    settings, warnings = read_settings()
    assert not warnings
    async with open_reader(library, settings=settings) as reading:
        await to_view(reading, "Best of all")
        await reading.press("enter")
        assert reading.titles == ["Chips are scarce"]


async def test_views_are_renamed_moved_and_removed(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        await to_view(reading, "Videos")
        await reading.press("r", "end", *" only", "enter")
        await reading.until(lambda: views(reading)[-1] == "Videos only")
        await reading.press("K", "K", "K")
        await reading.until(lambda: views(reading)[0] == "Videos only")
        await reading.press("J")
        await reading.until(lambda: views(reading)[:2] == ["Front page", "Videos only"])
        await reading.press("x")
        await reading.until(lambda: "Videos only" not in views(reading))
    assert [view.name for view in read_settings()[0].views] == views_without_videos()


@pytest.mark.usefixtures("followed")
async def test_views_that_the_library_cannot_fill_are_not_listed(
    open_reader: OpenReader, tmp_path: Path
) -> None:
    blog = tmp_path / "blog"
    write_article(blog, "a.md", "A post", "date: 2024-05-01")
    async with open_reader(blog) as reading:
        assert views(reading) == ["Front page", "Long unread"]
        await to_view(reading, "Long unread")
        await reading.press("K")
        await reading.until(lambda: views(reading) == ["Long unread", "Front page"])
        await reading.press("K", "J")
        await reading.until(lambda: views(reading) == ["Front page", "Long unread"])
        write_article(blog, "b.md", "A film", "type: video", "heat: 7", "date: 2024-05-02")
        await reading.press("R")
        await reading.until(lambda: {"Hot", "Videos"} <= {*views(reading)})


async def test_the_cursor_stays_on_a_view_when_the_last_one_is_removed(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await to_view(reading, "Videos")
        for left in ("Long unread", "Hot", "Front page"):
            await reading.press("x")
            await reading.until(lambda left=left: views(reading)[-1] == left)  # type: ignore[misc]
            assert reading.main.sidebar.view_name == left
        await reading.press("x")
        await reading.until(lambda: not views(reading))
        assert reading.main.sidebar.view_name is None
        chosen = reading.main.sidebar.chosen
        assert isinstance(chosen, QueryChosen)
        assert chosen.query == "is:later"


async def test_undo_brings_back_a_removed_view_and_then_the_mark_before(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("s")
        await to_view(reading, "Hot")
        await reading.press("x")
        await reading.until(lambda: "Hot" not in views(reading))
        await reading.press("u")
        await reading.until(lambda: "Hot" in views(reading))
        assert views(reading) == ["Front page", "Hot", "Long unread", "Videos"]
        await reading.until(lambda: "“Hot” is back" in reading.said)
        assert reading.main.sidebar.view_name == "Hot"
        assert STARRED in line_of(reading, "Models grow")
        await reading.press("u")
        await reading.until(lambda: STARRED not in line_of(reading, "Models grow"))
    assert [view.name for view in read_settings()[0].views][1] == "Hot"


async def test_what_cannot_be_saved_is_told(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        settings_file().mkdir(parents=True)
        await to_view(reading, "Hot")
        await reading.press("x")
        await reading.until(lambda: "config.toml" in reading.said)
        assert "Hot" in views(reading)


def views_without_videos() -> list[str]:
    """Return the names of the views that are there from the start, but for the last."""
    return [view.name for view in Settings().views][:-1]


async def test_keys_for_views_do_nothing_elsewhere(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        before = views(reading)
        await reading.press("shift+tab", "x", "K", "J", "r")
        assert views(reading) == before
        assert reading.app.screen is reading.main
