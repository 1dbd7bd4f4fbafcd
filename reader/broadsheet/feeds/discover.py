"""From what a person pastes to the feed that is meant: a page, a channel, a subreddit, a profile.

Known sites are asked by their own rules first; any other page says itself which feeds it has, and
failing that a few usual places are tried. Nothing is asked that is not needed for the answer.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlsplit

from broadsheet.feeds.model import Document, FeedDocument
from broadsheet.feeds.parser_process import ParseError
from broadsheet.links import SafeLink, check_url, joined
from broadsheet.text.door import clean_line
from broadsheet.web.client import Client, FetchError, Response
from broadsheet.web.politeness import HostBusyError

_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
    "text/xml",
    "application/xml",
)
_USUAL_PLACES = ("/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
_MOST_CHOICES = 20
_LOOKED_AT = 512 * 1024
# No `<` inside, and no name from its middle: else the time grows with the square of the page.
_LINK = re.compile(r"<link\b((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?<![a-z-])([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)
_CHANNEL = re.compile(r'"(?:channelId|externalId)"\s*:\s*"(UC[\w-]{22})"')
_COMMENTS = re.compile(r"\bcomments?\b|/comments/", re.IGNORECASE)


class DiscoveryError(Exception):
    """No feed was found; the message is one line for the person who asked for it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(clean_line(sentence))


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was fetched and read."""

    url: str
    document: FeedDocument
    response: Response


@dataclass(frozen=True, slots=True)
class Choice:
    """A feed that a page offers."""

    url: str
    title: str


Parse = Callable[[Document], FeedDocument]


def discover(what: str, client: Client, parse: Parse) -> Found | list[Choice]:
    """Find the feed that `what` names; the choices, if a page offers several.

    Raises `DiscoveryError`.
    """
    url = _address(what)
    url = _known_site(url) or url
    try:
        response = _get(client, url)
    except DiscoveryError as error:
        plain = _without_encryption(what, url, error)
        if not plain:
            raise
        url = plain
        response = _get(client, url)
    found = _as_feed(url, response, parse)
    if found is not None:
        return found
    page = response.body[:_LOOKED_AT].decode("utf-8", "replace")
    choices = [*_offered(page, response.url)]
    if len(choices) > 1:
        return choices
    for choice in choices or _usual_places(page, response.url):
        try:
            found = _as_feed(choice.url, _get(client, choice.url), parse)
        except DiscoveryError:
            continue
        if found is not None:
            return found
    raise DiscoveryError(f"{response.url} is not a feed, and names none")


def _address(what: str) -> str:
    typed = what = what.strip()
    if not typed:
        raise DiscoveryError("an empty address cannot be subscribed to")
    if what.lower().startswith(("feed://", "feed:")):
        what = what[5:].lstrip("/")
    if "://" not in what:
        what = f"https://{what}"
    judged = check_url(what)
    if not isinstance(judged, SafeLink):
        raise DiscoveryError(f"{clean_line(typed)} cannot be subscribed to: {judged.reason}")
    return judged.url


def _without_encryption(what: str, url: str, error: DiscoveryError) -> str:
    """Return the http address, if nobody asked for https and the server does not speak it."""
    cause = error.__cause__
    is_plain = isinstance(cause, FetchError) and cause.kind in ("tls", "network", "offline")
    if "://" in what or not is_plain or "certificate" in str(cause):
        return ""
    return url.replace("https:", "http:", 1)


def _known_site(url: str) -> str:
    """Return the feed of a page whose site has a rule for it; empty for any other page."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("old.")
    path = [part for part in parts.path.split("/") if part]
    match host, path:
        case "youtube.com", ["channel", channel, *_]:
            return f"https://www.youtube.com/feeds/videos.xml?channel_id={channel}"
        case "youtube.com", ["playlist" | "watch", *_] if "list" in parse_qs(parts.query):
            playlist = parse_qs(parts.query)["list"][0]
            return f"https://www.youtube.com/feeds/videos.xml?playlist_id={playlist}"
        case "reddit.com", ["r" | "user" | "u" as kind, name, *rest] if rest != [".rss"]:
            kind = "user" if kind == "u" else kind
            return f"https://www.reddit.com/{kind}/{name}/.rss"
        case "github.com", [owner, repository] | [owner, repository, "releases"]:
            return f"https://github.com/{owner}/{repository}/releases.atom"
        case _, [profile] if re.fullmatch(r"@\w+", profile) and host != "youtube.com":
            return f"{parts.scheme}://{parts.netloc}/{profile}.rss"  # Mastodon and its kin
    return ""


def _get(client: Client, url: str) -> Response:
    try:
        response = client.get(url)
    except (FetchError, HostBusyError) as error:
        raise DiscoveryError(f"{url} cannot be fetched: {error}") from error
    client.heed(response)
    if response.status != 200:
        raise DiscoveryError(f"{url} cannot be fetched: the server answered {response.status}")
    return response


def _as_feed(url: str, response: Response, parse: Parse) -> Found | None:
    kind = response.header("content-type")
    try:
        document = parse(Document(response.body, response.url, kind))
    except ParseError:
        return None
    return Found(response.moved_to or url, document, response)


def _offered(page: str, base: str) -> Iterator[Choice]:
    """Yield the feeds that a page names, comments left aside if it has others."""
    choices: dict[str, Choice] = {}
    for link in _LINK.finditer(page):
        attributes = {
            match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
            for match in _ATTRIBUTE.finditer(link[1])
        }
        kind = attributes.get("type", "").partition(";")[0].strip().lower()
        if "alternate" in attributes.get("rel", "").lower().split() and kind in _FEED_TYPES:
            judged = check_url(joined(base, attributes.get("href", "")))
            if isinstance(judged, SafeLink):
                title = clean_line(attributes.get("title", "")) or judged.url
                choices.setdefault(judged.url, Choice(judged.url, title))
    found = [*choices.values()]
    posts = [each for each in found if not _COMMENTS.search(f"{each.title} {each.url}")]
    yield from (posts or found)[:_MOST_CHOICES]


def _usual_places(page: str, base: str) -> Iterator[Choice]:
    parts = urlsplit(base)
    if (parts.hostname or "").endswith("youtube.com"):
        channel = _CHANNEL.search(page)
        if channel:
            feed = f"https://www.youtube.com/feeds/videos.xml?channel_id={channel[1]}"
            yield Choice(feed, feed)
        return
    for place in _USUAL_PLACES:
        url = f"{parts.scheme}://{parts.netloc}{place}"
        yield Choice(url, url)
