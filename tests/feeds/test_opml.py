"""`feeds.opml`: read as anyone writes it, changed without touching what is the user's."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.feeds import opml
from broadsheet.feeds.fetch import Fetcher
from broadsheet.feeds.model import Subscription

MINE = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- my feeds -->
<opml version="1.0" xmlns:x="urn:x">
<head><title>T</title></head>
<body>
  <outline text="News &amp; co">
    <!-- the best -->
    <outline text='An "example"' xmlUrl="https://ex.org/feed" x:foo="1"  />
  </outline>
  <outline text="Again" xmlUrl="http://www.ex.org/feed/"/>
  <outline text="FTP" xmlUrl="ftp://ex.org/"/>
</body></opml>
"""


def test_nested_outlines_are_topics_and_what_cannot_be_read_is_reported() -> None:
    file = opml.read(MINE)
    [feed] = file.subscriptions
    assert (feed.title, feed.topics) == ('An "example"', ("News & co",))
    assert file.ignored == ["Again: subscribed twice", "FTP: it is not a web address"]


def test_a_change_leaves_everything_else_as_it_was_written() -> None:
    one = Subscription("https://a.org/f?x=1&y=2", "Ä “b”", topics=("News & co", "B, C"), folder="a")
    added = opml.read(MINE).add([one, Subscription("https://c.org/f", "C", topics=("New",))])
    found = added.find("https://a.org/f?x=1&y=2")
    assert found is not None
    assert (found.title, found.topics[0], found.folder) == (one.title, "News & co", "a")
    changed = added.change("https://ex.org/feed", folder="ex", text="New name")
    back = changed.remove(one.url).remove("https://c.org/f")
    text = back.data
    for kept in (b"<!-- my feeds -->", b"<!-- the best -->", b'x:foo="1"', b'xmlns:x="urn:x"'):
        assert kept in text
    assert b'text="New name"' in text
    assert [feed.folder for feed in back.subscriptions] == ["ex"]


@pytest.mark.parametrize(
    ("weight", "read"), [("-20", -20), ("200", 50), ("--5", 0), ("9" * 5000, 0), ("٣", 0)]
)
def test_a_weight_that_is_none_costs_nothing_else(weight: str, read: int) -> None:
    mine = MINE.replace(b'x:foo="1"', f'broadsheet:weight="{weight}"'.encode())
    assert [feed.weight for feed in opml.read(mine).subscriptions] == [read]


def test_a_feed_moves_to_other_topics_with_its_own_attributes() -> None:
    mine = MINE.replace(b"http://www.ex.org/feed/", b"https://other.org/")
    moved = opml.read(mine).move("https://ex.org/feed", ["Rail", "Trains"])
    assert moved.subscriptions[1].topics == ("Rail", "Trains")
    assert b'x:foo="1"' in moved.data
    assert moved.move("https://ex.org/feed", []).subscriptions[1].topics == ()


def test_a_feed_is_found_by_address_in_any_spelling_and_by_title() -> None:
    file = opml.read(MINE)
    assert file.find("https://ex.org/feed/#x") == file.find('an "EXAMPLE"') is not None
    assert file.find("https://other.example/") is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<opml>",
        b"<html><body/></html",
        b"not xml",
        b'<!DOCTYPE o [<!ENTITY a "b">]><opml><body/></opml>',
        b"<opml><body>" + b"<outline>" * 50_000,
    ],
)
def test_what_is_no_opml_is_refused(data: bytes) -> None:
    with pytest.raises(opml.OpmlError):
        opml.read(data)


@pytest.mark.parametrize(
    ("written", "title", "url"),
    [
        (b'text="A & B" xmlUrl="https://a.org/?x=1&y=2"', "A & B", "https://a.org/?x=1&y=2"),
        (b'text="A\x0bB" xmlUrl="https://a.org/f"', "A B", "https://a.org/f"),
        (b'text="caf\xe9" xmlUrl="https://a.org/f"', "café", "https://a.org/f"),
        (b'text="A&mdash;B" xmlUrl="https://a.org/f"', "A—B", "https://a.org/f"),
        (b'text="A" xmlUrl="feed://a.org/f"', "A", "http://a.org/f"),
        (b'text="A" xmlUrl="feed:https://a.org/f"', "A", "https://a.org/f"),
    ],
)
def test_what_other_programs_write_wrongly_is_read_as_it_was_meant(
    written: bytes, title: str, url: str
) -> None:
    file = opml.read(
        b"\n<?xml version='1.0'?><opml><body><outline " + written + b"/></body></opml>"
    )
    assert [(feed.title, feed.url) for feed in file.subscriptions] == [(title, url)]
    changed = file.change(url, weight="5")
    assert [(feed.title, feed.weight) for feed in changed.subscriptions] == [(title, 5)]


def test_an_empty_list_of_another_program_can_be_added_to() -> None:
    added = opml.read(b"<opml><head/><body/></opml>").add([Subscription("https://a.org/f")])
    assert [feed.url for feed in added.subscriptions] == ["https://a.org/f"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        *(("utf-16", "UTF-16"), ("utf-16-be", "utf-16"), ("utf-8", "utf-16")),
        *(("latin-1", "ISO-8859-1"), ("gb18030", "GB2312")),
    ],
)
def test_a_list_in_any_encoding_can_be_changed(encoding: str, declared: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{declared}"?><opml><!-- ü > "1 --><body>'
        '<outline text="ü" xmlUrl="https://a.org/f"/></body></opml>'
    )
    changed = opml.read(text.encode(encoding)).change("https://a.org/f", htmlUrl="https://a.org/")
    assert [(feed.title, feed.site) for feed in changed.subscriptions] == [("ü", "https://a.org/")]
    assert changed.data.decode().startswith('<?xml version="1.0" encoding="UTF-8"?><opml><!-- ü >')


def test_a_list_that_could_not_be_read_again_is_not_written(news: Path) -> None:
    long = opml.OpmlFile(b" " * (16 * 1024 * 1024 + 1))
    with pytest.raises(opml.OpmlError, match="at most 16 MB"):
        opml.write_library(news, long)
    assert not (news / "feeds.opml").exists()


@pytest.mark.parametrize("folder", ["../up", "a/b", "/abs", ".hidden", "x" * 300])
def test_a_folder_never_leads_out_of_the_library(folder: str) -> None:
    data = opml.export([Subscription("https://ex.org/f", "T", folder=folder)]).encode()
    assert opml.read(data).subscriptions[0].folder == ""


def test_a_list_of_its_own_is_written_and_read_again(news: Path) -> None:
    feeds = [Subscription(f"https://e{n}.org/f", f"T{n}", topics=(f"t{n % 3}",)) for n in range(20)]
    opml.write_library(news, opml.read_library(news).add(feeds))
    assert sorted(each.url for each in opml.read_library(news).subscriptions) == sorted(
        each.url for each in feeds
    )


def test_a_long_list_is_changed_in_one_go(news: Path) -> None:
    """The folders of 300 new feeds took 3 s, those of 1,000 took 43 s."""
    feeds = [Subscription(f"https://e{n}.org/f", f"T{n}", topics=(f"t{n}",)) for n in range(300)]
    began = time.process_time()
    opml.write_library(news, opml.read_library(news).add(feeds))
    with Fetcher(news) as fetcher:
        fetcher.fetch([], [replace(each, folder=each.title) for each in feeds], lambda _: None)
    assert time.process_time() - began < 1
    assert {each.folder for each in opml.read_library(news).subscriptions} == {
        each.title for each in feeds
    }


def test_topics_that_differ_in_case_are_one(news: Path) -> None:
    topics = ("ai", "b", "AI")
    feeds = [Subscription(f"https://e{n}.org/f", topics=(each,)) for n, each in enumerate(topics)]
    added = opml.read_library(news).add(feeds)
    assert [feed.topics for feed in added.subscriptions] == [("ai",), ("ai",), ("b",)]


def test_a_pipe_in_its_place_is_refused_and_keeps_nobody_waiting(news: Path) -> None:
    os.mkfifo(news / "feeds.opml")
    with pytest.raises(opml.OpmlError, match="not a regular file"):
        opml.read_library(news)
