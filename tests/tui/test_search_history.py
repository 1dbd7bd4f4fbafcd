import os
from contextlib import closing
from threading import Event

import pytest

from broadsheet.paths import state_folder
from broadsheet.tui.actions.search_history import SearchHistory
from tests.waiting import PATIENCE


def test_a_search_is_remembered_while_the_disk_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    is_written = Event()
    monkeypatch.setattr(os, "fsync", lambda _: is_written.wait(PATIENCE))
    with closing(SearchHistory()) as history:
        history.add("chips")
        assert not (state_folder() / "searches").exists()
        is_written.set()
        assert history.earlier("") == "chips"
    assert (state_folder() / "searches").read_text(encoding="utf-8") == "chips\n"


def test_searches_of_another_reader_are_found_and_kept() -> None:
    with closing(SearchHistory()) as one, closing(SearchHistory()) as other:
        one.read_ahead()
        other.add("chips")
        assert other.earlier("") == "chips"
        one.read_ahead()
        assert one.earlier("") == "chips"
        one.add("comet")
        assert [one.earlier("") for _ in range(3)] == ["comet", "chips", None]
