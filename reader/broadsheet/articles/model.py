"""What an article is: the values that the rest of the program passes around.

Those that a library has by the hundred thousand are named tuples: a frozen dataclass takes three
times as long to make.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from enum import IntEnum
from types import MappingProxyType
from typing import Literal, NamedTuple

from broadsheet.records import record
from broadsheet.text.file_names import shown_path

BodyFormat = Literal["markdown", "html", "text"]

LEEWAY = 24 * 60 * 60
"""A date at most this many seconds ahead is not in the future: clocks and zones differ."""


class Precision(IntEnum):
    """How much of a date a file gives: a day is the same day in every time zone."""

    TIME = 0
    DAY = 1
    MONTH = 2


def local_moment(seconds: int, precision: Precision, zone: tzinfo | None = None) -> datetime:
    """Return a date (seconds UTC) as it is in a time zone, the person's if None is given.

    Files may give moments that a zone moves out of the years 1 to 9999: they stay in UTC.
    """
    moment = datetime.fromtimestamp(seconds, UTC)
    try:
        return moment.astimezone(zone) if precision == Precision.TIME else moment
    except (OverflowError, ValueError, OSError):
        return moment


@record
class Problem:
    """Something in a file that could not be understood, in words for the person who owns the file.

    `line` counts from 1 in the file itself; `field` is the front matter's own name for the value
    that was lost, empty where the fault is not one field's.
    """

    path: str
    reason: str
    line: int | None = None
    field: str = ""

    def __str__(self) -> str:
        path = shown_path(self.path)
        place = path if self.line is None else f"{path}:{self.line}"
        return f"{place}: {self.field}: {self.reason}" if self.field else f"{place}: {self.reason}"


class Image(NamedTuple):
    """A picture that an article names; sizes in pixels, None where the file does not say."""

    url: str
    title: str = ""
    width: int | None = None
    height: int | None = None
    is_cached: bool = False


class Provider(NamedTuple):
    """Who published an article."""

    name: str = ""
    domain: str = ""
    images: tuple[Image, ...] = ()
    authors: tuple[str, ...] = ()


class Related(NamedTuple):
    """An item that an article names as related; it may or may not be in the library."""

    title: str
    url: str = ""
    excerpt: str = ""
    published_at: datetime | None = None
    published_precision: Precision = Precision.TIME
    type: str = ""
    provider: Provider = Provider()
    quality: int | None = None
    images: tuple[Image, ...] = ()


@record
class Link:
    """An address in an article, not yet checked by `broadsheet.links`, and what it leads to."""

    label: str
    url: str


class Article(NamedTuple):
    """One article, every string of it cleaned by `broadsheet.text.door`.

    `path` is relative to the library, with forward slashes. `published_at` is aware, in UTC;
    where the file names only a day or a month (`published_precision`), it is the first midnight of
    that in UTC. An absent quality or heat is None: zero and minus one are values. `fields` holds
    the front matter as it was read (cleaned, dates as the file writes them), with everything that
    has no place of its own here. `earlier_keys` are what earlier versions kept its marks under
    instead of `article_keys.mark_key`. `has_score` is true if it has no quality of its own, but a
    score that counts as one where no article of the library has any.
    """

    path: str
    title: str
    excerpt: str = ""
    is_excerpt_of_body: bool = False
    published_at: datetime | None = None
    published_precision: Precision = Precision.TIME
    original_url: str = ""
    web_url: str = ""
    amp_web_url: str = ""
    cdn_amp_web_url: str = ""
    type: str = ""
    category: str = ""
    quality: int | None = None
    heat: int | None = None
    published: bool | None = None
    is_removed: bool = False
    """Whether its publisher took it back."""
    provider: Provider = Provider()
    authors: tuple[str, ...] = ()
    feed: str = ""
    topics: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    related: tuple[Related, ...] = ()
    featured_url: str = ""
    other_links: tuple[Link, ...] = ()
    secured_bytes: int = 0
    body: str = ""
    body_format: BodyFormat = "markdown"
    fields: Mapping[str, object] = MappingProxyType({})
    problems: tuple[Problem, ...] = ()
    earlier_keys: tuple[str, ...] = ()
    has_front_matter: bool = True
    has_score: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of its page, each once, its home first."""
        urls = (self.original_url, self.web_url, self.amp_web_url, self.cdn_amp_web_url)
        return tuple(dict.fromkeys(filter(None, urls)))

    @property
    def url(self) -> str:
        """The article's home: what `o` opens and `y` copies; empty where it has none."""
        return self.original_url or self.web_url or self.amp_web_url or self.cdn_amp_web_url


@record
class NotAnArticle:
    """A file that is not meant to be one, and why: a README, the description of an organization."""

    path: str
    reason: str


@record
class Unreadable:
    """A file that may be an article but has nothing that can be shown."""

    path: str
    problems: tuple[Problem, ...]

    @property
    def reason(self) -> str:
        """Why it cannot be read."""
        return "; ".join(problem.reason for problem in self.problems)
