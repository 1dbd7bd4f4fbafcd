"""The library of the README's first picture: written by a fetch from a server on this machine."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from broadsheet.feeds import opml
from broadsheet.feeds.fetch import Fetcher
from broadsheet.feeds.model import Subscription
from tests.feeds.server import Answer, rss, running


class _Feed(NamedTuple):
    title: str
    topic: str
    entries: Sequence[tuple[str, str, str]]
    """Day of November 2023, title, text as HTML."""


_TRAINS = """<p>From June, a sleeper runs between Lisbon and Hendaye again, three nights a week.
The carriages were built in 1989, stood in a field for eleven years, and have new beds.</p>
<p>“We did not expect to sell out <em>before</em> the timetable was printed,” says Inês Cardal, who
wrote most of it. A <a href="/timetable">draft of the timetable</a> is public.</p>
<h3>What is still missing</h3><ul><li>a connection to Paris that waits,</li><li>bicycles,</li>
<li>and a kitchen: breakfast comes from the station at Irun.</li></ul>
<img src="/sleeper.jpg" alt="The sleeper at Irun, seven in the morning">"""

_FEEDS = (
    _Feed(
        "The Harbour Post",
        "World",
        (
            ("07", "Port reopens after the longest storm on record", "<p>Forty ships wait.</p>"),
            ("06", "Fishing towns agree on one calendar", "<p>Nine towns, one list of days.</p>"),
            ("04", "A lighthouse keeper's last log goes online", "<p>61 years of weather.</p>"),
            ("01", "Who owns the sand? A court will decide", "<p>The dunes moved first.</p>"),
        ),
    ),
    _Feed(
        "Rail & Rope",
        "Travel",
        (
            ("07", "Night trains return to the Atlantic coast", _TRAINS),
            ("05", "The cable car that carries only letters", "<p>Twice a day, uphill.</p>"),
            ("02", "Why the 7:14 is never late", "<p>It waits for nobody.</p>"),
        ),
    ),
    _Feed(
        "Kitchen Science",
        "Science",
        (
            ("06", "Bread that stays fresh for a week, without additives", "<p>Rye helps.</p>"),
            ("05", "Salt in coffee: we tried it so that you need not", "<p>Do not.</p>"),
            ("03", "The freezer is not a time machine", "<p>Enzymes keep working.</p>"),
        ),
    ),
    _Feed(
        "Small Computers",
        "Technology",
        (
            ("07", "A weather station that runs on a tomato for a month", "<p>0.4 mA.</p>"),
            ("04", "Forty kilobytes are enough for a newspaper", "<p>Plain text is small.</p>"),
            ("03", "Plain text turns sixty", "<p>It has aged well.</p>"),
            ("01", "The keyboard with eleven keys", "<p>Chords, like a piano.</p>"),
        ),
    ),
)


def fetch_library(library: Path) -> None:
    """Subscribe to the feeds and fetch them."""
    library.mkdir(parents=True)
    hosts = [f"127.0.0.{number}" for number in range(1, len(_FEEDS) + 1)]
    with running() as server:
        subscriptions = []
        for number, (feed, host) in enumerate(zip(_FEEDS, hosts, strict=True)):
            server.pages[f"/{number}"] = Answer(_document(feed))
            url = server.url(f"/{number}", host)
            subscriptions.append(Subscription(url, feed.title, topics=(feed.topic,)))
        opml.write_library(library, opml.read_library(library).add(subscriptions))
        feeds = opml.read_library(library).subscriptions
        with Fetcher(library, hosts) as fetcher:
            results = fetcher.fetch(feeds, feeds, lambda _: None)
    if {result.outcome for result in results} != {"new"}:
        raise RuntimeError(f"the feeds were not fetched: {results}")


def _document(feed: _Feed) -> bytes:
    site = f"https://{feed.title.split()[-1].lower()}.example"
    items = (
        f"<item><title>{title.replace('&', '&amp;')}</title><link>{site}/{day}</link>"
        f"<pubDate>{day} Nov 2023 06:{place:02}:00 GMT</pubDate>"
        f"<description><![CDATA[{text}]]></description></item>"
        for place, (day, title, text) in enumerate(feed.entries)
    )
    return rss(*items, title=feed.title.replace("&", "&amp;")).replace(
        b"https://news.example/", site.encode() + b"/"
    )
