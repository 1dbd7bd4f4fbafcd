"""Politeness towards hosts: one request at a time, a pause between two, and silence when asked.

Each rule exists because some server bans clients that break it: parallel connections and bursts
are what they block first, requests after a 429 what they block longest.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from broadsheet.web.host_files import HostFiles, Which

PAUSE = 1.0
"""Seconds between the end of a request and the start of the next one to the same host."""

_SILENCE = 10 * 60
_LONGEST_SILENCE = 7 * 24 * 3600

_POLL_SECONDS = 0.05
_LONGEST_WAIT = 120.0
"""Seconds. A process that was stopped in the middle of a request does not hold up the others."""


class HostBusyError(Exception):
    """A host asked to be left alone; `until` is when it may be asked again (seconds, epoch)."""

    def __init__(self, host: str, until: float) -> None:
        super().__init__(f"{host} asked for a pause")
        self.host = host
        self.until = until


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    moments: dict[Which, float] = field(default_factory=lambda: {"free": 0.0, "silent": 0.0})
    """In seconds since the epoch, because other processes read them too."""


class Hosts:
    """Decides when each host may be asked next; safe to use from several threads.

    `files` shares these moments with other processes.
    """

    def __init__(self, pause: float = PAUSE, files: HostFiles | None = None) -> None:
        self._longest: dict[Which, float] = {"free": pause, "silent": _LONGEST_SILENCE}
        self._files = files
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    def silence(self, name: str, until: float) -> None:
        """Leave the host `name` alone until `until`; requests that wait for it are dropped."""
        self._put(name, "silent", max(until, self._host(name).moments["silent"]))

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Wait for the host's turn and hold it; raises `HostBusyError` if it wants silence."""
        give_up_at = time.monotonic() + _LONGEST_WAIT
        with self._host(name).lock:
            while True:
                # Nobody holds the host during the pause, so that each process gets its turns.
                self._pause(name)
                with (
                    nullcontext(True) if self._files is None else self._files.held(name) as is_ours
                ):
                    is_ours = is_ours or time.monotonic() > give_up_at
                    if is_ours and self._left(name, "free") <= 0:
                        self._put(name, "free", time.time() + self._longest["free"])  # if killed
                        try:
                            yield
                        finally:
                            self._put(name, "free", time.time() + self._longest["free"])
                        return
                time.sleep(_POLL_SECONDS)

    def _pause(self, name: str) -> None:
        self._check(name)
        wait = self._left(name, "free")
        if wait > 0:
            time.sleep(wait)
            self._check(name)

    def _check(self, name: str) -> None:
        left = self._left(name, "silent")
        if left > 0:
            raise HostBusyError(name, time.time() + left)

    def _left(self, name: str, which: Which) -> float:
        """Return the seconds until a moment; 0 if it is past or impossibly far away."""
        now = time.time()
        moments = [self._host(name).moments[which]]
        if self._files is not None:
            moments.append(self._files.moment(name, which))
        # The clock may have been set back since.
        possible = [moment - now for moment in moments if moment - now <= self._longest[which] + 1]
        return max(0.0, *possible) if possible else 0.0

    def _put(self, name: str, which: Which, moment: float) -> None:
        self._host(name).moments[which] = moment
        if self._files is not None:
            self._files.put(name, which, moment)

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host())


def silence_until(now: float, headers: Mapping[str, str], refusals: int) -> float:
    """Return until when a host is left alone after a 429 or 503, its `refusals`-th in a row."""
    asked = _retry_after(now, headers.get("retry-after", ""))
    if asked is None:
        asked = float(_SILENCE << min(8, max(0, refusals - 1)))
    return now + min(_LONGEST_SILENCE, asked)


def http_date(value: str) -> float | None:
    """Return the moment that a header names, in seconds since the epoch; None if it names none."""
    try:
        return parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def _retry_after(now: float, value: str) -> float | None:
    """Return the seconds that a host wants to be left alone; None if it names no time to come."""
    value = value.strip()
    if value.isdecimal():
        return float(value) or None
    moment = http_date(value)
    return None if moment is None or moment <= now else moment - now
