"""Processes beside the screen give way to it, whatever session they are in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_GROUP = Path("/proc/self/autogroup")
_TOLD = """
import os
from broadsheet.background import give_way
give_way()
print(os.nice(0), open("/proc/self/autogroup").read().split()[-1])
"""


@pytest.mark.skipif(not _GROUP.exists(), reason="this system does not group by sessions")
def test_a_process_in_a_session_of_its_own_gives_way_with_the_session() -> None:
    found = [
        subprocess.run(
            [sys.executable, "-c", _TOLD],
            start_new_session=has_session,
            capture_output=True,
            check=True,
            text=True,
        ).stdout.split()
        for has_session in (True, False)
    ]
    niceness = str(min(os.nice(0) + 10, 19))
    before = _GROUP.read_text().split()[-1]
    assert found == [[niceness, "5"], [niceness, before]]
