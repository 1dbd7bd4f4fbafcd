import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from broadsheet.links import (
    Browser,
    BrowserError,
    Refusal,
    SafeLink,
    check_url,
    find_browser,
    open_link,
)
from tests.hostile import HOSTILE_URLS
from tests.waiting import PATIENCE

LINK = SafeLink("https://example.com/a?b='c d'&e=$(id);%20#f", "example.com")
DESKTOP = {"DISPLAY": ":0"}
OVER_SSH = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}


def command(folder: Path, name: str, script: str = "exit 0") -> Path:
    """Put a program that a shell would find into `folder`."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def recorder(folder: Path, name: str = "browser") -> tuple[Path, Path]:
    """Make a browser that writes its arguments, one to a line, and the pipe it writes them to."""
    pipe = folder / f"{name}.arguments"
    os.mkfifo(pipe)
    return command(folder, name, f'printf "%s\\n" "$@" > "{pipe}"'), pipe


def wait_for_browsers() -> None:
    for thread in threading.enumerate():
        if thread.name == "browser":
            thread.join(timeout=PATIENCE)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://example.com", "example.com"),
        ("HTTP://Example.COM:8080/Path?q=1#f", "example.com:8080"),
        ("http://localhost:8000/", "localhost:8000"),
        ("http://192.168.0.1/", "192.168.0.1"),
        ("https://[2001:db8::1]:443/x", "[2001:db8::1]"),
        ("https://under_score.example.com./", "under_score.example.com."),
        ("https://example.com/%20(x);'y'|{z}~\u00e9?a[]=1&b=@c", "example.com"),
        ("http://xn--bcher-kva.example:81/", "bücher.example:81 (xn--bcher-kva.example)"),
        ("https://xn--bcher-kva.example/", "bücher.example (xn--bcher-kva.example)"),
    ],
)
def test_a_web_address_is_accepted_exactly_as_it_is(url: str, host: str) -> None:
    assert check_url(url) == SafeLink(url, host)


@pytest.mark.parametrize("url", HOSTILE_URLS, ids=ascii)
def test_anything_else_is_refused_with_a_reason(url: str) -> None:
    refusal = check_url(url)
    assert isinstance(refusal, Refusal)
    assert refusal.url == url
    assert refusal.reason


def test_the_browser_of_the_environment_is_taken_apart_without_a_shell(tmp_path: Path) -> None:
    command(tmp_path, "firefox")
    environ = {"PATH": str(tmp_path), "BROWSER": "missing:'unclosed:firefox --new-tab '%s' &"}
    browser = find_browser(environ)
    assert browser == Browser(("firefox", "--new-tab", "%s"))
    assert browser.arguments(LINK) == ["firefox", "--new-tab", LINK.url]


def test_the_configured_browser_comes_before_the_one_of_the_environment(tmp_path: Path) -> None:
    command(tmp_path, "mine")
    command(tmp_path, "theirs")
    environ = {"PATH": str(tmp_path), "BROWSER": "theirs"}
    assert find_browser(environ, "mine --private") == Browser(("mine", "--private"))
    assert find_browser(environ, "missing") == Browser(("theirs",))


def test_a_text_browser_wants_the_terminal(tmp_path: Path) -> None:
    w3m = command(tmp_path, "w3m")
    environ = {"PATH": str(tmp_path), "BROWSER": "w3m"}
    assert find_browser(environ) == Browser(("w3m",), in_terminal=True)
    assert find_browser({}, str(w3m)) == Browser((str(w3m),), in_terminal=True)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has `open`")
def test_the_desktop_opens_links_where_there_is_one(tmp_path: Path) -> None:
    path = {"PATH": str(tmp_path)}
    assert find_browser(path | DESKTOP) is None
    command(tmp_path, "xdg-open")
    assert find_browser(path | DESKTOP) == Browser(("xdg-open",))
    assert find_browser(path | {"WAYLAND_DISPLAY": "wayland-0"}) == Browser(("xdg-open",))
    assert find_browser(path | DESKTOP | OVER_SSH) == Browser(("xdg-open",))
    assert find_browser(path) is None
    command(tmp_path, "wslview")
    assert find_browser(path | {"WSL_DISTRO_NAME": "Debian"}) == Browser(("wslview",))


def test_over_ssh_only_a_named_browser_counts(tmp_path: Path) -> None:
    for name in ("xdg-open", "open", "wslview", "w3m"):
        command(tmp_path, name)
    environ = {"PATH": str(tmp_path)} | OVER_SSH
    assert find_browser(environ) is None
    assert find_browser(environ | {"BROWSER": "w3m"}) == Browser(("w3m",), in_terminal=True)


def test_the_browser_receives_exactly_the_address_as_one_argument(tmp_path: Path) -> None:
    browser, pipe = recorder(tmp_path)
    open_link(LINK, Browser((str(browser),)))
    assert pipe.read_text(encoding="utf-8") == f"{LINK.url}\n"
    wait_for_browsers()


def test_the_address_takes_the_place_that_the_command_keeps_for_it(tmp_path: Path) -> None:
    browser, pipe = recorder(tmp_path)
    open_link(LINK, Browser((str(browser), "--url=%s", "--new window")))
    assert pipe.read_text(encoding="utf-8") == f"--url={LINK.url}\n--new window\n"
    wait_for_browsers()


def test_a_browser_leaves_no_zombie(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    browser = command(tmp_path, "browser", f'echo $$ > "{pipe}"')
    open_link(LINK, Browser((str(browser),)))
    process = int(pipe.read_text(encoding="utf-8"))
    wait_for_browsers()
    with pytest.raises(ChildProcessError):
        os.waitpid(process, os.WNOHANG)


def test_a_browser_runs_in_a_session_of_its_own(tmp_path: Path) -> None:
    ready, done = tmp_path / "ready", tmp_path / "done"
    os.mkfifo(ready)
    os.mkfifo(done)
    browser = command(tmp_path, "browser", f'echo $$ > "{ready}"; cat "{done}"')
    open_link(LINK, Browser((str(browser),)))
    process = int(ready.read_text(encoding="utf-8"))
    assert os.getsid(process) == process != os.getsid(0)
    done.write_text("", encoding="utf-8")
    wait_for_browsers()


def test_a_browser_prints_nothing_over_the_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    browser = command(tmp_path, "browser", "echo noise; echo noise >&2; cat")
    open_link(LINK, Browser((str(browser),)))
    wait_for_browsers()
    assert capfd.readouterr() == ("", "")


def test_a_text_browser_runs_in_the_terminal_until_it_ends(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    browser = command(tmp_path, "w3m", 'echo "$1"')
    open_link(LINK, Browser((str(browser),), in_terminal=True))
    assert capfd.readouterr().out == f"{LINK.url}\n"


def test_a_text_browser_that_fails_says_so(tmp_path: Path) -> None:
    browser = command(tmp_path, "w3m", "exit 3")
    with pytest.raises(BrowserError, match=r"w3m ended with status 3\.$"):
        open_link(LINK, Browser((str(browser),), in_terminal=True))


@pytest.mark.parametrize("in_terminal", [True, False])
def test_a_browser_that_is_gone_says_so(tmp_path: Path, in_terminal: bool) -> None:
    browser = Browser((str(tmp_path / "gone"),), in_terminal)
    with pytest.raises(BrowserError, match=r"gone does not start: No such file or directory\.$"):
        open_link(LINK, browser)
