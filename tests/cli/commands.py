"""Runs the commands as a shell does: each in its own process."""

import re
import subprocess
from collections.abc import Callable, Sequence

from tests.terminal.reader_env import REPOSITORY

# Control characters, line separators, characters that change the direction, and surrogates.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

Run = Callable[..., subprocess.CompletedProcess[str]]
Out = Callable[..., str]

_TITLE = 5  # its column in the TSV


def titles(tsv: str) -> list[str]:
    """Return the first word of each title."""
    return [line.split("\t")[_TITLE].split()[0] for line in tsv.splitlines()]


def start(
    program: Sequence[str], environment: dict[str, str], *arguments: str, stdout: int
) -> subprocess.Popen[bytes]:
    """Start a command whose output goes to the file descriptor `stdout`."""
    return subprocess.Popen(
        [*program, *arguments],
        cwd=REPOSITORY,
        env=environment,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )
