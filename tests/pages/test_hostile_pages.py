"""Pages made to harm: they cost themselves at most, and the next page is read."""

import gzip
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.pages.charset import decode_page
from broadsheet.pages.extract import extract
from broadsheet.pages.fetch import PageFetcher
from broadsheet.pages.reasons import Missing
from broadsheet.pages.wanted import Wanted
from broadsheet.pages.worker import ExtractionError, Extractors
from tests.feeds.server import Answer, Server
from tests.hostile import HOSTILE_STRINGS
from tests.pages.samples import HTML, SENTENCE, page
from tests.waiting import PATIENCE

URL = "https://example.org/a"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
BOMBS = {
    "entities": f"<?xml version='1.0'?><!DOCTYPE html [{LAUGHS}]><html><body><p>&l11;</p></body>",
    "nested elements": "<div>" * 200_000 + "x",
    "nested lists": "<ul><li>" * 100_000 + "x",
    "nested tables": "<table><tr><td>" * 50_000 + "x",
    "nested formats": "<b><i><a href=x>" * 100_000 + "x",
    "nested quotations": "<blockquote><p>x" * 100_000,
    "attributes": f"<p {' '.join(map('a{}=1'.format, range(200_000)))}>x",
    "one tag": "<p class='" + "a " * 2_000_000 + "'>x",
    "open tags": "<" * 4_000_000,
    "scripts": "<script type='application/ld+json'>" + "[" * 1_000_000 + "</script>x",
    "cells": f"<table>{'<tr>' + '<td>x' * 500}{'<tr><td>x' * 3_000}</table>",
    "paragraphs": "<p>x" * 700_000,
    "links": "<a href=//x>x</a> " * 20_000,
    "headings": "<h1>x</h1>" * 20_000,
    "references": "&#x1b;[2J" * 500_000,
    "base": "<base href='http://[::1'><p><a href='x'>x</a>",
    "nothing": "",
}


@pytest.fixture(scope="module")
def extractors() -> Iterator[Extractors]:
    with Extractors(count=1, seconds=3) as extractors:
        yield extractors


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_itself_at_most(extractors: Extractors, name: str) -> None:
    began = time.monotonic()
    try:
        found = extractors.extract(BOMBS[name].encode(), URL, "text/html")
        assert len(found.markdown) < 20_000_000
    except ExtractionError as error:
        assert str(error) in ("MemoryError", "RecursionError")  # noqa: PT017 - it need not raise
    assert time.monotonic() - began < PATIENCE
    assert "They run again." in extractors.extract(page().body, URL).markdown


def test_a_hundred_megabytes_are_not_read(server: Server, fetcher: PageFetcher) -> None:
    sent = 0

    def pour(request: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        for _ in range(1600):
            request.wfile.write(b"x" * 65_536)
            sent += 65_536

    server.pages["/plain"] = Answer(headers=HTML, write=pour)
    packed = gzip.compress(b"<p>" + b"x" * 100_000_000, 1)
    server.pages["/packed"] = Answer(packed, headers={**HTML, "Content-Encoding": "gzip"})
    for path in ("/plain", "/packed"):
        found = fetcher.fetch(Wanted(1, (server.url(path),)))
        assert isinstance(found, Missing)
        assert found.sentence == "The page is larger than 5 MB."
    assert sent < 20_000_000


@pytest.mark.parametrize("trick", HOSTILE_STRINGS, ids=lambda trick: trick.name)
def test_nothing_that_a_terminal_obeys_gets_through(trick: object) -> None:
    text = getattr(trick, "text", "")
    safe = text.replace("<", "&lt;")
    html = (
        f"<html><head><title>{safe}</title></head><body><article><h1>{safe}</h1><p>{SENTENCE * 5}"
        f"{safe}</p><a href='http://x/{safe}'>{safe}</a><img src='http://x/{safe}' alt='{safe}'>"
        f"<pre>{safe}\n{safe}</pre><p>{SENTENCE * 3}</p></article></body></html>"
    )
    found = extract(html.encode("utf-8", "surrogatepass"), URL, "text/html; charset=utf-8")
    assert "Night trains" in found.markdown
    for said in (found.markdown, found.title):
        assert said.replace("\n", "").isprintable() or not {
            character
            for character in said
            if (ord(character) < 32 and character != "\n")
            or 0x7F <= ord(character) < 0xA0
            or character in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
        }


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("für".encode(), "text/html; charset=iso-8859-1", "für"),
        ("für".encode("latin-1"), "text/html; charset=utf-8", "für"),
        ("für".encode("latin-1"), "", "für"),
        ("“für”".encode("cp1252"), "text/html; charset=ISO-8859-1", "“für”"),
        (b'<meta charset="shift_jis">' + "列車".encode("cp932"), "", "列車"),
        (b'<meta charset="shift_jis">' + "列車".encode("euc_jp"), "a/b; charset=euc-jp", "列車"),
        ("列車".encode("utf-16"), "text/html; charset=utf-8", "列車"),
        (b"\xef\xbb\xbf" + "列車".encode(), "text/html; charset=latin1", "列車"),
        (b"+ADw-script+AD4-", "text/html; charset=utf-7", "+ADw-script+AD4-"),
        (b"x" * 9, "text/html; charset=rot13", "x" * 9),
        (b"x" * 9, "text/html; charset=idna", "x" * 9),
        ("夜行列車".encode()[:-1], "text/html", "夜行列"),
    ],
)
def test_a_charset_that_lies_is_not_believed(body: bytes, content_type: str, text: str) -> None:
    assert (
        decode_page(body, content_type).removeprefix('<meta charset="shift_jis">').startswith(text)
    )


@settings(max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 700), st.integers(0, 60))
def test_any_bytes_are_read_or_are_no_page(noise: bytes, place: int, length: int) -> None:
    body = page().body
    found = extract(body[:place] + noise + body[place + length :], URL, "text/html")
    assert "\x1b" not in found.markdown + found.title
