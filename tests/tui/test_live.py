"""The folder changes while the reader is open: nobody presses a key for it."""

import os
import signal
from pathlib import Path

import pytest

from broadsheet.library.files.entry import read_file
from broadsheet.library.files.found import FoundFile
from broadsheet.library.index.database import index_path, writer_lock
from broadsheet.library.index.writer import open_writer
from broadsheet.library.sync.progress import Progress
from broadsheet.log import log_file, start_log
from broadsheet.tui.messages import SyncProgressed
from tests.files import touch_later, write_article
from tests.library.rows import rows
from tests.tui.conftest import OpenReader, RunningReader

pytestmark = pytest.mark.usefixtures("followed")
both_sizes = pytest.mark.usefixtures("small_and_large")
large = pytest.mark.usefixtures("large")


def write_dated(folder: Path, number: int, title: str) -> Path:
    """Write an article; the higher its number, the newer it is."""
    return write_article(
        folder, f"{number:03}.md", title, f"publishedDateTime: 2023-01-01T{number:02}:00:00Z"
    )


@pytest.fixture
def library(news: Path) -> Path:
    """Five articles, `Number 5` the newest."""
    for number in range(1, 6):
        write_dated(news, number, f"Number {number}")
    return news


def excerpt(reading: RunningReader) -> str:
    """Return what the detail pane shows at its top."""
    return str(reading.main.detail.head.content)


@large
async def test_new_articles_are_shown_at_once_to_who_is_at_the_top(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        write_dated(library, 9, "Brand new")
        await reading.until(lambda: reading.main.table.count == 6)
        assert reading.titles[0] == "Brand new"
        assert reading.title == "Number 5"


@large
async def test_what_another_process_found_is_shown_while_it_keeps_the_index(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        with writer_lock(index_path(library)):
            write_dated(library, 9, "Brand new")
            with open_writer(index_path(library)) as writer:
                writer.put([read_file(library, FoundFile("009.md"))])
                writer.commit()
            await reading.until(lambda: reading.main.table.count == 6)
            assert reading.titles[0] == "Brand new"
            assert "another process is reading" in str(reading.main.title_bar.content)
        await reading.until(lambda: "another" not in str(reading.main.title_bar.content))
        assert reading.main.table.count == 6


@large
async def test_new_articles_are_announced_to_who_is_further_down(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("j", "j")
        write_dated(library, 9, "Brand new")
        await reading.until(lambda: "1 new" in str(reading.main.title_bar.content))
        assert reading.main.table.count == 5
        assert reading.title == "Number 3"
        await reading.press("R")
        assert reading.titles[0] == "Brand new"
        assert reading.title == "Number 3"


@both_sizes
async def test_what_is_not_in_the_view_is_not_announced_there(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("slash", *"number", "enter", "j", "j")
        here = reading.title
        write_dated(library, 9, "Something else")
        await reading.until(lambda: "of 6" in str(reading.main.title_bar.content))
        await reading.settle()
        assert reading.main.title_bar.news == ""
        assert reading.title == here


@large
async def test_news_that_was_shown_already_is_not_announced(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        write_dated(library, 9, "Brand new")
        await reading.until(lambda: reading.main.table.count == 6)
        await reading.press("j", "j")
        # Once more, as when the folder is looked at again before its last report is heard.
        reading.main.post_message(SyncProgressed(Progress("done", files=6, added=1)))
        await reading.settle()
        assert reading.main.title_bar.news == ""


@large
async def test_a_moved_file_is_not_announced_as_new(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        await reading.press("j", "j", "j")
        (library / "old").mkdir()
        (library / "001.md").rename(library / "old" / "1.md")
        await reading.until(lambda: "old/1.md" in shown_paths(reading))
        assert len(shown_paths(reading)) == 5
        assert reading.main.title_bar.news == ""


@large
async def test_news_that_waits_is_shown_with_the_next_search(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("j", "j")
        write_dated(library, 9, "Brand new number")
        await reading.until(lambda: "1 new" in str(reading.main.title_bar.content))
        write_dated(library, 8, "Newer number")
        await reading.until(lambda: "2 new" in str(reading.main.title_bar.content))
        await reading.press("slash", *"number", "enter")
        assert len(reading.titles) == 7
        assert reading.main.title_bar.news == ""


@large
async def test_an_edited_title_is_shown_and_nothing_moves(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("j", "j", "j")
        touch_later(write_dated(library, 3, "Number three"))
        await reading.until(lambda: "Number three" in reading.titles)
        assert reading.title == "Number 2"


@large
async def test_an_article_that_vanishes_while_it_is_read_stays_until_it_is_left(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("j", "enter")
        assert "Number 4" in excerpt(reading)
        (library / "004.md").unlink()
        await reading.until(lambda: reading.main.table.count == 4)
        await reading.settle()
        assert "Number 4" in excerpt(reading)
        await reading.press("backspace")
        assert "Number 4" not in excerpt(reading)


@large
async def test_a_file_that_moves_keeps_the_cursor(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        await reading.press("j", "j")
        (library / "old").mkdir()
        (library / "003.md").rename(library / "old" / "3.md")
        await reading.until(lambda: "old/3.md" in paths(reading))
        await reading.press("R")
        assert reading.title == "Number 3"


def paths(reading: RunningReader) -> list[str]:
    """Return the paths of all articles that the index knows."""
    with reading.main.library.open_index() as index:
        return [row.path for row in rows(index)]


def shown_paths(reading: RunningReader) -> list[str]:
    """Return the paths of the articles of the view, but for those that are gone."""
    return [row.path for row in reading.main.index.now.rows(reading.main.table.ids).values()]


@both_sizes
async def test_a_burst_of_changes_is_taken_in(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library) as reading:
        for number in range(300):
            write_article(library, f"burst/{number}.md", f"Burst {number}")
        (library / "001.md").unlink()
        await reading.until(lambda: reading.main.table.count == 304)


async def test_a_killed_reading_process_is_said_and_begun_again(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        process = reading.main.parts.folder._process._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        await reading.until(lambda: "Press R to try again" in reading.said)
        write_dated(library, 9, "Brand new")
        await reading.press("R")
        await reading.until(lambda: reading.main.table.count == 6)


async def test_what_was_not_as_it_should_be_is_said_and_logged(
    open_reader: OpenReader, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_article(news, "a.md", "First")
    (tmp_path / "temporary").mkdir()
    (tmp_path / "cache").write_text("no folder")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    start_log("read")
    async with open_reader(news) as reading:
        await reading.until(lambda: "the index will not be kept" in reading.said)
    assert "the index will not be kept" in log_file().read_text()
