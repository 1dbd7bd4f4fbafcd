"""Full texts for the open reader, in a process of its own: the screen never waits for a network.

`python -m broadsheet.pages.service` is asked (`serving.py`) with `asked` (whether someone waits for
it) and what `Wanted` has. It answers once the text is kept, with `kind` and `sentence` if there is
none.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from broadsheet.config.reading import read_settings
from broadsheet.pages.batch import fetch_and_keep
from broadsheet.pages.fetch import PageFetcher
from broadsheet.pages.store import PageStore
from broadsheet.pages.wanted import Wanted
from broadsheet.serving import Values, answer, requests

_ASKED_AT_ONCE = 4
_UNASKED_AT_ONCE = 2


def main() -> None:
    """Answer until the input ends."""
    settings, _ = read_settings()
    store = PageStore()
    with (
        ThreadPoolExecutor(_ASKED_AT_ONCE, "asked") as asked,
        ThreadPoolExecutor(_UNASKED_AT_ONCE, "unasked") as unasked,
        PageFetcher(settings.feeds.private_hosts) as fetcher,
    ):

        def fetch(request: Values) -> None:
            missing = fetch_and_keep(fetcher, store, _wanted(request))
            answer(request, {} if missing is None else asdict(missing))

        for request in requests():
            (asked if request["asked"] else unasked).submit(fetch, request)
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
