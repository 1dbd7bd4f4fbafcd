"""Groups all articles of an index in another process, so that its writer can do other things.

python -m broadsheet.library.stories.grouping_process INDEX: the file of the index. Its standard
input is a pipe from the process that started it, with a line of JSON once all articles are there:
whether one was written twice, and the other names of providers. Until then it counts their words.
The pipe closes when that process ends, even if it is killed, and then this one ends too.
"""

import gc
import json
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from select import select
from threading import Thread
from typing import cast

from broadsheet.library.stories.grouped import Grouped, WordsSoFar, grouped
from broadsheet.library.stories.source_rules import SourceRules
from broadsheet.own_process import own_process

_COUNTS_EVERY = 0.3
"""Seconds between two looks at which articles were written."""


class GroupingProcess:
    """Groups what the index at `path` has when it is told to `begin`."""

    def __init__(self, path: Path) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError):
            self._process = subprocess.Popen(  # noqa: S603 - it is this program
                own_process(__name__, str(path)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )

    def begin(self, rules: SourceRules, *, has_changes: bool) -> None:
        """Group the articles, which are all there; some may have changed since this was made."""
        if self._process is None or self._process.stdin is None:
            return
        with suppress(OSError):  # it has failed, which `result` says
            # Not an argument: the system limits how long those may be.
            told = json.dumps([has_changes, dict(rules.names)])
            self._process.stdin.write(told.encode() + b"\n")
            self._process.stdin.flush()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def result(self) -> Grouped | None:
        """Wait for the groups; None if the process failed, for whatever reason."""
        if self._process is None or self._process.stdout is None:
            return None
        data = self._process.stdout.read()
        if self._process.wait() != 0:
            return None
        return cast("Grouped", pickle.loads(data))  # noqa: S301 - only our own process wrote it


def _end_with_the_other() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def main() -> None:
    """Group the articles of the index that the argument names."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that waits for us
    gc.freeze()
    gc.disable()  # grouping leaves no cycles, and they are searched for again and again
    uri = f"{Path(sys.argv[1]).as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        words = WordsSoFar(connection)
        while not select([sys.stdin], [], [], _COUNTS_EVERY)[0]:
            words.count()
        line = sys.stdin.buffer.readline()
        if not line:
            os._exit(1)
        Thread(target=_end_with_the_other, daemon=True).start()
        has_changes, others = json.loads(line)
        rules = SourceRules({name: tuple(known) for name, known in others.items()})
        found = grouped(connection, rules, None if has_changes else words)
    sys.stdout.buffer.write(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
    sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
