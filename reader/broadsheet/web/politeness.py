"""Politeness towards hosts: one request at a time, a pause between two, and silence when asked.

Each rule exists because some server bans clients that break it: parallel connections and bursts
are what they block first, requests after a 429 what they block longest.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

PAUSE = 1.0
"""Seconds between the end of a request and the start of the next one to the same host."""


_SILENCE = 10 * 60
_LONGEST_SILENCE = 7 * 24 * 3600


class HostBusyError(Exception):
    """A host asked to be left alone; `until` is when it may be asked again (seconds, epoch)."""

    def __init__(self, host: str, until: float) -> None:
        super().__init__(f"{host} asked for a pause")
        self.host = host
        self.until = until


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    """On the monotonic clock."""

    silent_until: float = 0.0
    """On the clock of the system, which outlasts this process."""


class Hosts:
    """What is known of the hosts that are asked; may be used by many threads."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    def silence(self, name: str, until: float) -> None:
        """Leave the host `name` alone until `until`; requests that wait for it are dropped."""
        host = self._host(name)
        host.silent_until = max(host.silent_until, until)

    def silent_until(self, name: str) -> float:
        """Return when the host may be asked again, in seconds since the epoch; 0: now."""
        return self._host(name).silent_until

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Wait for the host's turn and hold it; raises `HostBusyError` if it wants silence."""
        host = self._host(name)
        with host.lock:
            self._check(name, host)
            wait = host.free_at - time.monotonic()
            if wait > 0:
                time.sleep(wait)
                self._check(name, host)
            try:
                yield
            finally:
                host.free_at = time.monotonic() + self._pause

    def _check(self, name: str, host: _Host) -> None:
        if host.silent_until > time.time():
            raise HostBusyError(name, host.silent_until)

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
    value = value.strip()
    if value.isdecimal() and len(value) < 10:
        return float(value)
    moment = http_date(value)
    return None if moment is None else max(0.0, moment - now)
