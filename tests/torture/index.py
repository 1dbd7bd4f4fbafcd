"""Damages the index at random places: commands must print what a sound one gives.

    python -m tests.torture.index --damages 200

In a small library every command looks at all files, and must notice all damage. In a large one,
`list` looks only at the folders' times: it must not fail, and `index` must put everything right.
"""

# ruff: noqa: T201 - it is a command
import argparse
import os
import time
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from random import Random
from shutil import copytree, rmtree
from tempfile import TemporaryDirectory

from broadsheet.cli.main import main as run_command
from broadsheet.demo import write_demo
from broadsheet.library.index import ready_lists
from broadsheet.library.index.database import index_path
from broadsheet.library.library import Library
from broadsheet.library.sync import unchanged
from tests.files import write_article
from tests.torture.damage import damage_file

ARTICLES = 150
_BIG_TOPIC = 50
"""Topics have a ready list from this many articles on; a thousand would take too long here."""

_ASKED: tuple[tuple[str, ...], ...] = (
    ("list", "--tsv"),
    ("list", "--tsv", "--sort=quality"),
    ("list", "--tsv", "--sort=-merit"),
    ("list", "--count", "-quality:none"),
    ("list", "--tsv", "type:video", "heat:>3"),
    ("list", "--tsv", "topic:Big"),
    ("list", "--tsv", "tools", "people"),
    ("list", "--tsv", "text:tools", "-text:people"),
    ("list", "--tsv", 'text:"the tools"'),
    ("list", "--json", "--limit=20", "newest:1y"),
    ("check",),
)

Printed = tuple[int, str]


class WrongError(AssertionError):
    """A command failed, or printed something different from what a sound index gives."""


class Commands:
    """Commands on one library, and what they print while its index is sound."""

    def __init__(self, folder: Path) -> None:
        ready_lists._BIG = _BIG_TOPIC
        self.root = folder / "news"
        write_demo(ARTICLES, self.root)
        for number in range(_BIG_TOPIC):
            write_article(self.root, f"big/{number}.md", f"Number {number}", "topics: [Big]")
        self.run("index")
        self._cache = index_path(self.root).parent
        self._sound = folder / "sound"
        copytree(self._cache, self._sound)
        self.expected = {asked: self.run(*asked) for asked in _ASKED}

    def run(self, name: str, *options: str) -> Printed:
        """Return the status of a command, and what it prints."""
        output, errors = StringIO(), StringIO()
        with redirect_stdout(output), redirect_stderr(errors):
            status = run_command([name, str(self.root), *options])
        if status not in (0, 1) or "Unexpected" in errors.getvalue():
            raise WrongError(f"{name} {options}: status {status}, {errors.getvalue()}")
        return status, output.getvalue()

    def damage(self, random: Random) -> str:
        """Damage a sound index; says how."""
        rmtree(self._cache)
        copytree(self._sound, self._cache)
        return damage_file(index_path(self.root), random)


def survive_damages(folder: Path, damages: int, seed: int) -> int:
    """Damage the index in `damages` ways; returns how many commands were right all the same.

    Raises `WrongError`.
    """
    random = Random(seed)  # noqa: S311 - the same every time
    commands = Commands(folder)
    for case in range(damages):
        how = commands.damage(random)
        if random.random() < 0.2:
            commands.run("index")
        for asked in random.sample(_ASKED, 2):
            if commands.run(*asked) != commands.expected[asked]:
                raise WrongError(f"case {case} (seed {seed}), {how}: {asked}")
    return 2 * damages


def survive_damages_unlooked(folder: Path, damages: int, seed: int) -> Counter[str]:
    """Do the same where no command but `index` looks at the files; returns how often what came.

    Raises `WrongError` where a command fails, or `index` does not put everything right.
    """
    random = Random(seed)  # noqa: S311 - the same every time
    commands = Commands(folder)
    outcomes: Counter[str] = Counter()
    many, unchanged._MANY = unchanged._MANY, 1
    try:
        with Library(commands.root).open_index() as index:
            assert unchanged.looks_unchanged(commands.root, index)
        for case in range(damages):
            how = commands.damage(random)
            asked = random.choice(_ASKED)
            is_right = commands.run(*asked) == commands.expected[asked]
            outcomes["right" if is_right else "wrong"] += 1
            commands.run("index")
            for asked in _ASKED:
                if commands.run(*asked) != commands.expected[asked]:
                    raise WrongError(f"case {case} (seed {seed}), {how}, after index: {asked}")
    finally:
        unchanged._MANY = many
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--damages", type=int, default=200)
    parser.add_argument("--seed", type=int, nargs="+", default=[time.time_ns() % 2**32])
    options = parser.parse_args()
    for seed in options.seed:
        with TemporaryDirectory() as name:
            for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
                os.environ[f"XDG_{kind}_HOME"] = f"{name}/{kind.lower()}"
            right = survive_damages(Path(name, "looked"), options.damages, seed)
            print(f"seed {seed}, damaged: {options.damages}, commands that were right: {right}")
            outcomes = survive_damages_unlooked(Path(name, "unlooked"), options.damages, seed)
            print(f"  not looked at: {dict(outcomes)}; failed: 0; right after index: all")


if __name__ == "__main__":
    main()
