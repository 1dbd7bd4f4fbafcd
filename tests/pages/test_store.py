"""Kept texts: complete or absent, private, dropped in a sensible order, and known to be new."""

import multiprocessing
import os
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.pages.reasons import Missing
from broadsheet.pages.store import Page, PageStore
from broadsheet.paths import texts_folder
from tests.waiting import PATIENCE, wait_until

NIGHT_TRAINS = Page("Night trains *return*.\n\n## Where", "https://example.org/trains", "Trains")


@pytest.fixture
def store() -> PageStore:
    return PageStore()


@pytest.mark.parametrize("key", [0, 1, -1, 2**63 - 1, -(2**63)])
def test_a_kept_text_is_there_again_for_another_reader(store: PageStore, key: int) -> None:
    assert (store.has(key), store.get(key)) == (False, None)
    before = time.time()
    store.keep(key, NIGHT_TRAINS)
    page = PageStore().get(key)
    assert page == NIGHT_TRAINS
    assert before - 1 < page.fetched_at < time.time() + 1
    assert store.has(key)
    assert [*store.stamps()] == [key]


def test_texts_are_markdown_files_for_their_owner_only(store: PageStore) -> None:
    store.keep(7, NIGHT_TRAINS)
    [file] = texts_folder().iterdir()
    assert file.name == "0000000000000007.md"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(texts_folder().stat().st_mode) == 0o700
    head, _, text = file.read_text("utf-8").partition("\n---\n")
    assert 'url: "https://example.org/trains"' in head
    assert text.strip() == NIGHT_TRAINS.markdown


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no front matter",
        b"---\nurl: broken",
        b"\x00\xff\xfe" * 99,
        b"---\nurl: [[[[\n---\n",
    ],
)
def test_a_damaged_text_costs_at_most_itself(store: PageStore, data: bytes) -> None:
    store.keep(1, NIGHT_TRAINS)
    store.keep(2, NIGHT_TRAINS)
    (texts_folder() / "0000000000000001.md").write_bytes(data)
    damaged = store.get(1)
    assert damaged is None or not damaged.markdown
    assert store.get(2) == NIGHT_TRAINS
    store.keep(1, NIGHT_TRAINS)
    assert store.get(1) == NIGHT_TRAINS


def test_what_is_no_file_of_ours_is_passed_over(store: PageStore) -> None:
    store.keep(1, NIGHT_TRAINS)
    os.mkfifo(texts_folder() / "0000000000000002.md")
    (texts_folder() / "0000000000000003.md").mkdir()
    (texts_folder() / "notes.md").write_text("mine")
    (texts_folder() / "zzzzzzzzzzzzzzzz.md").write_text("mine")
    assert store.get(2) is None
    assert store.get(3) is None
    assert [*store.stamps()] == [1]
    assert store.keep_within(0, lambda _: {}) == 1
    assert (texts_folder() / "notes.md").exists()


def test_a_text_changed_by_someone_else_is_cleaned_when_it_is_read(store: PageStore) -> None:
    store.keep(1, NIGHT_TRAINS)
    file = texts_folder() / "0000000000000001.md"
    file.write_text(file.read_text() + "\x1b]52;c;aGk=\x07\x9b31mred\u202e")
    page = store.get(1)
    assert page is not None
    assert "red" in page.markdown
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & {*page.markdown}


def test_every_change_changes_the_generation(store: PageStore) -> None:
    seen = [store.generation()]
    for _ in range(50):
        store.keep(1, NIGHT_TRAINS)
        seen.append(store.generation())
    store.remove([1])
    seen.append(store.generation())
    assert len({*seen}) == len(seen)
    store.note_missing(2, Missing("status", "The page is gone."))
    assert store.remove([1]) == 0
    assert store.generation() == seen[-1]


def test_the_limit_drops_what_is_wanted_least_then_the_oldest(store: PageStore) -> None:
    for key in range(10):
        store.keep(key, Page("x" * 1000))
        os.utime(texts_folder() / f"{key:016x}.md", (1000 + key, 1000 + key))
    each = store.size() // 10
    wanted = {0: 2, 1: 1}
    assert store.keep_within(10 * each, lambda _: wanted) == 0
    store.keep_within(5 * each, lambda _: wanted)
    assert sorted(store.stamps()) == [0, 1, 8, 9]
    assert store.size() <= 5 * each
    store.keep_within(each * 2, lambda _: wanted)
    assert sorted(store.stamps()) == [0]


def test_a_store_notices_that_another_filled_it(store: PageStore) -> None:
    store.keep(1, Page("x" * 1000))
    assert store.size() > 1000
    for key in range(2, 20):
        store.keep(key, Page("y" * 1000))
    store.keep_within(5000, lambda _: {})
    assert PageStore().size() <= 5000


def test_why_there_is_no_text_is_known_until_there_is_one(store: PageStore) -> None:
    gone = Missing("status", "The page is gone.")
    store.note_missing(1, gone)
    assert store.missing(1) == gone
    assert store.missing(1, since=time.time() + 10) is None
    assert not store.has(1)
    assert store.stamps() == {}
    store.keep(1, NIGHT_TRAINS)
    assert store.missing(1) is None


def test_tidying_removes_old_reasons_and_what_killed_processes_left(store: PageStore) -> None:
    store.keep(1, NIGHT_TRAINS)
    store.note_missing(2, Missing("status", "The page is gone."))
    left = texts_folder() / ".0000000000000003.md-abc"
    left.write_text("half a te")
    os.utime(left, (0, 0))
    store.tidy(before=0)
    assert store.missing(2) is not None
    store.tidy(before=time.time() + 10)
    assert store.missing(2) is None
    assert [file.name for file in texts_folder().iterdir()] == ["0000000000000001.md"]


def _keep_forever(folder: Path, ready: Callable[[], None]) -> None:
    store = PageStore(folder)
    ready()
    while True:
        for key in range(3):
            store.keep(key, Page(f"{key} " * 40_000))


def test_killed_at_any_moment_every_text_is_complete(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    process = context.Process(target=_keep_forever, args=(tmp_path / "texts", started.set))
    process.start()
    try:
        assert started.wait(PATIENCE)
        wait_until(lambda: any((tmp_path / "texts").glob("[0-9a-f]*.md")), "the first text")
        time.sleep(0.1)
    finally:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    store = PageStore(tmp_path / "texts")
    assert store.stamps()
    for key in store.stamps():
        page = store.get(key)
        assert page is not None
        assert page.markdown == (f"{key} " * 40_000).rstrip()
