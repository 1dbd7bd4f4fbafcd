"""The short forms of the proofs in this folder; `make torture` runs the long ones."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Event

import pytest

from broadsheet.articles.model import Article, NotAnArticle, Unreadable
from broadsheet.articles.read import read_article
from tests.files import write_article
from tests.terminal.reader_env import reader_environment
from tests.terminal.terminal import KEYS
from tests.torture import index
from tests.torture.feed_documents import survive_documents
from tests.torture.feeds import kill_fetches
from tests.torture.file_door import survive_files, survive_shapes
from tests.torture.queries import survive_queries
from tests.torture.shapes import FRONT_MATTER
from tests.torture.soak import all_keys, survive
from tests.torture.text_door import (
    ObeyedError,
    assert_commands_print_letters,
    assert_only_drawn,
    survive_texts,
    write_library,
)

pytestmark = pytest.mark.usefixtures("forked")


def test_any_bytes_are_an_article_or_say_why_not(tmp_path: Path) -> None:
    outcomes = survive_files(tmp_path, cases=60, seed_number=1)
    assert set(outcomes) == {"Article", "NotAnArticle", "Unreadable"}


def test_no_file_takes_more_than_is_stated(tmp_path: Path) -> None:
    some = [
        *[*FRONT_MATTER][::3],
        "tags without an end",
        "control strings",
        "emphasis",
        "blank lines",
    ]
    costs = survive_shapes(tmp_path, some)
    assert {cost.shape for cost in costs} >= set(some)


def test_of_a_huge_file_only_the_beginning_is_read(news: Path) -> None:
    path = write_article(news, "huge.md", "Huge", body="The beginning.")
    os.truncate(path, 2 * 1024**3)  # it takes no room: the rest are holes
    found = read_article(news, "huge.md")
    assert isinstance(found, Article)
    assert (found.title, found.body[:14]) == ("Huge", "The beginning.")
    assert "only the first 8 MB are read" in found.problems[0].reason


def test_a_file_that_changes_while_it_is_read_is_an_article_or_a_problem(news: Path) -> None:
    path = write_article(news, "a.md", "Changing", body="x" * 300_000)
    whole = path.read_bytes()
    stop = Event()

    def write() -> None:
        random = Random(1)  # noqa: S311
        while not stop.is_set():
            os.truncate(path, random.randrange(len(whole)))
            with path.open("ab") as file:
                file.write(whole[: random.randrange(len(whole))])

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        for _ in range(80):
            found = read_article(news, "a.md")
            assert isinstance(found, Article | NotAnArticle | Unreadable)
        stop.set()
        writing.result()


def test_no_text_is_obeyed_by_a_terminal() -> None:
    assert survive_texts(cases=100, seed_number=1) >= 100


@pytest.mark.parametrize("text", ["\x1b[2J", "\x1b]0;t\x07", "\x9b2J", "a\x08b", "a\rb", "\x7f"])
def test_what_a_terminal_obeys_is_noticed(text: str) -> None:
    with pytest.raises(ObeyedError):
        assert_only_drawn(text)


def test_commands_print_letters_whatever_the_articles_hold(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    write_library(news, count=30, seed_number=1)
    assert assert_commands_print_letters(news, reader_environment(tmp_path)) > 0


def test_the_soak_can_press_every_key() -> None:
    assert [key for key in all_keys() if len(key) > 1 and key not in KEYS] == []


def test_a_short_soak(tmp_path: Path) -> None:
    soak = survive(tmp_path, keys=30, seed=1, articles=60)
    assert soak.changes > 0


def test_fetches_that_are_killed_lose_nothing_and_write_nothing_twice(tmp_path: Path) -> None:
    assert kill_fetches(tmp_path, kills=2, seed=1) > 0


def test_a_damaged_feed_is_a_feed_or_is_not(tmp_path: Path) -> None:
    outcomes = survive_documents(tmp_path, cases=40, seed=1)
    assert set(outcomes) == {"feed", "not a feed", "no entries"}


def test_commands_print_the_same_from_a_damaged_index(tmp_path: Path) -> None:
    assert index.survive_damages(tmp_path, damages=4, seed=1) == 8


def test_no_command_fails_for_a_damaged_index_that_it_trusts(tmp_path: Path) -> None:
    assert index.survive_damages_unlooked(tmp_path, damages=3, seed=1)["right"] > 0


def test_random_queries_find_what_an_oracle_finds(tmp_path: Path) -> None:
    assert survive_queries(tmp_path, queries=240, seed=1) > 80
