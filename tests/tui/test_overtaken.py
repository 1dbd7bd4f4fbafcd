"""Views that are asked for faster than they are computed: the last one asked for is shown."""

from pathlib import Path
from threading import Event, current_thread, main_thread

import pytest
from textual.message import Message

from broadsheet.library.query.parse import Query, parse
from broadsheet.library.searcher import Searcher
from broadsheet.library.view import View
from tests.files import write_article
from tests.tui.conftest import OpenReader
from tests.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures("large")


class Gate:
    """Holds back what a search for "slow" finds, after it was computed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.opened = Event(), Event()
        search = Searcher.first

        def held_back(searcher: Searcher, query: Query, *rest: object) -> View:
            view = search(searcher, query, *rest)  # type: ignore[arg-type]
            if query.words == "slow":
                self.reached.set()
                assert self.opened.wait(PATIENCE)
            return view

        monkeypatch.setattr(Searcher, "first", held_back)


@pytest.fixture
def library(news: Path) -> Path:
    """A slow article, a quick one, and a third."""
    for number, title in enumerate(("A slow one", "A quick one", "Another"), 1):
        write_article(
            news, f"{number}.md", title, f"publishedDateTime: 2023-01-0{number}T10:00:00Z"
        )
    return news


async def test_an_older_view_that_takes_longer_never_replaces_a_newer_one(
    open_reader: OpenReader, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader(library) as reading:
        gate = Gate(monkeypatch)
        reading.main.parts.list.show(parse("slow"))
        await reading.until(gate.reached.is_set)
        reading.main.parts.list.show(parse("quick"))
        gate.opened.set()
        await reading.settle()
        assert reading.titles == ["A quick one"]


async def test_a_view_that_arrives_behind_a_newer_one_is_not_shown(
    open_reader: OpenReader, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader(library) as reading:
        gate, sent = Gate(monkeypatch), Event()
        send = reading.main.post_message

        def note_sending(message: Message) -> bool:
            was_sent = send(message)
            if current_thread() is not main_thread():
                sent.set()
            return was_sent

        monkeypatch.setattr(reading.main, "post_message", note_sending)
        reading.main.parts.list.show(parse("slow"))
        await reading.until(gate.reached.is_set)
        # The app does not come to the view on its way before it has asked for another.
        gate.opened.set()
        assert sent.wait(PATIENCE)
        reading.main.parts.list.show(Query())
        await reading.settle()
        assert len(reading.titles) == 3
