"""newsboat's `urls` file: its addresses, tags and titles as subscriptions."""

import shlex

from broadsheet.feeds.model import Subscription
from broadsheet.feeds.opml import OpmlFile, same_feed
from broadsheet.links import SafeLink, check_url
from broadsheet.text.door import clean_line

_COMMANDS = ("exec:", "filter:", "query:")
_LONGEST_LINE = 10_000


def read_urls(text: str) -> OpmlFile | None:
    """Return the feeds of a `urls` file; None if no line of it is a feed.

    `ignored` has a line for each one that cannot be subscribed to. Nothing in it is ever run.
    """
    feeds = OpmlFile(b"")
    seen = set[str]()
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if len(stripped) > _LONGEST_LINE:
            feeds.ignored.append(f"line {number}: longer than {_LONGEST_LINE:,} characters")
        elif stripped and not stripped.startswith("#"):
            _read_line(feeds, seen, number, stripped)
    return feeds if feeds.subscriptions else None


def _read_line(feeds: OpmlFile, seen: set[str], number: int, line: str) -> None:
    try:
        url, *tags = shlex.split(line)
    except ValueError as error:
        feeds.ignored.append(f"line {number}: {error}")
        return
    if url.startswith(_COMMANDS):
        kind = url.partition(":")[0]
        feeds.ignored.append(
            f"line {number}: {kind} is not supported; a program can write to “broadsheet fetch -”"
        )
        return
    judged = check_url(url)
    if not isinstance(judged, SafeLink):
        feeds.ignored.append(clean_line(f"line {number}: {url}: {judged.reason}"))
    elif same_feed(url) in seen:
        feeds.ignored.append(clean_line(f"line {number}: {url}: subscribed twice"))
    else:
        seen.add(same_feed(url))
        titles = [tag[1:] for tag in tags if tag.startswith("~")]
        topics = [clean_line(tag) for tag in tags if not tag.startswith(("~", "!"))]
        title = clean_line(titles[0]) if titles else ""
        feeds.subscriptions.append(
            Subscription(url, title, topics=tuple(filter(None, dict.fromkeys(topics))))
        )
