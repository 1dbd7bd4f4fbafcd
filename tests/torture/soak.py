"""An hour's use in minutes: random keys, mouse and window sizes, while the folder changes.

    python -m tests.torture.soak --keys 5000 --seed 1

At the end the reader must still answer. It must have written nothing into the folder, logged no
error, sent the terminal only its own sequences, left it clean, and not used ever more memory.
"""

# ruff: noqa: T201 - it is a command
import argparse
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from textual.binding import Binding
from textual.keys import _character_to_key

from broadsheet.tui import keys
from tests.processes import memory_of, state_of
from tests.terminal.reader_env import reader_environment, start_reader, write_browser
from tests.terminal.reader_process import log_of, log_path, pid_of
from tests.terminal.sequences import foreign_sequences
from tests.terminal.terminal import Terminal
from tests.torture.changing_folder import ChangingFolder

GROWTH = 1.25
"""How much the median memory of the last quarter may exceed that of the second."""

_SIZES = ((80, 24), (100, 30), (120, 40), (160, 45), (200, 50), (40, 12), (1, 1))
_QUERIES = (
    *("chips", "scarce agan", "infrastructure -portal", "topic:AI", 'topic:"AI Hardware"'),
    *("is:unread", "is:starred is:later", "quality:>50", "heat:0..90 sort:-heat", "-type:video"),
    *("after:2023-05", "provider:p3", "has:related", "is:broken", '"', "((", "sort:", "über"),
)
# The palette can quit, too.
_NOT_AT_RANDOM = frozenset({"q", "ctrl+q", "ctrl+z", "ctrl+p", "colon"})
_NAMES = {
    **{_character_to_key(character): character for character in map(chr, range(33, 127))},
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
}
_SAMPLE_EVERY = 20
_PULL_EVERY = 1_000
_CHANGE_EVERY = 10


class SoakError(AssertionError):
    """The reader failed; the message says where, and how to repeat it."""


@dataclass(slots=True)
class Soak:
    """What a soak did. `memory` was sampled evenly, in bytes."""

    keys: int = 0
    changes: int = 0
    output: int = 0
    memory: list[int] = field(default_factory=list)

    @property
    def quarters(self) -> list[float]:
        """The median of the memory in each quarter of the soak."""
        length = len(self.memory) // 4
        return [median(self.memory[start * length :][:length]) for start in range(4)]

    @property
    def growth(self) -> float:
        """The median memory of the last quarter, as a multiple of that of the second."""
        return self.quarters[3] / self.quarters[1]


class _Person:
    """Presses whatever can be pressed."""

    def __init__(self, terminal: Terminal, random: Random) -> None:
        self._terminal = terminal
        self._random = random
        self._keys = all_keys()
        self.last_keys: deque[str] = deque(maxlen=40)

    def act(self) -> None:
        """Do one thing, of one or a few keys."""
        acts = (self._click, self._wheel, self._search, self._resize, self._palette, self._confirm)
        weights = (3, 3, 4, 1, 1, 1)
        if self._random.random() < 0.75:
            self._press(self._random.choice(self._keys))
        else:
            self._random.choices(acts, weights)[0]()

    def leave(self) -> None:
        """Return to the main screen in a window of the usual size."""
        self._terminal.resize(120, 40)
        for _ in range(6):
            self._press("esc")

    def _press(self, key: str) -> None:
        self.last_keys.append(key)
        self._terminal.press(key)
        if key == "esc":
            self._terminal.settle()
        elif self._random.random() < 0.8:  # the others come one upon another
            self._terminal.settle(0.03)

    def _click(self) -> None:
        # Not on the last line, where the footer offers to quit.
        last = max(self._terminal.rows - 1, 1)
        column, row = self._random.randrange(self._terminal.columns), self._random.randrange(last)
        self.last_keys.append(f"click {column}, {row}")
        self._terminal.click(column, row)
        self._terminal.settle(0.03)

    def _wheel(self) -> None:
        column = self._random.randrange(self._terminal.columns)
        row = self._random.randrange(self._terminal.rows)
        for _ in range(self._random.randrange(1, 6)):
            self._terminal.wheel(column, row, self._random.choice(("up", "down")))
        self._terminal.settle(0.03)

    def _search(self) -> None:
        self._press("esc")
        query = self._random.choice(_QUERIES)
        self.last_keys.append(f"/{query}")
        self._terminal.press("/")
        self._terminal.type(query)
        for _ in range(self._random.randrange(4)):
            self._press(self._random.choice(("backspace", "tab", "down", "up", "x", " ", "left")))
        self._press(self._random.choice(("enter", "enter", "esc", "ctrl+s")))

    def _resize(self) -> None:
        columns, rows = self._random.choice(_SIZES)
        self.last_keys.append(f"{columns}x{rows}")
        self._terminal.resize(columns, rows)
        self._terminal.settle()

    def _palette(self) -> None:
        self._press("ctrl+p")
        self._press(self._random.choice(("down", "pgdn", "pgup", "x")))
        self._press("esc")

    def _confirm(self) -> None:
        self._press("A")
        self._press(self._random.choice(("y", "n")))


def survive(folder: Path, keys: int, seed: int, articles: int = 300) -> Soak:
    """Use a reader at random until `keys` things are done; raises `SoakError`."""
    random = Random(seed)  # noqa: S311
    environment = reader_environment(folder)
    write_browser(folder / "browser", folder / "opened")
    environment["BROWSER"] = str(folder / "browser")
    news = folder / "news"
    news.mkdir()
    changing = ChangingFolder(news, articles, random)
    soak = Soak()
    with start_reader(str(news), env=environment) as terminal:
        try:
            terminal.wait_for_text("articles")
            terminal.wait_for(lambda _: log_path(environment).exists(), "the log")
            _use(terminal, changing, soak, keys, random, pid_of(environment))
            _leave(terminal, random)
        except AssertionError as error:
            raise SoakError(
                f"after {soak.keys} keys (seed {seed}):\n{error}\n{log_of(environment)}"
            ) from error
        _check(terminal, changing, environment, seed)
        soak.output = len(terminal.raw)
    soak.changes = changing.changes
    return soak


def _use(
    terminal: Terminal,
    changing: ChangingFolder,
    soak: Soak,
    keys: int,
    random: Random,
    pid: int,
) -> None:
    person = _Person(terminal, random)
    for number in range(keys):
        if number % _SAMPLE_EVERY == 0:
            soak.memory.append(memory_of(pid))
        if number % _PULL_EVERY == _PULL_EVERY // 2:
            changing.pull()
        elif number % _CHANGE_EVERY == _CHANGE_EVERY // 2:
            changing.change()
        person.act()
        soak.keys += 1
        if not state_of(pid):
            raise SoakError(f"it ended with {terminal.wait_exit()} after {[*person.last_keys]}")
        if terminal.columns > 1 and not terminal.text.strip():
            # Not until all is quiet: the cursor of the search bar never stops blinking.
            terminal.wait_for(
                lambda seen: bool(seen.text.strip()), f"anything after {[*person.last_keys]}"
            )


def _leave(terminal: Terminal, random: Random) -> None:
    _Person(terminal, random).leave()
    terminal.settle(1)  # or a busy reader takes the last esc and ? for alt+?
    terminal.press("?")
    terminal.wait_for_text("Moving, in any pane")
    terminal.press("esc")
    terminal.settle()
    terminal.press("q")
    assert terminal.wait_exit() == 0


def _check(
    terminal: Terminal, changing: ChangingFolder, environment: Mapping[str, str], seed: int
) -> None:
    faults = [
        *(f"left behind: {left}" for left in terminal.left_behind()),
        *(f"sent the terminal {sequence!r}" for sequence in _foreign(terminal.raw)),
        *(f"changed in the library: {name}" for name in changing.differences()),
    ]
    if " ERROR " in (log := log_of(environment)):
        faults.append(log)
    if faults:
        raise SoakError(f"seed {seed}:\n" + "\n".join(faults))


def _foreign(raw: bytes) -> list[bytes]:
    """What is foreign in `raw`, but for the clipboard, which `y` writes when it is asked to."""
    return [found for found in foreign_sequences(raw) if not found.startswith(b"\x1b]52;c;")]


def all_keys() -> list[str]:
    """Return every key that is bound and does not end the reader, by its name in a terminal."""
    bindings: list[Binding] = [
        *(binding for group in keys.GROUPS for binding in group.bindings),
        *(*keys.CLOSING, *keys.NAMING, *keys.LINKS, *keys.CONFIRMING),
    ]
    names = sorted({name for binding in bindings for name in binding.key.split(",")})
    return [_NAMES.get(name, name) for name in names if name not in _NOT_AT_RANDOM]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    options = parser.parse_args()
    print(f"seed {options.seed}")
    began = time.monotonic()
    with TemporaryDirectory() as name:
        soak = survive(Path(name), options.keys, options.seed)
    minutes = (time.monotonic() - began) / 60
    print(f"{soak.keys:,} keys, {soak.changes:,} changes of the folder, {minutes:.0f} minutes")
    print(f"{soak.output:,} bytes sent to the terminal; errors: 0, files written: 0")
    quarters = ", ".join(f"{size / 1024**2:.0f}" for size in soak.quarters)
    print(f"memory by quarters: {quarters} MiB; the last {soak.growth:.2f} times the second")
    if soak.growth > GROWTH:
        raise SoakError(f"the memory grew {soak.growth:.2f} times")


if __name__ == "__main__":
    main()
