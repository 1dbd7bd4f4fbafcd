"""The reader as a person meets it: a real terminal, a real library, real keys."""

import re
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from broadsheet.paths import bundled
from tests.files import touch_later, write_article
from tests.terminal.leaving import assert_leaves_well
from tests.terminal.reader_env import read_opened
from tests.terminal.reader_process import pid_of
from tests.terminal.terminal import Terminal
from tests.waiting import PATIENCE

Reader = Callable[..., Terminal]

META = "Reimagining Our Infrastructure"
STRUCTURE = "Takeaways from infra/STRUCTURE"
META_URL = "https://about.fb.com/news/2023/05/metas-infrastructure-for-ai/"
IBM_URL = (
    "https://www.ibm.com/blog/ibm-hybrid-cloud-mesh-reimagining-multicloud-networking-with-"
    "applications-taking-center-stage/"
)


@pytest.fixture
def linked_news(news: Path) -> Path:
    """Three articles; the first leads to the second, the second to the third."""
    for number, (title, following) in enumerate(
        [("Chips are scarce", "two"), ("Factories are built", "three"), ("Chips are plenty", "")]
    ):
        name = ("one", "two", "three")[number]
        lines = [f"quality: {30 - number}", f"publishedDateTime: 2023-01-0{number + 1}T10:00:00Z"]
        if following:
            lines += ["related:", f'  - title: "On to {following}"']
            lines += [f'    webUrl: "https://example.com/{following}.md"']
        write_article(news, f"{name}.md", title, *lines, body=f"The body of {name}.")
    return news


def rows(terminal: Terminal, *titles: str) -> list[str]:
    """Return those of `titles` that stand in the table, from the top down."""
    head = next((number for number, line in enumerate(terminal.lines) if "TITLE" in line), 99)
    where: dict[str, int] = {}
    for title in titles:
        for number, line in enumerate(terminal.lines[head + 1 :]):
            if title in line:
                where.setdefault(title, number)
    return sorted(where, key=lambda title: where[title])


def test_opens_the_seeds_and_sorts_them_by_each_key(reader: Reader) -> None:
    terminal = reader(str(bundled("seeds")), columns=80, rows=24)
    terminal.wait_for_text(META[:20])
    both = [META[:20], STRUCTURE[:20]]

    def wait_for_order(best_first: list[str], what: str) -> None:
        terminal.wait_for(lambda t: rows(t, *both) == best_first, what)

    wait_for_order(both[::-1], "the newest first")
    terminal.press("D")
    wait_for_order(both, "the oldest first")
    terminal.press("Q")
    wait_for_order(both, "the best first")
    terminal.press("Q")
    wait_for_order(both[::-1], "the best last")
    terminal.press("H")
    wait_for_order(both[::-1], "the hottest first")
    terminal.press("H")
    wait_for_order(both, "the hottest last")


def test_finds_a_headline_by_a_misspelt_word(reader: Reader) -> None:
    terminal = reader(str(bundled("seeds")), columns=120, rows=40)
    terminal.wait_for_text(META)
    terminal.press("/")
    terminal.type("infrastucture reimagning")
    terminal.wait_for_text("1 of 2 articles")
    terminal.wait_for(lambda t: rows(t, META, STRUCTURE) == [META], "the one match")
    terminal.press("esc")
    terminal.wait_for(lambda t: len(rows(t, META[:25], STRUCTURE[:25])) == 2, "both again")


def test_follows_related_items_and_comes_back(reader: Reader, linked_news: Path) -> None:
    terminal = reader(str(linked_news), columns=120, rows=40)
    terminal.wait_for_text("Chips are scarce")
    terminal.press("Q", "g", "enter")
    terminal.wait_for_text("The body of one.")
    for title, body in (("On to two", "The body of two."), ("On to three", "The body of three.")):
        terminal.wait_for_text(title)
        terminal.settle()
        terminal.press("j", "enter")
        terminal.wait_for_text(body)
    terminal.press("backspace")
    terminal.wait_for_text("The body of two.")
    terminal.press("backspace")
    terminal.wait_for_text("The body of one.")


def test_a_related_item_that_is_not_in_the_library_opens_in_the_browser(
    reader: Reader, browser_record: Path
) -> None:
    terminal = reader(str(bundled("seeds")), columns=120, rows=40)
    terminal.wait_for_text(META)
    terminal.press("Q", "g", "enter")
    terminal.wait_for_text("↗ IBM Hybrid Cloud Mesh")
    terminal.settle()
    terminal.press("j", "enter")
    terminal.wait_for(lambda _: read_opened(browser_record) == [[IBM_URL]], "the browser opened")


def test_o_hands_the_original_url_to_the_browser(reader: Reader, browser_record: Path) -> None:
    terminal = reader(str(bundled("seeds")), columns=120, rows=40)
    terminal.wait_for_text(META)
    terminal.press("Q")
    terminal.wait_for(lambda t: rows(t, META, STRUCTURE[:25])[:1] == [META], "best first")
    terminal.press("g", "o")
    terminal.wait_for(lambda _: read_opened(browser_record) == [[META_URL]], "the browser opened")


def test_fits_every_size_and_leaves_the_terminal_clean(reader: Reader) -> None:
    terminal = reader(str(bundled("seeds")), columns=200, rows=50)
    terminal.wait_for_text("TOPICS")
    terminal.wait_for_text("Links ·")
    terminal.resize(80, 24)
    terminal.wait_until_gone("TOPICS")
    terminal.wait_for(lambda t: len(rows(t, META[:20], STRUCTURE[:20])) == 2, "both rows")
    terminal.press("enter")
    terminal.wait_until_gone("TITLE")
    terminal.wait_for_text("Links ·")
    terminal.press("h")
    terminal.wait_for_text("TITLE")
    terminal.resize(200, 50)
    terminal.wait_for_text("TOPICS")
    assert_leaves_well(terminal)


def test_survives_the_smallest_terminal(reader: Reader) -> None:
    terminal = reader(str(bundled("seeds")), columns=80, rows=24)
    terminal.wait_for_text(META[:20])
    terminal.resize(1, 1)
    terminal.settle()
    terminal.resize(80, 24)
    terminal.wait_for_text(META[:20])


def test_a_refresh_stays_on_the_article_looked_at(reader: Reader, linked_news: Path) -> None:
    terminal = reader(str(linked_news), columns=120, rows=40)
    terminal.wait_for_text("Chips are scarce")
    terminal.press("G")
    terminal.wait_for_text("The body of one.")
    write_article(linked_news, "new.md", "Newest of all", "publishedDateTime: 2024-01-01T10:00:00Z")
    touch_later(write_article(linked_news, "older.md", "Oldest of all"))
    terminal.press("R")
    terminal.wait_for_text("Newest of all")
    terminal.wait_for_text("5 articles")
    assert "The body of one." in terminal.text


def test_an_empty_folder_says_what_to_do(reader: Reader, news: Path) -> None:
    terminal = reader(str(news), columns=80, rows=24)
    terminal.wait_for_text("There are no articles")
    terminal.wait_for_text("broadsheet demo")


def test_the_help_names_every_key(reader: Reader) -> None:
    terminal = reader(str(bundled("seeds")), columns=120, rows=150)
    terminal.wait_for_text(META)
    terminal.press("?")
    for text in ("Sort by heat", "Back to the article or list", "PgDn", "Undo the last"):
        terminal.wait_for_text(text)
    terminal.press("G")
    for text in ("topic:AI", "newest:7d", "kept for later"):
        terminal.wait_for_text(text)
    terminal.press("esc")
    terminal.wait_until_gone("topic:AI")


def test_a_long_article_is_read_alone_and_goes_on_where_it_was_left(
    reader: Reader, news: Path
) -> None:
    body = "\n\n".join(f"Paragraph {number}: " + "word " * 60 for number in range(200))
    write_article(news, "long.md", "A long story", body=body)
    terminal = reader(str(news), columns=120, rows=40)
    terminal.wait_for_text("A long story")
    terminal.press("z")
    terminal.wait_until_gone("Broadsheet")
    terminal.wait_for_text("Paragraph 5:")
    terminal.press(*[" "] * 9)
    terminal.wait_until_gone("Paragraph 5:")
    terminal.wait_for_text("Paragraph 66:")
    terminal.press("q")
    terminal.wait_for_text("Broadsheet")
    assert_leaves_well(terminal)
    again = reader(str(news), columns=120, rows=40)
    again.wait_for_text("Paragraph 0:")
    again.press("z")
    again.wait_for_text("Paragraph 66:")
    again.press("esc")
    again.wait_for_text("Broadsheet")


@pytest.mark.skipif(sys.platform != "linux", reason="tells what wakes a process on Linux")
def test_reading_keys_wakes_nobody_while_none_is_typed_and_then_goes_on(
    reader: Reader, environment: dict[str, str], news: Path
) -> None:
    write_article(news, "a.md", "Night trains return")
    terminal = reader(str(news))
    terminal.wait_for_text("Night trains return")
    terminal.settle()
    threads = Path(f"/proc/{pid_of(environment)}/task")

    def wakes() -> int:
        total = 0
        for thread in threads.iterdir():
            if thread.name != threads.parent.name:  # which looks for marks of other readers
                with suppress(OSError):  # it has just ended
                    # Not the involuntary ones: those are another program's turns.
                    found = re.findall(r"(?m)^voluntary.*\t(\d+)", (thread / "status").read_text())
                    total += sum(map(int, found))
        return total

    until, before = time.monotonic() + PATIENCE, -1
    while before < 0 or wakes() - before > 1:
        assert time.monotonic() < until, "a thread is woken all the time"
        before = wakes()
        time.sleep(0.5)
    terminal.press("?")
    terminal.wait_for_text("One line down")
    terminal.press("esc")
    terminal.wait_until_gone("One line down")
    assert_leaves_well(terminal)
