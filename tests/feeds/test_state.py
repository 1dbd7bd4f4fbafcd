"""The feeds' state: created by several at once, locked, damaged."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from broadsheet.feeds.state import State, StateError, state_path

_TOGETHER = 4


def remember(root: Path) -> None:
    with closing(State(root)) as state:
        state.put_host("example.org", 5.0, 3)


def refusals(root: Path) -> int:
    with closing(State(root)) as state:
        return state.refusals("example.org")


def test_states_that_are_created_at_once_all_open(tmp_path: Path) -> None:
    for number in range(10):
        root = tmp_path / str(number)
        barrier = Barrier(_TOGETHER)

        def open_with_the_others(root: Path = root, barrier: Barrier = barrier) -> None:
            barrier.wait()
            remember(root)

        with ThreadPoolExecutor(_TOGETHER) as pool:
            for opening in [pool.submit(open_with_the_others) for _ in range(_TOGETHER)]:
                opening.result()
        assert refusals(root) == 3


def test_a_state_that_another_program_keeps_locked_is_not_thrown_away(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(news)
    monkeypatch.setattr("broadsheet.feeds.state._BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(state_path(news), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM entries")
        with pytest.raises(StateError, match="locked"):
            State(news)
        other.execute("ROLLBACK")
    assert refusals(news) == 3


def test_a_damaged_state_is_begun_again(news: Path) -> None:
    remember(news)
    state_path(news).write_bytes(b"no database" * 1000)
    assert refusals(news) == 0
