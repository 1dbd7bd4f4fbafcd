"""A web server on this machine that notes every impolite request, for the tests to fail on."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAUSE = 0.95
"""A little less than the second that clients must leave between two requests to a host."""


@dataclass
class Answer:
    """What the server says to a request."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    write: Callable[[BaseHTTPRequestHandler], None] | None = None
    """Writes the body in its own way; `body` is left aside."""


Page = Answer | Callable[[Mapping[str, str]], Answer]


class Server:
    """Serves pages by path on several loopback addresses, each a host of its own.

    `complaints` holds what a client did that a server would ban it for; `requests` all of them.
    Pauses are measured with the clock that clients measure them with.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.requests: list[tuple[str, str]] = []
        self.complaints: list[str] = []
        self.etags: dict[str, str] = {}
        self.silent: dict[str, float] = {}
        self.is_strict_about_pauses = True
        self._busy: dict[str, list[socket.socket]] = {}
        self._last: dict[str, float] = {}
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server._handle(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Say nothing."""

        class Http(ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                """Say nothing: clients that are killed leave broken connections."""

        self._http = Http(("0.0.0.0", 0), Handler)  # noqa: S104 - 127.0.0.0/8
        self._http.daemon_threads = True
        self.port: int = self._http.server_address[1]
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Return the address of a page."""
        return f"http://{host}:{self.port}{path}"

    def count(self, path: str) -> int:
        """Return how often a page was asked for."""
        return sum(asked == path for _, asked in self.requests)

    def _handle(self, request: BaseHTTPRequestHandler) -> None:
        host = (request.headers.get("Host") or "").partition(":")[0]
        with self._lock:
            self._watch(host, request)
        asked, answered = time.time(), 0.0
        try:
            page = self.pages.get(request.path, Answer(status=404))
            answer = page if isinstance(page, Answer) else page(dict(request.headers))
            seconds = answer.headers.get("Retry-After", "")
            if answer.status in (429, 503) and seconds.isdecimal():
                self.silent[host] = time.time() + float(seconds)
            request.send_response(answer.status)
            for name, value in answer.headers.items():
                request.send_header(name, value)
            if answer.write is not None:
                request.send_header("Connection", "close")
                request.end_headers()
                try:
                    answer.write(request)
                finally:
                    # Nobody here knows when the client had read enough of it, and left.
                    answered = asked
                    self._end(host, request, asked)
                request.close_connection = True
                return
            request.send_header("Content-Length", str(len(answer.body)))
            request.end_headers()
            # The client's pause begins with the last byte, when this thread may have to wait.
            answered = time.time()
            self._end(host, request, answered)
            request.wfile.write(answer.body)
        except (BrokenPipeError, ConnectionResetError):
            # Nobody here knows when the client left.
            if answered:
                self._last[host] = asked
            else:
                answered = asked
                self._end(host, request, asked)
        finally:
            if not answered:
                self._end(host, request, time.time())

    def _end(self, host: str, request: BaseHTTPRequestHandler, moment: float) -> None:
        with self._lock:
            self._busy[host].remove(request.connection)
            self._last[host] = moment

    def _watch(self, host: str, request: BaseHTTPRequestHandler) -> None:
        self.requests.append((host, request.path))
        busy = self._busy.setdefault(host, [])
        complain = self.complaints.append
        # Without pauses, the next request may come before the thread of the last one is done.
        if self.is_strict_about_pauses and not all(map(_has_left, busy)):
            complain(f"two connections to {host} at once")
        busy.append(request.connection)
        since = time.time() - self._last.get(host, 0.0)
        if self.is_strict_about_pauses and since < PAUSE:
            complain(f"{host} asked again after {since:.2f} s: {request.path}")
        if self.silent.get(host, 0.0) > time.time():
            complain(f"{host} asked in spite of its Retry-After: {request.path}")
        for name in ("Cookie", "Referer", "Authorization"):
            if name in request.headers:
                complain(f"{name} was sent")
        if "Broadsheet/" not in request.headers.get("User-Agent", ""):
            complain("no honest User-Agent")
        sent = request.headers.get("If-None-Match")
        if sent is not None and sent != self.etags.get(request.path):
            complain(f"the ETag came back as {sent!r}")


def _has_left(connection: socket.socket) -> bool:
    """Whether the client has closed a connection; the thread that writes hears of it later."""
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


@contextmanager
def running(*, is_strict_about_pauses: bool = True) -> Iterator[Server]:
    """Run a server; fails the test if a client was impolite."""
    server = Server()
    server.is_strict_about_pauses = is_strict_about_pauses
    try:
        yield server
    finally:
        server.close()
    assert server.complaints == [], server.complaints


def allow_this_machine(config: Path) -> None:
    """Let programs whose folder for settings is in `config` fetch from servers of this machine."""
    (config / "broadsheet").mkdir(parents=True, exist_ok=True)
    settings = '[feeds]\nprivate_hosts = ["127.0.0.1", "127.0.0.2"]\n'
    config.joinpath("broadsheet", "config.toml").write_text(settings)


def rss(*items: str, title: str = "The Feed", more: str = "") -> bytes:
    """Return an RSS document with these items."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title><link>https://news.example/</link><description>d</description>"
        f"{more}{''.join(items)}</channel></rss>"
    ).encode()


def item(number: int, title: str = "", more: str = "") -> str:
    """Return an item of an RSS document."""
    return (
        f"<item><title>{title or f'Item {number}'}</title>"
        f"<guid isPermaLink='false'>g{number}</guid><link>https://news.example/{number}</link>"
        f"<pubDate>Tue, 05 Mar 2024 10:{number % 60:02}:00 GMT</pubDate>"
        f"<description>About {number}</description>{more}</item>"
    )
