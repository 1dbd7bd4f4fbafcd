"""From a key to its frame: moving, sorting, choosing a topic, as a person at a terminal does."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.bench import Bench, environment, p95
from benchmarks.figures import BARE, SFEED, Figure
from benchmarks.picture import (
    Picture,
    Replay,
    State,
    everything,
    find_table,
    table_rows,
    view,
)
from benchmarks.recording import ROWS, Recording
from benchmarks.rivals import Program, bare_textual, sfeed_curses
from benchmarks.starts import ROW, settled

_HELD = 1 / 30
"""Seconds between the keys of one that is held down: thirty a second, a usual repeat rate."""
_TAPPED = 0.12

_PRESS, _DRAG, _RELEASE = "\x1b[<0;{};{}M", "\x1b[<32;{};{}M", "\x1b[<0;{};{}m"
"""What a mouse sends: column and row, from 1."""


@dataclass(frozen=True, slots=True)
class _Move:
    """A way to move: what is typed every `pace` seconds, what begins it and what ends it."""

    name: str
    typed: Sequence[str]
    pace: float
    begin: str = ""
    end: str = ""


_TOPIC = re.compile(r"\S.*? +[\d,./kM]+")


def keys(bench: Bench) -> Iterator[Figure]:
    """Measure every kind of key in the entire library, and the same keys in a rival.

    The floor is measured before and after, because other programs may be running.
    """
    floor = _bare(bench)
    rival = _sfeed(bench) if bench.has(SFEED) else {}
    found: dict[str, list[float]] = {}
    worked: dict[str, float] = {}
    with settled(Program("", bench.reader(), ROW), environment(bench.scratch)) as reader:
        replay = Replay(reader)
        for move in _moves(bench, replay.catch_up()):
            reader.press(move.begin)
            reader.rest()
            replay.catch_up()
            before = reader.worked()
            found[move.name] = at_pace(reader, replay, move.typed, move.pace, table_rows)
            worked[move.name] = 1e3 * (reader.worked() - before) / len(move.typed)
            reader.press(move.end)
            reader.press("g")
            reader.rest()
        sorting = _rested(reader, replay, [*"QHD"] * bench.runs)
        choosing = _rested(reader, replay, _topic_clicks(replay.catch_up()) * bench.runs)
    floor += _bare(bench)
    for name, milliseconds in found.items():
        beside = {BARE: p95(floor)} | ({SFEED: rival[name]} if name in rival else {})
        yield Figure(f"{name}, p95", p95(milliseconds), "ms", beside)
        yield Figure(f"{name}, work", worked[name], "ms")
    yield Figure("Q, H, D, p95", p95([seen[-1] for seen in sorting]), "ms")
    if choosing:
        yield Figure("topic chosen, p95", p95([seen[0] for seen in choosing]), "ms")
        yield Figure("topic, at rest p95", p95([seen[-1] for seen in choosing]), "ms")


def _bare(bench: Bench) -> list[float]:
    with settled(bare_textual(), environment(bench.scratch)) as bare:
        return at_pace(bare, Replay(bare), ["j"] * 60, _HELD, everything)


def _moves(bench: Bench, picture: Picture) -> Iterator[_Move]:
    yield _Move("j held", ["j"] * min(150, bench.count - 1), _HELD)
    yield _Move("ctrl+d", ["\x04"] * min(40, bench.count // 10), _TAPPED)
    yield _Move("G and g", ["G", "g"] * 20, _TAPPED)
    table = find_table(picture)
    if table is not None:
        rows = [*range(table.top + 2, table.bottom), *range(table.bottom - 2, table.top, -1)]
        # The grip by itself: Textual would take a drag that comes with it for a part of it.
        yield _Move(
            "scroll bar dragged",
            [_DRAG.format(table.right, row + 1) for row in rows] * 2,
            _HELD,
            begin=_PRESS.format(table.right, table.top + 1),
            end=_RELEASE.format(table.right, table.top + 1),
        )


def _sfeed(bench: Bench) -> dict[str, float]:
    with settled(sfeed_curses(bench), environment(bench.scratch)) as rival:
        rival.press("l")
        rival.rest()
        replay = Replay(rival)
        replay.catch_up()
        return {
            "j held": p95(at_pace(rival, replay, ["j"] * 60, _HELD, everything)),
            "G and g": p95(at_pace(rival, replay, ["G", "g"] * 20, _TAPPED, everything)),
        }


def at_pace(
    recording: Recording, replay: Replay, typed: Sequence[str], pace: float, state: State
) -> list[float]:
    """Press a key every `pace` seconds, come what may; return each one's milliseconds to frame.

    A key that had changed nothing when the next one was pressed counts with all of that time.
    """
    presses = []
    for number, key in enumerate(typed):
        presses.append(recording.press(key))
        recording.listen(presses[0] + (number + 1) * pace - time.perf_counter())
    found = replay.answers(presses, time.perf_counter(), state)
    return [1e3 * (pace if seconds is None else seconds) for seconds in found]


def _rested(recording: Recording, replay: Replay, typed: Sequence[str]) -> list[list[float]]:
    """Press each key when all is at rest; return when each frame changed the view, in ms.

    A very large topic shows its first rows, and then all of them.
    """
    found = []
    for key in typed:
        replay.catch_up()
        pressed = recording.press(key)
        recording.rest()
        (changes,) = replay.changes([pressed], time.perf_counter(), view)
        found += [[1e3 * seconds for seconds in changes]] if changes else []
    return found


def _topic_clicks(picture: Picture) -> list[str]:
    """Return the clicks on the first topics of the sidebar."""
    table = find_table(picture)
    if table is None:
        return []
    names = [picture.line(row, 0, table.left).strip("│┃ ") for row in range(ROWS)]
    heading = next((row for row, name in enumerate(names) if "TOPICS" in name), ROWS)
    rows = [row for row in range(heading + 1, ROWS) if _TOPIC.fullmatch(names[row])][:3]
    return [_PRESS.format(5, row + 1) + _RELEASE.format(5, row + 1) for row in rows]
