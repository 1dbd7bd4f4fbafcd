"""What a feed is: the values that pass between the parser, the fetcher and the writer of files."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed that the user reads, as `feeds.opml` has it."""

    url: str
    title: str = ""
    site: str = ""
    """The page that the feed belongs to."""

    topics: tuple[str, ...] = ()
    folder: str = ""
    """The folder of its articles below the library; never changes afterwards."""

    weight: int = 0
    """What its articles count for more or less, -50 to 50."""

    fulltext: bool = False
    """Whether the entire article is fetched from its page."""


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """What the list of feeds shows of one. Times are seconds since the epoch, 0 for never."""

    url: str
    title: str
    site: str
    topics: tuple[str, ...]
    weight: int
    articles: int
    fetched_at: float
    error: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that an entry carries: a podcast's sound, a video."""

    url: str
    type: str = ""
    length: int | None = None
    """Bytes."""


@dataclass(frozen=True, slots=True)
class FeedImage:
    """A picture of an entry; sizes in pixels, None if the feed gives none."""

    url: str
    width: int | None = None
    height: int | None = None


EntryType = Literal["article", "podcast", "video"]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed, every string clean, every address checked.

    `date` is ISO 8601 in UTC, `2024-03-05T10:00:00Z`; `2024-03-05` if the feed gives no time; empty
    if there is none that can be read. `content` is Markdown.
    """

    id: str
    title: str
    link: str = ""
    date: str = ""
    summary: str = ""
    content: str = ""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    images: tuple[FeedImage, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    type: EntryType = "article"


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed as it was fetched. `every` is how often it wants to be asked, in seconds; 0: no word.

    `skip_hours` (0 to 23, UTC) and `skip_days` (0 is Monday) are when it does not want to be asked.
    """

    title: str
    site: str = ""
    entries: tuple[FeedEntry, ...] = ()
    every: int = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes that may be a feed, and what is needed to read them."""

    body: bytes
    url: str
    content_type: str = ""
