"""Every key of every window, on libraries that have little or nothing in them, by the thousand.

    python -m tests.torture.monkey --keys 20000 --seed 1

The reader runs in this process, without a terminal. It must survive: no error, no key after which
it does not rest again, no window that Esc does not close. Only the keys that end it end it.
"""

# ruff: noqa: T201 - it is a command
import argparse
import asyncio
import faulthandler
import logging
import os
import sys
import time
import traceback
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from rich.console import RenderableType
from textual._compositor import Compositor
from textual.events import (
    Event,
    Key,
    MouseDown,
    MouseEvent,
    MouseMove,
    MouseScrollDown,
    MouseScrollUp,
    MouseUp,
    Paste,
    Resize,
)
from textual.geometry import Size
from textual.keys import _character_to_key, key_to_character

from broadsheet.library.library import Library
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from broadsheet.tui import keys
from broadsheet.tui.actions.folder_process import FolderProcess
from broadsheet.tui.app import BroadsheetApp
from broadsheet.tui.screens.main import MainScreen
from tests.forks.forks import Forks
from tests.terminal.reader_env import REPOSITORY, clean_environment, reader_environment
from tests.torture.monkey_libraries import KINDS, LibraryKind
from tests.tui.idle import wait_until_heard, wait_until_idle

_PATIENCE = 30.0
"""Seconds within which the reader rests after a key, also where others use the machine."""

_KEYS_PER_READER = 250
_MOST_WINDOWS = 6
"""How many windows, questions and inputs may lie upon each other, each closed by an Esc."""

_NEVER = {"ctrl+q", "ctrl+z", "ctrl+c"}
_OPENING: tuple[str, ...] = (
    "question_mark",
    *"tLvwXTFPA",
    "comma",
    "plus",
    "colon",
    "slash",
    "z",
    "slash",
    "slash",
)
_OTHERS: tuple[str, ...] = (
    *"abcxyzQ019:\"'-(*éß漢",
    "space",
    "home",
    "delete",
    "f5",
    "ctrl+a",
    "ctrl+k",
    "alt+x",
)
_QUERIES = (
    *("zzzz", "text:zzz", "front:2030-01-01", "front:today", "topic:none", "is:starred", "sort:"),
    *("chips", "is:muted", "-is:muted", "has:story", "is:lead", "text:chips", "front:", '"', "(("),
    *("quality:>50", "sort:-heat", "topic:", "provider:", "after:2031", "is:broken", "feed:"),
)
_SMALLEST, _LARGEST = (20, 5), (300, 80)
_USUAL = ((80, 24), (80, 24), (120, 40), (200, 50), _SMALLEST, _SMALLEST, _LARGEST)


class MonkeyError(AssertionError):
    """The reader failed; the message says where, and how to repeat it."""


class _Errors(logging.Handler):
    """Keeps what the reader logs as errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


class _Person:
    """Presses whatever can be pressed, in one reader."""

    def __init__(self, app: BroadsheetApp, random: Random, seen: Counter[tuple[str, str]]) -> None:
        self._app = app
        self._random = random
        self._seen = seen
        self.last: deque[str] = deque(maxlen=30)

    @property
    def has_left(self) -> bool:
        """Whether the reader was left, as with `q`."""
        return self._app._exit or not self._app.is_running

    async def act(self) -> None:
        """Do one thing; mostly, wait for what comes of it."""
        # If the loop itself hangs; 2 is what `sys.stderr` was before Textual took it.
        faulthandler.dump_traceback_later(_PATIENCE * 3, exit=True, file=2)
        chance = self._random.random()
        if chance < 0.8:
            self._press(self._some_key())
        else:
            self._random.choice(
                (self._click, self._wheel, self._drag, self._resize, self._search, self._paste)
            )()
        await (self.rest() if self._random.random() < 0.7 else wait_until_heard())

    async def rest(self) -> None:
        """Wait until nothing more happens, and draw what is seen."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await wait_until_idle(self._app)
        except TimeoutError:
            raise MonkeyError(f"it does not rest: {_what_runs(self._app)}") from None
        if not self.has_left:
            _draw(self._app.screen._compositor, full=True)

    async def come_back(self) -> None:
        """Close every window; raises `MonkeyError` where Esc does not."""
        for _ in range(_MOST_WINDOWS):
            if self.has_left or isinstance(self._app.screen, MainScreen):
                return
            self._press("escape")
            await self.rest()
        raise MonkeyError(f"Esc does not close {self._app.screen}")

    def _some_key(self) -> str:
        is_main = isinstance(self._app.screen, MainScreen)
        chance = self._random.random()
        if is_main and chance < 0.3:
            return self._random.choice(_OPENING)
        if chance < 0.9:
            bound = self._app.screen.active_bindings.values()
            never = _NEVER | ({"q"} if is_main else set())
            names: list[str] = sorted({one.binding.key for one in bound} - never)
            return self._random.choice(names or ["escape"])
        return self._random.choice(_OTHERS)

    def _press(self, *pressed: str) -> None:
        for key in pressed:
            name = _character_to_key(key) if len(key) == 1 else key
            self._seen[type(self._app.screen).__name__, name] += 1
            self._send(name, Key(name, key if len(key) == 1 else key_to_character(name)))

    def _send(self, name: str, event: Event) -> None:
        assert self._app._driver is not None
        self.last.append(name)
        self._app._driver.process_message(event)

    def _mouse(self, kind: type[MouseEvent], x: int, y: int, button: int) -> None:
        self._send(f"{kind.__name__} {x}, {y}", kind(None, x, y, 0, 0, button, False, False, False))

    def _place(self) -> tuple[int, int]:
        size = self._app.size
        # Not on the last line, where the footer offers to quit.
        return self._random.randrange(size.width), self._random.randrange(max(size.height - 1, 1))

    def _click(self) -> None:
        place = self._place()
        for _ in range(self._random.choice((1, 1, 2, 3))):
            self._mouse(MouseDown, *place, 1)
            self._mouse(MouseUp, *place, 1)

    def _wheel(self) -> None:
        place = self._place()
        for _ in range(self._random.randrange(1, 6)):
            self._mouse(self._random.choice((MouseScrollDown, MouseScrollUp)), *place, 0)

    def _drag(self) -> None:
        start = self._place()
        self._mouse(MouseDown, *start, 1)
        for _ in range(3):
            end = self._place()
            self._mouse(MouseMove, *end, 1)
        if self._random.random() < 0.3:  # a key in the middle of it
            self._press(self._some_key())
        self._mouse(MouseUp, *end, 1)

    def _resize(self) -> None:
        (least_x, least_y), (most_x, most_y) = _SMALLEST, _LARGEST
        any_size = self._random.randint(least_x, most_x), self._random.randint(least_y, most_y)
        size = Size(*self._random.choice((*_USUAL, any_size)))
        self.last.append(f"{size.width}x{size.height}")
        self._app._driver._size = size  # type: ignore[union-attr]  # as Textual's pilot does
        self._app.post_message(Resize(size, size))

    def _search(self) -> None:
        if not isinstance(self._app.screen, MainScreen):
            self._press("escape")
        self._press("slash", *self._random.choice(_QUERIES))
        for _ in range(self._random.randrange(3)):
            self._press(self._random.choice(("tab", "down", "up", "backspace", "left", "space")))
        self._press(self._random.choice(("enter", "enter", "escape", "ctrl+s")))

    def _paste(self) -> None:
        text = self._random.choice(("", "zzz", "a\nb\x1b[31m", "https://x.invalid/feed", "w " * 99))
        self._send(f"paste {text[:9]!r}", Paste(text))


def _what_runs(app: BroadsheetApp) -> str:
    """Name what keeps a reader busy: workers, timers and tasks."""
    loop = asyncio.get_running_loop()
    workers = [worker for worker in app.workers if not worker.is_finished]
    timers = [timer for timer in loop._scheduled if not timer.cancelled()]  # type: ignore[attr-defined]
    return f"{workers}, {loop._ready}, {timers}"  # type: ignore[attr-defined]


def survive(kind: str, keys: int, seed: int, seen: Counter[tuple[str, str]]) -> int:
    """Use a reader at random; return how many things were done. Raises `MonkeyError`."""
    errors = _Errors()
    logger = logging.getLogger("broadsheet")
    logger.handlers, logger.propagate = [errors], False
    with TemporaryDirectory() as name:
        os.environ.update(clean_environment(Path(name) / "home") | {"BROWSER": "true"})
        news = Path(name) / "news"
        news.mkdir()
        try:
            return asyncio.run(_use(kind, news, keys, seed, seen, errors))
        finally:
            faulthandler.cancel_dump_traceback_later()


async def _use(
    kind: str, news: Path, keys: int, seed: int, seen: Counter[tuple[str, str]], errors: _Errors
) -> int:
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: errors.found.append(str(context))
    )
    random = Random(seed)  # noqa: S311
    library = KINDS[kind]
    library.write(news)
    if library.is_read_before:
        bring_up_to_date(news)
    done = 0
    with Marks(marks_path()) as marks, _quickened(library):
        app = BroadsheetApp(Library(news), library.settings, marks)
        person = _Person(app, random, seen)
        try:
            async with app.run_test(size=random.choice(_USUAL)):
                while done < keys and not person.has_left:
                    await person.act()
                    done += 1
                    if library.meanwhile and random.random() < 0.03:
                        person.last.append("(files)")
                        library.meanwhile(news, random)
                    if errors.found:
                        raise MonkeyError("\n".join(errors.found))
                    if done % 50 == 0:
                        await person.come_back()
                await person.come_back()
            if errors.found:
                raise MonkeyError("\n".join(errors.found))
        except Exception as error:
            where = f"{kind!r}, seed {seed}, after {done} keys: {' '.join(person.last)}"
            raise MonkeyError(where) from error
    return done


_draw = Compositor.render_update


def _leave_out(*_: object, **__: object) -> RenderableType | None:
    """Draw nothing: what a person would see is drawn when the reader rests."""
    return None


@contextmanager
def _quickened(library: LibraryKind) -> Iterator[None]:
    """Follow the folder only where it changes, and draw no frame on the way to another."""
    look = FolderProcess.look
    Compositor.render_update = _leave_out  # type: ignore[method-assign]
    if library.is_read_before and library.meanwhile is None:
        FolderProcess.look = lambda _: None  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        Compositor.render_update = _draw  # type: ignore[method-assign]
        FolderProcess.look = look  # type: ignore[method-assign]


def _never_pressed(seen: Counter[tuple[str, str]]) -> set[str]:
    pressed = {key for _, key in seen}
    bound = {key for group in keys.GROUPS for one in group.bindings for key in one.key.split(",")}
    return {_character_to_key(key) if len(key) == 1 else key for key in bound} - pressed - _NEVER


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    parser.add_argument("--library", choices=KINDS, help="only this kind of library")
    parser.add_argument("--go-on", action="store_true", help="also after a failure")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    began, done, failed, seed = time.monotonic(), 0, 0, options.seed
    seen: Counter[tuple[str, str]] = Counter()
    kinds = [options.library] if options.library else [*KINDS]
    with TemporaryDirectory() as name, Forks(REPOSITORY, reader_environment(Path(name))) as forks:
        sys.executable = forks.python
        while done < options.keys:
            kind = kinds[seed % len(kinds)]
            try:
                done += survive(kind, _KEYS_PER_READER, seed, seen)
            except MonkeyError:
                failed += 1
                if not options.go_on:
                    raise
                traceback.print_exc()
                done += _KEYS_PER_READER
            seed += 1
    windows = Counter[str]()
    for (window, _), number in seen.items():
        windows[window] += number
    minutes = (time.monotonic() - began) / 60
    print(f"{done:,} keys, {seed - options.seed:,} readers, {minutes:.1f} minutes, {failed} failed")
    print(", ".join(f"{window} {number:,}" for window, number in windows.most_common()))
    print(f"never pressed: {', '.join(sorted(_never_pressed(seen))) or 'none'}")


if __name__ == "__main__":
    main()
