"""The door to the browser: which addresses may be opened, and by what.

An address comes out of somebody else's file and ends as an argument of a program. It is passed as
one argument and never through a shell; what could be read as an option, a second argument or
another scheme is refused (CVE-2017-12904 and CVE-2017-14500 are readers that did otherwise).
"""

import re
import shlex
import shutil
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

LONGEST_URL = 4_000
"""Characters; below the limit of `clean_line`, so that no shortened address is ever opened."""

_TEXT_BROWSERS = frozenset(
    {"browsh", "carbonyl", "chawan", "cha", "elinks", "links", "links2", "lynx", "netrik"}
    | {"retawq", "w3m", "www-browser"}
)
_NEVER_IN_URLS = frozenset('\\"<>`')
_ASCII_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_-]*[a-z0-9]\.?")
_BRACKETED_HOST = re.compile(r"\[[0-9a-f:.]+\]")

# Scripts that are written side by side in one word; any other mixture is a disguise.
_SCRIPTS_TOGETHER = (
    {"LATIN", "CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA"},
    {"LATIN", "CJK", "HANGUL"},
    {"LATIN", "CJK", "BOPOMOFO"},
)
# Letters of these scripts that look like Latin ones: a word of nothing else is a disguise too.
_LATIN_LOOKALIKES = frozenset(
    "\u0430\u0441\u0435\u04bb\u0456\u0458\u043a\u04cf\u043e\u0440\u051b\u0455\u0475\u051d\u0445"
    "\u0443\u0501\u044c\u0432\u043d\u0433\u0433\u0442\u043c\u04ab\u0454"
    "\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03c9\u03b3"
)
# Latin letters that nobody takes for another one once their accents are off; dotless i is not here.
_PLAIN_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz\xdf\xe6\xf0\xf8\xfe\u0111\u0142\u0153")


@dataclass(frozen=True, slots=True)
class SafeLink:
    """An address that may be opened: `url` exactly as it was given, and the host to show with it.

    `shown_host` is where the link really leads: punycode where the name could pass for another.
    """

    url: str
    shown_host: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """An address that is not opened, and why, in words for the person who wanted to."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Browser:
    """A program that opens addresses; one that runs `in_terminal` needs the screen to itself."""

    command: tuple[str, ...]
    in_terminal: bool = False

    def arguments(self, link: SafeLink) -> list[str]:
        """Put `link` in the place of `%s`, or at the end where there is none."""
        words = [word.replace("%s", link.url) for word in self.command]
        return words if words != list(self.command) else [*words, link.url]


class BrowserError(Exception):
    """The browser could not be started, or ended with an error; the message is a sentence."""


def check_url(url: str) -> SafeLink | Refusal:
    """Judge an address: http or https with a host and nothing hidden in it may be opened.

    >>> check_url("https://example.com/a?b=c")
    SafeLink(url='https://example.com/a?b=c', shown_host='example.com')
    >>> check_url("javascript:alert(1)").reason
    'it is not a web address'
    """
    if len(url) > LONGEST_URL:
        return Refusal(url, f"it is longer than {LONGEST_URL} characters")
    if not url.lower().startswith(("http://", "https://")):
        return Refusal(url, "it is not a web address")
    # Everything that is not printable: controls, format characters, unusual blanks, surrogates.
    if " " in url or not url.isprintable():
        return Refusal(url, "it holds blanks or characters that cannot be seen")
    if not _NEVER_IN_URLS.isdisjoint(url):
        return Refusal(url, "it holds characters that no web address has")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return Refusal(url, "its host or port cannot be understood")
    if "@" in parts.netloc:
        return Refusal(url, "it holds a user name, which can pass for the host")
    shown_host = _shown_host(parts.netloc.lower())
    return SafeLink(url, shown_host) if shown_host else Refusal(url, "its host is not a valid name")


def find_browser(environ: Mapping[str, str], configured: str = "") -> Browser | None:
    """Choose the program that opens addresses; None where there is none, or none to be seen.

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


def open_link(link: SafeLink, browser: Browser) -> None:
    """Open `link`: returns at once, or when the browser ends, for one that runs in the terminal.

    For the latter the caller hands over the terminal first.

    Raises:
        BrowserError: the program does not start or, in the terminal, ends with an error.

    """
    arguments = browser.arguments(link)
    try:
        if browser.in_terminal:
            status = subprocess.run(arguments, check=False).returncode  # noqa: S603
        else:
            status = 0
            _start_detached(arguments)
    except OSError as error:
        raise BrowserError(f"{arguments[0]} does not start: {error.strerror}.") from error
    if status:
        raise BrowserError(f"{arguments[0]} ended with status {status}.")


def _start_detached(arguments: list[str]) -> None:
    process = subprocess.Popen(  # noqa: S603
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Somebody has to wait for it, or it stays a zombie for as long as the reader runs.
    threading.Thread(target=process.wait, name="browser", daemon=True).start()


def _candidates(environ: Mapping[str, str], configured: str) -> Iterator[tuple[str, ...]]:
    for command in [configured, *environ.get("BROWSER", "").split(":")]:
        try:
            words = shlex.split(command)
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


def _shown_host(netloc: str) -> str:
    """Say which host `netloc` leads to; empty where it is not a valid name."""
    host = netloc if netloc.endswith("]") else netloc.rpartition(":")[0] or netloc
    if host.isascii():
        valid = _ASCII_HOST.fullmatch(host) or _BRACKETED_HOST.fullmatch(host)
        return host if valid and len(host) <= 253 else ""
    try:
        punycode = host.encode("idna").decode("ascii").lower()
        readable = punycode.encode("ascii").decode("idna")
    except UnicodeError:
        return ""
    if not _ASCII_HOST.fullmatch(punycode):
        return ""
    is_plain = all(_is_what_it_seems(label) for label in readable.split("."))
    return readable if is_plain else punycode


def _is_what_it_seems(label: str) -> bool:
    if label.isascii():
        return True
    letters = [c for c in unicodedata.normalize("NFD", label) if c not in "0123456789-"]
    if not all(unicodedata.category(c)[0] in "LM" for c in letters):
        return False
    bases = {c for c in letters if not unicodedata.combining(c)}
    scripts = {unicodedata.name(c, "?").replace("-", " ").partition(" ")[0] for c in bases}
    if scripts == {"LATIN"}:
        return bases <= _PLAIN_LATIN
    if len(scripts) > 1 and not any(scripts <= together for together in _SCRIPTS_TOGETHER):
        return False
    return not bases <= _LATIN_LOOKALIKES
