"""The guarded HTTP client: http and https only, public addresses only, with limits on everything.

A feed or a page is written by someone else, and so are its redirects: each hop is judged again, and
the address that was really connected to must be public, whatever name it was reached by. Nothing is
sent that the server did not need: no cookies, no Referer, no user name.
"""

import ipaddress
import re
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import Literal, Self, TypeVar
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)

from broadsheet import __version__
from broadsheet.links import Refusal, check_url, joined
from broadsheet.paths import state_folder
from broadsheet.text.door import clean_line, clean_message
from broadsheet.web.host_files import HostFiles
from broadsheet.web.politeness import Hosts, silence_until

USER_AGENT = f"Broadsheet/{__version__} (terminal news reader)"

LARGEST_DOCUMENT = 10 * 1024 * 1024
"""Bytes, after decompression."""

LONGEST_REQUEST = 30.0
"""Seconds for one request in total, redirects and body included."""

MOST_REDIRECTS = 5

_SOCKET_TIMEOUT = 10.0
_CHUNK = 64 * 1024
_Each = TypeVar("_Each")

_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)

REFUSED = (429, 503)
"""A server that wants to be left alone for a while."""

_SSL_NOISE = re.compile(r"\[[^\]]*\]|\(_ssl\.c:\d+\)")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""How a network that has only IPv6 reaches IPv4 addresses (RFC 6052)."""

FailureKind = Literal["offline", "refused", "timeout", "too large", "redirects", "tls", "network"]


class FetchError(Exception):
    """A document could not be fetched; the message is one safe line, `kind` is for decisions."""

    def __init__(self, kind: FailureKind, sentence: str) -> None:
        super().__init__(clean_line(sentence))
        self.kind: FailureKind = kind


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered. `body` is decompressed; header names are in lower case."""

    url: str
    """Where the answer came from, after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    moved_to: str = ""
    """The new address, if every redirect on the way was permanent; else empty."""

    def header(self, name: str) -> str:
        """Return a header's value; empty if it was not sent."""
        return self.headers.get(name.lower(), "")


@dataclass(slots=True, eq=False)
class _Deadline:
    """Ends a request that takes too long, wherever it waits: a slow drip passes every read.

    It may be entered again, for the next hop of the same request; the time between does not count.
    """

    seconds: float
    _sockets: list[socket.socket] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _timer: threading.Timer | None = None
    _began: float = 0.0
    has_passed: bool = False

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._timer = threading.Timer(self.seconds, self.end)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self.seconds = max(0.0, self.seconds - (time.monotonic() - self._began))
        with self._lock:
            for copy in self._sockets:
                copy.close()
            self._sockets.clear()

    def watch(self, connected: socket.socket) -> None:
        """Shut down the connection `connected` when the time is over."""
        with self._lock:
            # A copy: TLS takes the descriptor out of the original.
            self._sockets.append(connected.dup())
        if self.has_passed:  # while the name was resolved
            self.end()

    def end(self) -> None:
        """End the request now."""
        with self._lock:
            self.has_passed = True
            for copy in self._sockets:
                with suppress(OSError):
                    copy.shutdown(socket.SHUT_RDWR)


class Client:
    """Fetches documents; may be used by many threads.

    `private_hosts` are the hosts, as they stand in addresses, that may be private: a server at
    home. `hosts` keeps the requests to one host apart, those of other processes too if not given.
    """

    def __init__(
        self,
        private_hosts: Collection[str] = (),
        hosts: Hosts | None = None,
        seconds: float = LONGEST_REQUEST,
        largest: int = LARGEST_DOCUMENT,
    ) -> None:
        self.hosts = hosts or Hosts(files=HostFiles(state_folder() / "hosts"))
        self._private_hosts = {host.lower().strip("[]") for host in private_hosts}
        self._seconds = seconds
        self._largest = largest
        self._local = threading.local()
        self._lock = threading.Lock()
        self._running = set[_Deadline]()
        self._is_aborted = False
        self._pools = urllib3.PoolManager(num_pools=64, maxsize=1, retries=False)
        self._pools.pool_classes_by_scheme = self._guarded_pools()

    def close(self) -> None:
        """Close all connections."""
        self._pools.clear()

    def abort(self) -> None:
        """End all requests, and let none begin: somebody interrupted them."""
        with self._lock:
            self._is_aborted = True
            for deadline in self._running:
                deadline.end()

    def heed(self, response: Response, refusals: int = 1) -> float:
        """Leave a host alone that refused, with 429 or 503, for the `refusals`-th time in a row.

        Returns until when, in seconds since the epoch; 0 if it did not refuse.
        """
        if response.status not in REFUSED:
            return 0.0
        until = silence_until(time.time(), response.headers, refusals)
        self.hosts.silence(host_of(response.url), until)
        return until

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """Fetch `url`, following redirects; raises `FetchError` and `politeness.HostBusyError`.

        `headers` are validators (If-None-Match, If-Modified-Since), sent to the host of `url` only.
        """
        home = host_of(url)
        sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", "Accept": "*/*"}
        is_permanent = True
        self._local.deadline = deadline = _Deadline(self._seconds)
        here = url
        for _ in range(MOST_REDIRECTS + 1):
            own = dict(headers or {}) if host_of(here) == home else {}
            response = self._one(here, sent | own, deadline)
            location = response.header("location")
            if response.status not in _REDIRECTS or not location:
                moved_to = here if here != url and is_permanent else ""
                return Response(here, response.status, response.headers, response.body, moved_to)
            is_permanent = is_permanent and response.status in _PERMANENT
            here = joined(here, location)
        raise FetchError("redirects", f"more than {MOST_REDIRECTS} redirects")

    def _one(self, url: str, headers: Mapping[str, str], deadline: _Deadline) -> Response:
        judged = check_url(url)
        if isinstance(judged, Refusal):
            raise FetchError("refused", f"the address is not fetched: {judged.reason}")
        with self.hosts.turn(host_of(url)), deadline, self._abortable(deadline):
            try:
                response = self._exchange(url, headers)
                if deadline.has_passed:  # a body without a stated length just ends then
                    raise TimeoutError
                return response
            except _PrivateError as error:
                raise FetchError("refused", str(error)) from error
            except (HTTPError, OSError) as error:
                if self._is_aborted:
                    raise FetchError("offline", "interrupted") from error
                if deadline.has_passed:
                    raise FetchError(
                        "timeout", f"no complete answer within {self._seconds:g} seconds"
                    ) from error
                raise _failure(error) from error

    @contextmanager
    def _abortable(self, deadline: _Deadline) -> Iterator[None]:
        with self._lock:
            if self._is_aborted:
                raise FetchError("offline", "interrupted")
            self._running.add(deadline)
        try:
            yield
        finally:
            with self._lock:
                self._running.discard(deadline)

    def _exchange(self, url: str, headers: Mapping[str, str]) -> Response:
        answer = self._pools.request(
            "GET",
            url,
            headers=headers,
            redirect=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=_SOCKET_TIMEOUT, read=_SOCKET_TIMEOUT),
        )
        try:
            found = {name.lower(): clean_line(value) for name, value in answer.headers.items()}
            for name in {"ETag", "Last-Modified"} & answer.headers.keys():
                found[name.lower()] = answer.headers[name]  # which goes back byte for byte
            if "Location" in answer.headers:
                found["location"] = _address(answer.headers["Location"])
            body = b"" if answer.status in _REDIRECTS else self._body(answer)
            return Response(url, answer.status, found, body)
        finally:
            # Never kept for the next request: one connection to a host, each with its own deadline.
            answer.close()
            answer.release_conn()

    def _body(self, answer: urllib3.BaseHTTPResponse) -> bytes:
        parts: list[bytes] = []
        size = 0
        while part := answer.read1(_CHUNK):
            size += len(part)
            if size > self._largest:
                raise FetchError(
                    "too large", f"larger than {self._largest // 1024**2} MB: it is not read"
                )
            parts.append(part)
        return b"".join(parts)

    def _guarded_pools(self) -> dict[str, type[HTTPConnectionPool]]:
        """Return pools whose connections look at the address they reached before they speak."""
        client = self

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return client._checked(super()._new_conn(), self.host)

        class Encrypted(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return client._checked(super()._new_conn(), self.host)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class EncryptedPool(HTTPSConnectionPool):
            ConnectionCls = Encrypted

        return {"http": PlainPool, "https": EncryptedPool}

    def _checked(self, connected: socket.socket, host: str) -> socket.socket:
        peer = str(connected.getpeername()[0])
        if not is_public(peer) and host.lower().strip("[]") not in self._private_hosts:
            connected.close()
            raise _PrivateError(
                f"{host} has the private address {peer}; if you trust it, allow it in the settings"
                f' file: private_hosts = ["{host}"] below [feeds]; it counts from the next start on'
            )
        deadline: _Deadline | None = getattr(self._local, "deadline", None)
        if deadline is not None:
            deadline.watch(connected)
        return connected


class _PrivateError(Exception):
    pass


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet's.

    An IPv6 address that carries an IPv4 one is judged by that.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return found.is_global and not found.is_multicast


def host_of(url: str) -> str:
    """Return the host of an address, in lower case and without its port; empty if it has none."""
    if not url:
        return ""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def hosts_apart(wanted: Iterable[_Each], url: Callable[[_Each], str]) -> list[_Each]:
    """Order what is to be fetched from `url`s so that no thread waits idly for another's host."""
    by_host: dict[str, list[_Each]] = {}
    for each in wanted:
        by_host.setdefault(host_of(url(each)), []).append(each)
    longest = max(map(len, by_host.values()), default=0)
    return [same[turn] for turn in range(longest) for same in by_host.values() if turn < len(same)]


def _address(header: str) -> str:
    """Return an address that servers sent as they keep it: as UTF-8, with spaces."""
    with suppress(UnicodeError):  # Python reads headers as Latin-1
        header = header.encode("latin-1").decode("utf-8")
    return clean_message(header).replace(" ", "%20")


def _failure(error: HTTPError | OSError) -> FetchError:
    """Say what went wrong in words, and whether it is the network here rather than the server."""
    match error:
        case NameResolutionError():
            return FetchError("offline", "the name of the host cannot be resolved")
        case NewConnectionError():
            return FetchError("offline", "there is no connection to the server")
        case ConnectTimeoutError() | ReadTimeoutError():
            return FetchError("timeout", "the server does not answer")
        case SSLError():
            reason = _SSL_NOISE.sub("", str(error)).strip()
            return FetchError("tls", f"the encrypted connection failed: {reason}")
        case ProtocolError(args=[_, BaseException() as reason]):
            return FetchError("network", _broken(reason))
    return FetchError("network", _broken(error))


def _broken(reason: BaseException) -> str:
    match reason:
        case RemoteDisconnected():
            return "the server closed the connection without an answer"
        case IncompleteRead():
            return "the answer of the server is not complete"
        case HTTPException():
            return "the answer of the server is not valid HTTP"
        case DecodeError():
            return "the answer of the server cannot be decompressed"
        case OSError(strerror=str(words)):
            return f"the connection broke: {words}"
    return f"the connection broke ({type(reason).__name__})"
