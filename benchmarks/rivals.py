"""Rivals at the same articles: how each is run, as its own manual has it."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench import Bench, environment, first_words
from benchmarks.figures import BARE, FZF, NEWSBOAT, PYTHON, RIPGREP, SFEED

_BARE_APP = """
from textual.app import App
from textual.widgets import Label

class Bare(App):
    presses = 0

    def compose(self):
        yield Label("here it is")

    def on_key(self):
        self.presses += 1
        self.query_one(Label).update(str(self.presses))

Bare().run()
"""

RIVALS = (NEWSBOAT, SFEED, FZF, RIPGREP)


@dataclass(frozen=True, slots=True)
class Program:
    """A program that shows the library: its command, and what its screen is waited for.

    `opens` is pressed once `menu` is there, for those that begin with a list of feeds.
    """

    name: str
    argv: list[str]
    rows: bytes
    menu: bytes = b""
    opens: str = ""


def bare_textual() -> Program:
    """Return a Textual app of one label, which counts the keys pressed: the floor."""
    return Program(BARE, [sys.executable, "-c", _BARE_APP], b"here it is")


def python_alone() -> Program:
    """Return Python writing a line, the floor of what is seen first; it ends when it is closed."""
    return Program(PYTHON, [sys.executable, "-c", "print('here it is'); input()"], b"here it is")


def sfeed_curses(bench: Bench) -> Program:
    """Return sfeed_curses with the articles as one feed."""
    return Program(SFEED, [SFEED, str(bench.feed.tsv)], _newest(bench))


def newsboat(bench: Bench) -> Program:
    """Return newsboat with the articles in its cache, as one feed that has to be opened."""
    if not newsboat_cache(bench).exists():
        command = newsboat_reload(bench)
        subprocess.run(command, env=environment(bench.scratch), capture_output=True, check=True)
    return Program(
        NEWSBOAT, newsboat_command(bench), _newest(bench), menu=b"Broadsheet", opens="\r"
    )


def newsboat_reload(bench: Bench) -> list[str]:
    """Return the command that reads the feed into newsboat's cache, and ends."""
    return [*newsboat_command(bench), "-x", "reload"]


def newsboat_command(bench: Bench) -> list[str]:
    """Return the command that opens newsboat, its files in the scratch folder."""
    folder = bench.scratch / "newsboat"
    folder.mkdir(exist_ok=True)
    urls, config = folder / "urls", folder / "config"
    urls.write_text(f"file://{bench.feed.rss}\n", "utf-8")
    config.touch()
    return [NEWSBOAT, "-u", str(urls), "-c", str(newsboat_cache(bench)), "-C", str(config)]


def newsboat_cache(bench: Bench) -> Path:
    """Return newsboat's database; creates it if there is none."""
    return bench.scratch / "newsboat" / "cache.db"


def fzf(bench: Bench) -> Program:
    """Return fzf with the titles to choose from."""
    command = ["sh", "-c", 'exec fzf --no-mouse < "$0"', str(bench.feed.titles_file)]
    return Program(FZF, command, rf"{bench.count}/{bench.count}".encode())


def _newest(bench: Bench) -> bytes:
    with bench.feed.titles_file.open(encoding="utf-8") as titles:
        return first_words(next(titles))
