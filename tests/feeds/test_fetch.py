"""Fetching from a real server that complains of every impolite request."""

import gzip
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Barrier

import pytest

from broadsheet.feeds import opml, schedule
from broadsheet.feeds.fetch import Fetcher
from broadsheet.feeds.model import Subscription
from broadsheet.feeds.state import FetchRunningError, State, state_path
from broadsheet.web.politeness import silence_until
from tests.feeds.conftest import HOSTS, Fetch, files
from tests.feeds.server import Answer, Server, item, rss
from tests.waiting import PATIENCE

Subscribe = Callable[..., None]


def make_due(library: Path) -> None:
    """Let the time pass after which every feed is asked again."""
    state = State(library)
    state._run("UPDATE feeds SET next_at = 0", ())
    state.close()


def test_a_feed_becomes_files_and_is_asked_again_with_its_validators(
    server: Server, news: Path, subscribe: Subscribe, fetch: Fetch
) -> None:
    server.etags["/feed"] = 'W/"a b\'c"'

    def page(headers: Mapping[str, str]) -> Answer:
        if headers.get("If-None-Match") == server.etags["/feed"]:
            return Answer(status=304)
        return Answer(rss(item(1), item(2)), headers={"ETag": server.etags["/feed"]})

    server.pages["/feed"] = page
    subscribe(Subscription(server.url("/feed"), "Mine", topics=("News",)))
    [first] = fetch()
    assert (first.outcome, first.added) == ("new", 2)
    assert sorted(files(news)) == ["mine/2024-03-05-item-1.md", "mine/2024-03-05-item-2.md"]
    assert [each.outcome for each in fetch()] == ["not due"]
    make_due(news)
    assert [each.outcome for each in fetch()] == ["unchanged"]
    assert server.count("/feed") == 2


@pytest.mark.parametrize(
    ("headers", "more", "least"),
    [
        ({"ETag": '"1"'}, "", 3600),
        ({"ETag": '"1"', "Cache-Control": "public, max-age=7200"}, "", 7200),
        ({"ETag": '"1"'}, "<ttl>180</ttl>", 3 * 3600),
        ({}, "", 24 * 3600),
        ({"ETag": '"1"', "Cache-Control": "max-age=99999999"}, "", 7 * 24 * 3600),
    ],
)
def test_a_feed_is_not_asked_before_it_wants_to_be(
    server: Server,
    subscribe: Subscribe,
    fetch: Fetch,
    headers: dict[str, str],
    more: str,
    least: int,
) -> None:
    server.pages["/feed"] = Answer(rss(item(1), more=more), headers=headers)
    subscribe(Subscription(server.url("/feed"), "Mine"))
    before = time.time()
    [result] = fetch()
    assert before + least <= result.next_at <= time.time() + least * 1.1 + 1


def test_feeds_of_one_host_are_fetched_in_turn_and_others_at_the_same_time(
    server: Server, news: Path, subscribe: Subscribe, fetch: Fetch
) -> None:
    three_at_once = Barrier(3, timeout=PATIENCE)

    def answer(number: int, _: Mapping[str, str]) -> Answer:
        three_at_once.wait()
        return Answer(rss(item(number), title=f"Feed {number}"))

    for number in range(6):
        server.pages[f"/{number}"] = partial(answer, number)
    urls = [server.url(f"/{n}", HOSTS[n // 2]) for n in range(6)]
    subscribe(*(Subscription(url, f"Feed {n}") for n, url in enumerate(urls)))
    assert {each.outcome for each in fetch()} == {"new"}
    assert len(files(news)) == 6


def test_a_host_that_asks_for_a_pause_gets_it_and_its_other_feeds_wait_too(
    server: Server, subscribe: Subscribe, fetch: Fetch, news: Path
) -> None:
    refusal = Answer(status=429, headers={"Retry-After": "600"})
    server.pages |= {"/1": refusal, "/2": refusal}
    subscribe(Subscription(server.url("/1"), "One"), Subscription(server.url("/2"), "Two"))
    before = time.time()
    assert [each.outcome for each in fetch()] == ["waiting", "waiting"]
    make_due(news)
    results = fetch()
    assert [each.outcome for each in results] == ["waiting", "waiting"]
    assert all(each.next_at >= before + 600 for each in results)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("0", 600),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 600),
        ("9" * 30, 7 * 86400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 7 * 86400),
        ("soon", 600),
        ("90", 90),
    ],
)
def test_a_pause_is_never_none_and_never_endless(asked: str, seconds: int) -> None:
    now = 1_700_000_000.0
    assert silence_until(now, {"retry-after": asked}, 1) - now == seconds


def test_a_server_that_refuses_its_own_validators_is_asked_without_them(
    server: Server, news: Path, subscribe: Subscribe, fetch: Fetch
) -> None:
    def page(headers: Mapping[str, str]) -> Answer:
        return Answer(status=412) if "If-None-Match" in headers else Answer(rss(item(1)))

    url = server.url("/feed")
    server.etags["/feed"], server.pages["/feed"] = '"1"', page
    subscribe(Subscription(url, "Mine"))
    with closing(State(news)) as state:
        state.put_feed(state.feed(url)._replace(etag='"1"', validated_at=time.time()))
    [first] = fetch()
    make_due(news)
    assert [first.outcome, *(each.outcome for each in fetch())] == ["failed", "new"]


def test_a_server_that_calls_unchanged_what_was_never_fetched_has_failed(
    server: Server, subscribe: Subscribe, fetch: Fetch
) -> None:
    server.pages["/feed"] = Answer(status=304)
    subscribe(Subscription(server.url("/feed"), "Mine"))
    [result] = fetch()
    assert (result.outcome, result.message) == ("failed", "the server answered 304")


def test_a_feed_that_is_gone_is_never_asked_again_and_its_articles_stay(
    server: Server, news: Path, subscribe: Subscribe, fetch: Fetch
) -> None:
    server.pages["/feed"] = Answer(rss(item(1)))
    subscribe(Subscription(server.url("/feed"), "Mine"))
    fetch()
    server.pages["/feed"] = Answer(status=410)
    make_due(news)
    [gone] = fetch()
    make_due(news)
    assert [gone.outcome, *(each.outcome for each in fetch())] == ["gone", "gone"]
    assert server.count("/feed") == 2
    assert len(files(news)) == 1


def test_failures_are_asked_again_less_often_up_to_a_day(
    server: Server, news: Path, subscribe: Subscribe, fetch: Fetch
) -> None:
    server.pages["/feed"] = Answer(status=500)
    subscribe(Subscription(server.url("/feed"), "Mine"))
    [result] = fetch()
    assert (result.outcome, result.message) == ("failed", "the server answered 500")
    for failures, hours in enumerate((1, 2, 4, 8, 16, 24, 24), 1):
        assert 1.0 <= schedule.after_failure(0, failures) / (hours * 3600) <= 1.1


def test_what_a_feed_does_to_the_parser_or_the_client_stays_its_own_problem(
    server: Server, news: Path, subscribe: Subscribe, fetch: Fetch
) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        while True:
            request.wfile.write(b"<item>" * 10_000)

    bomb = gzip.compress(b"<rss>" + b" " * 60_000_000)
    pages = {
        "private": Answer(status=302, headers={"Location": server.url("/good", "127.0.0.99")}),
        "file": Answer(status=302, headers={"Location": "file:///etc/passwd"}),
        "round": Answer(status=302, headers={"Location": "/round"}),
        "bomb": Answer(bomb, headers={"Content-Encoding": "gzip"}),
        "endless": Answer(write=endless),
        "html": Answer(b"<html><body>No feed</body></html>"),
        "good": Answer(rss(item(1))),
    }
    for place, (name, answer) in enumerate(pages.items()):
        server.pages[f"/{name}"] = answer
        subscribe(Subscription(server.url(f"/{name}", HOSTS[place]), name))
    told = {each.feed.title: (each.outcome, each.message) for each in fetch()}
    assert told["good"] == ("new", "")
    assert {outcome for name, (outcome, _) in told.items() if name != "good"} == {"failed"}
    assert "private address 127.0.0.99" in told["private"][1]
    assert "not a web address" in told["file"][1]
    assert "redirects" in told["round"][1]
    assert "larger than 10 MB" in told["bomb"][1]
    assert "larger than 10 MB" in told["endless"][1]
    assert "not a feed" in told["html"][1]
    assert [*files(news)] == ["good/2024-03-05-item-1.md"]


def test_a_feed_moves_only_after_three_days_of_the_same_answer(
    server: Server, news: Path, subscribe: Subscribe, fetch: Fetch
) -> None:
    old, new = server.url("/old"), server.url("/new", "127.0.0.2")
    server.pages["/old"] = Answer(status=301, headers={"Location": new})
    server.pages["/new"] = Answer(rss(item(1)), headers={"ETag": '"1"'})
    # The ETag of the feed is sent to where it was asked for, which is the old address.
    server.etags |= {"/old": '"1"', "/new": '"1"'}
    subscribe(Subscription(old, "Mine"))
    for days in ("2026-01-01", "2026-01-01,2026-01-02"):
        fetch()
        assert opml.read_library(news).find(old) is not None
        state = State(news)
        state._run("UPDATE feeds SET next_at = 0, body_hash = '', moved_days = ?", (days,))
        state.close()
    fetch()
    assert opml.read_library(news).find(new) is not None
    assert opml.read_library(news).find(old) is None
    state = State(news)
    assert (state.count(new), state.count(old)) == (1, 0)
    state.close()


def test_without_a_network_nothing_is_counted_as_a_failure(
    subscribe: Subscribe, fetch: Fetch
) -> None:
    subscribe(Subscription("http://no-such-host.invalid/feed", "Mine"))
    first, again = fetch(), fetch()
    assert [each.outcome for each in (*first, *again)] == ["offline", "offline"]


def test_two_fetches_never_run_at_once(news: Path) -> None:
    with Fetcher(news), pytest.raises(FetchRunningError), Fetcher(news):
        pass


def test_two_machines_write_the_same_bytes(
    server: Server, news: Path, tmp_path: Path, subscribe: Subscribe, fetch: Fetch
) -> None:
    server.pages["/feed"] = Answer(rss(*(item(n, title="Same") for n in range(5)), item(9)))
    subscribe(Subscription(server.url("/feed"), "Mine", topics=("A", "B")))
    shutil.copytree(news, tmp_path / "first")
    fetch()
    one = files(news)
    shutil.rmtree(news)
    shutil.move(tmp_path / "first", news)
    for file in state_path(news).parent.iterdir():
        file.unlink()
    fetch()
    assert files(news) == one
    assert len(one) == 6


def test_a_lost_state_costs_one_fetch_and_makes_no_duplicates(
    server: Server, news: Path, subscribe: Subscribe, fetch: Fetch
) -> None:
    server.pages["/feed"] = Answer(rss(*(item(n) for n in range(4))))
    subscribe(Subscription(server.url("/feed"), "Mine"))
    fetch()
    edited = news / "mine" / "2024-03-05-item-1.md"
    edited.write_text(edited.read_text() + "\nMy own note.\n")
    before = files(news)
    for file in state_path(news).parent.iterdir():
        file.unlink()
    [result] = fetch()
    assert (result.outcome, files(news)) == ("unchanged", before)


def test_a_damaged_state_is_replaced(
    server: Server, news: Path, subscribe: Subscribe, fetch: Fetch
) -> None:
    server.pages["/feed"] = Answer(rss(item(1)))
    subscribe(Subscription(server.url("/feed"), "Mine"))
    state_path(news).parent.mkdir(parents=True)
    state_path(news).write_bytes(b"no database" * 1000)
    assert [each.outcome for each in fetch()] == ["new"]


def test_a_clock_that_was_wrong_keeps_no_feed_waiting() -> None:
    now = 1_700_000_000.0
    assert schedule.is_due(now, now + 365 * 86400, now - 60)
    assert schedule.is_due(now, now + 3600, now + 86400)
    assert not schedule.is_due(now, now + 3600, now - 60)
