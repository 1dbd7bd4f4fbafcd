"""What every part of the measuring works with: the library, its feed, where to write, how often."""

import math
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import NEWSBOAT
from benchmarks.libraries import Feed
from tests.terminal.reader_env import clean_environment

NEWSBOAT_AT_MOST = 100_000
"""newsboat takes minutes and gigabytes for more articles than these."""


_AS_INSTALLED = "import sys; from broadsheet.entry import main; sys.exit(main())"
"""What the command does that is installed; `python -m` looks for modules for 4 ms first."""

environment = clean_environment
"""What programs find in their environment; all their folders are in one home."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One library to be measured: `root` is a copy that may be changed."""

    root: Path
    count: int
    feed: Feed
    scratch: Path
    runs: int

    def reader(self) -> list[str]:
        """Return the command that opens the library."""
        return reader_command(str(self.root))

    def has(self, rival: str) -> bool:
        """Whether a rival is measured as well."""
        too_many = rival == NEWSBOAT and self.count > NEWSBOAT_AT_MOST
        return shutil.which(rival) is not None and not too_many


def reader_command(*arguments: str) -> list[str]:
    """Return the command of the reader of this checkout."""
    return [sys.executable, "-c", _AS_INSTALLED, *arguments]


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 of 100 do not exceed."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def first_words(title: str) -> bytes:
    """Return a pattern for the beginning of a title, as a narrow column shows it."""
    return re.escape(title[:12].rstrip()).encode()
