"""Pictures for the open reader, in a process of its own: the screen waits for no network.

`python -m broadsheet.pictures.service` reads requests from standard input, each a line of JSON with
`id`, `addresses` and `box`. Each is answered by a line with its `id` and the drawn picture, or with
a `sentence` that says why there is none. It ends with its input.
"""

import json
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from broadsheet.config.reading import read_settings
from broadsheet.pictures.fetch import PictureFetcher
from broadsheet.pictures.messages import box_of
from broadsheet.pictures.store import PictureStore
from broadsheet.pictures.wanted import Box, Drawn

_AT_ONCE = 2
_MEGABYTE = 1024 * 1024

Values = dict[str, object]


def main() -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the screen
    settings, _ = read_settings()
    store, lock = PictureStore(settings.pictures.limit * _MEGABYTE), threading.Lock()
    with (
        ThreadPoolExecutor(_AT_ONCE, "pictures") as threads,
        PictureFetcher(store, settings.feeds.private_hosts, drawers=_AT_ONCE) as fetcher,
    ):

        def answer(request: Values) -> None:
            addresses, box = _asked(request)
            drawn = fetcher.draw(addresses, box)
            said = asdict(drawn) if isinstance(drawn, Drawn) else {"sentence": drawn}
            with lock:
                sys.stdout.write(json.dumps({"id": request["id"]} | said) + "\n")
                sys.stdout.flush()

        for line in sys.stdin:
            threads.submit(answer, json.loads(line))
        # Nobody waits for what is still being fetched.
        os._exit(0)


def _asked(request: Values) -> tuple[list[str], Box]:
    match request:
        case {"addresses": list(addresses), "box": dict(box)}:
            return list(map(str, addresses)), box_of(box)
    raise ValueError(request)


if __name__ == "__main__":
    main()
