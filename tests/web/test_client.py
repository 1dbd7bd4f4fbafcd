"""The guarded client against servers that try to get more out of it than they should."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from broadsheet.web.client import Client, FetchError, is_public
from broadsheet.web.politeness import HostBusyError, Hosts
from tests.feeds.server import Answer, Server, running
from tests.waiting import PATIENCE, in_time


@pytest.fixture
def server() -> Iterator[Server]:
    with running(is_strict_about_pauses=False) as server:
        yield server


@pytest.fixture
def client() -> Client:
    return Client(["127.0.0.1"], Hosts(pause=0), largest=1000)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.1.1", "192.168.1.1", "169.254.169.254", "0.0.0.1"),
        *("::1", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::"),
        *("224.0.0.1", "100.64.0.1", "64:ff9b::127.0.0.1"),
    ],
)
def test_private_addresses_are_told_from_public_ones(address: str) -> None:
    assert not is_public(address)
    assert is_public("8.8.8.8")
    assert is_public("2606:4700:4700::1111")
    assert is_public("64:ff9b::8.8.8.8")


def test_a_private_address_is_refused_unless_it_is_named(server: Server) -> None:
    server.pages["/"] = Answer(b"hello")
    with pytest.raises(FetchError, match=r"private address 127\.0\.0\.1"):
        Client(hosts=Hosts(pause=0)).get(server.url("/"))
    with pytest.raises(FetchError, match=r'private_hosts = \["127\.0\.0\.1"\] below \[feeds\]'):
        Client(hosts=Hosts(pause=0)).get(server.url("/"))
    assert server.requests == []
    assert Client(["127.0.0.1"], Hosts(pause=0)).get(server.url("/")).body == b"hello"


def test_validators_are_kept_byte_for_byte(server: Server, client: Client) -> None:
    sent = {"ETag": 'W/"a  &amp; b"', "Last-Modified": "Tue,  5 Mar 2024 10:00:00 GMT"}
    server.pages["/"] = Answer(headers=sent)
    found = client.get(server.url("/"))
    assert {name: found.header(name.lower()) for name in sent} == sent


def test_a_redirect_to_a_private_address_is_refused(server: Server, client: Client) -> None:
    server.pages["/"] = Answer(status=302, headers={"Location": server.url("/", "127.0.0.2")})
    with pytest.raises(FetchError, match=r"private address 127\.0\.0\.2"):
        client.get(server.url("/"))
    assert server.requests == [("127.0.0.1", "/")]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://user:secret@127.0.0.1/",
        "http://[::1",
        "http://127.0.0.1/\r\nCookie: a=b",
    ],
)
def test_addresses_of_another_kind_are_never_fetched(client: Client, url: str) -> None:
    with pytest.raises(FetchError) as caught:
        client.get(url)
    assert caught.value.kind == "refused"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "the server closed the connection without an answer"),
        (b"hello\r\n\r\n", "the answer of the server is not valid HTTP"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
            "the answer of the server is not complete",
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nabc",
            "the answer of the server cannot be decompressed",
        ),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_in_words(
    client: Client, sent: bytes, said: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connected, _ = listening.accept()
            with connected:
                connected.recv(4096)
                connected.sendall(sent)

        threading.Thread(target=answer).start()
        with pytest.raises(FetchError) as raised:
            client.get(f"http://127.0.0.1:{listening.getsockname()[1]}/")
    assert (raised.value.kind, str(raised.value)) == ("network", said)


def test_a_slow_drip_ends_at_the_deadline(server: Server) -> None:
    left = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        try:
            while True:  # until the client leaves
                request.wfile.write(b"x")
                request.wfile.flush()
                time.sleep(0.05)
        finally:
            left.set()

    server.pages["/"] = Answer(write=drip)
    client = Client(["127.0.0.1"], Hosts(pause=0), seconds=0.5, largest=10**9)
    with pytest.raises(FetchError, match=r"no complete answer within 0\.5 seconds"):
        client.get(server.url("/"))
    assert left.wait(PATIENCE)


def test_waiting_for_the_turn_of_a_host_is_no_timeout(server: Server) -> None:
    server.pages["/"] = Answer(b"here")

    def ask_twice(seconds: float) -> None:
        client = Client(["127.0.0.1"], Hosts(pause=1.5 * seconds), seconds=seconds)
        client.get(server.url("/"))
        assert client.get(server.url("/")).body == b"here"

    in_time(ask_twice, 0.2)


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/caf\xc3\xa9/\xe4\xb8\xad", "/caf%C3%A9/%E4%B8%AD"),
        ("/a?b=1&amp;c=2", "/a?b=1&amp;c=2"),
        ("/two words", "/two%20words"),
    ],
)
def test_a_redirect_is_followed_to_the_address_that_the_server_keeps(
    server: Server, client: Client, location: str, path: str
) -> None:
    server.pages |= {
        "/": Answer(status=301, headers={"Location": location}),
        path: Answer(b"here"),
    }
    assert client.get(server.url("/")).body == b"here"


def test_a_redirect_to_no_address_is_refused(server: Server, client: Client) -> None:
    server.pages["/"] = Answer(status=302, headers={"Location": "http://[x"})
    with pytest.raises(FetchError) as caught:
        client.get(server.url("/"))
    assert caught.value.kind == "refused"


def test_a_body_that_is_too_large_is_not_read(server: Server, client: Client) -> None:
    server.pages["/"] = Answer(b"x" * 1001)
    with pytest.raises(FetchError) as caught:
        client.get(server.url("/"))
    assert caught.value.kind == "too large"


def test_only_a_chain_of_permanent_redirects_is_a_move(server: Server, client: Client) -> None:
    server.pages |= {
        "/a": Answer(status=301, headers={"Location": "/b"}),
        "/b": Answer(status=308, headers={"Location": "/c"}),
        "/c": Answer(b"here"),
        "/d": Answer(status=302, headers={"Location": "/a"}),
    }
    assert client.get(server.url("/a")).moved_to == server.url("/c")
    assert client.get(server.url("/d")).moved_to == ""
    assert client.get(server.url("/c")).moved_to == ""


def test_validators_are_not_sent_to_another_host(server: Server) -> None:
    server.pages["/a"] = Answer(status=302, headers={"Location": server.url("/b", "127.0.0.2")})
    server.pages["/b"] = lambda headers: Answer(headers.get("If-None-Match", "none").encode())
    server.etags["/a"] = '"1"'
    client = Client(["127.0.0.1", "127.0.0.2"], Hosts(pause=0))
    assert client.get(server.url("/a"), {"If-None-Match": '"1"'}).body == b"none"


def test_a_host_that_wants_silence_is_not_asked(server: Server, client: Client) -> None:
    client.hosts.silence("127.0.0.1", time.time() + 60)
    with pytest.raises(HostBusyError):
        client.get(server.url("/"))
    assert server.requests == []


def test_the_pause_between_two_requests_is_kept(server: Server) -> None:
    server.is_strict_about_pauses = True
    server.pages |= {
        "/a": Answer(status=302, headers={"Location": "/b"}),
        "/b": Answer(b"here"),
    }
    assert Client(["127.0.0.1"]).get(server.url("/a")).body == b"here"
