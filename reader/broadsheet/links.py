"""Decides which addresses may be opened, and opens them in a browser.

An address comes out of somebody else's file and ends as an argument of a program. It is passed as
one argument and never through a shell; what could be read as an option, a second argument or
another scheme is refused (CVE-2017-12904 and CVE-2017-14500 are readers that did otherwise).
"""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import cast
from urllib.parse import urljoin, urlsplit

from broadsheet.hosts import real_host, shown_host
from broadsheet.records import record

LONGEST_URL = 4_000
"""In characters; below the limit of `clean_line`, so that no shortened address is opened."""

_TEXT_BROWSERS = frozenset(
    {"browsh", "carbonyl", "chawan", "cha", "elinks", "links", "links2", "lynx", "netrik"}
    | {"retawq", "w3m", "www-browser"}
)
_NEVER_IN_URLS = frozenset('\\"<>`')


@record
class SafeLink:
    """An address that may be opened, and the host that it leads to.

    `url` is the address as it was given; only a host outside ASCII, or a number in another form
    than 127.0.0.1, is written as what it stands for. `shown_host` is for people.
    """

    url: str
    shown_host: str


@record
class Refusal:
    """An address that is not opened, and the reason, for people."""

    url: str
    reason: str


@record
class Browser:
    """A program that opens addresses; `in_terminal` if it needs the terminal."""

    command: tuple[str, ...]
    in_terminal: bool = False

    def arguments(self, link: SafeLink) -> list[str]:
        """Return the command with `link` in place of `%s`, or at the end."""
        words = [word.replace("%s", link.url) for word in self.command]
        return words if words != list(self.command) else [*words, link.url]


class BrowserError(Exception):
    """The browser could not be started, or ended with an error; the message is a sentence."""


def check_url(url: str) -> SafeLink | Refusal:
    """Check an address: only http and https with a host and nothing hidden may be opened.

    >>> check_url("https://example.com/a?b=c")
    SafeLink(url='https://example.com/a?b=c', shown_host='example.com')
    >>> check_url("javascript:alert(1)").reason
    'it is not a web address'
    """
    if len(url) > LONGEST_URL:
        return Refusal(url, f"it is longer than {LONGEST_URL} characters")
    if not url.lower().startswith(("http://", "https://")):
        return Refusal(url, "it is not a web address")
    # Not printable are controls, format characters, unusual spaces and surrogates.
    if " " in url or not url.isprintable():
        return Refusal(url, "it contains spaces or invisible characters")
    if not _NEVER_IN_URLS.isdisjoint(url):
        return Refusal(url, "it contains characters that no web address has")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return Refusal(url, "its host or port cannot be understood")
    if "@" in parts.netloc:
        return Refusal(url, "it contains a user name, which can pass for the host")
    host, port = _host_and_port(parts.netloc)
    real = real_host(host)
    if not real:
        return Refusal(url, "its host is not a valid name")
    if real != host.lower():
        # Browsers may read another spelling differently: they get the host that is shown.
        url = parts._replace(netloc=real + port).geturl()
    name, space, in_brackets = shown_host(real).partition(" ")
    usual = ":443" if parts.scheme.lower() == "https" else ":80"
    return SafeLink(url, f"{name}{port if port not in (':', usual) else ''}{space}{in_brackets}")


def joined(base: str, address: str) -> str:
    """Return an address that a page at `base` names, in full; empty if it cannot be understood."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def find_browser(environ: Mapping[str, str], configured: str = "") -> Browser | None:
    """Choose the program that opens addresses; None if none could show a page.

    `configured`, the reader's own setting, comes first, then `$BROWSER`: commands separated by
    colons, each with an optional `%s` for the address; the first that exists wins. Over SSH and on
    a bare console only these count: the desktop's own opener has no desktop there.
    """
    path = environ.get("PATH")
    for command in _candidates(environ, configured):
        if shutil.which(command[0], path=path):
            in_terminal = PurePath(command[0]).name in _TEXT_BROWSERS
            return Browser(command, in_terminal)
    return None


def open_link(link: SafeLink, browser: Browser) -> "subprocess.Popen[bytes]":
    """Open `link`; return the browser, which may still run or fail later.

    For one that runs in the terminal, the caller hands over the terminal first; the function
    returns when it ends.

    Raises:
        BrowserError: the program does not start or, in the terminal, ends with an error.

    """
    arguments = browser.arguments(link)
    try:
        if not browser.in_terminal:
            return _start_detached(arguments)
        process = subprocess.Popen(arguments)  # noqa: S603
    except OSError as error:
        raise BrowserError(f"{arguments[0]} does not start: {error.strerror}.") from error
    process.wait()
    raise_if_failed(process)
    return process


def raise_if_failed(browser: "subprocess.Popen[bytes]") -> None:
    """Raise `BrowserError` if a program that `open_link` started has ended with an error."""
    status = browser.poll()
    if status:
        name = cast("list[str]", browser.args)[0]
        ending = f"with status {status}" if status > 0 else f"by signal {-status}"
        raise BrowserError(f"{name} ended {ending}.")


def _start_detached(arguments: list[str]) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(  # noqa: S603
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Without a wait it would stay a zombie as long as the reader runs.
    threading.Thread(target=process.wait, name="browser", daemon=True).start()
    return process


def _candidates(environ: Mapping[str, str], configured: str) -> Iterator[tuple[str, ...]]:
    from shlex import split

    for command in [configured, *environ.get("BROWSER", "").split(":")]:
        try:
            words = split(command)
        except ValueError:  # an open quotation
            continue
        if words[-1:] == ["&"]:  # the convention for "in the background", where all of them run
            del words[-1]
        if words:
            yield tuple(words)
    over_ssh = "SSH_CONNECTION" in environ or "SSH_TTY" in environ
    has_display = bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
    if sys.platform == "darwin":
        if not over_ssh:
            yield ("open",)
    elif has_display or ("WSL_DISTRO_NAME" in environ and not over_ssh):
        yield ("wslview",)
        yield ("xdg-open",)


def _host_and_port(netloc: str) -> tuple[str, str]:
    host, colon, port = netloc.rpartition(":")
    return (host, colon + port) if colon and not netloc.endswith("]") else (netloc, "")
