"""Gives the door for texts any text; a terminal must obey nothing that comes out.

    python -m tests.torture.text_door --cases 50000 --shown 300

Each generated text passes `clean_line`, `clean_text` and `clean_source`. A terminal emulator
records every request except drawing letters and ending lines. Then a library of such texts is
listed, checked and read in a real terminal, and every byte is examined.
"""

# ruff: noqa: T201 - it is a command
import argparse
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pyte
from hypothesis import Phase, given, seed
from wcwidth import wcswidth

from broadsheet.text.door import clean_line, clean_source, clean_text
from tests.hostile_library import quoted
from tests.terminal.reader_env import BROADSHEET, reader_environment, start_reader
from tests.terminal.sequences import foreign_sequences
from tests.torture.generated import texts, trying

_EVERY_FIELD = """\
---
title: {text}
excerpt: {text}
originalUrl: "https://example.com/{number}"
webUrl: {text}
type: {text}
category: {text}
provider: {{name: {text}, domain: {text}, authors: [{text}]}}
topics: [{text}]
images: [{{url: {text}, title: {text}}}]
related: [{{title: {text}, webUrl: {text}, excerpt: {text}}}]
{text}: {text}
---
"""


class ObeyedError(AssertionError):
    """A terminal would have taken part of a text for more than letters."""


class _Listener:
    """Replaces pyte's screen: records what a stream asks for besides drawing and new lines."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.obeyed: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name not in pyte.Stream.events:
            raise AttributeError(name)
        return lambda *_arguments, **_options: self.obeyed.append(name)

    def draw(self, text: str) -> None:
        self.drawn.append(text)

    def linefeed(self) -> None:
        self.drawn.append("\n")


def assert_only_drawn(text: str) -> None:
    """Assert that a terminal draws all of `text` and does nothing else."""
    if found := foreign_sequences(text.replace("\n", "").encode("utf-8", "surrogatepass")):
        raise ObeyedError(f"{found} in {text!a}")
    listener = _Listener()
    pyte.Stream(listener).feed(text)  # type: ignore[arg-type]
    if listener.obeyed:
        raise ObeyedError(f"{listener.obeyed} in {text!a}")
    if "".join(listener.drawn) != text:
        raise ObeyedError(f"not all of {text!a} was drawn")


def assert_text_door_holds(text: str) -> None:
    """Send `text` through each door to a terminal; raises AssertionError."""
    line = clean_line(text)
    assert_only_drawn(line)
    assert "\n" not in line
    assert wcswidth(line) >= 0, f"{line!a} has no width"
    for decode in (True, False):
        many = clean_text(text, decode_entities=decode)
        assert_only_drawn(many)
        assert "\t" not in many
    assert_only_drawn(clean_source(text))


def survive_texts(cases: int, seed_number: int) -> int:
    """Send generated texts through the doors; returns how many."""
    count = 0

    @seed(seed_number)
    @trying(cases, Phase.shrink)
    @given(texts)
    def send(text: str) -> None:
        nonlocal count
        assert_text_door_holds(text)
        count += 1

    send()
    return count


def write_library(folder: Path, count: int, seed_number: int) -> int:
    """Write articles with generated texts in every field and in the body; returns how many."""
    seen: list[str] = []

    @seed(seed_number)
    @trying(count)
    @given(texts)
    def write(text: str) -> None:
        front = _EVERY_FIELD.format(text=quoted(text), number=len(seen))
        data = (front + text).encode("utf-8", "surrogatepass")
        (folder / f"{len(seen):05}.md").write_bytes(data)
        seen.append(text)

    write()
    return len(seen)


def assert_commands_print_letters(folder: Path, environment: Mapping[str, str]) -> int:
    """List and check the library at `folder`, to a pipe; returns how many bytes were looked at."""
    size = 0
    for arguments in (
        ["list", str(folder)],
        ["list", str(folder), "--tsv"],
        ["list", str(folder), "--json"],
        ["check", str(folder)],
    ):
        command = [*BROADSHEET, *arguments]
        done = subprocess.run(command, capture_output=True, check=False, env=dict(environment))
        assert done.returncode in (0, 1), done.stderr
        printed = (done.stdout + done.stderr).replace(b"\t", b"")
        if (found := foreign_sequences(printed)) or b"\x1b" in printed:
            raise ObeyedError(f"{arguments[0]} printed {found}")
        size += len(printed)
    return size


def assert_screen_shows_letters(folder: Path, count: int, environment: Mapping[str, str]) -> int:
    """Read the `count` articles at `folder` in a terminal; returns how many bytes it was sent."""
    with start_reader(str(folder), env=environment, columns=160, rows=50) as terminal:
        terminal.wait_for_text("articles")
        terminal.settle(0.5)
        for number in range(count):
            terminal.press("j")
            if number % 4 == 0:
                terminal.settle(0.08)
            if number % 40 == 0:
                for key in ("v", "L", "P"):
                    terminal.press(key)
                    terminal.settle()
                    terminal.press("G", "esc")
                    terminal.settle()
        if found := foreign_sequences(terminal.raw):
            raise ObeyedError(f"the screen was sent {found}")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.left_behind() == []
        return len(terminal.raw)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--shown", type=int, default=300)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    options = parser.parse_args()
    print(f"seed {options.seed}")
    print(f"texts: {survive_texts(options.cases, options.seed):,}; obeyed by a terminal: 0")
    with TemporaryDirectory() as name:
        folder = Path(name) / "news"
        folder.mkdir()
        environment = reader_environment(Path(name))
        count = write_library(folder, options.shown, options.seed)
        size = assert_commands_print_letters(folder, environment)
        print(f"articles listed and checked: {count:,}, {size:,} bytes; control sequences: 0")
        size = assert_screen_shows_letters(folder, count, environment)
        print(f"articles read on a screen: {count:,}, {size:,} bytes; foreign sequences: 0")


if __name__ == "__main__":
    main()
