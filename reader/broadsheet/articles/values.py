"""Values of front matter -> values of the model, with a problem noted where that is impossible."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from broadsheet.articles.dates import Date, read_date
from broadsheet.articles.frontmatter import FrontMatter
from broadsheet.articles.model import Image, Precision, Provider, Related
from broadsheet.articles.report import Report
from broadsheet.text.door import clean_line, clean_text
from broadsheet.text.written import Written

MAX_ITEMS = 200  # of each list: topics, images, related, authors
MAX_URL = 8_192  # characters
MAX_SHARED = 200  # characters of a publisher that is kept for the next article
MAX_QUOTED = 40  # characters of a broken value, in the problem that it causes

_INTEGER = re.compile(r"([-+]?[0-9]{1,19})(?:\.0*)?", re.ASCII)
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1  # what SQLite can hold
_TRUTHS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}

_ALWAYS_TEXT = frozenset(("title", "name"))  # somebody may well write a novel called Null

Where = tuple[str | int, ...]


class Values:
    """Takes a mapping of one file's front matter apart, by the files' own names.

    Each method returns an empty value where the file has none or a broken one; the latter is noted
    in the report. Where the meaning is certain, however oddly it is written, nothing is noted.
    `where` says where in the front matter the mapping stands: ("related", 2, "provider"). Without
    `with_texts`, texts of several lines are looked at no more than it takes to note their problems.
    """

    __slots__ = ("_fields", "_front", "_report", "_where", "_with_texts")

    def __init__(
        self,
        fields: Mapping[str, object],
        front: FrontMatter,
        report: Report,
        where: Where = (),
        *,
        with_texts: bool = True,
    ) -> None:
        self._fields = fields
        self._front = front
        self._report = report
        self._where = where
        self._with_texts = with_texts

    def raw(self, name: str) -> str:
        """Return a text as the file has it, safe for nothing yet; a number is text, too."""
        value = self._fields.get(name, "")
        if isinstance(value, str):
            return "" if is_null(value) and name not in _ALWAYS_TEXT else value
        if isinstance(value, (dict, list)):
            self._lost(value, (*self._where, name), "text is meant")
            return ""
        return "" if value is None else _written(value)

    def line(self, name: str) -> str:
        """Return a text of one line."""
        text = self.raw(name)
        return clean_line(text) if text else ""

    def text(self, name: str) -> str:
        """Return a text of any number of lines; an empty one where these are not wanted."""
        text = self.raw(name)
        return clean_text(text).strip() if text and self._with_texts else ""

    def url(self, name: str) -> str:
        """Return an address as the file has it, safe to show and not yet judged."""
        text = self.raw(name)
        return clean_url(text) if text else ""

    def title(self) -> str:
        """Return the title of what the mapping describes, or its name."""
        return self.line("title") or self.line("name")

    def integer(self, name: str) -> int | None:
        """Return a whole number that SQLite can hold."""
        value = meaning(self._fields.get(name))
        if value is None or value == "":
            return None
        if type(value) is int and _SMALLEST <= value <= _LARGEST:  # not a bool
            return value
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            written = _INTEGER.fullmatch(str(value).strip())
            if written and _SMALLEST <= (number := int(written[1])) <= _LARGEST:
                return number
        self._lost(value, (*self._where, name), "a whole number is meant")
        return None

    def truth(self, name: str) -> bool | None:
        """Return whether something is so."""
        value = meaning(self._fields.get(name))
        if value is None or isinstance(value, bool):
            return value
        truth = _TRUTHS.get(str(value).strip().lower())
        if truth is None and value != "":
            self._lost(value, (*self._where, name), "true or false is meant")
        return truth

    def date(self, name: str) -> Date | None:
        """Return a date and how exact it is, see `read_date`."""
        value = self._fields.get(name)
        if value is None or value == "" or is_null(value):
            return None
        if isinstance(value, str | int | float) and (date := read_date(str(value))):
            return date
        self._lost(value, (*self._where, name), "a date such as 2023-11-06T20:09:00Z is meant")
        return None

    def names(self, name: str) -> tuple[str, ...]:
        """Return a list of names, each once: plain text, or mappings with a `name` or `title`."""
        found: dict[str, None] = {}
        for where, item in self._items(name):
            if isinstance(item, str):
                text = clean_line(item)
            elif isinstance(item, dict):
                text = self._inner(item, where).title()
            elif isinstance(item, list):
                self._lost(item, where, "text is meant")
                continue
            else:
                text = clean_line(_written(item))
            if text:
                found[text] = None
        return tuple(found)

    def images(self, name: str) -> tuple[Image, ...]:
        """Return a list of pictures: mappings with a `url`, or addresses."""
        return tuple(
            [image for where, item in self._items(name) if (image := self._image(item, where))]
        )

    def provider(self, name: str) -> Provider:
        """Return who published something: a mapping, or only a name."""
        value = self._fields.get(name)
        if not isinstance(value, dict):
            return Provider(self.line(name))
        known, domain = value.get("name"), value.get("domain")
        if (
            isinstance(known, str)
            and isinstance(domain, str)
            and len(value) == 2
            and len(known) + len(domain) <= MAX_SHARED
        ):
            return _shared_provider(known, domain)
        provider = self._inner(value, (*self._where, name))
        return Provider(
            name=provider.line("name"),
            domain=provider.line("domain"),
            images=provider.images("images"),
            authors=provider.names("authors"),
        )

    def related(self, name: str) -> tuple[Related, ...]:
        """Return a list of related items; each has a title or an address."""
        return tuple(
            [item for where, each in self._items(name) if (item := self._related(each, where))]
        )

    def _related(self, item: object, where: Where) -> Related | None:
        if isinstance(item, dict):
            inner = self._inner(item, where)
            url = inner.url("webUrl") or inner.url("originalUrl") or inner.url("url")
            if title := inner.title() or url:
                date = inner.date("publishedDateTime")
                return Related(
                    title=title,
                    url=url,
                    excerpt=inner.text("excerpt"),
                    published_at=date.at if date else None,
                    published_precision=date.precision if date else Precision.TIME,
                    type=inner.line("type"),
                    provider=inner.provider("provider"),
                    quality=inner.integer("quality"),
                    images=inner.images("images"),
                )
        self._lost(item, where, "the title and webUrl of an article are meant")
        return None

    def _image(self, item: object, where: Where) -> Image | None:
        inner = self._inner(item if isinstance(item, dict) else {"url": item}, where)
        url = "" if isinstance(item, list) else inner.url("url")
        if not url:
            self._lost(item, where, "an image with a url is meant")
            return None
        return Image(
            url=url,
            title=inner.line("title"),
            width=inner.integer("width"),
            height=inner.integer("height"),
            is_cached=inner.truth("isCached") or False,
        )

    def _inner(self, fields: Mapping[str, object], where: Where) -> "Values":
        return Values(fields, self._front, self._report, where, with_texts=self._with_texts)

    def _items(self, name: str) -> Sequence[tuple[Where, object]]:
        """Return what is in a list, and where; what is no list counts as a list of one."""
        value = self._fields.get(name)
        if value is None or value == "" or is_null(value):
            return ()
        where = (*self._where, name)
        if not isinstance(value, list):
            self._note(f"a list is meant: {_quoted(value)} is taken as its only item", where)
            return ((where, value),)
        items = [
            ((*where, n), item) for n, item in enumerate(value) if item is not None and item != ""
        ]
        if len(items) > MAX_ITEMS:
            self._note(f"only the first {MAX_ITEMS} of {len(items):,} items are read", where)
        return items[:MAX_ITEMS]

    def _lost(self, value: object, where: Where, meant: str) -> None:
        self._note(f"{meant}, not {_quoted(value)}", where)

    def _note(self, reason: str, where: Where) -> None:
        name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in where)
        self._report.add(reason, self._front.line_of(where), name.removeprefix("."))


def is_null(value: object) -> bool:
    """Tell whether a value is a written `null`: programs write that for nothing."""
    return isinstance(value, Written) and value.value is None


def meaning(value: object) -> object:
    """Return a value as it counts where no text is expected."""
    return value.value if isinstance(value, Written) else value


def clean_url(url: str) -> str:
    """Make an address safe to show; what HTML would call an entity may be a parameter in it."""
    if url.isascii() and url.isprintable() and len(url) <= MAX_URL:
        return url.strip()
    return " ".join(clean_text(url, MAX_URL, decode_entities=False).split())


@lru_cache(maxsize=1024)
def _shared_provider(name: str, domain: str) -> Provider:
    return Provider(clean_line(name), clean_line(domain))


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = _written(value)
    return f"“{text if len(text) <= MAX_QUOTED else text[:MAX_QUOTED] + '…'}”"
