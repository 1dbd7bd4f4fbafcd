"""What the services of the open reader share: requests and answers are lines of JSON.

Each request has an `id`, and each of its answers has the same one. If an answer has `more`, another
one follows. A service ends with its input.
"""

import json
import signal
import sys
import threading
from collections.abc import Iterator

Values = dict[str, object]

_writing = threading.Lock()


def requests() -> Iterator[Values]:
    """Yield what is asked, until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the screen
    for line in sys.stdin:
        yield json.loads(line)


def answer(request: Values, said: Values, *, more: bool = False) -> None:
    """Answer a request. May be called from any thread."""
    line = json.dumps(said | {"id": request["id"], "more": more})
    with _writing:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
