"""Pictures for the open reader, in a process of its own: the screen waits for no network.

`python -m broadsheet.pictures.service` is asked (`serving.py`) with `addresses` and `box`. It
answers with the drawn picture, or with a `sentence` that says why there is none.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from broadsheet.config.reading import read_settings
from broadsheet.pictures.fetch import PictureFetcher
from broadsheet.pictures.messages import box_of
from broadsheet.pictures.store import PictureStore
from broadsheet.pictures.wanted import Box, Drawn
from broadsheet.serving import Values, answer, requests

_AT_ONCE = 2
_MEGABYTE = 1024 * 1024


def main() -> None:
    """Answer until the input ends."""
    settings, _ = read_settings()
    store = PictureStore(settings.pictures.limit * _MEGABYTE)
    with (
        ThreadPoolExecutor(_AT_ONCE, "pictures") as threads,
        PictureFetcher(store, settings.feeds.private_hosts, drawers=_AT_ONCE) as fetcher,
    ):

        def draw(request: Values) -> None:
            addresses, box = _asked(request)
            drawn = fetcher.draw(addresses, box)
            answer(request, asdict(drawn) if isinstance(drawn, Drawn) else {"sentence": drawn})

        for request in requests():
            threads.submit(draw, request)
        # Nobody waits for what is still being fetched.
        os._exit(0)


def _asked(request: Values) -> tuple[list[str], Box]:
    match request:
        case {"addresses": list(addresses), "box": dict(box)}:
            return list(map(str, addresses)), box_of(box)
    raise ValueError(request)


if __name__ == "__main__":
    main()
