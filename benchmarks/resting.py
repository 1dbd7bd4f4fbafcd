"""What an open reader takes that nobody touches: memory, processor, and bytes on the disk."""

from collections.abc import Iterator

from benchmarks.bench import Bench, environment
from benchmarks.figures import Figure
from benchmarks.rivals import Program
from benchmarks.starts import ROW, settled

_UNTIL_REST = 10.0
"""Seconds until the process that looked at the folder has ended."""

_UNTIL_CAUGHT_UP = 15.0
"""Seconds more until texts that are wanted for later were asked for, which happens once."""

_IDLE = 60.0


def resting(bench: Bench) -> Iterator[Figure]:
    """Measure a reader that was opened and left alone."""
    with settled(Program("", bench.reader(), ROW), environment(bench.scratch)) as reader:
        reader.listen(_UNTIL_REST)
        yield Figure("memory, all processes", reader.all_mb(), "MB")
        reader.listen(_UNTIL_CAUGHT_UP)
        worked, written = reader.worked(), reader.written_bytes()
        reader.listen(_IDLE)
        yield Figure("idle", 100 * (reader.worked() - worked) / _IDLE, "% of a core")
        yield Figure("idle, written", reader.written_bytes() - written, "bytes")
