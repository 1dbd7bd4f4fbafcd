"""Pictures from servers, kept in the cache and drawn in processes with limits."""

import os
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from broadsheet.articles.model import Image
from broadsheet.pictures.fetch import PictureFetcher
from broadsheet.pictures.store import LARGEST_PICTURE, PictureStore
from broadsheet.pictures.wanted import Box, Drawn, addresses_of
from broadsheet.web.politeness import Hosts
from tests.feeds.server import Answer, Server, running
from tests.pictures import samples

BOX = Box(8, 4)


@pytest.fixture
def server() -> Iterator[Server]:
    with running(is_strict_about_pauses=False) as server:
        yield server


@pytest.fixture
def store() -> PictureStore:
    return PictureStore(10**6)


@pytest.fixture
def fetcher(store: PictureStore) -> Iterator[PictureFetcher]:
    with PictureFetcher(store, ["127.0.0.1"], Hosts(pause=0), 1) as fetcher:
        yield fetcher


def test_a_picture_is_fetched_once(server: Server, fetcher: PictureFetcher) -> None:
    server.pages["/a.png"] = Answer(samples.picture())
    for _ in range(2):
        assert isinstance(fetcher.draw([server.url("/a.png")], BOX), Drawn)
    assert server.count("/a.png") == 1


def test_if_one_cannot_be_shown_the_next_one_is(server: Server, fetcher: PictureFetcher) -> None:
    server.pages |= {"/a.png": Answer(status=404), "/b.png": Answer(samples.picture())}
    addresses = [server.url("/a.png"), server.url("/b.png")]
    assert isinstance(fetcher.draw(addresses, BOX), Drawn)


def drip(request: BaseHTTPRequestHandler) -> None:
    for byte in samples.picture():
        request.wfile.write(bytes([byte]))
        request.wfile.flush()
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(status=404), "the server answered 404"),
        (Answer(b"<html>no</html>"), "it is a web page instead"),
        (Answer(samples.claiming(60_000, 60_000)), "it unpacks to too many pixels"),
        (Answer(samples.picture()[:60]), "it is damaged"),
        (Answer(bytes(LARGEST_PICTURE + 1)), "larger than 10 MB"),
        (
            Answer(status=302, headers={"Location": "http://127.0.0.2/a.png"}),
            "has the private address 127.0.0.2",
        ),
    ],
)
def test_why_there_is_no_picture_is_one_clear_line_and_nothing_is_kept(
    server: Server, fetcher: PictureFetcher, own_folders: Path, answer: Answer, why: str
) -> None:
    server.pages["/a.png"] = answer
    if answer.status == 302:  # nobody listens there but this server
        answer = Answer(status=302, headers={"Location": server.url("/a.png", "127.0.0.2")})
        server.pages["/a.png"] = answer
    said = fetcher.draw([server.url("/a.png")], BOX)
    assert isinstance(said, str)
    assert said.startswith(f"No picture: 127.0.0.1:{server.port}: ")
    assert why in said
    assert "\n" not in said
    assert not [*own_folders.rglob("*.picture")]


def test_a_picture_that_takes_too_long_to_come_is_given_up(
    server: Server, store: PictureStore
) -> None:
    server.pages["/a.png"] = Answer(write=drip)
    with PictureFetcher(store, ["127.0.0.1"], Hosts(pause=0), 1, seconds=0.5) as fetcher:
        said = fetcher.draw([server.url("/a.png")], BOX)
    assert "no complete answer within 0.5 seconds" in str(said)


def test_a_picture_that_takes_too_long_to_draw_is_given_up(
    server: Server, store: PictureStore
) -> None:
    server.pages["/a.png"] = Answer(samples.picture())
    with PictureFetcher(store, ["127.0.0.1"], Hosts(pause=0), 1) as fetcher:
        fetcher._drawers._seconds = 0.001
        said = fetcher.draw([server.url("/a.png")], BOX)
        assert isinstance(said, str)
        assert "too much time or memory" in said
        fetcher._drawers._seconds = 20.0
        assert isinstance(fetcher.draw([server.url("/a.png")], BOX), Drawn)


def test_a_private_host_is_not_asked(server: Server, store: PictureStore) -> None:
    with PictureFetcher(store, (), Hosts(pause=0), 1) as fetcher:
        assert "private address" in str(fetcher.draw([server.url("/a.png")], BOX))
    assert server.requests == []


def test_pictures_not_looked_at_longest_go_first(own_folders: Path) -> None:
    store = PictureStore(1000)
    for number, name in enumerate("abc"):
        store.keep(name, bytes(300))
        os.utime(store._path(name), (number, number))
    assert store.get("a") is not None  # and that counts
    store.keep("d", bytes(300))
    assert [name for name in "abcd" if store.get(name)] == ["a", "c", "d"]
    store.keep("large", bytes(1001))
    assert store.get("large") is None
    assert (store._folder.stat().st_mode & 0o77, len([*store._folder.iterdir()])) == (0, 3)


def test_only_what_may_be_a_picture_of_the_article_is_fetched() -> None:
    images = [
        Image("https://a.example/pixel.gif", width=1, height=1),
        Image("https://a.example/logo.svg"),
        Image("data:image/png;base64,AAAA"),
        Image("https://a.example/large.jpg", width=1200, height=600),
    ]
    body = ["file:///etc/passwd", "https://a.example/inner.png", "https://a.example/large.jpg"]
    assert addresses_of(images, body) == (
        "https://a.example/large.jpg",
        "https://a.example/inner.png",
    )
