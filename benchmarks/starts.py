"""From a process's start to its first rows, and the memory that takes; rivals in turn with us."""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench import Bench, environment
from benchmarks.figures import BARE, NEWSBOAT, PYTHON, SFEED, Figure
from benchmarks.recording import Recording
from benchmarks.rivals import Program, bare_textual, newsboat, python_alone, sfeed_curses

ROW = "●".encode()
"""What only the table's rows have on the reader's screen: the sign of an unread article."""

_OURS = "broadsheet"
_SEEN = "first rows seen"
_LONGEST_MAKING = 10.0
"""Seconds after which the process that makes a frame gives up."""


@dataclass(frozen=True, slots=True)
class _Start:
    """Seconds to the first rows, seen and live, and of work until then; peak memory in MB.

    Seen are those of a frame that an earlier run kept; the program can be used when they are live.
    """

    seen: float
    live: float
    worked: float
    peak_mb: float
    peak_mb_at_rest: float


_MEASURED: tuple[tuple[str, str, Callable[[_Start], float]], ...] = (
    (_SEEN, "s", lambda start: start.seen),
    ("first rows live", "s", lambda start: start.live),
    ("first rows live, work", "s", lambda start: start.worked),
    ("memory, first rows", "MB", lambda start: start.peak_mb),
    ("memory, at rest", "MB", lambda start: start.peak_mb_at_rest),
)


def starts(bench: Bench) -> Iterator[Figure]:
    """Measure the start with everything there that a start can find: index, caches, bytecode."""
    programs = [python_alone(), bare_textual(), Program(_OURS, bench.reader(), ROW)]
    if bench.has(SFEED):
        programs.append(sfeed_curses(bench))
    if bench.has(NEWSBOAT):
        programs.append(newsboat(bench))
    found: dict[str, list[_Start]] = defaultdict(list)
    surroundings = environment(bench.scratch)
    for run in range(bench.runs + 1):
        for program in programs:
            if program.name == _OURS:
                _keep_frame(program, surroundings)
            start = _start(program, surroundings)
            if run:  # the first one is for the disk
                found[program.name].append(start)
    for name, unit, value in _MEASURED:
        medians = {of: statistics.median(map(value, some)) for of, some in found.items()}
        ours = medians.pop(_OURS)
        if name != _SEEN:
            del medians[PYTHON]  # it only writes a line
        yield Figure(name, ours, unit, medians)


def _keep_frame(program: Program, surroundings: Mapping[str, str]) -> None:
    """Start our program and leave it, so that it finds the frame that a person's would.

    The frame is made after the prompt is back: nobody starts again within that half second.
    """
    with settled(program, surroundings) as recording:
        recording.press("q")
        recording.wait_for_end()
    frames = Path(surroundings["XDG_CACHE_HOME"], "broadsheet", "frames")
    until = time.monotonic() + _LONGEST_MAKING
    while time.monotonic() < until and not _has_frame(frames):
        time.sleep(0.05)


def _has_frame(frames: Path) -> bool:
    return any(not file.suffix for file in frames.iterdir()) if frames.is_dir() else False


def _start(program: Program, surroundings: Mapping[str, str]) -> _Start:
    with Recording(program.argv, surroundings) as recording:
        if program.menu:
            recording.wait_for(program.menu)
            recording.press(program.opens)
        seen = live = recording.wait_for(program.rows) - recording.began
        if program.name == _OURS:
            recording.wait_until_taken()
            live = recording.wait_for(program.rows) - recording.began
        worked, at_rows = recording.worked(), recording.peak_mb()
        if program.name not in {BARE, PYTHON}:
            recording.rest()
        return _Start(seen, live, worked, at_rows, recording.peak_mb())


def settled(program: Program, surroundings: Mapping[str, str]) -> Recording:
    """Start a program and wait until it shows its rows and has come to rest; not closed yet."""
    recording = Recording(program.argv, surroundings)
    if program.menu:
        recording.wait_for(program.menu)
        recording.press(program.opens)
    recording.wait_for(program.rows)
    time.sleep(0.1)
    recording.rest(quiet=0.5)
    return recording
