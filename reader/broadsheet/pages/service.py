"""Full texts for the open reader, in a process of its own: the screen never waits for a network.

`python -m broadsheet.pages.service` reads requests from standard input, each a line of JSON with
`id`, `asked` (whether someone waits for it) and what `Wanted` has. Each is answered by a line with
its `id` once its text is kept, or with `kind` and `sentence` if there is none. It ends with its
input.
"""

import json
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from broadsheet.config.reading import read_settings
from broadsheet.pages.batch import fetch_and_keep
from broadsheet.pages.fetch import PageFetcher
from broadsheet.pages.store import PageStore
from broadsheet.pages.wanted import Wanted

_ASKED_AT_ONCE = 4
_UNASKED_AT_ONCE = 2

Values = dict[str, object]


def main() -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the screen
    settings, _ = read_settings()
    store, lock = PageStore(), threading.Lock()
    with (
        ThreadPoolExecutor(_ASKED_AT_ONCE, "asked") as asked,
        ThreadPoolExecutor(_UNASKED_AT_ONCE, "unasked") as unasked,
        PageFetcher(settings.feeds.private_hosts) as fetcher,
    ):

        def answer(request: Values) -> None:
            missing = fetch_and_keep(fetcher, store, _wanted(request))
            said: Values = {"id": request["id"]}
            if missing is not None:
                said |= {"kind": missing.kind, "sentence": missing.sentence}
            with lock:
                sys.stdout.write(json.dumps(said) + "\n")
                sys.stdout.flush()

        for line in sys.stdin:
            request: Values = json.loads(line)
            (asked if request["asked"] else unasked).submit(answer, request)
        # Nobody waits for what is still being fetched. What is kept is complete or absent.
        os._exit(0)


def _wanted(request: Values) -> Wanted:
    match request:
        case {"key": int(key), "addresses": list(addresses), "had": int(had)}:
            title, address = str(request["title"]), str(request["address"])
            return Wanted(key, tuple(map(str, addresses)), title, had, address)
    raise ValueError(request)


if __name__ == "__main__":
    main()
