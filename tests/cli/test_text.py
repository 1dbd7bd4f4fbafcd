"""`broadsheet text`, as a shell runs it."""

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.commands import Out, Run
from tests.feeds.server import Answer, Server, item, rss, running
from tests.files import write_article
from tests.pages.samples import SENTENCE, page
from tests.terminal.reader_env import REPOSITORY
from tests.waiting import wait_until

HOSTS = [f"127.0.0.{number}" for number in range(1, 10)]

Library = Callable[..., Path]


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(autouse=True)
def texts(environment: dict[str, str]) -> Path:
    """Allow the hosts of the server, and return the folder of the texts, which is empty."""
    folder = Path(environment["XDG_CONFIG_HOME"], "broadsheet")
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("config.toml").write_text(f"[feeds]\nprivate_hosts = {HOSTS}\n")
    texts = Path(environment["XDG_DATA_HOME"], "broadsheet", "texts")
    missing = Path(environment["XDG_STATE_HOME"], "broadsheet", "missing-texts")
    for file in (*texts.glob("*"), *missing.glob("*")):
        file.unlink()
    return texts


@pytest.fixture
def library(news: Path, server: Server) -> Library:
    """Writes articles, each with its page on a host of its own."""

    def library(*names: str) -> Path:
        for number, name in enumerate(names):
            server.pages[f"/{name}"] = page(f"<h1>{name}</h1><p>Of {name}. {SENTENCE * 9}</p>")
            url = server.url(f"/{name}", HOSTS[number])
            day = f"publishedDateTime: 2024-01-{20 - number}"
            write_article(news, f"{name}.md", name, day, f"excerpt: About {name}.", url=url)
        return news

    return library


def test_texts_are_fetched_once_and_printed_in_the_order_of_the_query(
    library: Library, server: Server, out: Out, texts: Path
) -> None:
    news = library("trains", "ships", "planes")
    assert out("text", news, "trains") == "1 text fetched\n"
    assert out("text", news) == "2 texts fetched, 1 already there\n"
    assert len([*texts.iterdir()]) == 3
    server.pages.clear()
    printed = out("text", news, "--print", "sort:title")
    articles = printed.split("\n---\n\n")
    assert [each.split("\n")[0] for each in articles] == ["# planes", "# ships", "# trains"]
    assert "Of ships. Night trains return" in articles[1]
    assert server.url("/ships", HOSTS[1]) in articles[1]
    assert len(server.requests) == 3


def test_articles_without_an_address_are_printed_and_are_no_failure(
    library: Library, out: Out
) -> None:
    news = library("trains")
    (news / "mine.html").write_text('---\ntitle: "Mine"\n---\n<p>Only <b>here</b>.</p>\n')
    (news / "ours.md").write_text("---\ntitle: Ours\n---\nOnly <b>there</b>.\n")
    assert out("text", news) == "1 text fetched, 2 without a web address\n"
    assert out("text", news, "--print", "Mine").endswith("# Mine\n\nOnly **here**.\n")
    assert out("text", news, "--print", "Ours").endswith("# Ours\n\nOnly **there**.\n")


def test_what_has_no_text_is_named_and_not_asked_again_the_same_day(
    library: Library, server: Server, run: Run
) -> None:
    news = library("trains", "ships")
    server.pages["/ships"] = Answer(status=404)
    finished = run("text", news, "--print")
    assert finished.returncode == 1
    assert finished.stderr == "ships.md: The page is gone: 127.0.0.2 answered 404.\n"
    assert "Of trains." in finished.stdout
    assert finished.stdout.endswith("About ships.\n")
    finished = run("text", news)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout == (
        "0 texts fetched, 1 already there, 1 without a text within the last day: not tried again\n"
    )
    assert server.count("/ships") == 1


def test_a_host_that_cannot_be_reached_is_tried_and_named_once(
    library: Library, run: Run, news: Path
) -> None:
    library("trains")
    for number in range(3):
        write_article(news, f"far{number}.md", f"Far {number}", url=f"http://127.0.0.9:1/{number}")
    finished = run("text", news)
    assert (finished.returncode, finished.stdout) == (1, "1 text fetched, 3 without a text\n")
    first, more = finished.stderr.splitlines()
    assert first.endswith(".md: The page cannot be reached: there is no connection to the server.")
    assert more == "127.0.0.9: 2 more texts not tried"


def test_texts_of_a_query_are_removed_but_not_those_the_user_keeps(
    library: Library, run: Run, out: Out, texts: Path, tmp_path: Path
) -> None:
    news = library("trains", "ships", "planes")
    out("text", news)
    [listed] = out("list", news, "ships", "--json").splitlines()
    marks = {"url": json.loads(listed)["originalUrl"], "starred": True}
    file = tmp_path / "marks.json"
    file.write_text(json.dumps({"format": "broadsheet-marks", "version": 1, "marks": [marks]}))
    out("import", news, file)
    unclear = run("text", news, "--prune", "after:someday")
    assert (unclear.returncode, "not clear" in unclear.stderr) == (2, True)
    unset = run("text", news, "--prune", "")
    assert (unset.returncode, "says nothing" in unset.stderr) == (2, True)
    assert len([*texts.iterdir()]) == 3
    said = out("text", news, "--prune", "before:2024-01-20")
    assert "1 text of articles starred or kept for later: left" in said
    assert len([*texts.iterdir()]) == 2


def test_the_limit_of_the_settings_is_kept(
    library: Library, run: Run, environment: dict[str, str], texts: Path
) -> None:
    news = library("trains", "ships")
    settings = Path(environment["XDG_CONFIG_HOME"], "broadsheet", "config.toml")
    settings.write_text(settings.read_text() + "[text]\nlimit = 0\n")
    finished = run("text", news)
    assert finished.stderr == "broadsheet: removed 2 texts above the limit\n"
    assert [*texts.iterdir()] == []
    assert run("text", "--prune").stdout == "0 texts kept, 0.0 of 0 MB.\n"


def test_without_the_package_it_says_how_to_install_it(
    library: Library, run: Run, tmp_path: Path
) -> None:
    news = library("trains")
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'trafilatura' else find(name, *more)\n"
    )
    finished = run("text", news, PYTHONPATH=str(tmp_path))
    assert finished.returncode == 2
    assert "pipx install '.[full]'" in finished.stderr
    assert len(finished.stderr.splitlines()) == 1
    finished = run("text", news, "--print", PYTHONPATH=str(tmp_path))
    assert (finished.returncode, len(finished.stderr.splitlines())) == (0, 1)
    assert finished.stdout.endswith("About trains.\n")


def test_feeds_that_are_marked_so_bring_their_texts_along(
    server: Server, out: Out, news: Path, texts: Path, environment: dict[str, str]
) -> None:
    link = "http://127.0.0.2:%d/{}" % server.port  # noqa: UP031 - braces for the number
    entries = [item(n).replace(f"https://news.example/{n}", link.format(n)) for n in (1, 2)]
    server.pages |= {"/feed": Answer(rss(*entries)), "/1": page(), "/2": Answer(status=404)}
    said = out("add", news, server.url("/feed"), "--fulltext")
    assert said.endswith("1 full text fetched\n")
    assert 'fulltext="true"' in (news / "feeds.opml").read_text()
    assert "They run again." in out("text", news, "--print", "Item 1")
    settings = Path(environment["XDG_CONFIG_HOME"], "broadsheet", "config.toml")
    settings.write_text(settings.read_text() + '[text]\nfetch = "manual"\n')
    for file in texts.iterdir():
        file.unlink()
    assert "full text" not in out("fetch", news)
    assert [*texts.iterdir()] == []


def test_texts_are_taken_to_another_machine(
    library: Library, out: Out, texts: Path, tmp_path: Path, server: Server
) -> None:
    news = library("trains", "ships")
    write_article(news, "other/planes.md", "planes", url=server.url("/planes", HOSTS[2]))
    server.pages["/planes"] = page()
    out("text", news)
    file = tmp_path / "export.json"
    assert "0 articles and 1 text to" in out("export", news / "other", file, "--with-text")
    assert out("export", news, file).startswith("wrote the marks of 0 articles to")
    assert " and 3 texts to" in out("export", "--with-text", file)
    before = {each.name: each.read_text("utf-8").split("---")[2] for each in texts.iterdir()}
    for each in texts.iterdir():
        each.unlink()
    exported = json.loads(file.read_text("utf-8"))
    exported["texts"] += [1, {}, {"url": "x", "from": "", "title": "", "markdown": "x"}]
    exported["texts"].append(exported["texts"][0] | {"markdown": "\x1b[2Janother"})
    file.write_text(json.dumps(exported))
    assert "3 texts taken over" in out("import", file)
    after = {each.name: each.read_text("utf-8").split("---")[2] for each in texts.iterdir()}
    assert after == before
    assert "taken over" not in out("import", file)


def test_killed_at_any_moment_the_next_run_goes_on(
    library: Library,
    server: Server,
    program: list[str],
    environment: dict[str, str],
    out: Out,
    texts: Path,
) -> None:
    server.is_strict_about_pauses = False  # nobody knows when a client that is killed has left
    names = [f"story{number}" for number in range(9)]
    news = library(*names)
    out("list", news)
    for wait in (0.6, 0.9):
        process = subprocess.Popen(
            [*program, "text", str(news)],
            cwd=REPOSITORY,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        before = len(server.requests)
        wait_until(lambda: len(server.requests) > before, "a request")  # noqa: B023 - at once
        time.sleep(wait - 0.5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        kept = [file for file in texts.glob("*.md") if not file.name.startswith(".")]
        assert all("Night trains return" in file.read_text("utf-8") for file in kept)
    assert "fetched" in out("text", news)
    assert len([*texts.glob("[0-9a-f]*.md")]) == len(names)
