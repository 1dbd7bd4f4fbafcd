"""Keys pressed in the reader while a hundred feeds bring their entries."""

import time
from collections.abc import Sequence
from contextlib import closing
from itertools import cycle
from pathlib import Path

from benchmarks.bench import Bench, environment, p95, reader_command
from benchmarks.figures import Figure
from benchmarks.libraries import restored
from benchmarks.picture import Replay, cursor_title
from benchmarks.recording import Recording
from benchmarks.starts import ROW
from broadsheet.feeds import opml
from broadsheet.feeds.model import Subscription
from broadsheet.feeds.state import State
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.paths import config_folder

_BETWEEN_KEYS = 0.1
_AFTERWARDS = 2.0
"""Seconds in which keys go on: the last files are read and shown then."""

_TOO_LONG = 120.0


def keys_while_feeds_arrive(bench: Bench, subscriptions: Sequence[Subscription]) -> Figure:
    """Measure `j` and `k`, ten a second, from `R` until every feed was fetched and shown."""
    with restored(bench.root):
        return _keys_while_they_arrive(bench, bench.root, subscriptions)


def _keys_while_they_arrive(
    bench: Bench, library: Path, subscriptions: Sequence[Subscription]
) -> Figure:
    opml.write_library(library, opml.read_library(library).add(subscriptions))
    hosts = ", ".join(f'"127.0.0.{number + 1}"' for number in range(len(subscriptions)))
    config_folder().mkdir(parents=True, exist_ok=True)
    (config_folder() / "config.toml").write_text(f"[feeds]\nprivate_hosts = [{hosts}]\n")
    bring_up_to_date(library)
    with Recording(reader_command(str(library)), environment(bench.scratch)) as reader:
        reader.wait_for(ROW)
        reader.rest()
        reader.press("R")
        replay = Replay(reader)
        replay.catch_up()
        presses = _press_until_fetched(reader, library, subscriptions)
        answers = replay.answers(presses, time.perf_counter(), cursor_title)
    milliseconds = [1e3 * (_BETWEEN_KEYS if found is None else found) for found in answers]
    return Figure("feeds arriving, key p95", p95(milliseconds), "ms")


def _press_until_fetched(
    reader: Recording, library: Path, subscriptions: Sequence[Subscription]
) -> list[float]:
    presses, ends = list[float](), float("inf")
    began = time.perf_counter()
    with closing(State(library)) as state:
        for key in cycle("jk"):
            presses.append(reader.press(key))
            reader.listen(_BETWEEN_KEYS)
            if ends == float("inf") and all(
                state.feed(each.url).fetched_at for each in subscriptions
            ):
                ends = time.perf_counter() + _AFTERWARDS
            if time.perf_counter() > ends:
                return presses
            if time.perf_counter() - began > _TOO_LONG:
                raise TimeoutError(f"the feeds were not fetched within {_TOO_LONG} s")
    return presses
