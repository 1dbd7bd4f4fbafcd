"""`broadsheet add`, `feeds`, `remove` and `fetch`, as a shell runs them."""

import json
import signal
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

import pytest

from tests.cli.commands import Out, Run
from tests.feeds.server import Answer, Server, allow_this_machine, item, rss, running
from tests.terminal.reader_env import BROADSHEET
from tests.waiting import PATIENCE


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(autouse=True)
def settings(environment: dict[str, str]) -> None:
    allow_this_machine(Path(environment["XDG_CONFIG_HOME"]))


def test_from_a_page_to_articles_and_back(server: Server, run: Run, out: Out, news: Path) -> None:
    link = b'<link rel="alternate" type="application/rss+xml" href="/feed" title="Main">'
    server.pages |= {"/": Answer(b"<html>" + link), "/feed": Answer(rss(item(1), item(2)))}
    said = out("add", news, server.url("/"), "--topic", "Rail", "--topic=Trains")
    assert "Subscribed to The Feed: 2 articles" in said
    assert "Item 2" in said
    assert out("list", news, "topic:rail", "--count") == "2\n"
    [line] = out("feeds", news, "--json").splitlines()
    feed = json.loads(line)
    assert [*feed] == ["title", "url", "articles", "fetched", "next", "error"]
    assert (feed["title"], feed["articles"], feed["error"]) == ("The Feed", 2, None)
    assert "next at" in out("fetch", news, "the feed")
    assert out("fetch", news, "--quiet") == ""
    assert "Already subscribed" in out("add", news, server.url("/feed"))
    assert out("remove", news, "The Feed").startswith("Unsubscribed from The Feed.")
    assert "There are no subscriptions" in out("feeds", news)
    assert out("list", news, "--count") == "2\n"
    assert run("remove", news, "The Feed").returncode == 2


def test_a_page_with_several_feeds_offers_a_choice(server: Server, run: Run, news: Path) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/atom+xml" href="/{n}" title="Feed {n}">'
        for n in range(2)
    )
    server.pages["/"] = Answer(f"<html>{links}".encode())
    finished = run("add", news, server.url("/"))
    assert finished.returncode == 2
    for number in range(2):
        assert f"Feed {number}  {server.url(f'/{number}')}" in finished.stderr
    assert not (news / "feeds.opml").exists()


def test_a_server_that_speaks_no_https_is_found_by_its_bare_name(
    server: Server, run: Run, out: Out, news: Path
) -> None:
    server.pages["/feed"] = Answer(rss(item(1)))
    finished = run("add", news, server.url("/feed").replace("http:", "https:"))
    assert finished.stderr.count("\n") == 1
    assert "the encrypted connection failed" in finished.stderr
    assert "_ssl" not in finished.stderr
    assert "1 article" in out("add", news, server.url("/feed").removeprefix("http://"))
    assert f'"url": "{server.url("/feed")}"' in out("feeds", news, "--json")


def test_an_opml_file_subscribes_only_and_says_what_was_left_out(
    run: Run, out: Out, news: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mine.opml"
    file.write_text(
        '<opml version="2.0"><body><outline text="News"><outline text="A" '
        'xmlUrl="http://127.0.0.1:9/a"/></outline><outline text="B" xmlUrl="ftp://b"/>'
        "</body></opml>"
    )
    finished = run("add", news, file)
    assert (finished.returncode, finished.stdout.split(":")[0]) == (0, "Subscribed to 1 feed")
    assert "left out: B" in finished.stderr
    assert "topics: News" in out("feeds", news)
    assert "1 already there" in run("add", news, file).stdout


def test_newsboat_urls_are_subscriptions_and_commands_in_them_are_never_run(
    run: Run, out: Out, news: Path, tmp_path: Path
) -> None:
    file = tmp_path / "urls"
    file.write_text(
        '# mine\nhttps://a.example/feed "Rail" "~Night trains" trains\n'
        f'"exec:touch {tmp_path}/pwned"\nftp://b.example/\nhttps://a.example/feed\n{"x" * 500_000}',
        "utf-8-sig",
    )
    finished = run("add", news, file)
    assert finished.stdout.startswith("Subscribed to 1 feed")
    assert len(finished.stderr.splitlines()) == 4
    assert "line 3: exec is not supported" in finished.stderr
    assert "Night trains\n" in out("feeds", news)
    assert "topics: Rail, trains" in out("feeds", news)
    assert not (tmp_path / "pwned").exists()


def test_a_feed_that_fails_is_one_line_and_status_1(server: Server, run: Run, news: Path) -> None:
    server.pages["/feed"] = Answer(status=500)
    (news / "feeds.opml").write_text(
        f'<opml><body><outline text="Mine" xmlUrl="{server.url("/feed")}"/></body></opml>'
    )
    finished = run("fetch", news)
    assert finished.returncode == 1
    assert finished.stderr == "Mine: the server answered 500\n"


def test_an_interruption_ends_at_once_and_counts_as_no_failure(
    server: Server, program: list[str], environment: dict[str, str], out: Out, news: Path
) -> None:
    asked, is_over = Event(), Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        asked.set()
        while not is_over.wait(0.05):
            request.wfile.write(b" ")

    server.pages["/feed"] = Answer(write=drip)
    (news / "feeds.opml").write_text(
        f'<opml><body><outline text="Mine" xmlUrl="{server.url("/feed")}"/></body></opml>'
    )
    with subprocess.Popen([*program, "fetch", news], env=environment) as process:
        assert asked.wait(PATIENCE)
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(PATIENCE) == 130
        finally:
            is_over.set()
    server.pages["/feed"] = Answer(rss(item(1)))
    assert out("fetch", news).startswith("Mine: 1 new article\n")


def test_a_server_that_refuses_a_new_feed_is_left_alone(
    server: Server, run: Run, news: Path
) -> None:
    server.pages["/feed"] = Answer(status=429, headers={"Retry-After": "60"})
    feed, other = (server.url(path, "127.0.0.2") for path in ("/feed", "/other"))
    assert "answered 429" in run("add", news, feed).stderr
    assert "asked for a pause" in run("add", news, other).stderr
    assert server.count("/other") == 0


def test_a_feed_that_is_gone_is_reported_once(server: Server, run: Run, news: Path) -> None:
    """A timer would fail forever because of it."""
    server.pages["/feed"] = Answer(status=410)
    (news / "feeds.opml").write_text(
        f'<opml><body><outline text="Mine" xmlUrl="{server.url("/feed")}"/></body></opml>'
    )
    finished = run("fetch", news)
    assert (finished.returncode, finished.stderr) == (
        1,
        "Mine: the feed is gone (410): its articles stay\n",
    )
    finished = run("fetch", news)
    assert (finished.returncode, finished.stderr) == (0, "")
    finished = run("fetch", news, "Mine")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.startswith("Mine: gone (410), so it is not fetched any more\n")


def test_any_program_can_write_the_news(environment: dict[str, str], out: Out, news: Path) -> None:

    finished = subprocess.run(
        [*BROADSHEET, "fetch", news, "-", "--as", "Mine"],
        check=True,
        env=environment,
        input=rss(item(1), title=""),
        capture_output=True,
    )
    assert finished.stdout.startswith(b"1 new article in ")
    assert out("list", news, "provider:mine", "--count") == "1\n"


def test_the_first_add_creates_a_library_and_mentions_it(
    server: Server, run: Run, environment: dict[str, str]
) -> None:
    server.pages["/feed"] = Answer(rss(item(1)))
    finished = run("add", server.url("/feed"))
    library = Path(environment["HOME"], "news")
    assert finished.stdout.startswith(f"Created {library}: your news goes there.\n")
    assert len([*library.rglob("*.md")]) == 1


def test_the_catalogue_is_about_fifty_feeds(out: Out) -> None:
    lines = out("add", "--catalogue").splitlines()
    assert 45 <= len(lines) <= 60
    assert all("https://" in line for line in lines)


def test_prune_moves_only_what_broadsheet_wrote_and_nobody_kept(
    server: Server, run: Run, out: Out, news: Path
) -> None:
    server.pages["/feed"] = Answer(rss(*(item(n) for n in range(3))))
    out("add", news, server.url("/feed"))
    folder = news / "the-feed"
    edited = folder / "2024-03-05-item-1.md"
    edited.write_text(edited.read_text() + "My note.\n")
    (news / "mine.md").write_text("---\ntitle: Mine\noriginalUrl: https://a.example/\n---\n")
    (news / "marks.json").write_text(
        '{"format": "broadsheet-marks", "version": 1, "marks": [{"url": "https://news.example/2", '
        '"starred": true, "starredAt": "2024-03-05T10:00:00Z"}]}'
    )
    out("import", news / "marks.json")
    refused = run("prune", news, "is:unread")
    assert (refused.returncode, len([*folder.iterdir()])) == (2, 3)
    assert "Move 1 article to the trash? Add --yes" in refused.stderr
    # The shell has taken the quotes away: no other articles are meant.
    named = run("prune", news, "-topic:AI Hardware", "--yes")
    assert (named.returncode, named.stdout) == (2, "")
    for unset in ("", "sort:date"):
        everything = run("prune", news, unset, "--yes")
        assert (everything.returncode, "says nothing about" in everything.stderr) == (2, True)
    said = out("prune", news, "is:unread", "--yes")
    assert "1 article starred or kept for later: left alone" in said
    assert "2 files of yours or edited by you: left alone" in said
    assert said.endswith("Moved 1 article to the trash.\n")
    assert sorted(file.name[-9:] for file in folder.iterdir()) == ["item-1.md", "item-2.md"]
    assert (news / "mine.md").exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["add"], "add needs WHAT"),
        (["add", "/"], "broadsheet: / is a folder: add needs WHAT as well"),
        (["add", "javascript:alert(1)"], "broadsheet: javascript:alert(1) cannot be subscribed to"),
        (["add", ""], "an empty address"),
        (["fetch", "/no/such/folder"], "there is no folder"),
        (["feeds", "/no/such/folder"], "there is no folder /no/such/folder"),
        (["feeds", "x" * 300], "there is no folder"),
        (["add", "~nobody-has-this-name", "https://news.example/"], "there is no folder ~nobody"),
        (["fetch", "~nobody-has-this-name"], "there is no folder ~nobody"),
        (["prune", "~nobody-has-this-name", "older:1y"], "there is no folder ~nobody"),
        (["text", "~nobody-has-this-name", "older:1y"], "there is no folder ~nobody"),
    ],
)
def test_wrong_usage_is_one_line(run: Run, arguments: list[str], reason: str) -> None:
    finished = run(*arguments)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert len(finished.stderr.splitlines()) == 1
    assert reason in finished.stderr
