"""Groups all articles of an index in another process, so that its writer can do other things.

python -m broadsheet.library.stories.grouping_process INDEX: the file of the index. Its standard
input is a pipe from the process that started it, with a line of JSON: the other names of providers.
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
from threading import Thread
from typing import Self, cast

from broadsheet.library.stories.grouped import Grouped, grouped
from broadsheet.library.stories.source_rules import SourceRules
from broadsheet.own_process import own_process


class GroupingProcess:
    """Groups what the index at `path` has when this is made; it must not be written before that."""

    def __init__(self, path: Path, rules: SourceRules) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError):
            self._process = subprocess.Popen(  # noqa: S603 - it is this program
                own_process(__name__, str(path)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            assert self._process.stdin is not None  # noqa: S101 - PIPE was asked for
            # Not an argument: the system limits how long those may be.
            self._process.stdin.write(json.dumps(dict(rules.names)).encode() + b"\n")
            self._process.stdin.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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
    names = {
        name: tuple(others) for name, others in json.loads(sys.stdin.buffer.readline()).items()
    }
    Thread(target=_end_with_the_other, daemon=True).start()
    gc.freeze()
    gc.disable()  # grouping leaves no cycles, and they are searched for again and again
    uri = f"{Path(sys.argv[1]).as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        found = grouped(connection, SourceRules(names))
    sys.stdout.buffer.write(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
    sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
