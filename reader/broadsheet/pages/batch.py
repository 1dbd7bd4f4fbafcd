"""Many texts at once: hosts next to one another, the pages of one host in turn."""

import queue
import threading
from collections.abc import Callable, Collection, Sequence

from broadsheet.log import note_error
from broadsheet.pages.fetch import PageFetcher
from broadsheet.pages.reasons import PASSING, Missing
from broadsheet.pages.store import PageStore
from broadsheet.pages.wanted import Wanted
from broadsheet.web.client import host_of, hosts_apart

_THREADS = 8

Report = Callable[[Wanted, Missing | None], None]


def fetch_and_keep(fetcher: PageFetcher, store: PageStore, wanted: Wanted) -> Missing | None:
    """Fetch a text and keep it; return why there is none, after noting that for next time."""
    try:
        found = fetcher.fetch(wanted)
        if not isinstance(found, Missing):
            store.keep(wanted.key, found)
            return None
        if found.kind not in PASSING:
            store.note_missing(wanted.key, found)
    except OSError as error:
        return Missing("failed", f"The text cannot be kept: {error.strerror or error}.")
    except Exception as error:  # noqa: BLE001 - one page must not end the others' fetching
        return Missing("failed", note_error(error))
    return found


def fetch_texts(
    wanted: Sequence[Wanted], store: PageStore, private_hosts: Collection[str], report: Report
) -> None:
    """Fetch texts and keep them; `report` is called in this thread as each is done.

    An interruption ends it at once: what was kept until then is complete.
    """
    waiting = queue.SimpleQueue[Wanted]()
    done = queue.SimpleQueue[tuple[Wanted, Missing | None]]()
    for each in hosts_apart(wanted, _first_address):
        waiting.put(each)

    unreachable = dict[str, Missing]()

    def work(fetcher: PageFetcher) -> None:
        while True:
            try:
                each = waiting.get_nowait()
            except queue.Empty:
                return
            # A host that cannot be reached is not tried again and again, a second apart.
            missing = unreachable.get(first_host(each))
            if missing is None:
                missing = fetch_and_keep(fetcher, store, each)
                if missing is not None and missing.kind == "offline":
                    unreachable[first_host(each)] = missing
            done.put((each, missing))

    with PageFetcher(private_hosts) as fetcher:
        for _ in range(min(_THREADS, len(wanted))):
            # Daemons, so that nobody who interrupts waits for a server.
            threading.Thread(target=work, args=(fetcher,), name="texts", daemon=True).start()
        for _ in wanted:
            report(*done.get())


def first_host(wanted: Wanted) -> str:
    """Return the host that is asked first for a text; empty if there is none."""
    return host_of(_first_address(wanted))


def _first_address(wanted: Wanted) -> str:
    """Return the address that is tried first for a text; empty if there is none."""
    return next(iter(wanted.addresses), "")
