"""A query from its first typo to a saved view and a script."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from broadsheet.demo import write_demo
from tests.files import write_article
from tests.terminal.reader_env import BROADSHEET, REPOSITORY
from tests.terminal.terminal import Terminal

Reader = Callable[..., Terminal]


def titles_on_screen(terminal: Terminal) -> list[str]:
    """Return the beginnings of the titles in the table, from the top down."""
    head = next(number for number, line in enumerate(terminal.lines) if "TITLE" in line)
    left = terminal.lines[head].index("TITLE")
    return [line[left : left + 20].rstrip() for line in terminal.lines[head + 1 : -1]]


def test_a_query_is_corrected_completed_saved_chosen_and_listed(
    reader: Reader, environment: dict[str, str], tmp_path: Path
) -> None:
    library = tmp_path / "demo"
    write_demo(300, library)
    terminal = reader(str(library), columns=120, rows=50)
    terminal.wait_for_text("300 articles")
    terminal.press("/")
    terminal.type("qualty:>60")
    terminal.wait_for_text("did you mean “quality:”")
    terminal.press("ctrl+u")
    terminal.wait_until_gone("qualty")
    terminal.type("quality:>60 topic:sec")
    terminal.wait_for(lambda t: t.text.count("Security") == 2, "it in the sidebar, and offered")
    terminal.press("tab")
    terminal.wait_for_text("quality:>60 topic:Security")
    terminal.press("ctrl+s")
    terminal.wait_for_text("Name of the new view")
    terminal.type("Safe and good")
    terminal.press("enter")
    terminal.wait_until_gone("Name of the new view")
    terminal.wait_for_text("Safe and good")
    terminal.wait_for_text("q Quit")
    terminal.press("q")
    assert terminal.wait_exit() == 0

    terminal = reader(str(library), columns=120, rows=50)
    terminal.wait_for_text("Safe and good")
    column, row = terminal.find("Safe and good")
    terminal.click(column, row)
    terminal.wait_for_text("quality:>60 topic:Security")
    terminal.settle()
    shown = [title for title in titles_on_screen(terminal) if title][:10]

    query = ("quality:>60", "topic:Security", "--sort=-date")
    listed = subprocess.run(
        [*BROADSHEET, "list", str(library), *query, "--tsv"],
        env=environment,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    titles = [line.split("\t")[5] for line in listed.stdout.splitlines()]
    assert len(titles) >= len(shown) > 3
    assert [title[:15] for title in titles[: len(shown)]] == [title[:15] for title in shown]


def test_what_an_article_said_is_found_by_any_of_its_words(reader: Reader, news: Path) -> None:
    write_article(news, "a.md", "Herons return")
    write_article(news, "b.md", "At the pond", body="It rained. Two herons were standing there.")
    write_article(news, "c.md", "Something else")
    terminal = reader(str(news), columns=120, rows=40)
    terminal.wait_for_text("Something else")
    terminal.press("/")
    terminal.type("heron")
    terminal.wait_for_text("in the text: 1")
    terminal.wait_for_text("Two herons were standing there.")
    terminal.wait_until_gone("Something else")
    terminal.press("enter", "j", "enter")
    terminal.wait_for_text("It rained.")
    terminal.press("q", "q")
    assert terminal.wait_exit() == 0
