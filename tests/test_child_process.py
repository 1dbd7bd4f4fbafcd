"""The limits of a process that reads what is hostile: they count its work, not its waiting."""

import signal
import subprocess
import sys

import pytest

_CHILD = """
import time
from broadsheet.child_process import answer_requests

def answer(request, document):
    {does}
    return {{"length": len(document)}}

answer_requests(answer)
"""


@pytest.mark.parametrize(
    ("does", "said", "status"),
    [("time.sleep(0.5)", b'{"length": 3}\n', 0), ("while True: pass", b"", -signal.SIGPROF)],
)
def test_a_child_may_wait_for_longer_than_it_may_work(does: str, said: bytes, status: int) -> None:
    found = subprocess.run(
        [sys.executable, "-c", _CHILD.format(does=does)],
        input=b"[3, 0.3, {}]\nabc",
        capture_output=True,
        check=False,
    )
    assert (found.stdout, found.returncode) == (said, status)
