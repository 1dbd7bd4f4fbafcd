"""Processes beside the screen give way to it, whatever session they are in."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

_GROUP = Path("/proc/self/autogroup")
_BEFORE_AND_AFTER = """
import os
from pathlib import Path
from broadsheet.background import give_way
group = Path("/proc/self/autogroup")
print(os.nice(0), group.read_text() if group.exists() else "", sep=":")
give_way()
print(os.nice(0), group.read_text() if group.exists() else "", sep=":")
"""


@pytest.mark.parametrize("has_session", [True, False])
def test_a_process_gives_way(has_session: bool) -> None:
    before, after = _priorities(has_session)
    assert after.niceness == min(before.niceness + 10, 19)
    assert has_session or after.of_session == before.of_session


@pytest.mark.skipif(not _GROUP.exists(), reason="this system does not group by sessions")
def test_a_process_in_a_session_of_its_own_gives_way_with_the_session() -> None:
    before, after = _priorities(has_session=True)
    if not before.of_session:
        pytest.skip("sessions are not grouped where this runs")
    assert after.of_session == "5"


class _Priority(NamedTuple):
    niceness: int
    of_session: str
    """Empty where sessions are not grouped, as in some containers."""


def _priorities(has_session: bool) -> list[_Priority]:
    """The priorities of a process before and after it gave way."""
    told = subprocess.run(
        [sys.executable, "-c", _BEFORE_AND_AFTER],
        start_new_session=has_session,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    lines = [line for line in told.splitlines() if line]
    return [
        _Priority(int(niceness), "".join(group.split()[-1:]))
        for niceness, _, group in (line.partition(":") for line in lines)
    ]
